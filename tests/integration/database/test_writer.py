"""The connection that writes: kept on SQLite, and whole again after whatever went wrong with it."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Text, bindparam, cast, event, exc, select, text

from onedoor.clock import StoppedClock
from onedoor.database.prepared import Prepared
from onedoor.database.session import Database
from onedoor.printing.models import PrintJob
from onedoor.queueing.errors import QueueingError
from onedoor.tickets.models import Ticket
from tests.factories import SmallCentre, create_centre, create_database

_NUMBERS = Prepared(select(Ticket.number).where(Ticket.centre_id == bindparam("centre")).order_by(Ticket.id))


def numbers_at_a_glance(centre: SmallCentre) -> list[str]:
    with centre.database.glance() as connection:
        return list(_NUMBERS.run(connection, {"centre": centre.id}).scalars())


def connections_made(database: Database) -> list[object]:
    made: list[object] = []
    event.listen(database.engine, "checkout", lambda connection, *_: made.append(connection))
    return made


def test_a_glance_sees_what_was_just_committed(centre: SmallCentre) -> None:
    assert numbers_at_a_glance(centre) == []
    centre.issue()
    assert numbers_at_a_glance(centre) == ["A001"]


def test_a_glance_during_a_write_sees_nothing_of_it(centre: SmallCentre) -> None:
    centre.issue()
    with centre.database.write(centre.id) as transaction:
        transaction.execute(text("UPDATE ticket SET number = 'X999'"))
        assert numbers_at_a_glance(centre) == ["A001"]


def test_sqlite_writes_and_glances_on_one_connection(tmp_path: Path, clock: StoppedClock) -> None:
    centre = create_centre(create_database(tmp_path, clock), tmp_path)
    centre.issue()
    taken = connections_made(centre.database)
    for _ in range(3):
        centre.issue()
        numbers_at_a_glance(centre)
    assert taken == []


def test_a_refused_write_leaves_nothing_open(centre: SmallCentre) -> None:
    with pytest.raises(QueueingError):
        centre.issue("no such service")
    assert numbers_at_a_glance(centre) == []
    assert centre.issue().number == "A001"


def test_a_closed_database_leaves_no_file_open(tmp_path: Path, clock: StoppedClock) -> None:
    centre = create_centre(create_database(tmp_path, clock), tmp_path)
    centre.issue()
    numbers_at_a_glance(centre)
    assert list(tmp_path.glob("*-wal"))
    centre.database.close()
    assert list(tmp_path.glob("*-wal")) == []  # SQLite takes its log away with the last connection
    assert centre.issue().number == "A002"


def test_nobody_waits_for_another_write_of_sqlite_for_ever(
    tmp_path: Path, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onedoor.database.writer.LOCK_WAIT_SECONDS", 0.05)
    centre = create_centre(create_database(tmp_path, clock), tmp_path)
    with centre.database.write(centre.id), ThreadPoolExecutor() as elsewhere:
        refused = elsewhere.submit(centre.issue).exception()
    assert isinstance(refused, exc.TimeoutError)
    assert centre.issue().number == "A001"
    centre.database.close()


def test_lao_letters_are_stored_as_they_are(centre: SmallCentre) -> None:
    centre.issue()
    with centre.database.read() as connection:
        facts = connection.execute(select(cast(PrintJob.facts, Text))).scalar_one()
    assert "ສູນບໍລິການ" in facts
