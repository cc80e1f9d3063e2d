"""`onedoor audit` says of each centre whether its log is whole, and moves old years to files."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onedoor.cli import main
from tests.factories import SmallCentre, create_centre, small_plan
from tests.tampering import OpenLog

CommandLine = Callable[..., Result]
FILE = "log-small-2026.jsonl.gz"


@pytest.fixture
def audit(centre: SmallCentre, database_url: str, tmp_path: Path) -> CommandLine:
    """The command line in 2028, on a service of two centres: one with two tickets of 2026, one with one of 2028."""
    environment = {
        "ONEDOOR_DATA_DIR": str(tmp_path),
        "ONEDOOR_DATABASE_URL": database_url,
        "ONEDOOR_CLOCK_START": "2028-08-01T02:00:00Z",
    }
    other = create_centre(centre.database, tmp_path / "other", small_plan(code="other"))
    centre.issue()
    centre.issue()
    centre.clock.advance(timedelta(days=600))
    other.issue()
    return lambda *arguments: CliRunner().invoke(main, ["audit", *arguments], env=environment)


@pytest.fixture
def forged(audit: CommandLine, centre: SmallCentre) -> None:
    """Somebody who holds the database has changed the second row of all."""
    with centre.database.engine.begin() as connection:
        OpenLog(connection).change(1, {"reason": "forged"})


def test_a_whole_log_is_said_to_be_whole_with_its_head(audit: CommandLine, centre: SmallCentre) -> None:
    result = audit("verify")
    heads = [row.hash for row in centre.log()[1:]]
    assert result.output.splitlines() == [
        f"small: whole, 2 rows, head {heads[0]}",
        f"other: whole, 1 rows, head {heads[1]}",
    ]
    assert result.exit_code == 0


def test_only_the_centre_that_is_named_is_looked_at(audit: CommandLine) -> None:
    assert audit("verify", "--centre", "other").output.startswith("other: whole, 1 rows")


@pytest.mark.usefixtures("forged")
def test_the_first_wrong_row_is_said_with_exit_status_1(audit: CommandLine, centre: SmallCentre) -> None:
    result = audit("verify")
    small, other = result.output.splitlines()
    assert small.startswith("small: NOT WHOLE: row 2 is not what was written")
    assert other.startswith("other: whole")
    assert result.exit_code == 1


def test_old_years_go_to_files_in_the_data_folder(audit: CommandLine, tmp_path: Path) -> None:
    result = audit("archive", "--before", "2027")
    assert result.output == f"{tmp_path / 'archive' / FILE}: written, and removed from the log\n"
    assert "small: whole, 2 rows" in audit("verify").output
    checked = audit("verify", str(tmp_path / "archive" / FILE))
    assert checked.output.startswith(f"{FILE}: whole, 2 rows, head ")
    assert checked.exit_code == 0


def test_the_files_can_go_to_another_folder(audit: CommandLine, tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    audit("archive", "--before", "2027", "--to", str(folder))
    assert [file.name for file in folder.iterdir()] == [FILE]


def test_a_file_that_is_no_archive_is_said_to_be_none(audit: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no archive")
    result = audit("verify", str(tmp_path / "notes.txt"))
    assert result.output.startswith("notes.txt: NOT WHOLE: the file cannot be read")
    assert result.exit_code == 1


@pytest.mark.usefixtures("forged")
def test_a_log_that_is_not_whole_is_not_archived(audit: CommandLine) -> None:
    result = audit("archive", "--before", "2027")
    assert "row 2 is not what was written" in result.output
    assert result.exit_code == 2
