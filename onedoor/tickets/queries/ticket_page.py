"""What a citizen's phone shows of one ticket."""

from collections.abc import Collection
from datetime import date, datetime
from functools import cache

from sqlalchemy import Connection, bindparam, select

from onedoor.centres.models import Counter, Hall, Service
from onedoor.centres.queries import read_centre
from onedoor.database.prepared import Prepared, numbered, numbered_parameters
from onedoor.queueing.discipline import shared_services
from onedoor.queueing.errors import ErrorCode, QueueingError
from onedoor.queueing.ticket import TurnStatus
from onedoor.realtime.boards import Call, TicketPage
from onedoor.tickets.models import Call as CallRow
from onedoor.tickets.models import Ticket, Turn
from onedoor.tickets.queries.place import read_open_services, read_place

_BY_TOKEN = Prepared(
    select(Ticket.id.label("ticket_id"), Ticket.centre_id, Turn.service_id)
    .join(Turn, Turn.ticket_id == Ticket.id)
    .where(Ticket.token == bindparam("token"))
    .order_by(Turn.id.desc())
    .limit(1)
)
_TICKET = Prepared(
    select(
        Ticket.number,
        Ticket.issued_at,
        Turn.id.label("turn_id"),
        Turn.status,
        Turn.service_id,
        Turn.called_at,
        Turn.call_count,
        Service.code,
        Service.name_lo,
        Service.name_en,
        Counter.number.label("counter"),
    )
    .join(Turn, Turn.ticket_id == Ticket.id)
    .join(Service, Service.id == Turn.service_id)
    .outerjoin(Counter, Counter.id == Turn.counter_id)
    .where(Ticket.id == bindparam("ticket"), Ticket.centre_id == bindparam("centre"))
    .order_by(Turn.id.desc())
    .limit(1)
)


def find_ticket(connection: Connection, token: str) -> tuple[int, int, int]:
    """The ticket behind a token: its id, centre and the service of its newest turn. Raises unknown_ticket."""
    row = _BY_TOKEN.run(connection, {"token": token}).one_or_none()
    if row is None:
        raise QueueingError(ErrorCode.unknown_ticket)
    return row.ticket_id, row.centre_id, row.service_id


def read_ticket_page(connection: Connection, centre_id: int, ticket_id: int, now: datetime) -> TicketPage:
    """One ticket by its newest turn (a transfer opens another on the same ticket)."""
    row = _TICKET.run(connection, {"centre": centre_id, "ticket": ticket_id}).one()
    centre = read_centre(connection, centre_id, now)
    waits = row.status == TurnStatus.waiting
    place = read_place(connection, centre_id, row.turn_id, now)
    competing = shared_services(row.service_id, read_open_services(connection, centre_id))
    return TicketPage(
        centre=centre.facts,
        number=row.number,
        status=row.status,
        service=row.code,
        service_lo=row.name_lo,
        service_en=row.name_en,
        issued_at=row.issued_at,
        people_ahead=place.people_ahead if waits else None,
        estimate=place.estimate,
        counter=row.counter,
        called_at=row.called_at,
        call_count=row.call_count,
        now_calling=read_newest_call(connection, centre_id, centre.service_day, competing),
    )


def read_newest_call(connection: Connection, centre_id: int, day: date, competing: Collection[int]) -> Call | None:
    """The newest call today of services that compete for the same counters."""
    keys = numbered("service", sorted(competing)) | {"centre": centre_id, "day": day}
    row = _newest_call(len(competing)).run(connection, keys).one_or_none()
    if row is None:
        return None
    return Call(call_id=row.id, number=row.number, counter=row.counter_number, called_at=row.called_at)


@cache
def _newest_call(services: int) -> Prepared:
    """The newest call, for so many services."""
    newest_of_day = (
        select(CallRow.id)
        .where(
            CallRow.hall_id.in_(select(Hall.id).where(Hall.centre_id == bindparam("centre"))),
            CallRow.service_day == bindparam("day"),
            CallRow.service_id.in_(numbered_parameters("service", services)),
        )
        .order_by(CallRow.id.desc())
        .limit(1)
    )
    return Prepared(
        select(CallRow.id, Ticket.number, CallRow.counter_number, CallRow.called_at)
        .join(Turn, Turn.id == CallRow.turn_id)
        .join(Ticket, Ticket.id == Turn.ticket_id)
        # Found first, so that the turns and tickets of all other calls are left alone.
        .where(CallRow.id == newest_of_day.scalar_subquery())
    )
