"""The manager's figures, against some that were worked out by hand."""

from datetime import datetime, timedelta

import pytest

from onedoor.queueing.ticket import TurnAction
from onedoor.realtime.boards import IssuedTicket, LivePage
from onedoor.reporting.queries import read_live_page
from onedoor.tickets.queries.desk import read_desk
from tests.factories import BIRTH, CARD, LAND, SmallCentre, create_clerk

WAITS = (2, 4, 6, 8, 30)


def page(centre: SmallCentre) -> LivePage:
    with centre.database.read() as connection:
        return read_live_page(connection, centre.id, centre.clock.now())


@pytest.fixture
def morning(centre: SmallCentre) -> SmallCentre:
    """Five people were called after 2, 4, 6, 8 and 30 minutes (target 20) and served 5 minutes each.

    Then, at 09:45, one came for land and was not there when called at 09:55, and one each waits for birth and land.
    """
    clerk, land = centre.open_desk(1), centre.open_desk(3)
    for wait in WAITS:
        centre.issue(BIRTH)
        centre.clock.advance(timedelta(minutes=wait))
        turn = clerk.serve()
        centre.clock.advance(timedelta(minutes=5))
        clerk.act(TurnAction.finish, turn)
    centre.issue(LAND)
    centre.clock.advance(timedelta(minutes=10))
    absent = land.call_next()
    assert absent
    land.act(TurnAction.no_show, absent)
    centre.issue(BIRTH)
    centre.issue(LAND)
    centre.clock.advance(timedelta(minutes=7))
    return centre


def test_waits_are_counted_from_the_ticket_to_the_first_call(morning: SmallCentre) -> None:
    live = page(morning)
    assert live.average_wait_seconds == pytest.approx((2 + 4 + 6 + 8 + 30 + 10) * 60 / 6)
    assert live.median_wait_seconds == 7 * 60
    assert live.p90_wait_seconds == 30 * 60
    assert live.within_target == pytest.approx(5 / 6)


def test_people_are_counted(morning: SmallCentre) -> None:
    live = page(morning)
    assert (live.tickets, live.waiting, live.served, live.no_shows) == (8, 2, 5, 1)
    assert (live.longest_wait_seconds, live.longest_wait_number) == (7 * 60, "A006")


def test_each_service_has_its_own_figures(morning: SmallCentre) -> None:
    loads = {load.code: load for load in page(morning).services}
    assert {code: (load.issued, load.waiting) for code, load in loads.items()} == {
        BIRTH: (6, 1),
        CARD: (0, 0),
        LAND: (2, 1),
    }
    assert loads[BIRTH].within_target == pytest.approx(4 / 5)
    assert (loads[LAND].within_target, loads[CARD].within_target) == (1.0, None)
    assert (loads[CARD].longest_wait_seconds, loads[LAND].longest_wait_seconds) == (None, 7 * 60)


def test_counters_show_who_serves_whom_since_when(morning: SmallCentre) -> None:
    morning.open_desk(2, create_clerk(morning, "clerk2")).call_next()
    loads = {load.counter: load for load in page(morning).counters}
    assert (loads[2].state, loads[2].clerk, loads[2].number) == ("open", "Person clerk2", "A006")
    assert (loads[2].turn_status, loads[2].since) == ("called", morning.clock.now())
    assert (loads[1].state, loads[1].number) == ("open", None)
    assert page(morning).counters_open == 3


def test_waits_over_the_day_are_in_half_hours_of_the_centre(morning: SmallCentre) -> None:
    """Called at 08:32, 08:41, 08:52, 09:05, 09:40 and 09:55 in Vientiane."""
    slots = {slot.starts_at.strftime("%H:%M"): slot for slot in page(morning).slots}
    assert {start: slot.median_seconds / 60 for start, slot in slots.items()} == {"08:30": 4, "09:00": 8, "09:30": 20}
    assert (slots["08:30"].p10_seconds, slots["08:30"].p90_seconds) == (120, 360)
    assert all(slot.starts_at.utcoffset() == timedelta(hours=7) for slot in slots.values())


def test_a_clerk_sees_the_own_day(morning: SmallCentre) -> None:
    clerk = create_clerk(morning, "clerk1")
    with morning.database.read() as connection:
        figures = read_desk(connection, morning.id, 1, clerk.staff_user_id, morning.clock.now()).figures
    assert (figures.served, figures.average_service_seconds) == (5, 300)
    assert figures.within_target == pytest.approx(4 / 5)


def test_a_transfer_is_one_ticket_with_two_waits(centre: SmallCentre) -> None:
    clerk, land = centre.open_desk(1), centre.open_desk(3)
    centre.issue(BIRTH)
    centre.clock.advance(timedelta(minutes=4))
    clerk.transfer(clerk.serve(), LAND)
    centre.clock.advance(timedelta(minutes=8))
    land.call_next()
    live = page(centre)
    assert (live.tickets, live.average_wait_seconds) == (1, 6 * 60)


def test_an_empty_day_has_no_figures_rather_than_zeros(centre: SmallCentre) -> None:
    live = page(centre)
    assert (live.tickets, live.waiting, live.served, live.counters_open) == (0, 0, 0, 0)
    assert live.average_wait_seconds is live.median_wait_seconds is live.p90_wait_seconds is live.within_target is None
    assert live.slots == ()


def test_printers_show_their_jobs_of_the_day(centre: SmallCentre) -> None:
    tickets: list[IssuedTicket] = [centre.issue(), centre.issue()]
    (printer,) = page(centre).printers
    assert (printer.code, printer.queued, printer.printed, printer.uncertain) == ("virtual", len(tickets), 0, 0)
    centre.clock.advance(timedelta(days=1))
    centre.issue()
    assert page(centre).printers[0].queued == 1


def test_a_doubtful_clock_is_shown(centre: SmallCentre) -> None:
    centre.issue()
    assert page(centre).clock_trusted
    centre.clock.step(timedelta(days=400))
    centre.open_desk(1).call_next()
    live = page(centre)
    assert not live.clock_trusted
    assert isinstance(live.suspect_time, datetime)
