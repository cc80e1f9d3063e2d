"""The migrations lead from nothing to the tables that the models declare."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, inspect

from onedoor.database.engine import make_engine
from onedoor.database.migrate import MIGRATIONS, alembic_config, migrate, migration_connection
from onedoor.database.schema import NEWEST, SchemaError, require_current_schema
from onedoor.database.tables import METADATA
from tests.databases import Databases


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "onedoor.sqlite3"


@pytest.fixture
def url(file: Path) -> str:
    return f"sqlite:///{file}"


@pytest.fixture
def bare_url(databases: Databases) -> Iterator[str]:
    """A database of either engine without any table."""
    url = databases.create_bare()
    yield url
    databases.drop(url)


@pytest.fixture
def engine(bare_url: str) -> Iterator[Engine]:
    engine = make_engine(bare_url)
    yield engine
    engine.dispose()


def test_an_empty_database_gets_every_table(bare_url: str, engine: Engine) -> None:
    migrate(bare_url)
    assert set(METADATA.tables) <= set(inspect(engine).get_table_names())
    require_current_schema(engine)


def test_the_migrations_and_the_models_do_not_differ(bare_url: str) -> None:
    migrate(bare_url)
    with migration_connection(bare_url) as connection:
        command.check(alembic_config(connection))


def test_the_program_names_the_schema_to_which_its_migrations_lead() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == NEWEST


def test_a_new_database_is_not_copied(url: str, tmp_path: Path) -> None:
    assert migrate(url) is None
    assert not (tmp_path / "backups").exists()


def test_a_current_database_is_left_alone(url: str, file: Path) -> None:
    migrate(url)
    before = file.read_bytes()
    assert migrate(url) is None
    assert file.read_bytes() == before


def test_a_database_is_copied_before_it_is_upgraded(
    url: str, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrate(url)
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO centre VALUES (1, 'here', 'a', 'b', '[]', 20, 3)")
    engine.dispose()
    monkeypatch.setattr("onedoor.database.migrate.NEWEST", "9999")

    copy = migrate(url)

    assert copy is not None
    assert copy.parent == tmp_path / "backups"
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT code FROM centre").fetchall() == [("here",)]


def test_a_database_without_tables_is_refused_with_the_command_that_helps(engine: Engine) -> None:
    with pytest.raises(SchemaError, match="onedoor migrate"):
        require_current_schema(engine)


def test_an_older_schema_is_refused(bare_url: str, engine: Engine) -> None:
    migrate(bare_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0004'")
    with pytest.raises(SchemaError, match=f"0004.*{NEWEST}.*onedoor migrate"):
        require_current_schema(engine)


def test_a_newer_schema_is_neither_served_nor_migrated(bare_url: str, engine: Engine) -> None:
    migrate(bare_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    for refused in (lambda: require_current_schema(engine), lambda: migrate(bare_url)):
        with pytest.raises(SchemaError, match="9999, which a newer OneDoor made"):
            refused()
