"""A year of service days in a database, written in bulk: the same day again and again, and today as far as it is.

What is written is what screens and figures read: tickets, turns, calls and print jobs. The audit and the answers kept
for repeated commands are left out, because nothing that is measured reads them.
"""

from collections import Counter as Tally
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    event,
    insert,
    select,
    text,
    update,
)

from onedoor.centres.actions.catalogue import ensure_catalogue, ensure_centre
from onedoor.centres.models import Counter, Hall, Series, Service
from onedoor.centres.plan import CentrePlan
from onedoor.database.session import Database
from onedoor.devices.actions import create_device
from onedoor.devices.models import DeviceKind
from onedoor.printing.actions import create_printer
from onedoor.staff.models import Role, StaffUser

TICKETS_A_DAY = 200
FINISHED_TODAY, CALLED_TODAY = 130, 135
# In UTC: 08:00 in Vientiane, and the hour until which all tickets of a day are taken.
OPENS = timedelta(hours=1)
BETWEEN_TICKETS = timedelta(seconds=80)
TO_THE_DESK, AT_THE_DESK = timedelta(minutes=1), timedelta(minutes=9)

_DAY = Table(
    "benchmark_day",
    MetaData(),
    Column("position", Integer, primary_key=True),
    *(Column(name, Integer) for name in ("centre", "citizen", "series", "sequence", "service", "hall", "counter")),
    *(Column(name, Integer) for name in ("counter_number", "clerk", "kiosk", "printer")),
    *(Column(name, String(20)) for name in ("number", "status", "arrived", "called", "started", "finished")),
)
"""One day of all centres, in the order of time, so that the rows of one centre lie among those of all others."""

_TICKETS = """
INSERT INTO ticket (id, centre_id, service_day, series_id, sequence, number,
  token, request_id, device_id, is_priority, issued_at)
SELECT {id}, centre, {day}, series, sequence, number,
  'AAAAAAAAAAAAAAAA' || (1000000000 + {id}), 'request-' || {id}, kiosk, FALSE, {arrived}
FROM benchmark_day ORDER BY position"""
_TURNS = """
INSERT INTO turn (id, centre_id, ticket_id, service_id, service_day, status, due_at, waiting_since,
  first_called_at, called_at, started_at, finished_at, call_count, is_return, duration_is_reliable,
  counter_id, staff_user_id)
SELECT {id}, centre, {id}, service, {day}, status, {arrived}, {arrived},
  {called}, {called}, {started}, {finished}, 1, FALSE, TRUE,
  CASE WHEN called IS NOT NULL THEN counter END, CASE WHEN called IS NOT NULL THEN clerk END
FROM benchmark_day ORDER BY position"""
_CALLS = """
INSERT INTO call (id, centre_id, hall_id, service_day, turn_id, service_id, counter_number, called_at, is_recall)
SELECT {id}, centre, hall, {day}, {id}, service, counter_number, {called}, FALSE
FROM benchmark_day WHERE called IS NOT NULL ORDER BY position"""
_PRINT_JOBS = """
INSERT INTO print_job (id, centre_id, printer_id, turn_id, device_id, status, facts, attempts,
  created_at, expires_at, not_before, ended_at)
SELECT {id}, centre, printer, {id}, kiosk, 'sent', {facts}, 1, {arrived}, {arrived}, {arrived}, {arrived}
FROM benchmark_day ORDER BY position"""
FACTS = """'{"kind": "ticket", "number": "A015", "service_en": "Birth registration", "people_ahead": 12}'"""


@dataclass(frozen=True)
class CentreOfYear:
    """A centre, and what names its parts to those who read."""

    id: int
    hall: int
    kiosk: int
    printer: int
    clerk: int


def add_centre(database: Database, plan: CentrePlan) -> CentreOfYear:
    """A centre by this plan: a kiosk with a printer, and one clerk who sits at all counters."""
    centre_id = ensure_centre(database, plan)
    ensure_catalogue(database, centre_id, plan)
    printer = create_printer(
        database, centre_id, code="virtual", name="Virtual", transport="folder:///nowhere", width_dots=576
    )
    kiosk = create_device(
        database, centre_id, kind=DeviceKind.KIOSK, name="kiosk-1", hall_code="main", printer_code="virtual"
    )
    person = {"sign_in_name": f"{plan.code}-clerk", "display_name": "Clerk", "role": Role.CLERK, "password_hash": ""}
    with database.write(centre_id) as transaction:
        new = insert(StaffUser).values(centre_id=centre_id, **person).returning(StaffUser.id)
        clerk = transaction.execute(new).scalar_one()
        here = Counter.centre_id == centre_id
        opened = update(Counter).where(here).values(state="open", staff_user_id=clerk, opened_at=transaction.now)
        transaction.execute(opened)
        hall = transaction.execute(select(Hall.id).where(Hall.centre_id == centre_id)).scalar_one()
    return CentreOfYear(centre_id, hall, kiosk, printer, clerk)


