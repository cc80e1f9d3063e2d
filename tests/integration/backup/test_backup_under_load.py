"""A backup that is made while a whole centre works holds one moment: every row of it, and no half of a later one."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Row, Select, func, select

from onedoor.centres.queries import read_centre_ids
from onedoor.database import sqlite_file
from onedoor.database.backup import Backup, make_backup
from onedoor.database.session import Database
from onedoor.tickets.models import Call, SeriesCounter, Ticket, TicketLog, Turn
from onedoor.tickets.queries.audit import verify_log
from tests.backups import opened_backup
from tests.busy_centre import COUNTERS, KIOSKS, Day, enlarge, working
from tests.databases import ENGINES, Databases
from tests.factories import dump
from tests.live_server import LiveServer
from tests.waiting import eventually

WITHOUT_END = 100_000
WRITTEN_ONCE = (Ticket, TicketLog, Call)
"""Tables whose rows are never changed on the day that they are written."""


@dataclass(frozen=True)
class BusyMorning:
    """Two backups of a morning: one while tickets were issued, one of a moment that is known row by row."""

    acknowledged_before: tuple[str, ...]
    in_the_middle: Database
    moment: dict[str, list[tuple[Any, ...]]]
    of_the_moment: Database
    at_the_end: Database


@pytest.fixture(scope="module", params=ENGINES)
def databases(request: pytest.FixtureRequest) -> Databases:
    engine: Databases = request.getfixturevalue(request.param)
    return engine


@pytest.fixture(scope="module")
def morning(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BusyMorning]:
    folder = tmp_path_factory.mktemp("busy")
    url = databases.create()
    server = LiveServer(folder, database_url=url)
    enlarge(server)
    with server:
        with working(server, WITHOUT_END) as day:
            eventually(
                lambda: len(day.issued) > 2 * KIOSKS and len(day.called) > COUNTERS,
                within=60,
                says="everybody is at work",
            )
            acknowledged_before, first = eventually(
                lambda: _backup_in_the_middle(day, url, folder / "first"),
                within=60,
                says="work goes on during a backup",
            )
            # Everybody's next command waits for this write: for as long, the database is known row by row.
            with server.database.write(server.centre_id):
                moment = dump(server.database)
                second = make_backup(url, folder / "second")
            eventually(lambda: len(day.issued) > len(moment["ticket"]) + KIOSKS, within=60, says="all go on")
            day.is_enough.set()
        clock = server.database.clock
        with (
            opened_backup(first.file, databases, clock) as in_the_middle,
            opened_backup(second.file, databases, clock) as of_the_moment,
        ):
            yield BusyMorning(acknowledged_before, in_the_middle, moment, of_the_moment, server.database)
    databases.drop(url)


def _backup_in_the_middle(day: Day, url: str, folder: Path) -> tuple[tuple[str, ...], Backup] | None:
    """What had been issued before a backup, and the backup, if tickets were issued while it was made.

    It takes its time: a small SQLite file would be copied between two commits.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite_file, "PAGES_AT_ONCE", 1)
        patch.setattr(sqlite_file, "REST_SECONDS", 0.01)
        before = tuple(day.issued)
        made = make_backup(url, folder)
    return (before, made) if len(day.issued) > len(before) else None


def rows(database: Database, statement: Select[Any]) -> list[Row[Any]]:
    with database.read() as connection:
        return list(connection.execute(statement).all())


def test_every_ticket_that_was_acknowledged_before_is_in_it(morning: BusyMorning) -> None:
    kept = {row.number for row in rows(morning.in_the_middle, select(Ticket.number))}
    assert set(morning.acknowledged_before) <= kept


@pytest.mark.parametrize("table", WRITTEN_ONCE, ids=lambda table: table.__tablename__)
def test_it_holds_every_row_up_to_one_moment_and_none_after_it(morning: BusyMorning, table: Any) -> None:
    everything = select(table.__table__).order_by(table.id)
    kept = rows(morning.in_the_middle, everything)
    final = rows(morning.at_the_end, everything)
    assert kept
    assert kept == final[: len(kept)]


def test_no_command_is_there_by_half(morning: BusyMorning) -> None:
    newest = select(func.max(TicketLog.id)).group_by(TicketLog.turn_id)
    logged = rows(morning.in_the_middle, select(TicketLog.turn_id, TicketLog.to_status).where(TicketLog.id.in_(newest)))
    turns = rows(morning.in_the_middle, select(Turn.id, Turn.status))
    assert sorted(map(tuple, turns)) == sorted(map(tuple, logged)), "every turn is where the log says"
    issued = Counter(row.series_id for row in rows(morning.in_the_middle, select(Ticket.series_id)))
    counted = rows(morning.in_the_middle, select(SeriesCounter.series_id, SeriesCounter.last_sequence))
    assert dict(map(tuple, counted)) == issued, "every number that was counted is on a ticket"
    assert counted


def test_its_log_is_whole_up_to_the_head_that_it_keeps(morning: BusyMorning) -> None:
    with morning.in_the_middle.read() as connection:
        (centre_id,) = read_centre_ids(connection)
        assert verify_log(connection, centre_id).rows > len(morning.acknowledged_before)


def test_of_a_known_moment_every_row_of_every_table_is_in_it(morning: BusyMorning) -> None:
    assert {name: sorted(kept, key=repr) for name, kept in dump(morning.of_the_moment).items()} == {
        name: sorted(known, key=repr) for name, known in morning.moment.items()
    }
