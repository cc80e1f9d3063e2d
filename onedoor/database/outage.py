"""When the database cannot be used for now: no room on its disk, locked for too long, or away.

Whoever asked may ask again under the same name. Nothing was changed, unless it was at the very commit that PostgreSQL
went away: then the repeat finds what was done.
"""

import logging
import sqlite3
from collections.abc import Callable

from sqlalchemy import exc

SAID_EVERY_SECONDS = 60.0
# SQLite's own words for it, of which the upper bits say more. Damage is not among them: it does not pass.
_OF_SQLITE = (
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY,
)
_PRIMARY = 0xFF
# PostgreSQL's classes: lost connection, no room or memory, ended by its owner, fault of the system; and its codes for
# a lock that was not free in time, a transaction that stood still, and a server that has become a copy.
_OF_POSTGRESQL = ("08", "53", "57P", "58", "55P03", "25P03", "25006")

log = logging.getLogger(__name__)


def is_outage(error: BaseException) -> bool:
    """Whether an error says that the database cannot be used for now."""
    if isinstance(error, exc.TimeoutError):
        return True  # no connection was free in time
    if not isinstance(error, exc.DBAPIError):
        return False
    if isinstance(error.orig, sqlite3.Error):
        return getattr(error.orig, "sqlite_errorcode", 0) & _PRIMARY in _OF_SQLITE
    code = getattr(error.orig, "pgcode", None)
    return error.connection_invalidated or (code.startswith(_OF_POSTGRESQL) if code else _cannot_connect(error))


class Outages:
    """Tells the operator: a line at the first failure, one a minute while it lasts, and one when it is over."""

    def __init__(self, steady: Callable[[], float]) -> None:
        self._steady = steady
        self._since: float | None = None
        self._said_at = 0.0
        self._failures = 0

    def note(self, error: BaseException) -> bool:
        """Whether the error is an outage; it has been told then, and needs no trace."""
        if not is_outage(error):
            return False
        now = self._steady()
        self._failures += 1
        if self._since is None or now - self._said_at >= SAID_EVERY_SECONDS:
            self._since = now if self._since is None else self._since
            self._said_at = now
            log.error("the database cannot be used (failures so far: %d): %s", self._failures, _in_one_line(error))
        return True

    def end(self) -> None:
        """Something was committed."""
        if self._since is not None:
            seconds = self._steady() - self._since
            log.warning("the database can be used again, after %.0f s and %d failures", seconds, self._failures)
            self._since, self._failures = None, 0


def _cannot_connect(error: exc.DBAPIError) -> bool:
    """PostgreSQL gives no code where no connection came about."""
    return isinstance(error, exc.OperationalError)


def _in_one_line(error: BaseException) -> str:
    return " ".join(str(getattr(error, "orig", error)).split())
