"""After some failed sign-ins the next one waits, longer each time."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from onedoor.clock import StoppedClock
from onedoor.database.session import Database
from onedoor.refusals import WebError
from onedoor.staff.actions.lockout import FIRST_DELAYED, FORGOTTEN_AFTER, unlock
from onedoor.staff.actions.sessions import change_password, sign_in
from onedoor.staff.models import Role
from onedoor.staff.queries import ADDRESS, NAME
from tests.factories import PASSWORD, SmallCentre, create_clerk, create_database, dump

HERE, ELSEWHERE = "192.0.2.1", "192.0.2.2"
WRONG, DELAYED = "wrong_password", "sign_in_delayed"


@pytest.fixture(autouse=True)
def _head(centre: SmallCentre) -> None:
    create_clerk(centre, "head", Role.HEAD)


@pytest.fixture
def another_process(centre: SmallCentre, tmp_path: Path, database_url: str) -> Iterator[Database]:
    """The same database, seen by a process that was started later."""
    database = create_database(tmp_path, centre.clock, database_url)
    yield database
    database.close()


def told(act: Callable[[], object]) -> str:
    """What signing in is answered with."""
    try:
        act()
    except WebError as error:
        return error.code
    return "signed in"


def attempt(centre: SmallCentre, name: str = "head", password: str = "wrong", address: str = HERE) -> str:
    return told(lambda: sign_in(centre.database, name, password, address))


def fail(centre: SmallCentre, times: int, name: str = "head", address: str = HERE) -> None:
    assert {attempt(centre, name, address=address) for _ in range(times)} == {WRONG}


def seconds_to_wait(centre: SmallCentre) -> int:
    with pytest.raises(WebError, match=DELAYED) as refused:
        sign_in(centre.database, "head", PASSWORD, HERE)
    return int(str(refused.value.detail["seconds"]))


def test_a_few_mistakes_cost_nothing(centre: SmallCentre) -> None:
    fail(centre, FIRST_DELAYED[NAME] - 1)
    assert attempt(centre, password=PASSWORD) == "signed in"
    fail(centre, FIRST_DELAYED[NAME] - 1)


def test_then_even_the_right_password_waits_from_everywhere(centre: SmallCentre) -> None:
    fail(centre, FIRST_DELAYED[NAME])
    assert attempt(centre, password=PASSWORD) == DELAYED
    assert attempt(centre, password=PASSWORD, address=ELSEWHERE) == DELAYED
    centre.clock.advance(timedelta(seconds=31))
    assert attempt(centre, password=PASSWORD) == "signed in"


def test_each_further_failure_doubles_the_delay_up_to_its_longest(centre: SmallCentre) -> None:
    fail(centre, FIRST_DELAYED[NAME] - 1)
    waits = []
    for _ in range(7):
        fail(centre, 1)
        waits.append(seconds_to_wait(centre))
        centre.clock.advance(timedelta(seconds=waits[-1]))
    assert [round(wait, -1) for wait in waits] == [30, 60, 120, 240, 480, 900, 900]


def test_an_attempt_during_the_delay_does_not_lengthen_it(centre: SmallCentre) -> None:
    fail(centre, FIRST_DELAYED[NAME])
    waits = {seconds_to_wait(centre) for _ in range(5)}
    assert len(waits) == 1


def test_a_name_that_nobody_has_is_answered_alike(centre: SmallCentre) -> None:
    answers = [
        [attempt(centre, name, address=address) for _ in range(FIRST_DELAYED[NAME] + 1)]
        for name, address in (("head", HERE), ("nobody", ELSEWHERE))
    ]
    assert answers[0] == answers[1] == [WRONG] * FIRST_DELAYED[NAME] + [DELAYED]


def test_one_address_that_tries_many_names_waits_too_and_others_do_not(centre: SmallCentre) -> None:
    for number in range(FIRST_DELAYED[ADDRESS]):
        fail(centre, 1, f"guess{number}")
    assert attempt(centre, password=PASSWORD) == DELAYED
    assert attempt(centre, password=PASSWORD, address=ELSEWHERE) == "signed in"


def test_signing_in_right_does_not_count_against_an_address(centre: SmallCentre) -> None:
    assert {attempt(centre, password=PASSWORD) for _ in range(FIRST_DELAYED[ADDRESS] + 1)} == {"signed in"}


def test_failures_are_forgotten_after_a_while(centre: SmallCentre) -> None:
    fail(centre, FIRST_DELAYED[NAME])
    centre.clock.advance(FORGOTTEN_AFTER + timedelta(seconds=1))
    fail(centre, FIRST_DELAYED[NAME] - 1)
    assert attempt(centre, password=PASSWORD) == "signed in"


def test_a_clock_that_is_set_back_keeps_nobody_out_for_longer_than_that(
    centre: SmallCentre, another_process: Database
) -> None:
    fail(centre, FIRST_DELAYED[NAME])
    centre.clock.step(-timedelta(days=3))
    assert told(lambda: sign_in(another_process, "head", PASSWORD, HERE)) == "signed in"


def test_the_delay_holds_in_every_process(centre: SmallCentre, another_process: Database) -> None:
    fail(centre, FIRST_DELAYED[NAME])
    assert told(lambda: sign_in(another_process, "head", PASSWORD, HERE)) == DELAYED


def test_a_process_whose_clock_is_behind_delays_nobody_who_need_not_wait(
    centre: SmallCentre, tmp_path: Path, database_url: str
) -> None:
    fail(centre, FIRST_DELAYED[NAME] - 1)
    behind = create_database(tmp_path, StoppedClock(centre.clock.now() - timedelta(seconds=2)), database_url)
    assert told(lambda: sign_in(behind, "head", PASSWORD, HERE)) == "signed in"
    behind.close()


def test_guesses_at_the_same_moment_gain_nothing(centre: SmallCentre) -> None:
    with ThreadPoolExecutor(12) as threads:
        answers = list(threads.map(lambda _: attempt(centre), range(24)))
    assert answers.count(WRONG) == FIRST_DELAYED[NAME]
    assert answers.count(DELAYED) == 24 - FIRST_DELAYED[NAME]


@pytest.mark.parametrize(("kind", "who"), [(NAME, "head"), (ADDRESS, HERE)])
def test_the_delay_can_be_lifted(centre: SmallCentre, kind: str, who: str) -> None:
    names = iter(["head"] * FIRST_DELAYED[NAME] if kind == NAME else map(str, range(FIRST_DELAYED[ADDRESS])))
    for name in names:
        fail(centre, 1, name)
    assert attempt(centre, password=PASSWORD) == DELAYED
    assert unlock(centre.database, kind, who)
    assert attempt(centre, password=PASSWORD) == "signed in"
    assert not unlock(centre.database, NAME, "somebody")


def test_the_old_password_cannot_be_guessed_at_a_desk_that_was_left_open(centre: SmallCentre) -> None:
    head = create_clerk(centre, "head", Role.HEAD)
    secret = sign_in(centre.database, "head", PASSWORD, HERE).secret

    def guess(password: str) -> str:
        return told(lambda: change_password(centre.database, head, secret, password, "another one", HERE))

    assert {guess("wrong") for _ in range(FIRST_DELAYED[NAME])} == {WRONG}
    assert guess(PASSWORD) == DELAYED


def test_the_database_says_neither_whose_name_nor_which_address_it_was(centre: SmallCentre) -> None:
    fail(centre, 1, "a secret typed as a name")
    rows = str(dump(centre.database, without=frozenset())["failed_sign_in"])
    assert "secret" not in rows
    assert HERE not in rows