def write_year(database: Database, centres: Sequence[CentreOfYear], days: Sequence[date]) -> None:
    """Every centre gives its tickets on each of these days; the last is today, of which only a part was called yet."""
    engine = _engine_for_bulk(database.engine)
    _DAY.create(engine)
    with engine.begin() as connection:
        connection.execute(insert(_DAY), list(_citizens(database, centres)))
    for number, day in enumerate(days):
        if day == days[-1]:
            _stop_in_the_middle(engine)
        _write_day(engine, day, first=number * len(centres) * TICKETS_A_DAY)
    _DAY.drop(engine)
    _tidy_up(engine)


def _citizens(database: Database, centres: Sequence[CentreOfYear]) -> Iterator[dict[str, Any]]:
    offers = [_Offer(database, centre) for centre in centres]
    for citizen in range(TICKETS_A_DAY):
        for index, offer in enumerate(offers):
            yield {"position": citizen * len(centres) + index + 1} | offer.citizen(citizen)


class _Offer:
    """What the citizens of one centre come for, one service after the other, and where they are called to."""

    def __init__(self, database: Database, centre: CentreOfYear) -> None:
        self._centre = centre
        self._given: Tally[int] = Tally()
        services = (
            select(Service.id, Service.series_id, Series.letter)
            .join(Series, Series.id == Service.series_id)
            .where(Service.centre_id == centre.id)
        )
        counters = select(Counter.id, Counter.number).where(Counter.centre_id == centre.id)
        with database.read() as connection:
            self._services = connection.execute(services).all()
            self._counters = connection.execute(counters).all()

    def citizen(self, number: int) -> dict[str, Any]:
        """The ticket and the way of the day's n-th citizen, who is served in the end."""
        service, counter = self._services[number % len(self._services)], self._counters[number % len(self._counters)]
        self._given[service.series_id] += 1
        sequence = self._given[service.series_id]
        arrived = OPENS + number * BETWEEN_TICKETS
        called = arrived + timedelta(minutes=3 + number % 30)
        return {
            "centre": self._centre.id,
            "citizen": number,
            "series": service.series_id,
            "sequence": sequence,
            "number": f"{service.letter}{sequence:03}",
            "service": service.id,
            "hall": self._centre.hall,
            "counter": counter.id,
            "counter_number": counter.number,
            "clerk": self._centre.clerk,
            "kiosk": self._centre.kiosk,
            "printer": self._centre.printer,
            "status": "finished",
            "arrived": _time(arrived),
            "called": _time(called),
            "started": _time(called + TO_THE_DESK),
            "finished": _time(called + AT_THE_DESK),
        }


def _time(since_midnight: timedelta) -> str:
    return f"0{since_midnight}.000000"[-15:]


def _stop_in_the_middle(engine: Engine) -> None:
    """From now on the last citizens wait, and one is at each counter."""
    served = update(_DAY).where(_DAY.c.citizen >= FINISHED_TODAY).values(status="serving", finished=None)
    waits = {"status": "waiting", "called": None, "started": None}
    with engine.begin() as connection:
        connection.execute(served)
        connection.execute(update(_DAY).where(_DAY.c.citizen >= CALLED_TODAY).values(waits))


def _write_day(engine: Engine, day: date, first: int) -> None:
    def cast(text_of: str, kind: str) -> str:
        """PostgreSQL does not take a text for anything else."""
        return text_of if engine.dialect.name == "sqlite" else f"CAST({text_of} AS {kind})"

    moments = {name: cast(f"'{day} ' || {name}", "timestamp") for name in ("arrived", "called", "started", "finished")}
    values = {"id": f"({first} + position)", "day": cast(f"'{day}'", "date"), "facts": cast(FACTS, "json")} | moments
    with engine.begin() as connection:
        for rows in (_TICKETS, _TURNS, _CALLS, _PRINT_JOBS):
            connection.exec_driver_sql(rows.format_map(values))


def _engine_for_bulk(engine: Engine) -> Engine:
    """Without checks of foreign keys and without waiting for the disk."""
    if engine.dialect.name == "sqlite":
        bulk = create_engine(engine.url)
        event.listen(bulk, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
        return bulk
    options = "-c session_replication_role=replica -c synchronous_commit=off"
    return create_engine(engine.url, connect_args={"options": options})


def _tidy_up(engine: Engine) -> None:
    """As it would be after a while: SQLite's log is in the file, PostgreSQL knows its tables."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        commands = ("PRAGMA wal_checkpoint(TRUNCATE)",) if engine.dialect.name == "sqlite" else ("VACUUM (ANALYZE)",)
        for command in commands:
            connection.execute(text(command))
    engine.dispose()
