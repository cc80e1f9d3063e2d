"""A citizen takes a ticket."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from onedoor.centres.models import Service
from onedoor.clock import StoppedClock
from onedoor.printing.models import PrintJob
from onedoor.queueing.errors import ErrorCode, QueueingError
from onedoor.tickets.models import Ticket
from tests.factories import (
    BIRTH,
    CARD,
    LAND,
    PUBLIC_URL,
    SmallCentre,
    create_centre,
    create_database,
    dump,
    new_request_id,
    small_plan,
)

TUESDAY_NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)


def refused(centre: SmallCentre, service: str) -> ErrorCode:
    """The reason for which no ticket is issued, after a look that nothing changed."""
    before = dump(centre.database)
    with pytest.raises(QueueingError) as refusal:
        centre.issue(service)
    assert dump(centre.database) == before
    return refusal.value.code


def test_services_of_one_series_share_its_numbers(centre: SmallCentre) -> None:
    assert [centre.issue(service).number for service in (BIRTH, CARD, LAND, BIRTH)] == ["A001", "A002", "L001", "A003"]


def test_a_ticket_says_how_many_people_are_ahead(centre: SmallCentre) -> None:
    centre.open_desk(1)
    assert [centre.issue(service).people_ahead for service in (BIRTH, CARD, LAND, BIRTH)] == [0, 1, 0, 2]


def test_only_services_that_an_open_counter_shares_are_ahead(centre: SmallCentre) -> None:
    assert [centre.issue(service).people_ahead for service in (BIRTH, CARD, BIRTH)] == [0, 0, 1]


def test_the_same_request_again_gives_the_same_ticket(centre: SmallCentre) -> None:
    request_id = new_request_id()
    first = centre.issue(request_id=request_id)
    before = dump(centre.database)
    assert centre.issue(request_id=request_id) == first
    assert dump(centre.database) == before


def test_a_repeat_after_the_close_of_the_day_still_gives_the_same_ticket(centre: SmallCentre) -> None:
    request_id = new_request_id()
    first = centre.issue(request_id=request_id)
    centre.clock.advance(timedelta(days=1))
    again = centre.issue(request_id=request_id)
    assert (again.number, again.token) == (first.number, first.token)


def test_an_unknown_service_gives_no_ticket(centre: SmallCentre) -> None:
    assert refused(centre, "passport") == ErrorCode.unknown_service


def test_a_service_that_was_switched_off_gives_no_ticket(centre: SmallCentre) -> None:
    with centre.database.engine.begin() as connection:
        connection.execute(update(Service).where(Service.code == BIRTH).values(is_open=False))
    assert refused(centre, BIRTH) == ErrorCode.service_closed
    assert centre.issue(CARD).number == "A001"


@pytest.mark.parametrize(("minutes", "is_open"), [(-241, False), (-240, True), (-1, True), (0, False)])
def test_a_service_with_hours_is_open_from_its_first_minute_to_before_its_last(
    tmp_path: Path, database_url: str, minutes: int, is_open: bool
) -> None:
    database = create_database(tmp_path, StoppedClock(TUESDAY_NOON + timedelta(minutes=minutes)), database_url)
    plan = small_plan([{"weekday": "tuesday", "opens": "08:00", "closes": "12:00"}])
    centre = create_centre(database, tmp_path, plan)
    if is_open:
        assert centre.issue(LAND).number == "L001"
    else:
        assert refused(centre, LAND) == ErrorCode.service_closed
    database.close()


def test_no_ticket_is_issued_while_the_clock_is_not_believed(centre: SmallCentre) -> None:
    centre.issue()
    centre.clock.step(timedelta(days=400))
    assert refused(centre, BIRTH) == ErrorCode.issuing_stopped_clock


def test_the_token_is_random_and_leads_to_the_ticket(centre: SmallCentre) -> None:
    tickets = [centre.issue() for _ in range(5)]
    assert all(re.fullmatch(r"[A-Z2-7]{26}", ticket.token) for ticket in tickets)
    assert len({ticket.token for ticket in tickets}) == 5
    assert tickets[0].follow_url == f"{PUBLIC_URL}/t/{tickets[0].token}".upper()


def test_the_paper_is_queued_with_frozen_facts(centre: SmallCentre) -> None:
    ticket = centre.issue(BIRTH)
    with centre.database.read() as connection:
        job = connection.execute(select(PrintJob)).one()
    assert (job.id, job.status, job.turn_id) == (ticket.print_job, "queued", centre.turn(ticket).id)
    assert job.facts | {"number": "A001", "issued_at_local": "24/11/2026 08:30", "people_ahead": 0} == job.facts
    assert ticket.paper_expected


def test_the_language_is_kept_for_the_day_only(centre: SmallCentre) -> None:
    centre.issue()
    languages = select(Ticket.language)
    with centre.database.read() as connection:
        assert connection.execute(languages).scalars().all() == ["lo"]
    centre.clock.advance(timedelta(days=1))
    centre.issue()
    with centre.database.read() as connection:
        assert connection.execute(languages.order_by(Ticket.id)).scalars().all() == [None, "lo"]
