"""What a clerk does with a turn after the call."""

from datetime import timedelta

import pytest

from onedoor.queueing.errors import QueueingError
from onedoor.queueing.ticket import TurnAction, TurnStatus
from onedoor.realtime.boards import Desk, IssuedTicket
from tests.factories import BIRTH, CARD, LAND, SmallCentre, dump, new_request_id


def issue_a_minute_later(centre: SmallCentre) -> IssuedTicket:
    centre.clock.advance(timedelta(minutes=1))
    return centre.issue()


def test_a_visit_from_the_call_to_the_end_keeps_its_times(centre: SmallCentre) -> None:
    clerk, ticket = centre.open_desk(1), centre.issue()
    centre.clock.advance(timedelta(minutes=3))
    turn = clerk.call_next()
    assert turn
    centre.clock.advance(timedelta(minutes=1))
    clerk.act(TurnAction.recall, turn)
    centre.clock.advance(timedelta(minutes=1))
    clerk.act(TurnAction.start, turn)
    centre.clock.advance(timedelta(minutes=8))
    clerk.act(TurnAction.finish, turn)
    row = centre.turn(ticket)
    since = row.waiting_since
    passed = [(t - since).total_seconds() / 60 for t in (row.first_called_at, row.called_at, row.started_at)]
    assert passed == [3, 4, 5]
    assert (row.finished_at - row.started_at).total_seconds() == 8 * 60
    assert row.call_count == 2


def test_every_step_is_in_the_log_with_who_did_it(centre: SmallCentre) -> None:
    clerk = centre.open_desk(1)
    centre.issue()
    turn = clerk.serve()
    clerk.act(TurnAction.finish, turn)
    log = centre.log()
    assert [(row.action, row.from_status, row.to_status) for row in log] == [
        ("issue", None, "waiting"),
        ("call", "waiting", "called"),
        ("start", "called", "serving"),
        ("finish", "serving", "finished"),
    ]
    assert log[0].device_id == centre.kiosk.device_id
    assert {row.staff_user_id for row in log[1:]} == {clerk.staff.staff_user_id}


def test_an_absentee_comes_back_behind_the_third_next(centre: SmallCentre) -> None:
    clerk = centre.open_desk(1)
    absentee, *others = [issue_a_minute_later(centre) for _ in range(6)]
    turn = clerk.call_next()
    assert turn
    clerk.act(TurnAction.no_show, turn)
    clerk.act(TurnAction.return_to_queue, turn)
    waiting = [row.number for row in centre.desk(1).waiting]
    expected = [*others[:3], absentee, *others[3:]]
    assert waiting == [ticket.number for ticket in expected]
    assert centre.desk(1).waiting[3].is_return


def test_an_absentee_who_comes_while_nobody_waits_is_next(centre: SmallCentre) -> None:
    clerk, ticket = centre.open_desk(1), centre.issue()
    turn = clerk.call_next()
    assert turn
    clerk.act(TurnAction.no_show, turn)
    clerk.act(TurnAction.return_to_queue, turn)
    assert clerk.call_next() == centre.turn(ticket).id


def test_who_was_called_by_mistake_keeps_the_old_place(centre: SmallCentre) -> None:
    clerk = centre.open_desk(1)
    tickets = [centre.issue() for _ in range(3)]
    turn = clerk.call_next()
    assert turn
    clerk.act(TurnAction.return_to_queue, turn)
    assert [row.number for row in centre.desk(1).waiting] == [ticket.number for ticket in tickets]
    assert centre.turn(tickets[0]).first_called_at is None


def test_a_transfer_keeps_the_number_and_the_place_in_time(centre: SmallCentre) -> None:
    clerk, land = centre.open_desk(1), centre.open_desk(3)
    ticket = centre.issue(BIRTH)
    old = centre.turn(ticket)
    centre.clock.advance(timedelta(minutes=10))
    centre.issue(LAND)
    clerk.transfer(clerk.serve(), LAND)
    new = centre.turn(ticket)
    assert new.id != old.id
    assert (new.due_at, new.status, new.waiting_since) == (old.due_at, "waiting", centre.clock.now())
    assert land.call_next() == new.id
    assert centre.turns()[0].status == TurnStatus.transferred


@pytest.mark.parametrize(("service", "code"), [(BIRTH, "same_service"), ("passport", "unknown_service")])
def test_a_transfer_to_nowhere_is_refused(centre: SmallCentre, service: str, code: str) -> None:
    clerk = centre.open_desk(1)
    centre.issue(BIRTH)
    turn = clerk.serve()
    before = dump(centre.database)
    with pytest.raises(QueueingError, match=code):
        clerk.transfer(turn, service)
    assert dump(centre.database) == before


def test_a_turn_on_hold_frees_the_desk_and_is_resumed_later(centre: SmallCentre) -> None:
    clerk = centre.open_desk(1)
    held, _ = centre.issue(), centre.issue()
    turn = clerk.serve()
    clerk.act(TurnAction.hold, turn)
    second = clerk.serve()
    with pytest.raises(QueueingError, match="counter_busy"):
        clerk.act(TurnAction.resume, turn)
    clerk.act(TurnAction.finish, second)
    clerk.act(TurnAction.resume, turn)
    assert centre.turn(held).status == TurnStatus.serving


