"""Handing out a ticket: number, ticket, turn, log row and print job in one transaction."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, insert, select

from onedoor.centres.models import Centre, Series, Service, ServiceHours
from onedoor.database.prepared import Prepared, Rows
from onedoor.database.rows import AnyRow
from onedoor.database.session import Database, Transaction
from onedoor.database.upsert import Upsert
from onedoor.devices.queries import DeviceCredential
from onedoor.printing.actions import Paper, find_paper, queue_ticket_paper
from onedoor.printing.protocol import TicketFacts, as_printed
from onedoor.queueing.discipline import WaitingTurn, due_at
from onedoor.queueing.errors import ErrorCode, QueueingError
from onedoor.queueing.events import TicketIssued
from onedoor.queueing.numbering import new_token, ticket_number
from onedoor.queueing.opening_hours import OpeningPeriod, is_open
from onedoor.queueing.ticket import TurnStatus
from onedoor.realtime.boards import IssuedTicket
from onedoor.tickets.actions.day import enter_today
from onedoor.tickets.actions.log import ISSUE, Actor, log_change
from onedoor.tickets.addresses import follow_url
from onedoor.tickets.models import SeriesCounter, Ticket, Turn
from onedoor.tickets.queries.place import Place, read_place, read_place_of_waiting

_IS_THIS_REQUEST = (Ticket.centre_id == bindparam("centre"), Ticket.request_id == bindparam("request"))
_SERVICE = Prepared(
    select(
        Service.id,
        Service.code,
        Service.series_id,
        Service.name_lo,
        Service.name_en,
        Service.icon,
        Service.target_wait_minutes,
        Service.is_open,
        Series.letter,
        Centre.head_start_minutes,
        Centre.name_lo.label("centre_lo"),
        Centre.name_en.label("centre_en"),
        ServiceHours.weekday,
        ServiceHours.opens,
        ServiceHours.closes,
        select(Ticket.id).where(*_IS_THIS_REQUEST).exists().label("is_repeated"),
    )
    .join(Series, Series.id == Service.series_id)
    .join(Centre, Centre.id == Service.centre_id)
    .outerjoin(ServiceHours, ServiceHours.service_id == Service.id)
    .where(Service.centre_id == bindparam("centre"), Service.code == bindparam("code"))
)
_BY_REQUEST = Prepared(
    select(
        Ticket.id.label("ticket_id"),
        Turn.id.label("turn_id"),
        Service.code.label("service"),
        Ticket.number,
        Ticket.token,
        Ticket.issued_at,
    )
    .join(Turn, Turn.ticket_id == Ticket.id)
    .join(Service, Service.id == Turn.service_id)
    .where(*_IS_THIS_REQUEST)
    .order_by(Turn.id)
)
_COUNT = Upsert(
    SeriesCounter,
    key=(SeriesCounter.centre_id, SeriesCounter.service_day, SeriesCounter.series_id),
    update={"last_sequence": SeriesCounter.last_sequence + 1},
    returning=SeriesCounter.last_sequence,
)
_INSERT_TICKET = Prepared(insert(Ticket).returning(Ticket.id))
_INSERT_TURN = Prepared(insert(Turn).returning(Turn.id))


@dataclass(frozen=True)
class TicketOrder:
    """What a citizen chose at a kiosk. The same `request_id` again means the same ticket."""

    request_id: str
    service: str
    language: str
    is_priority: bool


@dataclass(frozen=True)
class _Issued:
    """The rows of one ticket, as paper and answer need them."""

    ticket_id: int
    turn_id: int
    service: str
    number: str
    token: str
    issued_at: datetime


def issue_ticket(
    database: Database, kiosk: DeviceCredential, order: TicketOrder, public_url: str | None
) -> IssuedTicket:
    """Issue a ticket, or answer the first one again if this `request_id` was answered before.

    Raises QueueingError with unknown_service, service_closed or issuing_stopped_clock; then nothing has changed.
    """

    def work(transaction: Transaction) -> tuple[_Issued, Place, Paper | None]:
        enter_today(transaction)
        wanted = {"centre": transaction.centre_id, "code": order.service, "request": order.request_id}
        service = transaction.run(_SERVICE, wanted)
        issued = _issued_before(transaction, order) if not service or service[0].is_repeated else None
        if issued is None:
            return _issue(transaction, kiosk, order, service, public_url)
        place = read_place(transaction.connection, transaction.centre_id, issued.turn_id, transaction.now)
        return issued, place, find_paper(transaction, issued.turn_id)

    return _answer(*database.write_together(kiosk.centre_id, work), public_url)


def _issued_before(transaction: Transaction, order: TicketOrder) -> _Issued | None:
    row = transaction.run(_BY_REQUEST, {"centre": transaction.centre_id, "request": order.request_id}).first()
    return _Issued(*row) if row else None


def _issue(
    transaction: Transaction, kiosk: DeviceCredential, order: TicketOrder, with_hours: Rows, public_url: str | None
) -> tuple[_Issued, Place, Paper | None]:
    if not transaction.clock_trusted:
        raise QueueingError(ErrorCode.issuing_stopped_clock)
    service = _require_open(transaction, with_hours)
    issued, turn = _write_ticket(transaction, kiosk, order, service)
    place = read_place_of_waiting(
        transaction.connection, transaction.centre_id, transaction.service_day, turn, transaction.now
    )
    facts = _paper_facts(transaction, service, issued, place, public_url)
    paper = queue_ticket_paper(transaction, kiosk, issued.turn_id, facts)
    event = TicketIssued(
        transaction.centre_id, issued.ticket_id, issued.turn_id, service.id, paper.print_job if paper else None
    )
    transaction.record(event)
    return issued, place, paper


def _require_open(transaction: Transaction, with_hours: Rows) -> AnyRow:
    """The service, from a row for each of its periods."""
    if not with_hours:
        raise QueueingError(ErrorCode.unknown_service)
    periods = [OpeningPeriod(row.weekday, row.opens, row.closes) for row in with_hours if row.opens is not None]
    if not with_hours[0].is_open or not is_open(periods, transaction.local_now):
        raise QueueingError(ErrorCode.service_closed)
    return with_hours[0]


def _write_ticket(
    transaction: Transaction, kiosk: DeviceCredential, order: TicketOrder, service: AnyRow
) -> tuple[_Issued, WaitingTurn]:
    sequence = _next_sequence(transaction, service.series_id)
    number, token = ticket_number(service.letter, sequence), new_token()
    ticket = {
        "centre_id": transaction.centre_id,
        "service_day": transaction.service_day,
        "series_id": service.series_id,
        "sequence": sequence,
        "number": number,
        "token": token,
        "request_id": order.request_id,
        "device_id": kiosk.device_id,
        "is_priority": order.is_priority,
        "language": order.language,
        "issued_at": transaction.now,
    }
    ticket_id = transaction.run(_INSERT_TICKET, ticket).scalar_one()
    turn = _write_first_turn(transaction, ticket_id, order, service)
    log_change(
        transaction,
        ticket_id=ticket_id,
        turn_id=turn.id,
        action=ISSUE,
        from_status=None,
        to_status=TurnStatus.waiting,
        actor=Actor(device_id=kiosk.device_id),
    )
    return _Issued(ticket_id, turn.id, service.code, number, token, transaction.now), turn


def _next_sequence(transaction: Transaction, series_id: int) -> int:
    key = {"centre_id": transaction.centre_id, "service_day": transaction.service_day, "series_id": series_id}
    return int(_COUNT.run(transaction.connection, key | {"last_sequence": 1}))


def _write_first_turn(transaction: Transaction, ticket_id: int, order: TicketOrder, service: AnyRow) -> WaitingTurn:
    head_start = timedelta(minutes=service.head_start_minutes if order.is_priority else 0)
    due = due_at(transaction.now, timedelta(minutes=service.target_wait_minutes), head_start)
    turn = {
        "centre_id": transaction.centre_id,
        "ticket_id": ticket_id,
        "service_id": service.id,
        "service_day": transaction.service_day,
        "status": TurnStatus.waiting,
        "due_at": due,
        "waiting_since": transaction.now,
    }
    return WaitingTurn(transaction.run(_INSERT_TURN, turn).scalar_one(), service.id, due)


def _paper_facts(
    transaction: Transaction, service: AnyRow, issued: _Issued, place: Place, public_url: str | None
) -> TicketFacts:
    estimate = place.estimate
    return TicketFacts(
        number=issued.number,
        centre_lo=service.centre_lo,
        centre_en=service.centre_en,
        service_lo=service.name_lo,
        service_en=service.name_en,
        icon=service.icon,
        people_ahead=place.people_ahead,
        estimate=(estimate.low_minutes, estimate.high_minutes) if estimate else None,
        issued_at_local=as_printed(transaction.local_now),
        follow_url=follow_url(public_url, issued.token),
    )


def _answer(issued: _Issued, place: Place, paper: Paper | None, public_url: str | None) -> IssuedTicket:
    return IssuedTicket(
        number=issued.number,
        token=issued.token,
        service=issued.service,
        issued_at=issued.issued_at,
        people_ahead=place.people_ahead,
        estimate=place.estimate,
        print_job=paper.print_job if paper else None,
        paper_expected=bool(paper and paper.is_expected),
        follow_url=follow_url(public_url, issued.token),
    )
