"""Where a waiting turn stands: people ahead and the estimate, by the rules of the discipline."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, func, select

from onedoor.centres.models import Counter, CounterService, Hall
from onedoor.database.prepared import Prepared, numbered, numbered_parameters
from onedoor.queueing.discipline import WaitingTurn, shared_services
from onedoor.queueing.ticket import TurnStatus
from onedoor.queueing.waiting_time import estimate
from onedoor.realtime.boards import Estimate
from onedoor.tickets.models import IS_WAITING, Call, Turn

NEWEST_DEPARTURES = 20

_TURN = Prepared(
    select(Turn.service_id, Turn.service_day, Turn.due_at, Turn.status).where(
        Turn.id == bindparam("turn"), Turn.centre_id == bindparam("centre")
    )
)
_OPEN_SERVICES = Prepared(
    select(CounterService.counter_id, CounterService.service_id)
    .join(Counter, Counter.id == CounterService.counter_id)
    .where(Counter.centre_id == bindparam("centre"), Counter.state == "open")
)
_WAITING = select(Turn.id, Turn.service_id, Turn.due_at).where(
    Turn.centre_id == bindparam("centre"), Turn.service_day == bindparam("day"), IS_WAITING
)


class Place(NamedTuple):
    """People ahead of a turn (0 when it waits no more) and the waiting time in minutes, None when not known."""

    people_ahead: int
    estimate: Estimate | None


def read_place(connection: Connection, centre_id: int, turn_id: int, now: datetime) -> Place:
    """The place of one turn."""
    turn = _TURN.run(connection, {"turn": turn_id, "centre": centre_id}).one()
    if turn.status != TurnStatus.waiting:
        return Place(0, None)
    waiting = WaitingTurn(turn_id, turn.service_id, turn.due_at)
    return read_place_of_waiting(connection, centre_id, turn.service_day, waiting, now)


def read_place_of_waiting(connection: Connection, centre_id: int, day: date, turn: WaitingTurn, now: datetime) -> Place:
    """The place of a turn that is known to wait."""
    open_counters = read_open_services(connection, centre_id)
    shared = sorted(shared_services(turn.service_id, open_counters))
    keys = numbered("service", shared)
    ahead = _ahead(len(shared)).run(connection, keys | {"due": turn.due_at, "turn": turn.id}).scalar_one()
    serving = sum(turn.service_id in services for services in open_counters)
    departures = read_departures(connection, centre_id, day, shared) if serving else ()
    return Place(ahead, _as_model(estimate(ahead, departures, now, serving)))


def read_departures(connection: Connection, centre_id: int, day: date, services: Sequence[int]) -> Sequence[datetime]:
    """The newest calls today of these services."""
    keys = numbered("service", services) | {"centre": centre_id, "day": day}
    return _departures(len(services)).run(connection, keys).scalars()


@cache
def _ahead(services: int) -> Prepared:
    """People ahead, for so many services."""
    waiting = select(func.count()).where(IS_WAITING, Turn.service_id.in_(numbered_parameters("service", services)))
    # Counted apart: each is a stretch of the index, whereas their `or` is asked of every turn that waits.
    sooner = waiting.where(Turn.due_at < bindparam("due"))
    as_soon = waiting.where(Turn.due_at == bindparam("due"), Turn.id < bindparam("turn"))
    return Prepared(select((sooner.scalar_subquery() + as_soon.scalar_subquery()).label("ahead")))


@cache
def _departures(services: int) -> Prepared:
    """The newest calls, for so many services."""
    return Prepared(
        select(Call.called_at)
        .where(
            # By the halls, because that is how calls are indexed: few calls today must not mean a look at all
            # earlier days.
            Call.hall_id.in_(select(Hall.id).where(Hall.centre_id == bindparam("centre"))),
            Call.service_day == bindparam("day"),
            Call.is_recall.is_(False),
            Call.service_id.in_(numbered_parameters("service", services)),
        )
        .order_by(Call.id.desc())
        .limit(NEWEST_DEPARTURES)
    )


def read_open_services(connection: Connection, centre_id: int) -> list[set[int]]:
    """The services of each open counter."""
    by_counter: defaultdict[int, set[int]] = defaultdict(set)
    for counter_id, service_id in _OPEN_SERVICES.run(connection, {"centre": centre_id}):
        by_counter[counter_id].add(service_id)
    return list(by_counter.values())


def read_waiting(connection: Connection, centre_id: int, day: object) -> list[WaitingTurn]:
    """All turns of the centre that wait on the service day."""
    return [WaitingTurn(*row) for row in connection.execute(_WAITING, {"centre": centre_id, "day": day})]


def _as_model(known: object) -> Estimate | None:
    return Estimate.model_validate(known, from_attributes=True) if known else None
