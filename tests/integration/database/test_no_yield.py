"""Nothing may yield inside a write transaction: under green threads it would freeze the whole server."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from onedoor import background
from onedoor.realtime.events import VersionAnnounced
from onedoor.realtime.publisher import Publisher
from onedoor.staff.passwords import hash_password
from onedoor.tickets.actions.day import roll_day
from tests.factories import RunningCentre, dump

PROJECT = Path(__file__).parents[3]

YIELDS: dict[str, Callable[[RunningCentre], object]] = {
    "sleep": lambda running: background.sleep(0),
    "start_task": lambda running: background.start_task(lambda: None),
    "run_blocking": lambda running: background.run_blocking(lambda: None),
    "publish": lambda running: Publisher(running.running.socketio).publish(VersionAnnounced(version=1, build="b"), "r"),
    "hash_password": lambda running: hash_password("password"),
    # It would wait for itself for ever.
    "another_write": lambda running: roll_day(running.running.database, running.centre.id),
    "another_write_together": lambda running: running.centre.issue(),
}


@pytest.mark.parametrize("name", YIELDS)
def test_what_yields_is_refused_inside_a_write_transaction(running: RunningCentre, name: str) -> None:
    database, before = running.running.database, dump(running.running.database)
    with pytest.raises(RuntimeError, match="inside a write transaction"), database.write(running.centre.id):
        YIELDS[name](running)
    assert dump(database) == before


@pytest.mark.parametrize("name", YIELDS)
def test_it_is_allowed_again_after_a_transaction_that_failed(running: RunningCentre, name: str) -> None:
    with pytest.raises(ZeroDivisionError), running.running.database.write(running.centre.id):
        raise ZeroDivisionError
    YIELDS[name](running)


def test_effects_of_a_commit_are_outside_its_transaction(running: RunningCentre) -> None:
    handled: list[object] = []

    def effect(committed: object) -> None:
        background.sleep(0)
        handled.append(committed)

    running.running.database.after_commit = effect
    running.centre.issue()
    assert len(handled) == 1


def test_a_day_under_green_threads_comes_to_its_end_and_nobody_yields_while_sqlite_writes(
    tmp_path: Path, database_url: str
) -> None:
    program = subprocess.run(
        [sys.executable, "-m", "tests.green_program", str(tmp_path), database_url],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert program.returncode == 0, program.stderr
    assert "the day is over" in program.stdout
    assert "inside a write transaction" not in program.stderr
