"""The one way to read and to write: `Database.read`, `Database.write` and `Database.write_together`.

A write is one transaction of one centre. Its last statement raises the centre's version, and only after the commit
are the recorded events handed on: no side effect happens before it. Nothing may yield to another task inside.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial
from time import perf_counter
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import (
    Connection,
    CursorResult,
    Engine,
    Executable,
    bindparam,
    select,
    update,
)

from onedoor.clock import Clock
from onedoor.database.centre_state import CentreState
from onedoor.database.group import Groups, Member
from onedoor.database.outage import Outages, is_outage
from onedoor.database.prepared import Parameters, Prepared, Rows, run_text
from onedoor.database.writer import Writer
from onedoor.metrics import COMMITS
from onedoor.queueing.clock_rule import MAX_STEP_BACK, ClockReading, read_clock, service_day
from onedoor.queueing.events import QueueEvent

R = TypeVar("R")
_inside_write: ContextVar[bool] = ContextVar("inside_write", default=False)
_OF_CENTRE = CentreState.centre_id == bindparam("centre")
# PostgreSQL lets one write of a centre in after the other, as SQLite does anyway; centres do not wait for each other.
_STATE = Prepared(
    select(
        CentreState.version,
        CentreState.service_day,
        CentreState.newest_time,
        CentreState.suspect_time,
        CentreState.time_zone,
        CentreState.log_head,
    )
    .where(_OF_CENTRE)
    .with_for_update()
)
_RAISE_VERSION = Prepared(
    update(CentreState)
    .where(_OF_CENTRE)
    .values(
        version=CentreState.version + 1,
        newest_time=bindparam("now"),
        service_day=bindparam("day"),
        suspect_time=bindparam("suspect"),
        log_head=bindparam("log_head"),
    )
    .returning(CentreState.version)
)


def refuse_inside_transaction(what: str) -> None:
    """Raise if a write transaction is open: a yield there would freeze every other task of the process."""
    if _inside_write.get():
        raise RuntimeError(f"{what} inside a write transaction")


@dataclass
class Transaction:
    """An open write of one centre: the time to write down, the service day, and the events to hand on later.

    `now` is the believed time (the clock rule), `today` the service day that it falls on, `service_day` the one
    that the centre is in; they differ until the old day is closed. `clock_trusted` is false while a person must
    confirm the date. `log_head` is the hash of the newest row of the centre's log, with those written here.
    """

    connection: Connection
    centre_id: int
    now: datetime
    today: date
    service_day: date
    clock_trusted: bool
    suspect_time: datetime | None
    clock_newly_suspect: bool
    time_zone: str
    version: int
    log_head: str
    clock_confirmed: bool = False
    events: list[QueueEvent] = field(default_factory=list)

    @property
    def local_now(self) -> datetime:
        """`now` in the centre's time zone."""
        return self.now.astimezone(ZoneInfo(self.time_zone))

    def execute(self, statement: Executable, parameters: Any = None) -> CursorResult[Any]:
        """Run one statement."""
        return self.connection.execute(statement, parameters)

    def run(self, statement: Prepared, parameters: Parameters) -> Rows:
        """Run one prepared statement."""
        return statement.run(self.connection, parameters)

    def record(self, event: QueueEvent) -> None:
        """Note what happened, for those who act on it after the commit."""
        self.events.append(event)

    def believe(self, wall: datetime) -> None:
        """Take `wall` as the true time, forward or back: a person confirmed it."""
        self.now = wall
        self.today = service_day(wall, self.time_zone)
        self.suspect_time = None
        self.clock_trusted = True
        self.clock_confirmed = True


@dataclass(frozen=True)
class Committed:
    """What a committed transaction hands on: the centre, its new version, and the events in their order."""

    centre_id: int
    version: int
    events: tuple[QueueEvent, ...]


