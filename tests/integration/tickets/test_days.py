"""One service day ends and the next begins."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from onedoor.clock import StoppedClock
from onedoor.database.centre_state import CentreState
from onedoor.queueing.errors import QueueingError
from onedoor.queueing.ticket import TurnAction, TurnStatus
from onedoor.realtime.boards import IssuedTicket, LivePage
from onedoor.reporting.queries import read_live_page
from onedoor.tickets.actions.day import roll_day
from onedoor.tickets.models import Ticket
from onedoor.tickets.queries.kiosk import read_kiosk_board
from onedoor.tickets.queries.ticket_page import read_ticket_page
from tests.factories import (
    BIRTH,
    CARD,
    LAND,
    TUESDAY_MORNING,
    SmallCentre,
    create_centre,
    create_clerk,
    create_database,
    dump,
)

NIGHT = timedelta(hours=23)


@pytest.fixture
def yesterday(tmp_path: Path, database_url: str) -> Iterator[tuple[SmallCentre, dict[str, IssuedTicket]]]:
    """A centre the morning after: one ticket in every state was left, and no server was running at midnight."""
    database = create_database(tmp_path, StoppedClock(TUESDAY_MORNING), database_url)
    centre = create_centre(database, tmp_path)
    left = _leave_one_in_every_state(centre)
    centre.clock.advance(NIGHT)
    yield centre, left
    database.close()


def _leave_one_in_every_state(centre: SmallCentre) -> dict[str, IssuedTicket]:
    first, second, third = (centre.open_desk(counter) for counter in (1, 2, 3))
    left = {}
    for state in ("no_show", "on_hold", "finished", "cancelled", "serving"):
        left[state] = centre.issue(BIRTH)
        turn = first.call_next()
        assert turn
        if state in ("no_show", "cancelled"):
            first.act(TurnAction.no_show if state == "no_show" else TurnAction.cancel, turn)
            continue
        first.act(TurnAction.start, turn)
        if state != "serving":
            first.act(TurnAction.hold if state == "on_hold" else TurnAction.finish, turn)
    left["called"], left["waiting"] = centre.issue(CARD), centre.issue(CARD)
    second.call_next()
    left["transferred"] = centre.issue(LAND)
    third.transfer(third.serve(), BIRTH)
    return left


def service_day(centre: SmallCentre) -> date:
    with centre.database.read() as connection:
        return connection.execute(select(CentreState.service_day)).scalar_one()


def live_page(centre: SmallCentre) -> LivePage:
    with centre.database.read() as connection:
        return read_live_page(connection, centre.id, centre.clock.now())


Yesterday = tuple[SmallCentre, dict[str, IssuedTicket]]


def test_every_turn_gets_its_end_and_a_line_in_the_log(yesterday: Yesterday) -> None:
    centre, left = yesterday
    roll_day(centre.database, centre.id)
    ends = {state: centre.turn(ticket).status for state, ticket in left.items()}
    assert ends == {
        "no_show": TurnStatus.no_show,
        "on_hold": TurnStatus.expired,
        "finished": TurnStatus.finished,
        "cancelled": TurnStatus.cancelled,
        "serving": TurnStatus.finished,
        "called": TurnStatus.expired,
        "waiting": TurnStatus.expired,
        "transferred": TurnStatus.expired,
    }
    closed = [row for row in centre.log() if row.reason == "close_of_day"]
    assert {row.ticket_id for row in closed} == {
        centre.turn(left[state]).ticket_id for state in ("on_hold", "serving", "called", "waiting", "transferred")
    }


def test_a_service_that_nobody_finished_has_an_unreliable_duration(yesterday: Yesterday) -> None:
    centre, left = yesterday
    roll_day(centre.database, centre.id)
    assert not centre.turn(left["serving"]).duration_is_reliable
    assert centre.turn(left["finished"]).duration_is_reliable


def test_the_languages_of_yesterday_are_erased(yesterday: Yesterday) -> None:
    centre, _ = yesterday
    roll_day(centre.database, centre.id)
    with centre.database.read() as connection:
        kept = connection.execute(select(func.count()).where(Ticket.language.is_not(None))).scalar_one()
    assert kept == 0


def test_closing_the_day_twice_changes_nothing(yesterday: Yesterday) -> None:
    centre, _ = yesterday
    roll_day(centre.database, centre.id)
    before = dump(centre.database)
    roll_day(centre.database, centre.id)
    assert dump(centre.database) == before


@pytest.mark.parametrize("first_action", ["roll_day", "issue"])
def test_nothing_of_yesterday_is_on_any_screen(yesterday: Yesterday, first_action: str) -> None:
    centre, left = yesterday
    if first_action == "issue":
        assert centre.issue(BIRTH).people_ahead == 0
    else:
        roll_day(centre.database, centre.id)
    today = set() if first_action == "roll_day" else {"A001"}
    assert service_day(centre) == date(2026, 11, 25)
    board = centre.board()
    assert (board.current, board.earlier, board.service_day) == (None, (), date(2026, 11, 25))
    for counter in (1, 2, 3):
        desk = centre.desk(counter)
        assert (desk.state, desk.clerk, desk.turn, desk.on_hold, desk.absent) == ("closed", None, None, (), ())
        assert {turn.number for turn in desk.waiting} <= today
        assert desk.figures.served == 0
    with centre.database.read() as connection:
        kiosk = read_kiosk_board(connection, centre.id, centre.kiosk.printer_id, centre.clock.now())
        phone = read_ticket_page(connection, centre.id, centre.turn(left["waiting"]).ticket_id, centre.clock.now())
    assert sum(service.people_waiting for service in kiosk.services) == len(today)
    assert (phone.status, phone.people_ahead, phone.now_calling) == ("expired", None, None)
    page = live_page(centre)
    assert (page.tickets, page.waiting, page.served, page.no_shows) == (len(today), len(today), 0, 0)
    assert (page.longest_wait_number, page.slots) == ("A001" if today else None, ())


def test_numbers_begin_again_and_nobody_of_yesterday_is_called(yesterday: Yesterday) -> None:
    centre, _ = yesterday
    roll_day(centre.database, centre.id)
    clerk = centre.open_desk(1, create_clerk(centre, "another"))
    ticket = centre.issue(BIRTH)
    assert ticket.number == "A001"
    assert clerk.call_next() == centre.turn(ticket).id


def test_a_command_on_a_turn_of_yesterday_is_refused(yesterday: Yesterday) -> None:
    centre, left = yesterday
    roll_day(centre.database, centre.id)
    clerk = centre.open_desk(1)
    with pytest.raises(Exception, match="unknown_turn"):
        clerk.act(TurnAction.call, centre.turn(left["no_show"]).id)


def test_a_third_day_follows_the_second(centre: SmallCentre) -> None:
    for _ in range(3):
        assert [centre.issue().number, centre.issue().number] == ["A001", "A002"]
        centre.clock.advance(timedelta(days=1))
    roll_day(centre.database, centre.id)
    assert {turn.status for turn in centre.turns()} == {TurnStatus.expired}
    assert len({turn.service_day for turn in centre.turns()}) == 3


def test_the_day_ends_at_midnight_of_the_centre(centre: SmallCentre) -> None:
    centre.clock.advance(timedelta(hours=15, minutes=29))
    roll_day(centre.database, centre.id)
    assert service_day(centre) == date(2026, 11, 24)
    centre.clock.advance(timedelta(minutes=1))
    roll_day(centre.database, centre.id)
    assert service_day(centre) == date(2026, 11, 25)


def test_a_counter_that_is_opened_before_the_day_was_rolled_stays_open(centre: SmallCentre) -> None:
    centre.open_desk(2)
    centre.clock.advance(timedelta(days=1))
    clerk = centre.open_desk(1)
    roll_day(centre.database, centre.id)
    assert (centre.desk(1).state, centre.desk(2).state) == ("open", "closed")
    ticket = centre.issue()
    assert clerk.call_next() == centre.turn(ticket).id


def test_a_break_of_yesterday_does_not_go_on(centre: SmallCentre) -> None:
    clerk = centre.open_desk(1)
    clerk.take_break()
    centre.clock.advance(timedelta(days=1))
    with pytest.raises(QueueingError, match="counter_closed"):
        clerk.come_back()
