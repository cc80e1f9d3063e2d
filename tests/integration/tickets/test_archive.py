"""Old years of the log in files: what is removed is in the file first, and the chain goes on from there."""

import gzip
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from onedoor.queueing.log_chain import BrokenChain
from onedoor.tickets.actions import archive
from onedoor.tickets.actions.archive import archive_years
from onedoor.tickets.actions.day import confirm_clock, roll_day
from onedoor.tickets.models import TicketLog
from onedoor.tickets.queries.audit import verify_archive, verify_log
from tests.factories import SmallCentre, create_centre, small_plan
from tests.tampering import OpenLog

TO_MIDNIGHT_OF_NEW_YEAR = timedelta(days=37, hours=15, minutes=30)
"""From the tests' Tuesday morning in 2026, on the centre's wall calendar."""
FIRST_FILE, SECOND_FILE = "log-small-2026.jsonl.gz", "log-small-2027.jsonl.gz"
Damage = Callable[[list[str]], list[str]]


@pytest.fixture
def old(centre: SmallCentre) -> SmallCentre:
    """A centre with 3 rows of 2026, 4 of 2027 (the close of those, and a ticket), and 2 of 2028."""
    for _ in range(3):
        centre.issue()
    centre.clock.advance(TO_MIDNIGHT_OF_NEW_YEAR)
    centre.issue()
    centre.clock.advance(timedelta(days=366))
    centre.issue()
    return centre


def archive_log(centre: SmallCentre, folder: Path, before: int = 2028) -> list[str]:
    return [file.name for file in archive_years(centre.database, centre.id, before, folder)]


def rows_in_chain(centre: SmallCentre) -> int:
    with centre.database.read() as connection:
        return verify_log(connection, centre.id).rows


def rows_in_file(centre: SmallCentre, file: Path) -> int:
    with centre.database.read() as connection:
        return verify_archive(connection, file).rows


def damage(file: Path, how: Damage) -> None:
    lines = gzip.decompress(file.read_bytes()).decode().splitlines(keepends=True)
    file.write_bytes(gzip.compress("".join(how(lines)).encode()))


def test_every_old_year_goes_to_a_file_and_leaves_the_log(old: SmallCentre, tmp_path: Path) -> None:
    newest = old.log()[-2:]
    assert archive_log(old, tmp_path) == [FIRST_FILE, SECOND_FILE]
    assert [rows_in_file(old, tmp_path / file) for file in (FIRST_FILE, SECOND_FILE)] == [3, 4]
    assert old.log() == newest


def test_the_chain_goes_on_from_the_archives(old: SmallCentre, tmp_path: Path) -> None:
    archive_log(old, tmp_path)
    old.issue()
    assert rows_in_chain(old) == 10
    with old.database.engine.connect() as connection:
        OpenLog(connection).remove(0, 0)
        with pytest.raises(BrokenChain, match="row 8 "):
            verify_log(connection, old.id)


def test_the_log_goes_on_when_all_of_it_was_archived(old: SmallCentre, tmp_path: Path) -> None:
    old.clock.advance(timedelta(days=366))
    archive_log(old, tmp_path, before=2029)
    assert old.log() == []
    old.issue()
    assert rows_in_chain(old) == 11


def test_a_year_that_is_archived_already_is_not_written_again(old: SmallCentre, tmp_path: Path) -> None:
    archive_log(old, tmp_path, before=2027)
    assert archive_log(old, tmp_path, before=2027) == []
    assert archive_log(old, tmp_path, before=2028) == [SECOND_FILE]


def test_the_year_that_runs_stays_in_the_log(old: SmallCentre, tmp_path: Path) -> None:
    assert archive_log(old, tmp_path, before=2100) == [FIRST_FILE, SECOND_FILE]


def test_the_file_tells_each_row_as_it_was(old: SmallCentre, tmp_path: Path) -> None:
    first = old.log()[0]
    archive_log(old, tmp_path)
    lines = gzip.decompress((tmp_path / FIRST_FILE).read_bytes()).decode().splitlines()
    assert json.loads(lines[0]) == {"centre": "small", "year": 2026, "after": ""}
    assert json.loads(lines[1]) == {
        "hash": first.hash,
        "row": {
            "centre_id": old.id,
            "ticket_id": first.ticket_id,
            "turn_id": first.turn_id,
            "at": "2026-11-24T01:30:00.000000+00:00",
            "action": "issue",
            "to_status": "waiting",
            "device_id": old.kiosk.device_id,
        },
    }


