"""A server does not start on a database that it cannot keep its word with, and says in plain words what to do."""

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine

from onedoor.cli import main
from onedoor.database.backup import make_backup
from onedoor.database.contents import Damaged
from onedoor.database.sqlite_file import look_over
from onedoor.database.start_check import NotReady
from onedoor.database.waiting import wait_for_server
from tests.databases import migrated_file
from tests.factories import create_centre, create_database, dump
from tests.live_server import PROJECT
from tests.waiting import eventually
from tools.hosted.postgresql import Postgresql
from tools.hosted.program import free_port

# Root makes a mount namespace as it is, anybody else in a user namespace.
OWN_MOUNTS = ("unshare", "--mount") if os.geteuid() == 0 else ("unshare", "--user", "--map-root-user", "--mount")


def cut_off(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def overwrite_pages(file: Path) -> None:
    with file.open("r+b") as pages:
        pages.seek(8 * 4096)
        pages.write(b"\xa5" * 4 * 4096)


def overwrite_the_header(file: Path) -> None:
    with file.open("r+b") as pages:
        pages.write(b"\0" * 100)


def put_something_else(file: Path) -> None:
    file.write_text("the shopping list\n" * 100)


def empty(file: Path) -> None:
    file.write_bytes(b"")


def take_away(file: Path) -> None:
    file.unlink()


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copyfile(migrated_file(), folder / "onedoor.sqlite3")
    return folder


@pytest.fixture
def file(data_dir: Path) -> Path:
    return data_dir / "onedoor.sqlite3"


def onedoor(command: str, data_dir: Path, **variables: str) -> Result:
    return CliRunner().invoke(main, [command], env={"ONEDOOR_DATA_DIR": str(data_dir), **variables})


def said_by_the_server(data_dir: Path) -> list[str]:
    """What the server program says where it is the first to see that it cannot work, line by line."""
    command = [sys.executable, "-m", "onedoor", "serve"]
    environment = os.environ | {"ONEDOOR_DATA_DIR": str(data_dir), "ONEDOOR_PORT": "0"}
    run = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True)
    assert run.returncode == 2, run.stderr
    return run.stderr.splitlines()


def served_on_a_disk(prepare: str, folder: Path, file: Path) -> str:
    """What `serve` says of a database on a disk of 20 MB of its own, after a shell has prepared that."""
    script = f'mount -t tmpfs -o size=20m tmpfs "{folder}" && cp "{file}" "{folder}" && {prepare} && exec "$@"'
    command = [*OWN_MOUNTS, "sh", "-c", script, "sh", sys.executable, "-m", "onedoor", "serve"]
    environment = os.environ | {"ONEDOOR_DATA_DIR": str(folder)}
    run = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True)
    assert run.returncode == 2, run.stderr
    return run.stderr


@pytest.mark.parametrize("command", ["serve", "start"])
@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (cut_off, "is damaged"),
        (overwrite_pages, "is damaged"),
        (overwrite_the_header, "is damaged"),
        (put_something_else, "is damaged"),
        (empty, "is empty"),
        (take_away, "is gone"),
    ],
)
def test_damage_is_said_with_the_newest_backup_and_the_way_to_bring_it_back(
    data_dir: Path, file: Path, harm: Callable[[Path], None], words: str, command: str
) -> None:
    kept = make_backup(f"sqlite:///{file}", data_dir / "backups").file
    harm(file)
    left = file.read_bytes() if file.exists() else None
    result = onedoor(command, data_dir)
    assert result.exit_code == 2
    assert f"{file} {words}" in result.output
    assert f"onedoor restore {kept}" in result.output
    assert (file.read_bytes() if file.exists() else None) == left, "nothing was changed"


def test_the_backup_that_was_named_is_served_again(data_dir: Path, file: Path) -> None:
    centre = create_centre(create_database(data_dir), data_dir)
    centre.issue()
    then = dump(centre.database)
    kept = make_backup(f"sqlite:///{file}", data_dir / "backups").file
    centre.database.close()
    overwrite_pages(file)
    result = CliRunner().invoke(
        main, ["restore", str(kept), "--skip-numbers", "0"], env={"ONEDOOR_DATA_DIR": str(data_dir)}
    )
    assert result.exit_code == 0, result.output
    look_over(file, seconds=60)
    assert dump(centre.database)["ticket"] == then["ticket"]


