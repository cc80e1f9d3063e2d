"""A backup that is brought back is the database, whole or not at all, and nothing is lost by trying."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from onedoor.centres.actions.logo import show_logo
from onedoor.database.backup import make_backup
from onedoor.database.centre_state import CentreState
from onedoor.database.contents import Damaged
from onedoor.database.engine import make_engine
from onedoor.database.migrate import alembic_config, migration_connection
from onedoor.database.restore import CannotRestore, restore_backup
from onedoor.database.schema import SchemaError, require_current_schema
from onedoor.restoring import restore
from onedoor.settings import Settings
from onedoor.staff.actions.sessions import sign_in
from onedoor.staff.queries import find_staff
from onedoor.tickets.models import TicketLog
from onedoor.tickets.queries.audit import verify_log
from tests.backups import opened_backup
from tests.databases import Databases
from tests.factories import PASSWORD, TUESDAY_MORNING, SmallCentre, create_clerk, dump
from tests.pictures import LOGO

ON_ONE_ENGINE = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
"""For what is the same statements on both."""


def as_it_is(_url: str) -> None:
    """Makes nothing ready."""


def cut_off(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def turn_over(file: Path) -> None:
    """Other bytes in the second half."""
    data = file.read_bytes()
    half = len(data) // 2
    file.write_bytes(data[:half] + bytes(byte ^ 0x5A for byte in data[half:]))


def something_else(file: Path) -> None:
    file.write_text("the shopping list\n" * 100)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "kept"


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    return Settings(data_dir=tmp_path, database_url=database_url, clock_start=TUESDAY_MORNING)


def version_of(centre: SmallCentre) -> int:
    with centre.database.read() as connection:
        return connection.execute(select(CentreState.version)).scalar_one()


def test_every_row_is_as_it_was_and_the_database_before_is_kept(
    centre: SmallCentre, database_url: str, databases: Databases, folder: Path
) -> None:
    centre.issue()
    centre.open_desk().call_next()
    show_logo(centre.database, centre.id, LOGO)
    then, made = dump(centre.database), make_backup(database_url, folder)
    centre.issue()
    later = dump(centre.database)
    centre.database.close()

    kept = restore_backup(database_url, made.file, folder, as_it_is)

    assert dump(centre.database) == then
    assert kept
    with opened_backup(kept, databases, centre.clock) as before:
        assert dump(before) == later


def test_a_restored_database_can_be_backed_up_and_restored_again(
    centre: SmallCentre, database_url: str, folder: Path
) -> None:
    centre.issue()
    then = dump(centre.database)
    centre.database.close()
    for _ in range(2):
        restore_backup(database_url, make_backup(database_url, folder).file, folder / "data", as_it_is)
    assert dump(centre.database) == then


def test_the_log_is_whole_goes_on_and_is_still_protected(centre: SmallCentre, settings: Settings, folder: Path) -> None:
    centre.issue()
    made = make_backup(settings.database, folder)
    centre.issue()
    centre.database.close()
    restore(settings, made.file, skip=100)
    centre.issue()
    with centre.database.read() as connection:
        assert verify_log(connection, centre.id).rows == 2
    with pytest.raises(DBAPIError, match="ticket_log"), centre.database.engine.begin() as connection:
        connection.execute(delete(TicketLog))


def test_no_number_that_was_given_out_after_the_backup_is_given_again(
    centre: SmallCentre, settings: Settings, folder: Path
) -> None:
    centre.issue()
    made = make_backup(settings.database, folder)
    centre.issue()
    centre.database.close()
    restore(settings, made.file, skip=100)
    assert centre.issue().number == "A102"
    assert centre.issue("land-title").number == "L101"


@ON_ONE_ENGINE
def test_the_numbers_of_a_day_that_the_backup_does_not_know_are_left_out_too(
    centre: SmallCentre, settings: Settings, folder: Path
) -> None:
    centre.issue()
    made = make_backup(settings.database, folder)
    centre.database.close()
    centre.clock.advance(timedelta(days=1))
    restore(settings.model_copy(update={"clock_start": centre.clock.now()}), made.file, skip=20)
    assert centre.issue().number == "A021"


@ON_ONE_ENGINE
def test_versions_go_on_beyond_what_screens_have_seen(centre: SmallCentre, settings: Settings, folder: Path) -> None:
    made = make_backup(settings.database, folder)
    centre.issue()
    seen = version_of(centre)
    centre.database.close()
    restore(settings, made.file, skip=0)
    assert version_of(centre) > seen


@ON_ONE_ENGINE
def test_a_session_that_was_ended_since_is_not_there_again(
    centre: SmallCentre, settings: Settings, folder: Path
) -> None:
    create_clerk(centre, "clerk1")
    secret = sign_in(centre.database, "clerk1", PASSWORD, "192.0.2.1").secret
    made = make_backup(settings.database, folder)
    centre.database.close()
    restore(settings, made.file, skip=0)
    with centre.database.read() as connection:
        assert find_staff(connection, secret, centre.clock.now()) is None


def test_an_older_backup_is_migrated(databases: Databases, settings: Settings, folder: Path) -> None:
    older = databases.create_bare()
    with migration_connection(older) as connection:
        command.upgrade(alembic_config(connection), "0004")
        connection.commit()
    made = make_backup(older, folder)
    databases.drop(older)
    restore(settings, made.file, skip=0)
    engine = make_engine(settings.database)
    require_current_schema(engine)
    engine.dispose()


def test_a_backup_of_a_newer_program_is_refused(
    centre: SmallCentre, database_url: str, databases: Databases, folder: Path
) -> None:
    newer = databases.create()
    engine = make_engine(newer)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()
    made = make_backup(newer, folder)
    databases.drop(newer)
    before = dump(centre.database)
    centre.database.close()
    with pytest.raises(SchemaError, match="9999, which a newer OneDoor made"):
        restore_backup(database_url, made.file, folder, as_it_is)
    assert dump(centre.database) == before


@pytest.mark.parametrize("harm", [cut_off, turn_over, something_else])
def test_a_damaged_backup_is_refused(
    centre: SmallCentre, database_url: str, folder: Path, harm: Callable[[Path], None]
) -> None:
    made = make_backup(database_url, folder)
    harm(made.file)
    centre.issue()
    before = dump(centre.database)
    centre.database.close()
    with pytest.raises(Damaged, match=made.file.name):
        restore_backup(database_url, made.file, folder, as_it_is)
    assert dump(centre.database) == before


def test_a_backup_that_cannot_be_made_ready_leaves_the_database_as_it_was(
    centre: SmallCentre, database_url: str, folder: Path
) -> None:
    def fail(url: str) -> None:
        engine = make_engine(url)
        with engine.begin() as connection:
            connection.execute(update(CentreState).values(version=7))
        engine.dispose()
        raise ArithmeticError

    made = make_backup(database_url, folder)
    centre.issue()
    before = dump(centre.database)
    centre.database.close()
    with pytest.raises(ArithmeticError):
        restore_backup(database_url, made.file, folder, fail)
    assert dump(centre.database) == before
    centre.database.close()
    restore_backup(database_url, made.file, folder, as_it_is)
    assert centre.turns() == []


def test_under_postgresql_nothing_is_restored_while_a_server_is_connected(
    postgresql: Databases, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onedoor.database.restore.LEAVING_SECONDS", 0.1)
    url = postgresql.create()
    made = make_backup(url, folder)
    engine = make_engine(url)
    with engine.connect(), pytest.raises(CannotRestore, match="stop the servers of all machines"):
        restore_backup(url, made.file, folder, as_it_is)
    engine.dispose()
    postgresql.drop(url)
