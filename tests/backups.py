"""Looking into a backup as if it were a database."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from onedoor.clock import Clock
from onedoor.database.engine import make_engine
from onedoor.database.postgresql_dump import load_dump
from onedoor.database.session import Database
from tests.databases import Databases


@contextmanager
def opened_backup(file: Path, databases: Databases, clock: Clock) -> Iterator[Database]:
    """The backup as a database of its own; a dump is loaded into an empty one."""
    if file.suffix == ".dump":
        url = databases.create_bare()
        load_dump(url, file)
    else:
        url = f"sqlite:///{file}"
    database = Database(make_engine(url), clock)
    yield database
    database.close()
    if file.suffix == ".dump":
        databases.drop(url)
