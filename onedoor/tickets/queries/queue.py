"""Queues as their phones follow them: who waits in which order, who was called last, and the pace."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select

from onedoor.centres.models import Service
from onedoor.centres.queries import read_centre
from onedoor.queueing.discipline import QueueKey, WaitingTurn, shared_services
from onedoor.queueing.waiting_time import pace
from onedoor.tickets.queries.place import read_departures, read_open_services, read_waiting
from onedoor.tickets.queries.ticket_page import read_newest_call

_CODES = select(Service.id, Service.code).where(
    Service.centre_id == bindparam("centre"), Service.id.in_(bindparam("services", expanding=True))
)


class Queue(NamedTuple):
    """The queue of one service: its code, the keys of all who compete in it in order, newest call, pace in seconds."""

    service: str
    keys: tuple[QueueKey, ...]
    now_calling: str | None
    now_calling_counter: int | None
    seconds_per_person: int | None

    def differs_from(self, other: "Queue") -> bool:
        """Whether phones must be told; the pace alone changes all the time."""
        return self[:-1] != other[:-1]


def read_queues(
    connection: Connection, centre_id: int, services: Collection[int], now: datetime
) -> tuple[int, dict[int, Queue]]:
    """The centre's version, and the queues of these services as of it, by the service's id."""
    centre = read_centre(connection, centre_id, now)
    waiting = sorted(read_waiting(connection, centre_id, centre.service_day), key=lambda turn: turn.key)
    moment = _Moment(connection, centre_id, centre.service_day, now, waiting, read_open_services(connection, centre_id))
    codes = connection.execute(_CODES, {"centre": centre_id, "services": sorted(services)})
    return centre.version, {row.id: moment.queue(row.id, row.code) for row in codes.all()}


@dataclass(frozen=True)
class _Moment:
    """What all queues of a centre have in common; `waiting` in the order of the keys."""

    connection: Connection
    centre_id: int
    day: date
    now: datetime
    waiting: list[WaitingTurn]
    open_counters: list[set[int]]

    def queue(self, service_id: int, code: str) -> Queue:
        competing = shared_services(service_id, self.open_counters)
        call = read_newest_call(self.connection, self.centre_id, self.day, competing)
        return Queue(
            service=code,
            keys=tuple(turn.key for turn in self.waiting if turn.service_id in competing),
            now_calling=call.number if call else None,
            now_calling_counter=call.counter if call else None,
            seconds_per_person=self._pace(service_id, competing),
        )

    def _pace(self, service_id: int, competing: frozenset[int]) -> int | None:
        serving = sum(service_id in services for services in self.open_counters)
        departures = read_departures(self.connection, self.centre_id, self.day, sorted(competing))
        gap = pace(departures, self.now, serving)
        return int(gap.total_seconds()) if gap is not None else None
