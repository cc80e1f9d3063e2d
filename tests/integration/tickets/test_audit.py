"""Whatever was done at the desks, the log is whole; and whatever is forged in it afterwards, that is seen."""

from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from onedoor.queueing.errors import QueueingError
from onedoor.queueing.log_chain import BrokenChain, Chain
from onedoor.queueing.ticket import TurnAction
from onedoor.tickets.queries.audit import verify_log
from tests.factories import BIRTH, CARD, LAND, ClerkAtDesk, SmallCentre, create_centre, small_plan
from tests.tampering import FORGERIES, Forge, OpenLog

SOME_DAYS = settings(
    max_examples=12,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
ACTIONS = [action for action in TurnAction if action is not TurnAction.expire]
STEPS = st.tuples(st.sampled_from(("issue", "call_next", "night", *ACTIONS)), st.integers(1, 3))
SERVICES = {1: BIRTH, 2: CARD, 3: LAND}


def whole(centre: SmallCentre) -> Chain:
    with centre.database.read() as connection:
        return verify_log(connection, centre.id)


def is_seen(centre: SmallCentre, forge: Forge, at: int) -> bool:
    """Whether a forgery is found; it is undone."""
    with centre.database.engine.connect() as connection:
        forge(OpenLog(connection), at)
        try:
            verify_log(connection, centre.id)
        except BrokenChain:
            return True
        return False


def take(step: str, desk: ClerkAtDesk) -> None:
    """One step of a day at a counter; what is not allowed now is refused."""
    centre, turn = desk.centre, desk.centre.desk(desk.counter).turn
    if step == "issue":
        centre.issue(SERVICES[desk.counter])
    elif step == "night":
        centre.clock.advance(timedelta(days=1))
        centre.issue()
        desk.open()
    elif step == "call_next":
        desk.call_next()
    elif turn and step == TurnAction.transfer:
        desk.transfer(turn.turn, LAND)
    elif turn:
        desk.act(TurnAction(step), turn.turn)


def test_a_new_log_is_whole(centre: SmallCentre) -> None:
    assert whole(centre).rows == 0


def test_whatever_was_done_the_log_is_whole_and_whatever_is_forged_is_seen(centre: SmallCentre) -> None:
    desks = {counter: centre.open_desk(counter) for counter in SERVICES}
    centre.issue(BIRTH)
    centre.issue(LAND)
    desks[1].serve()

    @SOME_DAYS
    @given(steps=st.lists(STEPS, min_size=4, max_size=10), pick=st.integers(0))
    def days(steps: list[tuple[str, int]], pick: int) -> None:
        for step, counter in steps:
            with suppress(QueueingError):
                take(step, desks[counter])
        rows = whole(centre).rows
        assert rows == len(centre.log())
        assert {forge.__name__ for forge in FORGERIES if not is_seen(centre, forge, pick % rows)} == set()

    days()


def test_the_first_wrong_row_is_named(centre: SmallCentre) -> None:
    for _ in range(3):
        centre.issue()
    with centre.database.engine.connect() as connection:
        OpenLog(connection).change(1, {"reason": "forged"})
        with pytest.raises(BrokenChain, match="row 2 "):
            verify_log(connection, centre.id)


def test_each_centre_has_a_chain_of_its_own(centre: SmallCentre, tmp_path: Path) -> None:
    other = create_centre(centre.database, tmp_path / "other", small_plan(code="other"))
    for each in (centre, other, other, centre, other):
        each.issue()
    assert (whole(centre).rows, whole(other).rows) == (2, 3)
    with centre.database.engine.connect() as connection:
        log = OpenLog(connection)
        log.change(1, {"reason": "forged"})
        assert verify_log(connection, centre.id).rows == 2
        with pytest.raises(BrokenChain, match="row 1 "):
            verify_log(connection, other.id)
