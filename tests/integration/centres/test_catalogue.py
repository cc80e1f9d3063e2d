"""A centre's catalogue is made once and then left alone."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import func, select, update

from onedoor.centres.actions.catalogue import ensure_catalogue, ensure_centre
from onedoor.centres.models import Counter, CounterService, Hall, Series, Service, ServiceHours
from onedoor.centres.plan import CentrePlan, load_plan
from onedoor.clock import StoppedClock
from onedoor.database.centre_state import CentreState
from onedoor.database.engine import make_engine
from onedoor.database.session import Database
from onedoor.demo import LUANG_PRABANG

LATE_EVENING_UTC = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    engine = make_engine(database_url)
    yield Database(engine, StoppedClock(LATE_EVENING_UTC))
    engine.dispose()


@pytest.fixture
def plan() -> CentrePlan:
    return load_plan(LUANG_PRABANG)


def make(database: Database, plan: CentrePlan) -> int:
    centre_id = ensure_centre(database, plan)
    ensure_catalogue(database, centre_id, plan)
    return centre_id


def test_a_new_centre_is_in_the_service_day_of_its_own_time_zone(database: Database, plan: CentrePlan) -> None:
    centre_id = ensure_centre(database, plan)
    with database.read() as connection:
        state = connection.execute(select(CentreState).where(CentreState.centre_id == centre_id)).one()
    assert (state.version, state.service_day, state.newest_time) == (0, date(2026, 11, 25), LATE_EVENING_UTC)


def test_everything_in_the_plan_is_made(database: Database, plan: CentrePlan) -> None:
    make(database, plan)
    with database.read() as connection:
        services = set(connection.execute(select(Service.code)).scalars())
        counters = list(connection.execute(select(Counter.number).order_by(Counter.number)).scalars())
        letters = list(connection.execute(select(Series.letter)).scalars())
        hours = connection.execute(select(ServiceHours.weekday, ServiceHours.opens, ServiceHours.closes)).all()
    assert services == {service.code for service in plan.services}
    assert counters == [1, 2, 3, 4, 5]
    assert sorted(letters) == ["A", "H", "L", "M", "R", "S"]
    assert hours == [(1, time(8), time(12)), (3, time(8), time(12))]


def test_first_choices_are_marked_at_the_counter(database: Database, plan: CentrePlan) -> None:
    make(database, plan)
    first = (
        select(Service.code)
        .join(CounterService, CounterService.service_id == Service.id)
        .join(Counter, Counter.id == CounterService.counter_id)
        .where(Counter.number == 2, CounterService.first_choice)
    )
    with database.read() as connection:
        assert set(connection.execute(first).scalars()) == {"identity-card", "residence"}


def test_a_second_run_keeps_what_the_centre_changed(database: Database, plan: CentrePlan) -> None:
    centre_id = make(database, plan)
    with database.write(centre_id) as transaction:
        transaction.execute(update(Hall).values(name_lo="ຫ້ອງໃໝ່"))

    assert make(database, plan) == centre_id

    with database.read() as connection:
        assert connection.execute(select(Hall.name_lo)).scalars().all() == ["ຫ້ອງໃໝ່"]
        assert connection.execute(select(func.count()).select_from(Service)).scalar_one() == len(plan.services)
