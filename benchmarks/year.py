"""A year of 73 centres in one database, beside a database that holds one of them: what each screen takes to read."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median

from sqlalchemy import Connection, func, select

from benchmarks.section import Goal, Section, at_most, table
from benchmarks.year_data import TICKETS_A_DAY, CentreOfYear, add_centre, write_year
from onedoor.centres.plan import load_plan
from onedoor.clock import StoppedClock
from onedoor.database.engine import make_engine
from onedoor.database.migrate import migrate
from onedoor.database.session import Database
from onedoor.demo import LUANG_PRABANG
from onedoor.printing.queries import read_newest_jobs
from onedoor.reporting.queries import read_live_page
from onedoor.staff.actions.sessions import SESSION_LIFE
from onedoor.staff.models import Role
from onedoor.staff.queries import StaffCredential
from onedoor.tickets.models import Turn
from onedoor.tickets.queries.board import read_board
from onedoor.tickets.queries.choices import read_choices
from onedoor.tickets.queries.desk import read_desk
from onedoor.tickets.queries.kiosk import read_kiosk_board
from onedoor.tickets.queries.place import read_place
from onedoor.tickets.queries.ticket_page import read_ticket_page
from tools.hosted.postgresql import Postgresql

CENTRES, DAYS = 73, 250
PAIRS = 100
MOST_TIMES_ALONE = 1.2
NOW = datetime(2026, 11, 24, 5, 30, tzinfo=UTC)
"""12:30 on a Tuesday in Vientiane: most have come, 65 wait."""
COUNTER = 3


@dataclass(frozen=True)
class Year:
    """A database with the centre that is measured, and one of its people who waits."""

    database: Database
    centre: CentreOfYear
    turn: int
    ticket: int
    seconds: float


Reader = Callable[[Connection, Year], object]
READERS: dict[str, Reader] = {
    "live page": lambda db, year: read_live_page(db, year.centre.id, NOW),
    "newest print jobs": lambda db, year: read_newest_jobs(db, year.centre.id),
    "hall's board": lambda db, year: read_board(db, year.centre.id, year.centre.hall, NOW),
    "desk": lambda db, year: read_desk(db, year.centre.id, COUNTER, year.centre.clerk, NOW),
    "choice of counters": lambda db, year: read_choices(db, _clerk(year)),
    "kiosk": lambda db, year: read_kiosk_board(db, year.centre.id, year.centre.printer, NOW),
    "place in the queue": lambda db, year: read_place(db, year.centre.id, year.turn, NOW),
    "phone": lambda db, year: read_ticket_page(db, year.centre.id, year.ticket, NOW),
}
"""What the live page, the reports and the screens read."""


def measure_year(folder: Path, centres: int = CENTRES, days: int = DAYS) -> Section:
    """Each screen in turns on both databases, on SQLite and on PostgreSQL."""
    goals: list[Goal] = []
    texts = [
        f"{centres} centres with {TICKETS_A_DAY} tickets a day for {days} service days "
        f"({centres * days * TICKETS_A_DAY:,} tickets), and a database that holds one of these centres. "
        f"Milliseconds, medians of {PAIRS} alternating pairs."
    ]
    for engine, servers in (("SQLite", _sqlite), ("PostgreSQL", _postgresql)):
        with _on_one_core(), servers(folder) as (url_alone, url_among):
            alone, among = _seed(url_alone, 1, days), _seed(url_among, centres, days)
            times = {name: _measure(read, alone, among) for name, read in READERS.items()}
        goals += _goals(engine, centres, {name: many / one for name, (one, many) in times.items()})
        rows = [(name, f"{one:.2f}", f"{many:.2f}", f"{many / one:.2f}") for name, (one, many) in times.items()]
        texts.append(
            f"{engine}, written in {among.seconds:.0f} s:\n\n{table(('', 'alone', 'among all', 'ratio'), rows)}"
        )
    return Section(title="A year of many centres", goals=tuple(goals), text="\n\n".join(texts))


@contextmanager
def _on_one_core() -> Iterator[None]:
    """This process and the servers that it starts: spread over two cores, short answers are fast or slow by luck."""
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(allowed)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)


@contextmanager
def _sqlite(folder: Path) -> Iterator[tuple[str, str]]:
    yield f"sqlite:///{folder / 'alone.sqlite3'}", f"sqlite:///{folder / 'among.sqlite3'}"
    for file in folder.glob("*.sqlite3*"):
        file.unlink()


@contextmanager
def _postgresql(folder: Path) -> Iterator[tuple[str, str]]:
    with Postgresql(folder / "postgresql") as server:
        server.run("CREATE DATABASE alone", "CREATE DATABASE among")
        yield server.url("alone"), server.url("among")


def _seed(url: str, centres: int, days: int) -> Year:
    """The centre that is measured is the one in the middle."""
    began = time.monotonic()
    migrate(url)
    database = Database(make_engine(url), StoppedClock(NOW))
    plan = load_plan(LUANG_PRABANG)
    added = [add_centre(database, plan.model_copy(update={"code": f"centre-{number}"})) for number in range(centres)]
    write_year(database, added, _service_days(days))
    centre = added[centres // 2]
    waiting = select(func.max(Turn.id), func.max(Turn.ticket_id)).where(Turn.centre_id == centre.id)
    with database.read() as connection:
        turn, ticket = connection.execute(waiting).one()
    return Year(database, centre, turn, ticket, time.monotonic() - began)


def _service_days(count: int) -> Sequence[date]:
    """So many working days until today."""
    past = (NOW.date() - timedelta(days=back) for back in range(2 * count))
    return sorted([day for day in past if day.weekday() < 5][:count])


def _measure(read: Reader, alone: Year, among: Year) -> tuple[float, float]:
    pairs = [(_milliseconds(read, alone), _milliseconds(read, among)) for _ in range(PAIRS + 1)][1:]
    return median(one for one, _ in pairs), median(many for _, many in pairs)


def _milliseconds(read: Reader, year: Year) -> float:
    with year.database.read() as connection:
        began = time.perf_counter()
        read(connection, year)
        return (time.perf_counter() - began) * 1000


def _goals(engine: str, centres: int, ratios: dict[str, float]) -> Iterator[Goal]:
    live, *others = ratios
    slowest = max(others, key=lambda name: ratios[name])
    for what, name in ((live, live), (f"the slowest of the other screens ({slowest})", slowest)):
        yield at_most(f"{engine}, a year of {centres} centres / of one: {what}", ratios[name], MOST_TIMES_ALONE, " x")


def _clerk(year: Year) -> StaffCredential:
    return StaffCredential(year.centre.clerk, year.centre.id, Role.CLERK, "Clerk", year.database.now() + SESSION_LIFE)
