"""A clock that jumps: issuing stops until the head confirms the date, and the queue goes on."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from onedoor.database.centre_state import CentreState
from onedoor.queueing.errors import QueueingError
from onedoor.queueing.events import QueueEvent
from onedoor.tickets.actions.day import confirm_clock, roll_day
from tests.factories import TUESDAY_MORNING, SmallCentre, dump

MINUTE, YEAR = timedelta(minutes=1), timedelta(days=365)


def state(centre: SmallCentre) -> CentreState:
    with centre.database.read() as connection:
        return connection.execute(select(CentreState)).one()  # type: ignore[return-value]


def confirm(centre: SmallCentre) -> None:
    suspect = state(centre).suspect_time
    assert suspect
    confirm_clock(centre.database, centre.id, suspect)


def test_a_small_step_back_goes_on_with_the_newest_time_seen(centre: SmallCentre) -> None:
    centre.clock.advance(10 * MINUTE)
    first = centre.issue()
    centre.clock.step(-4 * MINUTE)
    assert centre.issue().issued_at == first.issued_at


@pytest.mark.parametrize("jump", [YEAR, -YEAR, 5 * MINUTE, -5 * MINUTE])
def test_a_jump_stops_issuing_and_keeps_the_service_day(centre: SmallCentre, jump: timedelta) -> None:
    centre.issue()
    centre.clock.step(jump)
    roll_day(centre.database, centre.id)
    with pytest.raises(QueueingError, match="issuing_stopped_clock"):
        centre.issue()
    assert state(centre).service_day == date(2026, 11, 24)
    assert state(centre).suspect_time == TUESDAY_MORNING + jump


def test_people_who_wait_are_still_called_at_the_time_that_was_before(centre: SmallCentre) -> None:
    clerk, ticket = centre.open_desk(1), centre.issue()
    centre.clock.step(YEAR)
    centre.clock.advance(MINUTE)
    assert clerk.call_next() == centre.turn(ticket).id
    assert centre.turn(ticket).first_called_at == TUESDAY_MORNING + MINUTE


def test_screens_go_on_with_the_time_that_was_before(centre: SmallCentre) -> None:
    centre.issue()
    centre.clock.step(YEAR)
    centre.clock.advance(MINUTE)
    assert centre.database.now() == TUESDAY_MORNING + MINUTE


def test_the_jump_is_told_once(centre: SmallCentre) -> None:
    events: list[QueueEvent] = []
    centre.issue()
    centre.database.after_commit = lambda committed: events.extend(committed.events)
    centre.clock.step(YEAR)
    for _ in range(3):
        roll_day(centre.database, centre.id)
    assert [type(event).__name__ for event in events] == ["ClockChanged"]


@pytest.mark.parametrize("jump", [YEAR, -YEAR])
def test_the_head_confirms_and_tickets_are_issued_on_the_confirmed_day(centre: SmallCentre, jump: timedelta) -> None:
    centre.issue()
    centre.clock.step(jump)
    roll_day(centre.database, centre.id)
    confirm(centre)
    ticket = centre.issue()
    assert (ticket.number, ticket.issued_at) == ("A001", TUESDAY_MORNING + jump)
    assert state(centre).suspect_time is None
    assert state(centre).service_day == (TUESDAY_MORNING + jump).date()


def test_nothing_that_follows_a_confirmation_doubts_the_clock_again(centre: SmallCentre) -> None:
    """Whoever acts on the confirmation, such as a heartbeat, already believes it."""
    centre.issue()
    centre.clock.step(YEAR)
    roll_day(centre.database, centre.id)
    centre.database.after_commit = lambda committed: roll_day(centre.database, centre.id)
    confirm(centre)
    assert state(centre).suspect_time is None


def test_another_time_than_the_one_that_was_looked_at_confirms_nothing(centre: SmallCentre) -> None:
    centre.issue()
    centre.clock.step(YEAR)
    roll_day(centre.database, centre.id)
    before = dump(centre.database)
    confirm_clock(centre.database, centre.id, TUESDAY_MORNING)
    assert dump(centre.database) == before


def test_a_clock_that_was_set_right_again_still_waits_for_the_head(centre: SmallCentre) -> None:
    centre.issue()
    centre.clock.step(YEAR)
    roll_day(centre.database, centre.id)
    centre.clock.step(-YEAR)
    with pytest.raises(QueueingError, match="issuing_stopped_clock"):
        centre.issue()
    confirm(centre)
    assert centre.issue().number == "A002"
