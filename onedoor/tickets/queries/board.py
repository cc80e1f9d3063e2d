"""A hall's board: the newest call very large, the earlier ones below it."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from onedoor.centres.models import Hall, Service
from onedoor.centres.queries import read_centre
from onedoor.database.prepared import Prepared
from onedoor.realtime.boards import Board, Call, FeeLine
from onedoor.tickets.models import Call as CallRow
from onedoor.tickets.models import Ticket, Turn

EARLIER_CALLS = 5
# A number may have been called several times; so many calls back there are six different ones in any real hall.
CALLS_READ = 40
NO_LONGER_CALLED = ("waiting", "cancelled", "transferred")

_THIS_HALL = (Hall.id == bindparam("hall"), Hall.centre_id == bindparam("centre"))
_CALLS = Prepared(
    select(CallRow.id, Turn.ticket_id, Ticket.number, CallRow.counter_number, CallRow.called_at)
    .join(Turn, Turn.id == CallRow.turn_id)
    .join(Ticket, Ticket.id == Turn.ticket_id)
    .where(
        # Not by hall and centre: PostgreSQL would take them for two conditions, and expect next to no calls.
        CallRow.hall_id == select(Hall.id).where(*_THIS_HALL).scalar_subquery(),
        CallRow.service_day == bindparam("day"),
        *(Turn.status != each for each in NO_LONGER_CALLED),
    )
    .order_by(CallRow.id.desc())
    .limit(CALLS_READ)
)
_HALL = Prepared(select(Hall.code).where(*_THIS_HALL))
_FEES = Prepared(
    select(Service.name_lo, Service.name_en, Service.fee_kip, Service.processing_days)
    .where(Service.centre_id == bindparam("centre"), Service.is_open)
    .order_by(Service.position)
)
_CALL = Prepared(
    select(CallRow.id, Ticket.number, CallRow.counter_number, CallRow.called_at)
    .join(Turn, Turn.id == CallRow.turn_id)
    .join(Ticket, Ticket.id == Turn.ticket_id)
    .where(CallRow.id == bindparam("call"), CallRow.centre_id == bindparam("centre"))
)


def read_board(connection: Connection, centre_id: int, hall_id: int, now: datetime) -> Board:
    """What the displays of this hall show. A number that waits again or was cancelled is no longer called."""
    here = {"centre": centre_id, "hall": hall_id}
    hall = _HALL.run(connection, here).one()
    centre = read_centre(connection, centre_id, now)
    calls = _newest_of_each_ticket(connection, here | {"day": centre.service_day})
    return Board(
        centre=centre.facts,
        service_day=centre.service_day,
        hall=hall.code,
        current=calls[0] if calls else None,
        earlier=tuple(calls[1:]),
        fees=tuple(FeeLine(**row._asdict()) for row in _FEES.run(connection, here)),
    )


def read_call(connection: Connection, centre_id: int, call_id: int) -> Call:
    """One call, as it is announced."""
    row = _CALL.run(connection, {"centre": centre_id, "call": call_id}).one()
    return Call(call_id=row.id, number=row.number, counter=row.counter_number, called_at=row.called_at)


def _newest_of_each_ticket(connection: Connection, keys: Mapping[str, object]) -> list[Call]:
    newest: dict[int, Call] = {}
    for row in _CALLS.run(connection, keys):
        call = Call(call_id=row.id, number=row.number, counter=row.counter_number, called_at=row.called_at)
        newest.setdefault(row.ticket_id, call)
    return list(newest.values())[: EARLIER_CALLS + 1]
