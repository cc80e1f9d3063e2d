"""Tests with a real database: all of them run on both engines."""

import pytest

from tests.databases import ENGINES, Databases


@pytest.fixture(params=ENGINES)
def databases(request: pytest.FixtureRequest) -> Databases:
    engine: Databases = request.getfixturevalue(request.param)
    return engine
