"""PostgreSQL's own programs, as new as its server, are found first."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.hosted.postgresql import postgresql_program


@pytest.fixture(autouse=True, scope="module")
def client_programs() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", f"{Path(postgresql_program('pg_dump')).parent}{os.pathsep}{os.environ['PATH']}")
        yield
