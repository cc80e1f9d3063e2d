"""What the command line answers, and what it leaves behind."""

import re
import socket
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine

from onedoor.cli import main
from onedoor.launch import CannotServe, hold_server_lock, require_free_port
from onedoor.opening import open_database
from onedoor.settings import Settings
from onedoor.staff.actions.lockout import FIRST_DELAYED, begin_attempt
from onedoor.staff.actions.sessions import sign_in
from onedoor.staff.queries import NAME

PASSWORD = re.compile(r"[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}")
CommandLine = Callable[..., Result]


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def onedoor(data_dir: Path) -> CommandLine:
    def run(*arguments: str, **variables: str) -> Result:
        return CliRunner().invoke(main, arguments, env={"ONEDOOR_DATA_DIR": str(data_dir), **variables})

    return run


@pytest.fixture
def seeded(onedoor: CommandLine) -> Result:
    assert onedoor("migrate").exit_code == 0
    return onedoor("seed", "--demo")


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def stored_hashes(data_dir: Path) -> dict[str, str]:
    engine = create_engine(f"sqlite:///{data_dir / 'onedoor.sqlite3'}")
    with engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT sign_in_name, password_hash FROM staff_user").all()
    engine.dispose()
    return {row.sign_in_name: row.password_hash for row in rows}


def test_nobody_else_on_the_machine_reads_the_data_folder(onedoor: CommandLine, data_dir: Path) -> None:
    onedoor("migrate")
    assert stat.S_IMODE(data_dir.stat().st_mode) == 0o700


def test_seeding_shows_a_random_password_for_everybody_once(seeded: Result, data_dir: Path) -> None:
    passwords = PASSWORD.findall(seeded.output)
    assert len(set(passwords)) == len(stored_hashes(data_dir)) == 7
    database = (data_dir / "onedoor.sqlite3").read_bytes()
    assert not any(password.encode() in database for password in passwords)


def test_seeding_again_changes_nothing(seeded: Result, onedoor: CommandLine, data_dir: Path) -> None:
    before = stored_hashes(data_dir)
    again = onedoor("seed", "--demo")
    assert again.exit_code == 0
    assert not PASSWORD.search(again.output)
    assert stored_hashes(data_dir) == before


def test_a_new_password_replaces_the_old_one(seeded: Result, onedoor: CommandLine, data_dir: Path) -> None:
    before = stored_hashes(data_dir)
    assert PASSWORD.search(onedoor("set-password", "head", "--generate").output)
    changed = {name for name, password_hash in stored_hashes(data_dir).items() if before[name] != password_hash}
    assert changed == {"head"}


def test_whoever_is_signed_in_is_listed_and_can_be_signed_out(
    seeded: Result, onedoor: CommandLine, data_dir: Path
) -> None:
    database = open_database(Settings(data_dir=data_dir))
    password = str(PASSWORD.findall(seeded.output)[0])
    name = next(name for name in stored_hashes(data_dir) if f"{name} " in seeded.output)
    sign_in(database, name, password, "192.0.2.1")
    assert name in onedoor("staff", "sessions").output
    assert "Sessions ended: 1" in onedoor("staff", "sign-out", name).output
    assert onedoor("staff", "sessions").output == ""
    database.close()


def test_a_delay_after_failed_sign_ins_is_lifted(seeded: Result, onedoor: CommandLine, data_dir: Path) -> None:
    database = open_database(Settings(data_dir=data_dir))
    for _ in range(FIRST_DELAYED[NAME]):
        begin_attempt(database, "head", "192.0.2.1")
    assert onedoor("staff", "unlock", "head").output == ""
    begin_attempt(database, "head", "192.0.2.1")
    assert "no failed attempts of nobody" in onedoor("staff", "unlock", "nobody").output
    database.close()


def test_a_kiosk_gets_another_link_each_time(seeded: Result, onedoor: CommandLine) -> None:
    first, second = (onedoor("device", "enrol", "kiosk-1", ONEDOOR_PORT="8081").output for _ in range(2))
    assert first.startswith("http://localhost:8081/kiosk/enrol/")
    assert first != second


def test_behind_a_proxy_a_link_leads_to_the_public_address(seeded: Result, onedoor: CommandLine) -> None:
    behind = {"ONEDOOR_PROXIES": "1", "ONEDOOR_PUBLIC_URL": "https://queue.example"}
    assert onedoor("device", "enrol", "kiosk-1", **behind).output.startswith("https://queue.example/kiosk/enrol/")


@pytest.mark.parametrize(
    ("arguments", "variables", "words"),
    [
        (("migrate",), {"ONEDOOR_PROT": "8080"}, "ONEDOOR_PROT"),
        (("migrate",), {"ONEDOOR_DATABASE_URL": "no url"}, "URL"),
        (("serve",), {"ONEDOOR_PORT": "70000"}, "ONEDOOR_PORT"),
    ],
)
def test_a_mistake_is_one_clear_line(
    onedoor: CommandLine, data_dir: Path, arguments: tuple[str, ...], variables: dict[str, str], words: str
) -> None:
    data_dir.mkdir()
    result = onedoor(*arguments, **variables)
    assert result.exit_code == 2
    assert len(result.output.splitlines()) == 1
    assert words in result.output


@pytest.mark.parametrize("arguments", [("set-password", "--generate", "nobody"), ("device", "token", "nobody")])
def test_an_unknown_name_is_refused(seeded: Result, onedoor: CommandLine, arguments: tuple[str, ...]) -> None:
    result = onedoor(*arguments)
    assert result.exit_code == 2
    assert "nobody" in result.output.splitlines()[-1]


def test_a_backup_says_its_file_its_size_and_its_tickets(seeded: Result, onedoor: CommandLine, data_dir: Path) -> None:
    result = onedoor("backup", "--keep", "1")
    (file,) = (data_dir / "backups").iterdir()
    assert result.output == f"{file}: {file.stat().st_size / 1e6:.1f} MB, 0 tickets\n"


def test_nothing_is_restored_while_a_server_runs(seeded: Result, onedoor: CommandLine, data_dir: Path) -> None:
    onedoor("backup")
    (file,) = (data_dir / "backups").iterdir()
    hold_server_lock(Settings(data_dir=data_dir))
    result = onedoor("restore", str(file))
    assert result.exit_code == 2
    assert "another server" in result.output


def test_a_restore_says_where_the_database_before_is(seeded: Result, onedoor: CommandLine, data_dir: Path) -> None:
    onedoor("backup")
    (file,) = (data_dir / "backups").iterdir()
    result = onedoor("restore", str(file), "--skip-numbers", "30")
    assert "leaves out 30 numbers" in result.output
    (kept,) = data_dir.glob("set-aside/*/onedoor.sqlite3")
    assert str(kept) in result.output


def test_a_second_server_on_the_same_file_is_refused(data_dir: Path) -> None:
    settings = Settings(data_dir=data_dir)
    data_dir.mkdir()
    hold_server_lock(settings)
    with pytest.raises(CannotServe, match="another server"):
        hold_server_lock(settings)


def test_a_port_in_use_is_refused_by_its_number(data_dir: Path, taken_port: int) -> None:
    with pytest.raises(CannotServe, match=f"port {taken_port}"):
        require_free_port(Settings(data_dir=data_dir, host="127.0.0.1", port=taken_port))
