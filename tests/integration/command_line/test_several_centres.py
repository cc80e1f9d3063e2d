"""The command line on a service of several centres: plans, and which centre is meant."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Connection, create_engine

from onedoor.cli import main
from onedoor.demo import LUANG_PRABANG

CommandLine = Callable[..., Result]
PASSWORD = re.compile(r"[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}")
FOR_ONE_CENTRE = (
    ("create-user", "--generate", "newcomer", "A newcomer"),
    ("set-password", "--generate", "head"),
    ("device", "enrol", "kiosk-1"),
    ("device", "token", "kiosk-1"),
    ("demo-day",),
)


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def onedoor(data_dir: Path) -> CommandLine:
    def run(*arguments: str) -> Result:
        return CliRunner().invoke(main, arguments, env={"ONEDOOR_DATA_DIR": str(data_dir)})

    assert run("migrate").exit_code == 0
    assert run("seed", "--demo").exit_code == 0
    return run


@pytest.fixture
def pakse(tmp_path: Path) -> Path:
    """A plan made as a centre would: the demonstration's, with another code and people of its own."""
    return write_plan(tmp_path, 'sign_in_name = "', 'sign_in_name = "pakse-')


@pytest.fixture
def database(data_dir: Path, onedoor: CommandLine) -> Iterator[Connection]:
    engine = create_engine(f"sqlite:///{data_dir / 'onedoor.sqlite3'}")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def write_plan(folder: Path, *replacing: str) -> Path:
    plan = folder / "pakse.toml"
    text = LUANG_PRABANG.read_text("utf-8").replace('code = "luang-prabang"', 'code = "pakse"')
    plan.write_text(text.replace(*replacing) if replacing else text, "utf-8")
    return plan


def assert_refused_with(result: Result, words: str) -> None:
    assert result.exit_code == 2
    assert words in result.output.splitlines()[-1]


def centres_of_people(database: Connection) -> dict[str, str]:
    rows = database.exec_driver_sql(
        "SELECT sign_in_name, code FROM staff_user JOIN centre ON centre.id = staff_user.centre_id"
    )
    return {row.sign_in_name: row.code for row in rows}


def test_a_plan_adds_a_centre_with_people_of_its_own(onedoor: CommandLine, pakse: Path, database: Connection) -> None:
    added = onedoor("seed", "--plan", str(pakse))
    assert len(PASSWORD.findall(added.output)) == 7
    people = centres_of_people(database)
    assert people["head"] == "luang-prabang"
    assert people["pakse-head"] == "pakse"


def test_the_same_plan_again_adds_nothing(onedoor: CommandLine, pakse: Path) -> None:
    onedoor("seed", "--plan", str(pakse))
    again = onedoor("seed", "--plan", str(pakse))
    assert again.exit_code == 0
    assert not PASSWORD.search(again.output)


def test_a_plan_with_names_of_another_centre_s_people_is_refused_before_anything_is_made(
    onedoor: CommandLine, tmp_path: Path, database: Connection
) -> None:
    refused = onedoor("seed", "--plan", str(write_plan(tmp_path)))
    assert_refused_with(refused, "choose others, such as pakse-admin")
    assert database.exec_driver_sql("SELECT code FROM centre").scalars().all() == ["luang-prabang"]


def test_a_wrong_plan_is_refused_in_one_line(onedoor: CommandLine, tmp_path: Path) -> None:
    plan = write_plan(tmp_path, 'hall = "main"', 'hall = "mian"')
    assert_refused_with(onedoor("seed", "--plan", str(plan)), "there is no hall mian")


@pytest.mark.parametrize("how", [(), ("--demo", "--plan", str(LUANG_PRABANG))])
def test_seeding_wants_to_know_which_centre(onedoor: CommandLine, how: tuple[str, ...]) -> None:
    assert_refused_with(onedoor("seed", *how), "--plan FILE or --demo")


@pytest.mark.parametrize("command", FOR_ONE_CENTRE, ids=lambda command: command[0])
def test_where_there_are_several_a_command_wants_to_know_which(
    onedoor: CommandLine, pakse: Path, command: tuple[str, ...]
) -> None:
    onedoor("seed", "--plan", str(pakse))
    assert_refused_with(onedoor(*command), "--centre CODE")
    assert_refused_with(onedoor(*command, "--centre", "nowhere"), "no centre nowhere")


def test_a_command_acts_in_the_centre_that_is_named(onedoor: CommandLine, pakse: Path, database: Connection) -> None:
    onedoor("seed", "--plan", str(pakse))
    assert onedoor("create-user", "--centre", "pakse", "--generate", "newcomer", "A newcomer").exit_code == 0
    assert centres_of_people(database)["newcomer"] == "pakse"
    assert_refused_with(onedoor("set-password", "--centre", "pakse", "--generate", "head"), "nobody")
    assert onedoor("device", "token", "--centre", "pakse", "kiosk-1").exit_code == 0
    enrolled = database.exec_driver_sql("SELECT centre_id FROM device WHERE token_hash IS NOT NULL").scalars().all()
    assert enrolled == [2]


def test_a_sign_in_name_of_another_centre_is_refused(onedoor: CommandLine, pakse: Path) -> None:
    onedoor("seed", "--plan", str(pakse))
    assert_refused_with(onedoor("create-user", "--centre", "pakse", "--generate", "head", "Another"), "head is taken")


def test_a_service_without_a_centre_says_how_to_make_one(data_dir: Path) -> None:
    environment = {"ONEDOOR_DATA_DIR": str(data_dir)}
    CliRunner().invoke(main, ["migrate"], env=environment)
    assert_refused_with(CliRunner().invoke(main, ["device", "token", "kiosk-1"], env=environment), "seed --plan FILE")
