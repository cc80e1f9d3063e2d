"""A SQLite database as a file: a copy made while others write, and whether a file is whole."""

import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

from onedoor.database.contents import BackupFailed, Contents, Damaged

# 4 MB at a time with a short rest: on a slow disk the server's commits come in between.
PAGES_AT_ONCE = 1024
REST_SECONDS = 0.002
REVISION = "SELECT version_num FROM alembic_version"
TICKETS = "SELECT count(*) FROM ticket"
# The time was over, or somebody else had it for himself.
UNDECIDED = (sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_BUSY)
LOOK_INSIDE = "SELECT * FROM sqlite_schema LIMIT 1"


def file_of(url: str) -> Path | None:
    """The file of a SQLite URL; None for another engine and for a database in memory."""
    if not url.startswith("sqlite"):
        return None
    # Longer to load than all else here, of which a server that starts makes use.
    from sqlalchemy import make_url

    database = make_url(url).database
    return Path(database) if database else None


def copy_file(source: Path, target: Path) -> Contents:
    """Copy the database as it is at this moment, with what is still in its log; answers what the copy holds.

    Readers and writers go on meanwhile. Raises `BackupFailed`, or `Damaged` if the database is not whole.
    """
    try:
        with closing(_open(source)) as original, closing(sqlite3.connect(target)) as copy:
            # A read transaction that stays open: without it every write of the server would start the copy anew.
            original.execute("BEGIN")
            original.execute(LOOK_INSIDE).fetchall()
            original.backup(copy, pages=PAGES_AT_ONCE, progress=_rest)
        return _read_whole(target)
    except sqlite3.OperationalError as error:
        raise BackupFailed(f"{source} could not be copied to {target.parent}: {error}") from error
    except (sqlite3.DatabaseError, Damaged) as error:
        raise Damaged(f"{source} is damaged: {error}") from error


def read_copy(file: Path, original: Path) -> Contents:
    """Check every page, index and foreign key of a copy; answers what it holds. Raises `Damaged`, of the original."""
    try:
        return _read_whole(file)
    except (sqlite3.DatabaseError, Damaged) as error:
        raise Damaged(f"{original} is no whole backup of OneDoor: {error}") from error


def _read_whole(file: Path) -> Contents:
    with closing(_open(file)) as connection:
        problem = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if problem != "ok":
            raise Damaged(_in_one_line(problem))
        if connection.execute("PRAGMA foreign_key_check").fetchone():
            raise Damaged("rows name others that are not there")
        if not (revision := connection.execute(REVISION).fetchone()):
            raise Damaged("it names no schema")
        return Contents(revision[0], connection.execute(TICKETS).fetchone()[0])


def look_over(file: Path, seconds: float) -> None:
    """Look for damage for at most so long; a large file is looked at in part. Raises `Damaged`."""
    try:
        with closing(_open(file)) as connection:
            connection.execute(LOOK_INSIDE).fetchall()
            problem = _quick_check(connection, seconds)
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode in UNDECIDED:
            return
        problem = str(error)
    if problem != "ok":
        raise Damaged(_in_one_line(problem))


def _quick_check(connection: sqlite3.Connection, seconds: float) -> str:
    is_done = threading.Event()
    watch = threading.Thread(target=_interrupt_every, args=(connection, seconds, is_done))
    watch.start()
    try:
        return str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    finally:
        is_done.set()
        watch.join()


def _interrupt_every(connection: sqlite3.Connection, seconds: float, is_done: threading.Event) -> None:
    # Again and again: an interrupt has no effect on what begins after it.
    while not is_done.wait(seconds):
        connection.interrupt()


def _open(file: Path) -> sqlite3.Connection:
    """A connection to a file that must exist; the driver begins no transactions by itself."""
    # Another thread only interrupts it.
    return sqlite3.connect(
        f"{file.resolve().as_uri()}?mode=rw", uri=True, isolation_level=None, check_same_thread=False
    )


def _rest(_status: int, remaining: int, _total: int) -> None:
    if remaining:
        time.sleep(REST_SECONDS)


def _in_one_line(words: str) -> str:
    return " ".join(words.split())
