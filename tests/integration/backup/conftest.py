"""PostgreSQL's own programs, as new as its server, are found first."""

import os
from pathlib import Path

import pytest

from tools.hosted.postgresql import postgresql_program


@pytest.fixture(autouse=True)
def client_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{Path(postgresql_program('pg_dump')).parent}{os.pathsep}{os.environ['PATH']}")
