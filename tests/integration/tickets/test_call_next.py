"""Who is called next, and by whom."""

import threading
from datetime import timedelta

import pytest

from onedoor.queueing.errors import ErrorCode, QueueingError
from onedoor.queueing.ticket import TurnAction, TurnStatus
from tests.factories import BIRTH, CARD, LAND, ClerkAtDesk, SmallCentre, create_clerk, dump, new_request_id


def numbers_called(centre: SmallCentre, clerk: ClerkAtDesk) -> list[str]:
    """Everybody who is called at this counter until nobody waits."""
    called = []
    while True:
        try:
            turn = clerk.call_next()
        except QueueingError as refusal:
            assert refusal.code == ErrorCode.nobody_waiting
            return called
        assert turn
        desk = centre.desk(clerk.counter)
        assert desk.turn
        called.append(desk.turn.number)
        clerk.act(TurnAction.start, turn)
        clerk.act(TurnAction.finish, turn)


def test_people_are_called_in_the_order_in_which_they_came(centre: SmallCentre) -> None:
    clerk = centre.open_desk(1)
    tickets = [centre.issue(service) for service in (BIRTH, CARD, BIRTH, CARD)]
    assert numbers_called(centre, clerk) == [ticket.number for ticket in tickets]


def test_a_counter_calls_only_for_its_own_services(centre: SmallCentre) -> None:
    clerk = centre.open_desk(3)
    centre.issue(BIRTH)
    centre.issue(LAND)
    assert numbers_called(centre, clerk) == ["L001"]


def test_first_choices_are_called_before_the_others(centre: SmallCentre) -> None:
    clerk = centre.open_desk(2)
    for service in (BIRTH, BIRTH, CARD, CARD):
        centre.issue(service)
    assert [turn.number for turn in centre.desk(2).waiting] == ["A003", "A004", "A001", "A002"]
    assert numbers_called(centre, clerk) == ["A003", "A004", "A001", "A002"]


def test_priority_counts_as_having_come_twenty_minutes_earlier(centre: SmallCentre) -> None:
    clerk = centre.open_desk(1)
    centre.issue()
    centre.clock.advance(timedelta(minutes=15))
    centre.issue()
    centre.clock.advance(timedelta(minutes=10))
    centre.issue(priority=True)
    assert numbers_called(centre, clerk) == ["A001", "A003", "A002"]


def test_priority_does_not_show_in_the_number(centre: SmallCentre) -> None:
    assert [centre.issue(priority=priority).number for priority in (False, True, False)] == ["A001", "A002", "A003"]


def test_counters_that_call_at_the_same_time_never_get_the_same_ticket(centre: SmallCentre) -> None:
    clerks = [centre.open_desk(1), centre.open_desk(2)]
    for _ in range(20):
        centre.issue()
    called: list[str] = []
    threads = [threading.Thread(target=lambda c=clerk: called.extend(numbers_called(centre, c))) for clerk in clerks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(called) == [f"A{n:03d}" for n in range(1, 21)]


def test_finishing_and_calling_is_one_step(centre: SmallCentre) -> None:
    clerk = centre.open_desk(1)
    first, second = centre.issue(), centre.issue()
    assert clerk.call_next(finishing=clerk.serve()) == centre.turn(second).id
    assert centre.turn(first).status == TurnStatus.finished


def test_the_last_one_is_finished_though_nobody_waits(centre: SmallCentre) -> None:
    clerk = centre.open_desk(1)
    ticket = centre.issue()
    assert clerk.call_next(finishing=clerk.serve()) is None
    assert centre.turn(ticket).status == TurnStatus.finished


def test_nobody_is_called_to_an_empty_desk_when_nobody_waits(centre: SmallCentre) -> None:
    clerk = centre.open_desk(1)
    before = dump(centre.database)
    with pytest.raises(QueueingError, match="nobody_waiting"):
        clerk.call_next()
    assert dump(centre.database) == before


def test_nobody_is_called_while_somebody_is_at_the_desk(centre: SmallCentre) -> None:
    clerk = centre.open_desk(1)
    centre.issue()
    centre.issue()
    clerk.call_next()
    with pytest.raises(QueueingError, match="counter_busy"):
        clerk.call_next()


def test_a_double_press_calls_once(centre: SmallCentre) -> None:
    clerk = centre.open_desk(1)
    first, _ = centre.issue(), centre.issue()
    request_id = new_request_id()
    assert clerk.call_next(request_id=request_id) == clerk.call_next(request_id=request_id) == centre.turn(first).id
    assert centre.turn(first).call_count == 1


def test_nothing_is_called_at_a_counter_on_break_closed_or_of_somebody_else(centre: SmallCentre) -> None:
    clerk = centre.open_desk(1)
    centre.issue()
    stranger = ClerkAtDesk(centre, create_clerk(centre, "stranger"), 1)
    with pytest.raises(QueueingError, match="counter_not_yours"):
        stranger.call_next()
    clerk.take_break()
    with pytest.raises(QueueingError, match="counter_on_break"):
        clerk.call_next()
    clerk.come_back()
    clerk.close()
    with pytest.raises(QueueingError, match="counter_closed"):
        clerk.call_next()
    clerk.open()
    assert clerk.call_next()
