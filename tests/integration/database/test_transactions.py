"""One transaction: everything or nothing, one version each, and no side effect before the commit."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import IntegrityError, OperationalError

from onedoor.database import engine
from onedoor.database.centre_state import CentreState
from onedoor.database.session import Committed, Transaction
from onedoor.queueing.errors import QueueingError
from onedoor.queueing.events import TicketIssued, TurnCalled
from onedoor.queueing.ticket import TurnAction
from onedoor.tickets.actions.day import roll_day
from onedoor.tickets.models import SeriesCounter, Ticket
from tests.databases import PostgresqlDatabases
from tests.factories import SmallCentre, create_centre, create_database, dump, new_request_id, small_plan

PATIENCE_SECONDS = 30


def version_of(centre: SmallCentre) -> int:
    with centre.database.read() as connection:
        return int(connection.execute(select(CentreState.version)).scalar_one())


def committed_by(centre: SmallCentre) -> list[Committed]:
    handed_on: list[Committed] = []
    centre.database.after_commit = handed_on.append
    return handed_on


def write_half_a_ticket(centre: SmallCentre, transaction: Transaction) -> None:
    """One good row with its event, then one that the database refuses."""
    counted = {"centre_id": centre.id, "service_day": transaction.service_day, "series_id": 1, "last_sequence": 1}
    transaction.execute(insert(SeriesCounter), counted)
    transaction.record(TicketIssued(centre.id, 1, 1, 1, None))
    transaction.execute(insert(SeriesCounter), counted)


def test_each_writing_transaction_raises_the_version_by_one(centre: SmallCentre) -> None:
    clerk, before = centre.open_desk(1), version_of(centre)
    centre.issue()
    turn = clerk.call_next()
    assert turn
    clerk.act(TurnAction.start, turn)
    clerk.act(TurnAction.finish, turn)
    clerk.take_break()
    assert version_of(centre) == before + 5


def test_a_repeat_does_not_raise_the_version(centre: SmallCentre) -> None:
    clerk, request_id = centre.open_desk(1), new_request_id()
    centre.issue(request_id=request_id)
    clerk.call_next(request_id=request_id)
    before, handed_on = version_of(centre), committed_by(centre)
    centre.issue(request_id=request_id)
    clerk.call_next(request_id=request_id)
    clerk.open()
    roll_day(centre.database, centre.id)
    assert version_of(centre) == before
    assert handed_on == []


def test_a_refusal_leaves_nothing_and_tells_nobody(centre: SmallCentre) -> None:
    clerk, handed_on, before = centre.open_desk(1), committed_by(centre), dump(centre.database)
    with pytest.raises(QueueingError):
        clerk.call_next()
    assert (dump(centre.database), handed_on) == (before, [])


def test_an_error_inside_leaves_nothing_and_tells_nobody(centre: SmallCentre) -> None:
    handed_on, before = committed_by(centre), dump(centre.database)
    with pytest.raises(IntegrityError), centre.database.write(centre.id) as transaction:
        write_half_a_ticket(centre, transaction)
    assert (dump(centre.database), handed_on) == (before, [])
    assert centre.issue().number == "A001"


def test_what_happened_is_told_after_the_commit_with_its_version(centre: SmallCentre) -> None:
    clerk = centre.open_desk(1)
    tickets_seen: list[tuple[int, int, list[type]]] = []

    def look(committed: Committed) -> None:
        with centre.database.read() as connection:
            tickets = connection.execute(select(func.count()).select_from(Ticket)).scalar_one()
        tickets_seen.append((tickets, committed.version, [type(event) for event in committed.events]))

    before = version_of(centre)
    centre.database.after_commit = look
    centre.issue()
    clerk.call_next()
    assert tickets_seen == [(1, before + 1, [TicketIssued]), (1, before + 2, [TurnCalled])]


def test_an_action_of_a_new_day_tells_of_the_closed_day_first(centre: SmallCentre) -> None:
    centre.issue()
    handed_on = committed_by(centre)
    centre.clock.advance(timedelta(days=1))
    centre.issue()
    assert [type(event).__name__ for event in handed_on[0].events] == ["DayClosed", "TicketIssued"]
    assert len(handed_on) == 1


def test_a_read_sees_everything_as_of_one_moment(centre: SmallCentre) -> None:
    tickets = select(func.count()).select_from(Ticket)
    with centre.database.read() as connection, ThreadPoolExecutor() as elsewhere:
        assert connection.execute(tickets).scalar_one() == 0
        elsewhere.submit(centre.issue).result(PATIENCE_SECONDS)
        assert connection.execute(tickets).scalar_one() == 0
    with centre.database.read() as connection:
        assert connection.execute(tickets).scalar_one() == 1


def test_a_write_on_postgresql_does_not_wait_for_another_centre(
    postgresql: PostgresqlDatabases, tmp_path: Path
) -> None:
    url = postgresql.create()
    database = create_database(tmp_path, url=url)
    here = create_centre(database, tmp_path)
    there = create_centre(database, tmp_path, small_plan().model_copy(update={"code": "there"}))
    with database.write(here.id), ThreadPoolExecutor() as elsewhere:
        assert elsewhere.submit(there.issue).result(PATIENCE_SECONDS).number == "A001"
    database.close()
    postgresql.drop(url)


def test_a_glance_at_postgresql_is_no_transaction_and_the_next_write_is_one(
    postgresql: PostgresqlDatabases, tmp_path: Path
) -> None:
    url = postgresql.create()
    centre = create_centre(create_database(tmp_path, url=url), tmp_path)
    what_it_does = text("SELECT state FROM pg_stat_activity WHERE pid = :backend")
    with centre.database.glance() as connection:
        backend = connection.execute(select(func.pg_backend_pid())).scalar_one()
        with centre.database.read() as other:
            assert other.execute(what_it_does, {"backend": backend}).scalar_one() == "idle"
    before = version_of(centre)
    with pytest.raises(IntegrityError), centre.database.write(centre.id) as transaction:
        write_half_a_ticket(centre, transaction)
    assert version_of(centre) == before
    centre.database.engine.dispose()
    postgresql.drop(url)


def test_a_write_on_postgresql_does_not_wait_for_ever(
    postgresql: PostgresqlDatabases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "LOCK_WAIT_SECONDS", 1.0)
    url = postgresql.create()
    centre = create_centre(create_database(tmp_path, url=url), tmp_path)
    with centre.database.write(centre.id), ThreadPoolExecutor() as elsewhere:
        refused = elsewhere.submit(centre.issue).exception(PATIENCE_SECONDS)
    assert isinstance(refused, OperationalError)
    assert "lock timeout" in str(refused)
    assert centre.issue().number == "A001"
    centre.database.close()
    postgresql.drop(url)


def test_a_process_that_froze_inside_a_write_on_postgresql_lets_the_others_go_on(
    postgresql: PostgresqlDatabases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "FROZEN_AFTER_SECONDS", 1.0)
    url = postgresql.create()
    centre = create_centre(create_database(tmp_path, url=url), tmp_path)
    other = replace(centre, database=create_database(tmp_path, url=url))

    def freeze(transaction: Transaction) -> None:
        with ThreadPoolExecutor() as elsewhere:
            assert elsewhere.submit(other.issue).result(PATIENCE_SECONDS).number == "A001"
        transaction.execute(select(CentreState.version))

    with pytest.raises(OperationalError):
        centre.database.write_together(centre.id, freeze)
    other.database.close()
    centre.database.close()
    postgresql.drop(url)
