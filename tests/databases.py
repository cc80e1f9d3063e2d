"""Databases of their own for tests, on both engines: the migrations run once per engine, every test gets a copy."""

import shutil
import tempfile
import uuid
from functools import cache, cached_property
from pathlib import Path
from typing import Protocol

from sqlalchemy import make_url

from onedoor.database.migrate import migrate
from onedoor.database.sqlite_file import file_of
from tools.hosted.postgresql import Postgresql

ENGINES = ("sqlite", "postgresql")


class Databases(Protocol):
    """Where a test gets its databases, as URLs."""

    def create(self, template: str = "") -> str:
        """A new database: a copy of `template`, which nobody may have open, or one without any row."""

    def create_bare(self) -> str:
        """A new database without any table."""

    def drop(self, url: str) -> None:
        """Take it away, also from those who still have it open."""


class SqliteDatabases:
    """Files in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def create(self, template: str = "") -> str:
        url = self.create_bare()
        shutil.copyfile(_file_of(template) if template else migrated_file(), _file_of(url))
        return url

    def create_bare(self) -> str:
        return f"sqlite:///{self._folder / uuid.uuid4().hex}.sqlite3"

    def drop(self, url: str) -> None:
        for file in self._folder.glob(f"{_file_of(url).name}*"):
            file.unlink(missing_ok=True)  # tasks that still run close it, and then SQLite takes its log away


class PostgresqlDatabases:
    """Databases of one server."""

    def __init__(self, server: Postgresql) -> None:
        self._server = server

    @cached_property
    def _migrated(self) -> str:
        url = self.create_bare()
        migrate(url)
        return url

    def create(self, template: str = "") -> str:
        return self._copy(_name_of(template or self._migrated))

    def create_bare(self) -> str:
        return self._copy("template1")

    def drop(self, url: str) -> None:
        self._server.run(f"DROP DATABASE {_name_of(url)} WITH (FORCE)")

    def _copy(self, template: str) -> str:
        name = f"test_{uuid.uuid4().hex}"
        self._server.run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return self._server.url(name)


def make_tables(url: str) -> None:
    """Bring a database to the newest schema; a new SQLite file gets there as a copy."""
    file = file_of(url)
    if file and not file.exists():
        shutil.copyfile(migrated_file(), file)
    migrate(url)


def migrated_file() -> Path:
    """A SQLite file with every table and no row, to be copied."""
    return Path(_migrated_folder().name) / "onedoor.sqlite3"


@cache
def _migrated_folder() -> "tempfile.TemporaryDirectory[str]":
    folder = tempfile.TemporaryDirectory()
    migrate(f"sqlite:///{folder.name}/onedoor.sqlite3")
    return folder


def _file_of(url: str) -> Path:
    return Path(_name_of(url))


def _name_of(url: str) -> str:
    name = make_url(url).database
    assert name
    return name
