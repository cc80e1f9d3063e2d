"""What all tests share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from onedoor.clock import StoppedClock
from onedoor.staff import passwords
from tests.factories import (
    TUESDAY_MORNING,
    RunningCentre,
    SmallCentre,
    create_centre,
    create_database,
    create_running,
)


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Real hashes with the least work: hundreds of them are made in tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock(TUESDAY_MORNING)


@pytest.fixture
def centre(tmp_path: Path, clock: StoppedClock) -> Iterator[SmallCentre]:
    database = create_database(tmp_path, clock)
    yield create_centre(database, tmp_path)
    database.engine.dispose()


@pytest.fixture
def running(tmp_path: Path, clock: StoppedClock) -> Iterator[RunningCentre]:
    application = create_running(tmp_path, clock)
    yield application
    application.running.database.engine.dispose()
