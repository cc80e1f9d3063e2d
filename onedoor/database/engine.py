"""Engines. SQLite is the embedded default and is set up so that a ticket handed out survives a power cut."""

from typing import Any

from pydantic_core import to_json
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection, ExceptionContext

from onedoor.database.prepared import run_text
from onedoor.metrics import DATABASE_ERRORS

# WAL lets boards be read while a ticket is written; FULL puts every commit on the disk. A wait inside SQLite would
# freeze every green thread, so busy_timeout is 0 and `session` retries. A checkpoint every 1,000 pages is every
# 80 tickets and doubles the slowest answers; every 4,000 does not.
SQLITE_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=0",
    "wal_autocheckpoint=4000",
    "cache_size=-64000",
)
POSTGRESQL_POOL_SIZE = 4
# Nobody waits for ever: not for another process's lock, nor, sooner, for a process that froze with a lock in its hand.
LOCK_WAIT_SECONDS = 10.0
FROZEN_AFTER_SECONDS = 8.0
# A machine that is gone says nothing; without these the system takes 15 minutes, or two hours, to notice.
POSTGRESQL_SOCKET = {
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
BEGIN_OPTION = "onedoor_begin"
# `hide_parameters`, on both: what a citizen or a member of staff gave us must not stand in a log.


def make_engine(url: str) -> Engine:
    """An engine for SQLite or PostgreSQL, with the settings that OneDoor relies on."""
    if url.startswith("sqlite"):
        return _sqlite_engine(url)
    return _postgresql_engine(url)


def _postgresql_engine(url: str) -> Engine:
    limits = {"lock_timeout": LOCK_WAIT_SECONDS, "idle_in_transaction_session_timeout": FROZEN_AFTER_SECONDS}
    options = " ".join(f"-c {name}={seconds * 1_000:.0f}" for name, seconds in limits.items())
    engine = create_engine(
        url,
        json_serializer=_as_json,
        hide_parameters=True,
        pool_size=POSTGRESQL_POOL_SIZE,
        max_overflow=POSTGRESQL_POOL_SIZE,
        connect_args={"options": options} | POSTGRESQL_SOCKET,
    )
    event.listen(engine, "handle_error", _count_error)
    return engine


def _sqlite_engine(url: str) -> Engine:
    engine = create_engine(
        url, json_serializer=_as_json, hide_parameters=True, connect_args={"check_same_thread": False}
    )
    event.listen(engine, "handle_error", _count_error)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _count_error(context: ExceptionContext) -> None:
    DATABASE_ERRORS.labels(type(context.sqlalchemy_exception or context.original_exception).__name__).inc()


def _as_json(value: Any) -> str:
    """Models as they are, and Lao letters as they are: half as long as in escapes, which is half of a print job."""
    return to_json(value).decode()


def _prepare_sqlite(connection: DBAPIConnection, _record: Any) -> None:
    # Without this the driver begins transactions by itself, and never with IMMEDIATE.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in SQLITE_PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    run_text(connection, connection.get_execution_options().get(BEGIN_OPTION, "BEGIN"))
