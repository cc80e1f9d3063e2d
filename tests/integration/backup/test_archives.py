"""A year of the log that is in a file only comes back with the backup."""

import shutil
import stat
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from onedoor.archive_copies import BroughtBack, bring_archives_back, copy_archives
from onedoor.cli import main
from onedoor.database.backup import make_backup
from onedoor.queueing.log_chain import BrokenChain
from onedoor.restoring import restore
from onedoor.settings import Settings
from onedoor.tickets.actions.archive import archive_years
from onedoor.tickets.queries.audit import verify_archive, verify_log
from tests.factories import SmallCentre

TWO_YEARS = timedelta(days=600)
FILE = "log-small-2026.jsonl.gz"
ON_ONE_ENGINE = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
"""For what is the same on both."""


@dataclass(frozen=True)
class Keeper:
    """Who looks after a centre's backups and archives; two tickets of 2026 are in its log, and it is 2028."""

    centre: SmallCentre
    settings: Settings

    @property
    def archive(self) -> Path:
        """The file of 2026."""
        return self.settings.data_dir / "archive" / FILE

    def archive_the_old_year(self) -> None:
        self.archive.parent.mkdir(exist_ok=True)
        assert list(archive_years(self.centre.database, self.centre.id, 2027, self.archive.parent)) == [self.archive]

    def back_up(self, folder: Path) -> Path:
        """The file of a backup, with its archives beside it."""
        made = make_backup(self.settings.database, folder)
        copy_archives(self.settings.data_dir, folder)
        return made.file

    def bring_back(self, backup: Path) -> tuple[Path, BroughtBack]:
        """Where the database before is, and what became of the archives."""
        self.centre.database.close()
        before = restore(self.settings, backup, skip=0)
        assert before
        return before, bring_archives_back(self.centre.database, backup.parent, self.settings.data_dir)

    def verified_rows(self) -> tuple[int, int]:
        """The length of the whole chain, and of the archive alone. Raises BrokenChain."""
        with self.centre.database.read() as connection:
            log, archive = verify_log(connection, self.centre.id), verify_archive(connection, self.archive)
        return log.rows, archive.rows


@pytest.fixture
def keeper(centre: SmallCentre, database_url: str, tmp_path: Path) -> Keeper:
    centre.issue()
    centre.issue()
    centre.clock.advance(TWO_YEARS)
    settings = Settings(data_dir=tmp_path, database_url=database_url, clock_start=centre.clock.now())
    return Keeper(centre, settings)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "kept"


def test_the_log_and_its_archive_are_whole_on_a_centre_that_lost_everything(keeper: Keeper, folder: Path) -> None:
    keeper.archive_the_old_year()
    backup = keeper.back_up(folder)
    shutil.rmtree(keeper.archive.parent)
    _, archives = keeper.bring_back(backup)
    assert (archives.missing, archives.set_aside) == ([], None)
    assert keeper.verified_rows() == (2, 2)


@ON_ONE_ENGINE
def test_an_archive_is_copied_once_and_closed_to_others(keeper: Keeper, folder: Path) -> None:
    keeper.archive_the_old_year()
    (copy,) = copy_archives(keeper.settings.data_dir, folder)
    assert copy_archives(keeper.settings.data_dir, folder) == []
    assert list((folder / "archive").iterdir()) == [copy]
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600


@ON_ONE_ENGINE
def test_an_archive_that_is_not_whole_is_no_copy(keeper: Keeper, folder: Path) -> None:
    keeper.archive_the_old_year()
    keeper.archive.write_bytes(b"a dying disk")
    with pytest.raises(BrokenChain, match=FILE):
        copy_archives(keeper.settings.data_dir, folder)
    assert list((folder / "archive").iterdir()) == []


def test_a_year_that_is_in_the_restored_database_again_can_be_archived_again(keeper: Keeper, folder: Path) -> None:
    backup = keeper.back_up(folder)
    keeper.archive_the_old_year()
    _, archives = keeper.bring_back(backup)
    assert archives.set_aside
    assert [file.name for file in archives.set_aside.iterdir()] == [FILE]
    keeper.archive_the_old_year()
    assert keeper.verified_rows()[1] == 2


@ON_ONE_ENGINE
def test_what_was_set_aside_comes_back_with_the_database_that_lists_it(keeper: Keeper, folder: Path) -> None:
    backup = keeper.back_up(folder)
    keeper.archive_the_old_year()
    before, _ = keeper.bring_back(backup)
    keeper.bring_back(before)
    assert keeper.verified_rows() == (2, 2)


@ON_ONE_ENGINE
def test_an_archive_that_is_nowhere_is_named(keeper: Keeper, folder: Path) -> None:
    keeper.archive_the_old_year()
    backup = keeper.back_up(folder)
    shutil.rmtree(folder / "archive")
    shutil.rmtree(keeper.archive.parent)
    assert keeper.bring_back(backup)[1].missing == [FILE]


@ON_ONE_ENGINE
def test_the_command_line_takes_archives_along_and_brings_them_back(keeper: Keeper, tmp_path: Path) -> None:
    environment = {
        "ONEDOOR_DATA_DIR": str(tmp_path),
        "ONEDOOR_DATABASE_URL": keeper.settings.database,
        "ONEDOOR_CLOCK_START": "2028-08-01T02:00:00Z",
    }

    def onedoor(*arguments: str) -> str:
        result = CliRunner().invoke(main, arguments, env=environment)
        assert result.exit_code == 0, result.output
        return result.output

    keeper.archive_the_old_year()
    made, copied = onedoor("backup").splitlines()
    shutil.rmtree(keeper.archive.parent)
    onedoor("restore", made.split(": ")[0])
    assert copied.endswith("copied, an archive of the log")
    assert onedoor("audit", "verify").startswith("small: whole, 2 rows")
    assert onedoor("audit", "verify", str(keeper.archive)).startswith(f"{FILE}: whole, 2 rows")
