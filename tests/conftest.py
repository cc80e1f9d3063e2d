"""What all tests share."""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from hypothesis import HealthCheck, settings

from onedoor.clock import StoppedClock
from onedoor.realtime import levels, queues
from onedoor.staff import passwords
from tests.databases import Databases, PostgresqlDatabases, SqliteDatabases
from tests.factories import (
    TUESDAY_MORNING,
    RunningCentre,
    SmallCentre,
    create_centre,
    create_database,
    create_running,
)
from tests.waiting import let_tasks_end
from tools.hosted import program
from tools.hosted.postgresql import Postgresql

# What Hypothesis makes up is the same in every run, and nothing in it depends on how busy the machine is;
# `--hypothesis-profile=long` makes up more, and other things each time.
_ANY_PACE = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck)}
settings.register_profile("short", derandomize=True, **_ANY_PACE)
settings.register_profile("long", max_examples=1_000, **_ANY_PACE)
settings.load_profile("short")


def pytest_configure() -> None:
    """Processes that test side by side agree about the order of sets, so that they name the tests alike."""
    os.environ.setdefault("PYTHONHASHSEED", str(secrets.randbelow(2**32)))


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Real hashes with the least work: hundreds of them are made in tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture(scope="session", autouse=True)
def short_rests() -> Iterator[None]:
    """Screens are told as always, but nobody waits for the rest between two rounds."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (levels, queues):
            patch.setattr(module, "REST_SECONDS", 0.005)
        patch.setattr(levels, "WAIT_SECONDS", 0.0)
        yield


@pytest.fixture(scope="session", autouse=True)
def own_ports(worker_id: str) -> Iterator[None]:
    """Processes that test side by side never choose the same port, not even while neither listens on it yet."""
    number = 0 if worker_id == "master" else int(worker_id.removeprefix("gw"))
    count = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(program, "PORTS", program.PORTS[number::count])
        yield


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock(TUESDAY_MORNING)


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> SqliteDatabases:
    return SqliteDatabases(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresqlDatabases]:
    """One server for all tests, started when the first one needs it."""
    with Postgresql(tmp_path_factory.mktemp("postgresql"), durable=False) as server:
        yield PostgresqlDatabases(server)


@pytest.fixture
def databases(sqlite: SqliteDatabases) -> Databases:
    """The engine that a test runs on; `tests/integration` runs on each."""
    return sqlite


@pytest.fixture
def database_url(databases: Databases) -> Iterator[str]:
    """A migrated database of this test's own."""
    url = databases.create()
    yield url
    let_tasks_end()
    databases.drop(url)


@pytest.fixture
def centre(tmp_path: Path, clock: StoppedClock, database_url: str) -> Iterator[SmallCentre]:
    database = create_database(tmp_path, clock, database_url)
    yield create_centre(database, tmp_path)
    database.close()


@pytest.fixture
def running(tmp_path: Path, clock: StoppedClock, database_url: str) -> Iterator[RunningCentre]:
    application = create_running(tmp_path, clock, database_url=database_url)
    yield application
    application.running.database.close()
