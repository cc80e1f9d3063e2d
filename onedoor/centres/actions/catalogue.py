"""Sets up a centre and what it offers. Every function leaves alone what is there already and answers its id."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, insert, select

from onedoor.centres.models import (
    Category,
    Centre,
    Counter,
    CounterService,
    Hall,
    Series,
    Service,
    ServiceHours,
)
from onedoor.centres.plan import (
    CategoryPlan,
    CentrePlan,
    CounterPlan,
    HallPlan,
    HoursPlan,
    ServicePlan,
)
from onedoor.centres.queries import find_centre
from onedoor.database.centre_state import CentreState
from onedoor.database.session import Database, Transaction
from onedoor.queueing.clock_rule import service_day


def ensure_centre(database: Database, plan: CentrePlan) -> int:
    """The centre with this code, made with its state if new: version 0, in today's service day of its time zone."""
    with database.engine.begin() as connection:
        known = find_centre(connection, plan.code)
        return known if known is not None else _create_centre(connection, plan, database.clock.now())


def ensure_catalogue(database: Database, centre_id: int, plan: CentrePlan) -> None:
    """Make the halls, categories, series, services and counters that the centre lacks."""
    with database.write(centre_id) as transaction:
        for hall in plan.halls:
            ensure_hall(transaction, hall)
        for position, category in enumerate(plan.categories):
            ensure_category(transaction, category, position)
        for position, service in enumerate(plan.services):
            ensure_service(transaction, service, position)
        for counter in plan.counters:
            ensure_counter(transaction, counter)


def ensure_hall(transaction: Transaction, plan: HallPlan) -> int:
    """The hall with this code."""
    return _ensure(transaction, Hall, {"code": plan.code}, {"name_lo": plan.name_lo, "name_en": plan.name_en})


def ensure_category(transaction: Transaction, plan: CategoryPlan, position: int) -> int:
    """The category with this code; `position` orders the kiosk's first page."""
    values = plan.model_dump(exclude={"code"}) | {"position": position}
    return _ensure(transaction, Category, {"code": plan.code}, values)


def ensure_series(transaction: Transaction, letter: str) -> int:
    """The series with this letter."""
    return _ensure(transaction, Series, {"letter": letter}, {})


def ensure_service(transaction: Transaction, plan: ServicePlan, position: int) -> int:
    """The service with this code, with its documents and hours; its category must exist."""
    known = _find(transaction, Service, {"code": plan.code})
    if known is not None:
        return known
    values = plan.model_dump(exclude={"category", "series", "hours"})
    values["category_id"] = _get(transaction, Category, code=plan.category)
    values["series_id"] = ensure_series(transaction, plan.series)
    service_id = _insert(transaction, Service, values | {"position": position})
    _add_hours(transaction, service_id, plan.hours)
    return service_id


def ensure_counter(transaction: Transaction, plan: CounterPlan) -> int:
    """The counter with this number, closed, with the services that it serves; hall and services must exist."""
    known = _find(transaction, Counter, {"number": plan.number})
    if known is not None:
        return known
    hall_id = _get(transaction, Hall, code=plan.hall)
    counter_id = _insert(transaction, Counter, {"number": plan.number, "hall_id": hall_id})
    _add_services(transaction, counter_id, plan.first_choices, first_choice=True)
    _add_services(transaction, counter_id, plan.others, first_choice=False)
    return counter_id


def _create_centre(connection: Connection, plan: CentrePlan, now: datetime) -> int:
    facts = plan.model_dump(
        include={"code", "name_lo", "name_en", "opening_hours", "head_start_minutes", "return_after"}, mode="json"
    )
    centre_id = int(connection.execute(insert(Centre).values(facts).returning(Centre.id)).scalar_one())
    connection.execute(
        insert(CentreState).values(
            centre_id=centre_id,
            time_zone=plan.time_zone,
            service_day=service_day(now, plan.time_zone),
            newest_time=now,
        )
    )
    return centre_id


def _add_hours(transaction: Transaction, service_id: int, hours: Sequence[HoursPlan]) -> None:
    owner = {"centre_id": transaction.centre_id, "service_id": service_id}
    for period in hours:
        transaction.execute(insert(ServiceHours).values(owner | period.model_dump()))


def _add_services(transaction: Transaction, counter_id: int, codes: Sequence[str], *, first_choice: bool) -> None:
    for code in codes:
        service_id = _get(transaction, Service, code=code)
        row = {"counter_id": counter_id, "service_id": service_id, "first_choice": first_choice}
        transaction.execute(insert(CounterService).values(row))


def _ensure(transaction: Transaction, model: Any, key: dict[str, str], values: dict[str, Any]) -> int:
    known = _find(transaction, model, key)
    return known if known is not None else _insert(transaction, model, key | values)


def _insert(transaction: Transaction, model: Any, values: dict[str, Any]) -> int:
    row = values | {"centre_id": transaction.centre_id}
    return int(transaction.execute(insert(model).values(row).returning(model.id)).scalar_one())


def _get(transaction: Transaction, model: Any, **key: str) -> int:
    found = _find(transaction, model, key)
    if found is None:
        raise LookupError(f"there is no {model.__tablename__} {', '.join(key.values())}")
    return found


def _find(transaction: Transaction, model: Any, key: Mapping[str, str | int]) -> int | None:
    found: int | None = transaction.execute(_by_key(model, transaction.centre_id, key)).scalar_one_or_none()
    return found


def _by_key(model: Any, centre_id: int, key: Mapping[str, str | int]) -> Select[int]:
    return select(model.id).where(model.centre_id == centre_id).filter_by(**key)