def test_without_a_backup_it_is_said_what_may_still_help(data_dir: Path, file: Path) -> None:
    overwrite_pages(file)
    result = onedoor("serve", data_dir)
    assert result.exit_code == 2
    assert "There is no backup" in result.output
    assert ".recover" in result.output


def test_a_file_of_a_newer_program_is_named_as_that(data_dir: Path, file: Path) -> None:
    engine = create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()
    words = "9999, which a newer OneDoor made"
    [line] = said_by_the_server(data_dir)
    assert words in line
    for command in ("start", "migrate"):
        result = onedoor(command, data_dir)
        assert result.exit_code == 2
        assert words in result.output


def test_a_database_that_was_never_migrated_is_answered_with_the_command_that_helps(tmp_path: Path) -> None:
    [line] = said_by_the_server(tmp_path)
    assert line.endswith("run `onedoor migrate`")


def test_a_look_at_a_large_file_ends_in_time(tmp_path: Path) -> None:
    large = tmp_path / "large.sqlite3"
    with closing(sqlite3.connect(large)) as connection:
        connection.execute("PRAGMA ignore_check_constraints=ON")
        connection.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, is_good INTEGER CHECK (is_good))")
        rows = "WITH RECURSIVE n (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < 500000)"
        connection.execute(f"INSERT INTO row {rows} SELECT id, id < 500000 FROM n")
        connection.commit()
    look_over(large, seconds=0.005)
    with pytest.raises(Damaged, match="CHECK"):
        look_over(large, seconds=60)


def test_a_log_that_was_taken_away_leaves_a_whole_database_that_is_older(tmp_path: Path) -> None:
    """SQLite has no way to know; what the log held is lost, and nothing else."""
    centre = create_centre(create_database(tmp_path), tmp_path)
    centre.database.close()
    centre.issue()
    without_log = tmp_path / "without_log.sqlite3"
    shutil.copyfile(tmp_path / "onedoor.sqlite3", without_log)
    assert (tmp_path / "onedoor.sqlite3-wal").stat().st_size
    centre.database.close()
    look_over(without_log, seconds=60)
    database = create_database(tmp_path, centre.clock, f"sqlite:///{without_log}")
    assert dump(database)["ticket"] == []
    assert len(dump(database)["centre"]) == 1
    database.close()


def test_a_folder_that_takes_no_writes_is_named(tmp_path: Path, file: Path) -> None:
    folder = tmp_path / "disk"
    folder.mkdir()
    said = served_on_a_disk(f'mount -o remount,ro "{folder}"', folder, file)
    assert f"nothing can be written to {folder}" in said


def test_a_full_disk_is_named(tmp_path: Path, file: Path) -> None:
    folder = tmp_path / "disk"
    folder.mkdir()
    said = served_on_a_disk(f'head -c 10000000 /dev/zero >"{folder}/ballast"', folder, file)
    assert f"the disk of {folder} is full" in said


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    result = onedoor("serve", tmp_path / "nowhere")
    assert result.exit_code == 2
    assert f"there is no folder {tmp_path / 'nowhere'}" in result.output


def test_a_server_ends_when_postgresql_does_not_answer_in_time(tmp_path: Path) -> None:
    url = f"postgresql+psycopg2://onedoor@127.0.0.1:{free_port()}/onedoor"
    result = onedoor("serve", tmp_path, ONEDOOR_DATABASE_URL=url, ONEDOOR_DATABASE_WAIT_SECONDS="0.1")
    assert result.exit_code == 2
    waiting, ended = result.output.splitlines()
    assert waiting.startswith("Waiting up to 0.1 s for the database: ")
    assert "the database does not answer" in ended


def test_a_server_waits_for_postgresql_to_come_back(tmp_path: Path) -> None:
    said: list[str] = []
    with Postgresql(tmp_path, durable=False) as postgresql:
        postgresql.stop()
        waiting = threading.Thread(target=wait_for_server, args=(postgresql.url(), 60, said.append))
        waiting.start()
        eventually(lambda: said, says="it is said that the server waits")
        assert waiting.is_alive()
        postgresql.start()
        waiting.join(60)
        assert not waiting.is_alive()


def test_a_wait_that_was_in_vain_says_why() -> None:
    with pytest.raises(NotReady, match="refused"):
        wait_for_server(f"postgresql+psycopg2://onedoor@127.0.0.1:{free_port()}/onedoor", 0, print)
