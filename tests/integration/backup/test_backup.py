"""A backup is whole, checked and on the disk before it bears the name of one."""

import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import make_url

from onedoor.database.backup import make_backup
from onedoor.database.backup_folder import newest_backups, remove_older_backups
from onedoor.database.contents import BackupFailed, Damaged
from onedoor.database.schema import NEWEST
from onedoor.database.sqlite_file import file_of
from tests.backups import opened_backup
from tests.databases import Databases
from tests.factories import SmallCentre, dump

FIRST = datetime(2026, 11, 24, 16, tzinfo=UTC)


def damage(file: Path) -> None:
    """Overwrite what lies behind the first page, as a dying disk does."""
    with file.open("r+b") as pages:
        pages.seek(4096)
        pages.write(b"\xa5" * (file.stat().st_size - 4096))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "kept"


def test_a_backup_holds_every_row_and_says_how_many_tickets(
    centre: SmallCentre, database_url: str, databases: Databases, folder: Path
) -> None:
    for _ in range(3):
        centre.issue()
    centre.open_desk().call_next()

    made = make_backup(database_url, folder)

    assert (made.contents.tickets, made.contents.revision) == (3, NEWEST)
    assert made.size_bytes == made.file.stat().st_size > 0
    with opened_backup(made.file, databases, centre.clock) as kept:
        assert dump(kept) == dump(centre.database)


def test_a_backup_is_taken_inside_a_write_that_is_not_committed_and_holds_nothing_of_it(
    centre: SmallCentre, database_url: str, databases: Databases, folder: Path
) -> None:
    centre.issue()
    before = dump(centre.database)
    with centre.database.write(centre.id) as transaction:
        transaction.connection.exec_driver_sql("UPDATE ticket SET number = 'half'")
        made = make_backup(database_url, folder)
    with opened_backup(made.file, databases, centre.clock) as kept:
        assert dump(kept) == before


def test_nobody_else_on_the_machine_reads_a_backup(centre: SmallCentre, database_url: str, folder: Path) -> None:
    made = make_backup(database_url, folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(made.file.stat().st_mode) == 0o600


def test_older_backups_go_and_other_files_stay(centre: SmallCentre, database_url: str, folder: Path) -> None:
    made = [make_backup(database_url, folder, FIRST + timedelta(days=day)).file for day in range(4)]
    (folder / "notes.txt").touch()
    remove_older_backups(folder, keep=2)
    assert newest_backups(folder) == [made[3], made[2]]
    assert sorted(folder.iterdir()) == sorted([made[2], made[3], folder / "notes.txt"])


def test_what_a_backup_that_was_cut_off_has_left_goes_with_the_next(
    centre: SmallCentre, database_url: str, folder: Path
) -> None:
    folder.mkdir()
    (folder / ".unfinished").write_text("half a backup")
    made = make_backup(database_url, folder)
    assert list(folder.iterdir()) == [made.file]


def test_a_folder_that_takes_no_files_is_named(centre: SmallCentre, database_url: str, tmp_path: Path) -> None:
    (tmp_path / "a file").touch()
    with pytest.raises(BackupFailed, match="a file"):
        make_backup(database_url, tmp_path / "a file" / "backups")


def test_no_backup_is_made_of_a_damaged_file(sqlite: Databases, folder: Path) -> None:
    url = sqlite.create()
    file = file_of(url)
    assert file
    damage(file)
    with pytest.raises(Damaged, match=file.name):
        make_backup(url, folder)
    assert list(folder.iterdir()) == []


def test_a_server_that_does_not_answer_is_no_backup(postgresql: Databases, folder: Path) -> None:
    url = postgresql.create()
    postgresql.drop(url)
    with pytest.raises(BackupFailed, match="does not answer"):
        make_backup(url, folder)
    assert list(folder.iterdir()) == []


def test_the_password_is_on_no_command_line(
    postgresql: Databases, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, seen = postgresql.create(), tmp_path / "seen"
    watched = tmp_path / "watched"
    watched.mkdir()
    for name in ("pg_dump", "pg_restore"):
        (watched / name).write_text(f'#!/bin/sh\necho "$0 $@" >>{seen}\nPATH="${{PATH#*:}}" exec {name} "$@"\n')
        (watched / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{watched}{os.pathsep}{os.environ['PATH']}")
    make_backup(url, folder)
    password = make_url(url).password
    assert password
    assert "pg_dump" in seen.read_text()
    assert password not in seen.read_text()
    postgresql.drop(url)


def test_without_the_programs_of_postgresql_it_is_said_what_to_install(
    postgresql: Databases, folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    url = postgresql.create()
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupFailed, match="postgresql-client"):
        make_backup(url, folder)
    postgresql.drop(url)
