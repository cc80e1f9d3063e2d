"""The counters that a clerk chooses from after signing in."""

from collections import defaultdict
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select

from onedoor.centres.models import Category, Counter, CounterService, Service
from onedoor.database.prepared import Prepared
from onedoor.database.rows import AnyRow
from onedoor.realtime.boards import CounterChoice
from onedoor.staff.models import StaffUser
from onedoor.staff.queries import StaffCredential
from onedoor.tickets.queries.desk import read_waiting_counts

_COUNTERS = Prepared(
    select(Counter.id, Counter.number, Counter.state, Counter.opened_at, Counter.staff_user_id, StaffUser.display_name)
    .outerjoin(StaffUser, StaffUser.id == Counter.staff_user_id)
    .where(Counter.centre_id == bindparam("centre"))
    .order_by(Counter.number)
)
_SERVED = Prepared(
    select(CounterService.counter_id, Service.id, Category.name_lo, Category.name_en)
    .join(Counter, Counter.id == CounterService.counter_id)
    .join(Service, Service.id == CounterService.service_id)
    .join(Category, Category.id == Service.category_id)
    .where(Counter.centre_id == bindparam("centre"))
    .order_by(Category.position)
)
_LAST_COUNTER = Prepared(
    select(StaffUser.last_counter).where(StaffUser.id == bindparam("staff"), StaffUser.centre_id == bindparam("centre"))
)


class _Served(NamedTuple):
    services: set[int]
    names: dict[str, str]


def read_choices(connection: Connection, staff: StaffCredential) -> tuple[CounterChoice, ...]:
    """All counters with who is there and how many wait; `was_yours` marks the one that this clerk opened last."""
    counts = read_waiting_counts(connection, staff.centre_id)
    served = _read_served(connection, staff.centre_id)
    keys = {"staff": staff.staff_user_id, "centre": staff.centre_id}
    last = _LAST_COUNTER.run(connection, keys).scalar_one()
    counters = _COUNTERS.run(connection, {"centre": staff.centre_id})
    return tuple(_as_choice(row, served[row.id], counts, staff, last) for row in counters)


def _read_served(connection: Connection, centre_id: int) -> defaultdict[int, _Served]:
    served: defaultdict[int, _Served] = defaultdict(lambda: _Served(set(), {}))
    for row in _SERVED.run(connection, {"centre": centre_id}):
        served[row.counter_id].services.add(row.id)
        served[row.counter_id].names[row.name_lo] = row.name_en
    return served


def _as_choice(
    row: AnyRow, served: _Served, counts: dict[int, int], staff: StaffCredential, last: int | None
) -> CounterChoice:
    return CounterChoice(
        counter=row.number,
        state=row.state,
        clerk=row.display_name,
        opened_at=row.opened_at,
        categories_lo=tuple(served.names),
        categories_en=tuple(served.names.values()),
        people_waiting=sum(counts.get(service, 0) for service in served.services),
        is_yours=row.state != "closed" and row.staff_user_id == staff.staff_user_id,
        was_yours=row.number == last,
    )
