"""The database itself refuses to change the log, after every migration."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import IntegrityError

from onedoor.database.append_only import protect, unprotect
from onedoor.database.migrate import MIGRATIONS, alembic_config, migration_connection
from onedoor.tickets.queries.audit import verify_log
from tests.databases import Databases
from tests.factories import SmallCentre, create_centre, small_plan

BEFORE, FIRST_PROTECTED = "0005", "0008"
TRIGGERS = {
    "sqlite": (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        {f"{table}_{what}" for table in ("ticket_log", "log_archive") for what in ("update", "delete", "replace")},
    ),
    "postgresql": (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'A'",
        {"ticket_log_change", "ticket_log_delete", "log_archive_change"},
    ),
}
CHANGES = [
    "UPDATE ticket_log SET reason = 'another'",
    "DELETE FROM ticket_log",
    "DELETE FROM ticket_log WHERE id = 1",
    "UPDATE log_archive SET head = 'another'",
    "DELETE FROM log_archive",
]
"""Statements that would forge the log, or the list of its archives."""
ONLY_ON = {
    "sqlite": [
        "INSERT OR REPLACE INTO ticket_log SELECT * FROM ticket_log WHERE id = 1",
        "REPLACE INTO log_archive SELECT * FROM log_archive",
    ],
    "postgresql": [
        "TRUNCATE ticket_log",
        "TRUNCATE ticket CASCADE",
        "TRUNCATE log_archive",
        "SET session_replication_role = replica; DELETE FROM ticket_log",
    ],
}


@pytest.fixture
def bare_url(databases: Databases) -> Iterator[str]:
    """A database of either engine without any table."""
    url = databases.create_bare()
    yield url
    databases.drop(url)


def triggers(connection: Connection) -> set[str]:
    query, _ = TRIGGERS[connection.dialect.name]
    return set(connection.execute(text(query)).scalars())


def test_the_log_is_protected_after_every_migration_up_and_down_and_up(bare_url: str) -> None:
    revisions = [script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()][::-1]
    protected = revisions[revisions.index(FIRST_PROTECTED) :]
    with migration_connection(bare_url) as connection:
        _, expected = TRIGGERS[connection.dialect.name]
        steps = [(command.upgrade, each) for each in revisions]
        steps += [(command.downgrade, each) for each in revisions[-2::-1]] + steps[1:]
        for step, revision in steps:
            step(alembic_config(connection), revision)
            assert triggers(connection) == (expected if revision in protected else set()), f"after {revision}"


def test_a_migration_can_rebuild_the_log_and_protect_it_again(centre: SmallCentre) -> None:
    centre.issue()
    with centre.database.engine.begin() as connection:
        before = triggers(connection)
        unprotect(connection)
        assert triggers(connection) == set()
        connection.execute(text("UPDATE ticket_log SET reason = NULL"))
        protect(connection)
        assert triggers(connection) == before


def changes(engine: Engine) -> list[str]:
    return [*CHANGES, *ONLY_ON[engine.dialect.name]]


def test_no_statement_changes_or_removes_a_row(centre: SmallCentre) -> None:
    centre.issue()
    centre.issue()
    engine = centre.database.engine
    with engine.begin() as connection:
        # It lists no row of this log, so that it lets none go.
        connection.execute(text("INSERT INTO log_archive VALUES (1, 2025, 0, '', 0, 'file', '2026-01-01 00:00:00')"))
    before = centre.log()
    for change in changes(engine):
        with pytest.raises(IntegrityError, match="append-only"), engine.begin() as connection:
            connection.execute(text(change))
    assert centre.log() == before


def test_rows_that_are_there_are_chained_by_the_migration_as_they_would_have_been(
    centre: SmallCentre, tmp_path: Path, database_url: str
) -> None:
    other = create_centre(centre.database, tmp_path / "other", small_plan(code="other"))
    for each in (centre, other, centre):
        each.issue()
    before = centre.log()
    centre.database.close()
    with migration_connection(database_url) as connection:
        command.downgrade(alembic_config(connection), BEFORE)
        command.upgrade(alembic_config(connection), "head")
        connection.commit()
    assert centre.log() == before
    with centre.database.read() as connection:
        assert [verify_log(connection, each.id).rows for each in (centre, other)] == [2, 1]