def test_another_counter_resumes_what_was_put_on_hold(centre: SmallCentre) -> None:
    first, second = centre.open_desk(1), centre.open_desk(2)
    ticket = centre.issue()
    turn = first.serve()
    first.act(TurnAction.hold, turn)
    second.act(TurnAction.resume, turn)
    assert centre.turn(ticket).staff_user_id == second.staff.staff_user_id


def test_somebody_who_came_late_is_called_again(centre: SmallCentre) -> None:
    clerk, ticket = centre.open_desk(1), centre.issue()
    turn = clerk.call_next()
    assert turn
    first_called_at = centre.turn(ticket).first_called_at
    clerk.act(TurnAction.no_show, turn)
    centre.clock.advance(timedelta(seconds=30))
    clerk.act(TurnAction.call, turn)
    row = centre.turn(ticket)
    assert (row.status, row.call_count, row.first_called_at, row.finished_at) == ("called", 2, first_called_at, None)


def test_a_cancelled_or_returned_number_leaves_the_hall(centre: SmallCentre) -> None:
    clerk = centre.open_desk(1)
    for action in (TurnAction.cancel, TurnAction.return_to_queue):
        centre.issue()
        turn = clerk.call_next()
        assert turn
        assert centre.board().current
        clerk.act(action, turn)
        assert centre.board().current is None


def test_a_transferred_number_is_not_sent_to_its_old_counter_any_more(centre: SmallCentre) -> None:
    clerk, land = centre.open_desk(1), centre.open_desk(3)
    ticket = centre.issue(BIRTH)
    clerk.transfer(clerk.serve(), LAND)
    assert centre.board().current is None
    land.call_next()
    board = centre.board()
    assert board.current
    assert (board.current.number, board.current.counter, board.earlier) == (ticket.number, 3, ())


def test_a_command_in_sight_of_an_old_desk_gets_the_fresh_one(centre: SmallCentre) -> None:
    clerk, _ = centre.open_desk(1), centre.issue()
    turn = clerk.serve()
    before = dump(centre.database)
    with pytest.raises(QueueingError, match="desk_changed") as refusal:
        clerk.act(TurnAction.start, turn, seen=TurnStatus.called)
    desk = refusal.value.detail["desk"]
    assert isinstance(desk, Desk)
    assert desk.turn
    assert desk.turn.status == "serving"
    assert dump(centre.database) == before


def test_a_turn_at_another_counter_cannot_be_touched(centre: SmallCentre) -> None:
    first, second = centre.open_desk(1), centre.open_desk(2)
    centre.issue()
    turn = first.serve()
    with pytest.raises(QueueingError, match="desk_changed"):
        second.act(TurnAction.finish, turn)


def test_an_unknown_turn_is_refused(centre: SmallCentre) -> None:
    clerk = centre.open_desk(1)
    with pytest.raises(QueueingError, match="unknown_turn"):
        clerk.act(TurnAction.finish, 4711, seen=TurnStatus.serving)


@pytest.mark.parametrize("action", [TurnAction.hold, TurnAction.finish, TurnAction.resume])
def test_an_action_that_the_state_does_not_allow_has_its_own_code(centre: SmallCentre, action: TurnAction) -> None:
    clerk, _ = centre.open_desk(1), centre.issue()
    turn = clerk.call_next()
    assert turn
    before = dump(centre.database)
    with pytest.raises(QueueingError, match=f"cannot_{action}"):
        clerk.act(action, turn)
    assert dump(centre.database) == before


def test_the_same_request_again_is_done_once(centre: SmallCentre) -> None:
    clerk, _ = centre.open_desk(1), centre.issue(CARD)
    turn, request_id = clerk.call_next(), new_request_id()
    assert turn
    clerk.act(TurnAction.recall, turn, request_id=request_id)
    before = dump(centre.database)
    assert clerk.act(TurnAction.recall, turn, request_id=request_id) == turn
    assert dump(centre.database) == before


def test_a_counter_is_not_left_while_somebody_is_there(centre: SmallCentre) -> None:
    clerk, _ = centre.open_desk(1), centre.issue()
    clerk.call_next()
    for leave in (clerk.close, clerk.take_break):
        with pytest.raises(QueueingError, match="counter_busy"):
            leave()


def test_one_clerk_has_one_counter_and_a_counter_one_clerk(centre: SmallCentre) -> None:
    clerk, other = centre.open_desk(1), centre.open_desk(2)
    with pytest.raises(QueueingError, match="counter_taken"):
        centre.open_desk(1, other.staff)
    with pytest.raises(QueueingError, match="counter_busy"):
        centre.open_desk(3, clerk.staff)
    with pytest.raises(QueueingError, match="unknown_counter"):
        centre.open_desk(9, clerk.staff)
