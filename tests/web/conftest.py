"""Applications whose every answer is held against `/openapi.json`."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from onedoor.clock import StoppedClock
from tests.factories import TUESDAY_MORNING, RunningCentre, create_running
from tests.web.described import Described
from tests.web.scene import Scene, create_scene


@pytest.fixture
def running(running: RunningCentre) -> Iterator[RunningCentre]:
    described = Described(running.running.app)
    yield running
    assert described.problems == []


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """One centre for a whole file of refusals: they leave it as it is."""
    running = create_running(tmp_path_factory.mktemp("scene"), StoppedClock(TUESDAY_MORNING + timedelta(minutes=5)))
    described = Described(running.running.app)
    yield create_scene(running)
    running.running.database.close()
    assert described.problems == []
