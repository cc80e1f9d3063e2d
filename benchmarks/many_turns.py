"""Tickets of today that wait, and of years that are over: written in bulk into a SQLite database, past the program."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import Connection, select, text

from onedoor.centres.models import Service
from onedoor.database.session import Database

TICKETS_PER_DAY = 700
_TICKETS = text("""
    WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :count)
    INSERT INTO ticket (centre_id, service_day, series_id, sequence, number, token, request_id, is_priority, issued_at)
    SELECT :centre, date(:newest, '-' || (i / :per_day) || ' days'), series_id, 1000000 + :after + i % :per_day, 'A001',
        hex(randomblob(13)), hex(randomblob(16)), 0, datetime(:newest, '-' || (i / :per_day) || ' days', '+2 hours')
        || '.000000'
    FROM n, service WHERE id = :service ORDER BY i DESC
""")
_TURNS = text("""
    INSERT INTO turn (centre_id, ticket_id, service_id, service_day, status, due_at, waiting_since, call_count,
        is_return, duration_is_reliable, first_called_at, called_at, started_at, finished_at, counter_id)
    SELECT centre_id, id, :service, service_day, :status, issued_at, issued_at, 0, 0, 1, past, past, past, past, counter
    FROM (SELECT *, CASE :status WHEN 'finished' THEN issued_at END AS past,
        CASE :status WHEN 'finished' THEN (SELECT min(id) FROM counter) END AS counter FROM ticket WHERE id > :after)
""")
_CALLS = text("""
    INSERT INTO call (centre_id, hall_id, service_day, turn_id, service_id, counter_number, called_at, is_recall)
    SELECT turn.centre_id, hall_id, service_day, turn.id, service_id, number, called_at, 0
    FROM turn JOIN counter ON counter.id = counter_id WHERE turn.status = 'finished'
""")
_LOG = text("""
    INSERT INTO ticket_log (centre_id, ticket_id, turn_id, at, action, from_status, to_status, hash)
    SELECT centre_id, ticket_id, id, finished_at, 'finish', 'serving', 'finished', hex(zeroblob(32))
    FROM turn WHERE status = 'finished'
""")


def add_years(database: Database, centre_id: int, today: date, turns: int) -> None:
    """So many finished turns on the days before today, 700 a day, with their tickets, calls and log."""
    with database.engine.begin() as connection:
        services = connection.execute(select(Service.id).where(Service.centre_id == centre_id)).scalars().all()
        for service in services:
            one = {"count": turns // len(services), "per_day": TICKETS_PER_DAY // len(services)}
            _add(connection, one | {"centre": centre_id, "service": service}, today - timedelta(days=1), "finished")
        connection.execute(_CALLS)
        connection.execute(_LOG)
    _tidy(database)


def add_waiting(database: Database, centre_id: int, today: date, services: Sequence[int], turns: int) -> None:
    """So many turns of today that wait, spread over the services."""
    with database.engine.begin() as connection:
        for service in services:
            count = turns // len(services)
            one = {"centre": centre_id, "service": service, "count": count, "per_day": count}
            _add(connection, one, today, "waiting")
    _tidy(database)


def _add(connection: Connection, values: dict[str, int], newest: date, status: str) -> None:
    after = connection.execute(text("SELECT coalesce(max(id), 0) FROM ticket")).scalar_one()
    connection.execute(_TICKETS, values | {"newest": newest.isoformat(), "after": after})
    connection.execute(_TURNS, {"service": values["service"], "status": status, "after": after})


def _tidy(database: Database) -> None:
    """What was written goes from the log to its place, or the first tickets after it would pay for that."""
    with database.engine.connect() as connection:
        connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
