"""Queues as their phones follow them: who waits in which order, who was called last, and the pace."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from functools import cache
from typing import NamedTuple

from sqlalchemy import BigInteger, Connection, bindparam, cast, select

from onedoor.centres.models import Service
from onedoor.centres.queries import read_centre
from onedoor.database.prepared import Prepared, numbered, numbered_parameters
from onedoor.queueing.discipline import shared_services
from onedoor.queueing.waiting_time import pace
from onedoor.realtime.boards import Call
from onedoor.tickets.models import IS_WAITING, Turn
from onedoor.tickets.queries.place import read_departures, read_open_services
from onedoor.tickets.queries.ticket_page import read_newest_call

# Of one turn on one day; nobody is called so often.
MOST_CALLS = 10_000
# A turn with its number of calls: one that was called and came back may have another place. One whole number, because
# thousands are kept and compared at every change, and objects would also be looked through for garbage.
_STAY = (cast(Turn.id, BigInteger) * MOST_CALLS + Turn.call_count).label("stay")
_CODES = Prepared(select(Service.id, Service.code).where(Service.centre_id == bindparam("centre")))


class Queue(NamedTuple):
    """The queue of one service: its code, all who compete in it in their order, newest call, pace in seconds."""

    service: str
    waiting: tuple[int, ...]
    now_calling: str | None
    now_calling_counter: int | None
    seconds_per_person: int | None

    def differs_from(self, other: "Queue") -> bool:
        """Whether phones must be told; the pace alone changes all the time."""
        return self[:-1] != other[:-1]


class _Competition(NamedTuple):
    """What queues have in common whose people wait for the same counters."""

    waiting: tuple[int, ...]
    newest_call: Call | None
    departures: Sequence[datetime]


def read_queues(
    connection: Connection, centre_id: int, services: Collection[int], now: datetime
) -> tuple[int, dict[int, Queue]]:
    """The centre's version, and the queues of these services as of it, by the service's id."""
    centre = read_centre(connection, centre_id, now)
    open_counters = read_open_services(connection, centre_id)

    @cache
    def competition(competing: frozenset[int]) -> _Competition:
        return _read_competition(connection, centre_id, centre.service_day, sorted(competing))

    def queue(service_id: int, code: str) -> Queue:
        serving = sum(service_id in each for each in open_counters)
        return _as_queue(code, competition(shared_services(service_id, open_counters)), serving, now)

    codes = _CODES.run(connection, {"centre": centre_id})
    return centre.version, {row.id: queue(row.id, row.code) for row in codes if row.id in services}


def _read_competition(connection: Connection, centre_id: int, day: date, competing: Sequence[int]) -> _Competition:
    return _Competition(
        waiting=tuple(_waiting(len(competing)).run(connection, numbered("service", competing)).scalars()),
        newest_call=read_newest_call(connection, centre_id, day, competing),
        departures=read_departures(connection, centre_id, day, competing),
    )


@cache
def _waiting(services: int) -> Prepared:
    """All who wait, for so many services."""
    return Prepared(
        select(_STAY)
        .where(Turn.service_id.in_(numbered_parameters("service", services)), IS_WAITING)
        .order_by(Turn.due_at, Turn.id)
    )


def _as_queue(code: str, competition: _Competition, serving: int, now: datetime) -> Queue:
    call = competition.newest_call
    gap = pace(competition.departures, now, serving)
    return Queue(
        service=code,
        waiting=competition.waiting,
        now_calling=call.number if call else None,
        now_calling_counter=call.counter if call else None,
        seconds_per_person=int(gap.total_seconds()) if gap is not None else None,
    )
