"""Bringing a backup back: it is checked and made ready first, and what was there before is kept."""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import NullPool

from onedoor.database.backup import force_to_disk, make_backup
from onedoor.database.migrate import require_known
from onedoor.database.postgresql_dump import load_dump, read_dump, revision_of_dump
from onedoor.database.sqlite_file import file_of, read_copy

ASIDE = "set-aside"
ASIDE_AT = "%Y%m%dT%H%M%S.%fZ"
ASIDE_SCHEMA = "onedoor_set_aside"
# Connections of servers that have just ended are gone within moments.
LEAVING_SECONDS = 3.0
LOOK_EVERY_SECONDS = 0.05
_OTHERS = (
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
)
_SCHEMA = "SELECT count(*) FROM pg_namespace WHERE nspname = %s"

MakeReady = Callable[[str], None]
"""Brings the database at a URL to the state in which servers may work on it."""


class CannotRestore(Exception):
    """The backup was not brought back and the database is as it was; the message says why and what to do."""


def restore_backup(url: str, backup: Path, folder: Path, make_ready: MakeReady) -> Path | None:
    """Put a backup in the place of the database, after `make_ready`; answers where the database before is kept.

    Nobody else may work on the database. Raises `CannotRestore`, `Damaged`, `BackupFailed` or `SchemaError`; then the
    database is as it was.
    """
    file = file_of(url)
    if file:
        return _restore_file(file, backup, file.parent / ASIDE, make_ready)
    return _restore_dump(url, backup, folder / ASIDE, make_ready)


def _restore_file(file: Path, backup: Path, aside: Path, make_ready: MakeReady) -> Path | None:
    staged = file.with_name(f"{file.name}.restored")
    try:
        _copy_with_log(backup, staged)
        require_known(read_copy(staged, backup).revision, str(backup))
        make_ready(f"sqlite:///{staged}")
        force_to_disk(staged)
        kept = _move_aside(file, aside / datetime.now(UTC).strftime(ASIDE_AT))
        staged.rename(file)
        force_to_disk(file.parent)
    finally:
        for left in staged.parent.glob(f"{staged.name}*"):
            left.unlink()
    return kept


def _copy_with_log(source: Path, target: Path) -> None:
    """Copy a SQLite file that nobody works on, with the log beside it, if there is one."""
    for end in ("", "-wal"):
        if (part := Path(f"{source}{end}")).exists():
            shutil.copyfile(part, f"{target}{end}")


def _move_aside(file: Path, folder: Path) -> Path | None:
    """Move a SQLite file with its log; a log that stays would be taken for the new file's."""
    parts = [part for end in ("", "-wal", "-shm") if (part := Path(f"{file}{end}")).exists()]
    if not parts:
        return None
    folder.mkdir(mode=0o700, parents=True)
    for part in parts:
        part.rename(folder / part.name)
    force_to_disk(folder)
    return folder / file.name


def _restore_dump(url: str, backup: Path, aside: Path, make_ready: MakeReady) -> Path | None:
    require_known(revision_of_dump(url, backup), str(backup))
    read_dump(url, backup)
    with _alone_on(url) as connection:
        _end_one_that_was_cut_off(connection)
        has_tables = connection.exec_driver_sql("SELECT to_regclass('public.alembic_version')").scalar_one()
        kept = make_backup(url, aside).file if has_tables else None
        connection.exec_driver_sql(f"ALTER SCHEMA public RENAME TO {ASIDE_SCHEMA}")
        try:
            connection.exec_driver_sql("CREATE SCHEMA public")
            load_dump(url, backup)
            make_ready(url)
        except BaseException:
            _end_one_that_was_cut_off(connection)
            raise
        connection.exec_driver_sql(f"DROP SCHEMA {ASIDE_SCHEMA} CASCADE")
    return kept


@contextmanager
def _alone_on(url: str) -> Iterator[Connection]:
    """A connection whose statements are each committed. Raises `CannotRestore` if anybody else is connected."""
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        deadline = time.monotonic() + LEAVING_SECONDS
        while others := connection.exec_driver_sql(_OTHERS).scalar_one():
            if time.monotonic() > deadline:
                raise CannotRestore(
                    f"{others} others are connected to the database: stop the servers of all machines first"
                )
            time.sleep(LOOK_EVERY_SECONDS)
        yield connection


def _end_one_that_was_cut_off(connection: Connection) -> None:
    """Put what was set aside back in its place."""
    if connection.exec_driver_sql(_SCHEMA, (ASIDE_SCHEMA,)).scalar_one():
        connection.exec_driver_sql("DROP SCHEMA IF EXISTS public CASCADE")
        connection.exec_driver_sql(f"ALTER SCHEMA {ASIDE_SCHEMA} RENAME TO public")