class Database:
    """An engine with the clock beside it."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self.engine = engine
        self.clock = clock
        self.after_commit: Callable[[Committed], None] = lambda committed: None
        self.outages = Outages(clock.steady)
        # SQLite: one process works on the file, and one writer at a time.
        self.is_embedded = engine.dialect.name == "sqlite"
        self._writer = Writer(engine)
        self._groups = Groups(self._write_group)
        self._last_reading: tuple[datetime, float] | None = None

    def now(self) -> datetime:
        """The time to read and show by: the wall clock, or what the steady clock says while the wall clock jumped.

        Otherwise a wrong date would end every session, also that of the head who is to confirm it.
        """
        wall, expected = self.clock.now(), self._expected(self.clock.steady())
        return wall if expected is None or abs(wall - expected) < MAX_STEP_BACK else expected

    def read_clock(self, newest_time: datetime) -> ClockReading:
        """The believed time, beside the newest time that the centre wrote down."""
        wall, steady = self.clock.now(), self.clock.steady()
        reading = read_clock(wall, newest_time, self._expected(steady))
        if reading.trusted:
            self._last_reading = wall, steady
        return reading

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A read transaction: everything in it is seen as of one moment."""
        with self.engine.connect() as connection:
            if not self.is_embedded:
                connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    def glance(self) -> AbstractContextManager[Connection]:
        """A connection for one prepared statement: alone, it needs no transaction around it."""
        return self._writer.glance()

    def close(self) -> None:
        """Close every connection that nobody uses; the next use opens new ones."""
        self._writer.close()
        self.engine.dispose()

    @contextmanager
    def write(self, centre_id: int) -> Iterator[Transaction]:
        """A write transaction of one centre; an exception inside leaves nothing behind.

        Raises `sqlalchemy.exc.OperationalError` if another process holds the lock for over 10 seconds.
        """
        with self._transaction(centre_id) as transaction:
            yield transaction
        self._hand_on(transaction)

    def write_together(self, centre_id: int, work: Callable[[Transaction], R]) -> R:
        """Do `work` in one transaction with all that waits to be written like this; answers after the commit.

        A work that raises leaves nothing behind, and the others of its group unharmed. Raises what `work` raised, or
        what kept the whole group from being written.
        """
        refuse_inside_transaction("another write")
        result: R = self._groups.join(centre_id, work)
        return result

    def _write_group(self, centre_id: int, group: Sequence[Member]) -> Callable[[], None]:
        with self._transaction(centre_id) as transaction:
            if len(group) == 1:
                group[0].result = group[0].work(transaction)
            else:
                for member in group:
                    _attempt(transaction, member)
        return partial(self._hand_on, transaction)

    @contextmanager
    def _transaction(self, centre_id: int) -> Iterator[Transaction]:
        with self.write_beside_centres() as connection:
            transaction = self._open(connection, centre_id)
            yield transaction
            self._close(transaction)
        if transaction.clock_confirmed:
            self._last_reading = self.clock.now(), self.clock.steady()

    @contextmanager
    def write_beside_centres(self) -> Iterator[Connection]:
        """One transaction on tables that belong to no centre: it raises no version and hands nothing on."""
        refuse_inside_transaction("another write")
        with self._writer.begin() as connection:
            token = _inside_write.set(True)
            try:
                yield connection
                began = perf_counter()
                connection.commit()
                COMMITS.observe(perf_counter() - began)
            except BaseException:
                # Core would give a connection whose commit failed back as it is, with the write lock held.
                connection.rollback()
                raise
            finally:
                _inside_write.reset(token)
        self.outages.end()

    def _hand_on(self, transaction: Transaction) -> None:
        if transaction.events:
            self.after_commit(Committed(transaction.centre_id, transaction.version, tuple(transaction.events)))

    def _open(self, connection: Connection, centre_id: int) -> Transaction:
        state = _STATE.run(connection, {"centre": centre_id}).one()
        reading = self.read_clock(state.newest_time)
        trusted = reading.trusted and state.suspect_time is None
        today = service_day(reading.now, state.time_zone) if trusted else state.service_day
        newly_suspect = not reading.trusted and state.suspect_time is None
        return Transaction(
            connection=connection,
            centre_id=centre_id,
            now=reading.now,
            today=today,
            service_day=state.service_day,
            clock_trusted=trusted,
            suspect_time=self.clock.now() if newly_suspect else state.suspect_time,
            clock_newly_suspect=newly_suspect,
            time_zone=state.time_zone,
            version=state.version,
            log_head=state.log_head,
        )

    def _expected(self, steady: float) -> datetime | None:
        if self._last_reading is None:
            return None
        wall, then = self._last_reading
        return wall + timedelta(seconds=steady - then)

    def _close(self, transaction: Transaction) -> None:
        if not transaction.events:
            return
        values = {
            "centre": transaction.centre_id,
            "now": transaction.now,
            "day": transaction.service_day,
            "suspect": transaction.suspect_time,
            "log_head": transaction.log_head,
        }
        transaction.version = transaction.run(_RAISE_VERSION, values).scalar_one()


def _attempt(transaction: Transaction, member: Member) -> None:
    """Do one work of a group; if it raises, its part is undone."""
    own = replace(transaction, events=[])
    run_text(transaction.connection, "SAVEPOINT member")
    try:
        member.result = member.work(own)
        transaction.service_day, transaction.log_head = own.service_day, own.log_head
        transaction.events += own.events
    except Exception as error:
        if transaction.connection.invalidated or is_outage(error):
            raise  # with it what the others had written is gone, or cannot be kept
        member.error = error
        run_text(transaction.connection, "ROLLBACK TO SAVEPOINT member")
    run_text(transaction.connection, "RELEASE SAVEPOINT member")
