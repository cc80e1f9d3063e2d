"""Two centres in one database: what one does leaves no trace in the other."""

from datetime import timedelta
from pathlib import Path

import pytest

from onedoor.queueing.errors import QueueingError
from onedoor.queueing.ticket import TurnAction, TurnStatus
from onedoor.tickets.actions.day import roll_day
from tests.factories import LAND, SmallCentre, create_centre, create_clerk, dump_of, new_request_id, small_plan

COMMANDS = sorted(set(TurnAction) - {TurnAction.expire, TurnAction.transfer})


@pytest.fixture
def elsewhere(centre: SmallCentre, tmp_path: Path) -> SmallCentre:
    return create_centre(centre.database, tmp_path / "elsewhere", small_plan(code="elsewhere"))


def test_the_same_request_is_a_ticket_in_each_centre_with_the_same_number(
    centre: SmallCentre, elsewhere: SmallCentre
) -> None:
    request_id = new_request_id()
    tickets = [each.issue(request_id=request_id) for each in (centre, elsewhere, centre, elsewhere)]
    assert [ticket.number for ticket in tickets] == ["A001"] * 4
    assert tickets[0].token == tickets[2].token != tickets[1].token == tickets[3].token


def test_nobody_is_called_to_a_counter_of_another_centre(centre: SmallCentre, elsewhere: SmallCentre) -> None:
    elsewhere.issue()
    with pytest.raises(QueueingError, match="nobody_waiting"):
        centre.open_desk().call_next()


def test_people_of_another_centre_are_not_ahead(centre: SmallCentre, elsewhere: SmallCentre) -> None:
    for _ in range(3):
        elsewhere.issue()
    assert centre.issue().people_ahead == 0
    assert elsewhere.issue().people_ahead == 3


@pytest.mark.parametrize("action", COMMANDS)
def test_a_turn_of_another_centre_is_unknown(centre: SmallCentre, elsewhere: SmallCentre, action: TurnAction) -> None:
    turn = elsewhere.turn(elsewhere.issue()).id
    desk = centre.open_desk()
    before = dump_of(elsewhere)
    with pytest.raises(QueueingError, match="unknown_turn"):
        desk.act(action, turn, seen=TurnStatus.waiting)
    with pytest.raises(QueueingError, match="unknown_turn"):
        desk.transfer(turn, LAND)
    with pytest.raises(QueueingError, match="unknown_turn"):
        desk.call_next(finishing=turn)
    assert dump_of(elsewhere) == before


def test_the_same_desk_command_is_carried_out_in_each_centre(centre: SmallCentre, elsewhere: SmallCentre) -> None:
    request_id = new_request_id()
    turns = []
    for each in (centre, elsewhere):
        each.issue()
        clerk = create_clerk(each, f"clerk-of-{each.id}")
        turns.append(each.open_desk(1, clerk).call_next(request_id=request_id))
    assert turns == [turn.id for turn in centre.turns()]


def test_the_end_of_a_day_leaves_the_other_centre_as_it_is(centre: SmallCentre, elsewhere: SmallCentre) -> None:
    for each in (centre, elsewhere):
        each.issue()
        each.open_desk(1, create_clerk(each, f"clerk-of-{each.id}"))
    before = dump_of(elsewhere)
    centre.clock.advance(timedelta(days=1))
    roll_day(centre.database, centre.id)
    assert centre.desk(1).state == "closed"
    assert dump_of(elsewhere) == before