@pytest.mark.parametrize(
    "how",
    [
        lambda lines: lines[:2] + lines[3:],
        lambda lines: lines[:-1],
        lambda lines: [*lines, lines[-1]],
        lambda lines: [lines[0], lines[1].replace("waiting", "serving"), *lines[2:]],
        lambda lines: [lines[0].replace("2026", "2025"), *lines[1:]],
        lambda lines: [lines[0].replace("small", "other"), *lines[1:]],
        lambda lines: [*lines[:-1], lines[-1][:20]],
        lambda lines: [],
    ],
    ids=["removed", "cut off", "put in", "changed", "another year", "another centre", "torn", "empty"],
)
def test_a_file_that_was_changed_is_found(old: SmallCentre, tmp_path: Path, how: Damage) -> None:
    archive_log(old, tmp_path)
    damage(tmp_path / FIRST_FILE, how)
    with pytest.raises(BrokenChain):
        rows_in_file(old, tmp_path / FIRST_FILE)


@pytest.mark.parametrize("size", [0, 100, -1])
def test_a_damaged_file_is_found(old: SmallCentre, tmp_path: Path, size: int) -> None:
    archive_log(old, tmp_path)
    file = tmp_path / FIRST_FILE
    file.write_bytes(file.read_bytes()[:size])
    with pytest.raises(BrokenChain, match="cannot be read"):
        rows_in_file(old, file)


def test_a_row_that_a_wrong_clock_dated_back_stays_with_those_around_it(old: SmallCentre, tmp_path: Path) -> None:
    old.clock.step(-timedelta(days=300))
    roll_day(old.database, old.id)
    confirm_clock(old.database, old.id, old.clock.now())
    old.issue()
    old.clock.advance(timedelta(days=300))
    archive_log(old, tmp_path)
    assert [row.at.year for row in old.log()] == [2028, 2028, 2027, 2027]


def test_only_rows_that_the_list_of_archives_has_can_be_removed(old: SmallCentre, tmp_path: Path) -> None:
    other = create_centre(old.database, tmp_path / "other", small_plan(code="other"))
    other.issue()
    archive_log(old, tmp_path)
    before = old.log()
    for row in before:
        with pytest.raises(IntegrityError, match="append-only"), old.database.write(row.centre_id) as transaction:
            transaction.execute(delete(TicketLog).where(TicketLog.id == row.id))
    assert old.log() == before


def test_a_log_that_is_not_whole_is_not_archived(old: SmallCentre, tmp_path: Path) -> None:
    with old.database.engine.begin() as connection:
        OpenLog(connection).change(1, {"reason": "forged"})
    before = old.log()
    with pytest.raises(BrokenChain, match="row 2 "):
        archive_log(old, tmp_path)
    assert old.log() == before
    assert list(tmp_path.glob("log-*")) == []


def test_a_file_that_the_disk_did_not_keep_takes_no_row_away(
    old: SmallCentre, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_something_else(file: Path) -> object:
        damage(file, lambda lines: lines[:-1])
        return read_archive(file)

    read_archive = archive.read_archive
    monkeypatch.setattr(archive, "read_archive", read_something_else)
    with pytest.raises(BrokenChain, match="does not hold what was written"):
        archive_log(old, tmp_path)
    assert rows_in_chain(old) == len(old.log()) == 9


def test_a_file_that_is_there_is_not_written_over(old: SmallCentre, tmp_path: Path) -> None:
    (tmp_path / FIRST_FILE).write_text("of another service")
    with pytest.raises(FileExistsError, match="move it away"):
        archive_log(old, tmp_path)
    assert (tmp_path / FIRST_FILE).read_text() == "of another service"
    assert rows_in_chain(old) == len(old.log()) == 9


def test_rows_that_were_left_when_it_was_stopped_are_removed_the_next_time(
    old: SmallCentre, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(archive, "_remove", lambda *_: (_ for _ in ()).throw(OSError("the power is gone")))
        with pytest.raises(OSError, match="power"):
            archive_log(old, tmp_path, before=2027)
    assert len(old.log()) == 9
    archive_log(old, tmp_path, before=2027)
    assert len(old.log()) == 6
    assert rows_in_chain(old) == 9


def test_many_rows_are_removed_in_several_transactions(
    old: SmallCentre, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "_IDS", archive._IDS.limit(2))
    archive_log(old, tmp_path)
    assert len(old.log()) == 2
    assert rows_in_chain(old) == 9
