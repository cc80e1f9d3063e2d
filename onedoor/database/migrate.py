"""Brings a database to the newest schema."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, event

from onedoor.database.backup import make_backup
from onedoor.database.backup_folder import FOLDER
from onedoor.database.engine import make_engine
from onedoor.database.schema import NEWEST, SchemaError, read_revision
from onedoor.database.sqlite_file import file_of

MIGRATIONS = Path(__file__).with_name("migrations")


def migrate(url: str, *, copy_first: bool = True) -> Path | None:
    """Upgrade the database to the newest schema; a current one is left alone.

    A SQLite file that already holds a schema is copied first, to `backups/` beside it; the copy's path is returned.
    Raises `SchemaError` if a newer program made it.
    """
    with migration_connection(url) as connection:
        before = read_revision(connection)
        if before == NEWEST:
            return None
        require_known(before, "the database")
        file = file_of(url)
        copy = make_backup(url, file.parent / FOLDER).file if copy_first and file and before else None
        command.upgrade(alembic_config(connection), "head")
        connection.commit()
    return copy


def require_known(revision: str | None, what: str) -> None:
    """Raise `SchemaError` if a newer program made this revision of the schema."""
    known = {script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}
    if revision and revision not in known:
        raise SchemaError(
            f"{what} has schema {revision}, which a newer OneDoor made; this one knows up to {NEWEST}: "
            "install the newer OneDoor again, or bring an older backup back with `onedoor restore FILE`"
        )


def alembic_config(connection: Connection) -> Config:
    """Alembic's configuration for one open connection."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


@contextmanager
def migration_connection(url: str) -> Iterator[Connection]:
    """A connection on which tables may be rebuilt."""
    engine = make_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _let_tables_be_replaced)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _let_tables_be_replaced(connection: Any, _record: Any) -> None:
    # SQLite changes a table by making a new one and dropping the old, which foreign keys would forbid.
    connection.execute("PRAGMA foreign_keys=OFF")
