"""The connection that writes. SQLite has one writer at a time, PostgreSQL as many as there are connections."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, exc

from onedoor.database.engine import BEGIN_OPTION, LOCK_WAIT_SECONDS

LOCK_RETRY_SECONDS = 0.005


class Writer:
    """Hands out the connection for a write, or for a glance.

    SQLite's is kept: to take it from the pool and give it back costs a tenth of a ticket, and it has in memory what it
    has just written, which any other connection reads anew.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._is_embedded = engine.dialect.name == "sqlite"
        # PostgreSQL's driver would ask the server to begin and to end a transaction around a single statement.
        self._glancing = engine if self._is_embedded else engine.execution_options(isolation_level="AUTOCOMMIT")
        self._lock = threading.Lock()
        self._kept: Connection | None = None

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """A connection in a transaction, alone on SQLite; whoever takes it commits.

        Raises `sqlalchemy.exc.OperationalError` if another process holds the lock for over 10 seconds, and
        `sqlalchemy.exc.TimeoutError` if writers before this one have waited for it as long.
        """
        if not self._is_embedded:
            with self._engine.connect() as connection:
                connection.begin()
                yield connection
            return
        deadline = time.monotonic() + LOCK_WAIT_SECONDS
        # In plain threads writers queue here; green ones do only while another process holds SQLite's lock.
        if not self._lock.acquire(timeout=LOCK_WAIT_SECONDS):
            raise exc.TimeoutError(f"another write was under way for {LOCK_WAIT_SECONDS:g} s")
        try:
            connection = self._open()
            _begin_patiently(connection, deadline)
            yield connection
        except BaseException:
            self._let_go()
            raise
        finally:
            self._lock.release()

    @contextmanager
    def glance(self) -> Iterator[Connection]:
        """A connection for one prepared statement: alone, it needs no transaction around it."""
        if self._is_embedded and self._lock.acquire(blocking=False):
            try:
                yield self._open()
            finally:
                self._lock.release()
        else:
            with self._glancing.connect() as connection:
                yield connection

    def close(self) -> None:
        """Close the connection that is kept; the next use opens a new one."""
        with self._lock:
            self._let_go()

    def _open(self) -> Connection:
        if self._kept is None:
            self._kept = self._engine.connect().execution_options(**{BEGIN_OPTION: "BEGIN IMMEDIATE"})
        return self._kept

    def _let_go(self) -> None:
        """Back to the pool, which undoes whatever a failure left open."""
        if self._kept is not None:
            self._kept.close()
            self._kept = None


def _begin_patiently(connection: Connection, deadline: float) -> None:
    """Begin, trying again while another process holds SQLite's write lock."""
    while True:
        try:
            connection.begin()
            return
        except exc.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(LOCK_RETRY_SECONDS)
