"""What the design asks of the Python files, checked in their source."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from onedoor.database.base import Base
from onedoor.database.tables import MODEL_MODULES
from tests.architecture.sources import PROJECT, calls_in, imports_in, name_of, python_files

WRITERS = {"insert": 0, "update": 0, "delete": 0, "Upsert": 0}
"""The functions that write a table, with the position of the table among their arguments."""

LONGEST_FILE = 320


def test_only_the_publisher_emits() -> None:
    emitting = {
        name_of(path)
        for path in python_files()
        for call in calls_in(path)
        if isinstance(call.func, ast.Attribute) and call.func.attr == "emit"
    }
    assert emitting == {"onedoor/realtime/publisher.py"}


def test_three_files_know_of_green_threads() -> None:
    knowing = {name_of(path) for path in python_files() if "eventlet" in imports_in(path)}
    assert knowing == {"server.py", "onedoor/background.py", "onedoor/websockets.py"}


def test_the_server_program_leaves_the_database_to_others() -> None:
    """The guards of statements import every file that knows SQLAlchemy; this one would turn their process green."""
    assert "sqlalchemy" not in imports_in(PROJECT / "server.py")


def test_no_name_of_ours_hides_one_of_the_standard_library() -> None:
    ours = {path.stem for path in PROJECT.iterdir() if path.is_dir() or path.suffix == ".py"}
    assert not ours & sys.stdlib_module_names


@pytest.mark.parametrize("path", python_files(), ids=name_of)
def test_a_table_is_written_by_the_actions_of_its_own_feature(path: Path) -> None:
    for table in _tables_written_in(path):
        assert name_of(path).startswith(_writers_of(table)), f"{name_of(path)} writes {table.__tablename__}"


def test_the_guard_of_writes_sees_the_writes() -> None:
    written = {table.__tablename__ for path in python_files() for table in _tables_written_in(path)}
    assert written >= {"ticket", "turn", "call", "ticket_log", "print_job", "printer", "device", "staff_session"}


@pytest.mark.parametrize("path", python_files(), ids=name_of)
def test_a_file_is_short_enough_to_have_one_subject(path: Path) -> None:
    assert "migrations" in path.parts or len(path.read_text("utf-8").splitlines()) <= LONGEST_FILE


def test_the_import_contracts_hold() -> None:
    # As a program of its own: inside this one it would switch off every logger that other tests listen to.
    program = (sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()")
    kept = subprocess.run((*program, "--no-cache", "--no-logo"), capture_output=True, text=True, cwd=PROJECT)
    assert kept.returncode == 0, kept.stdout


def _tables_written_in(path: Path) -> list[type[Base]]:
    written = []
    for call in calls_in(path):
        position = WRITERS.get(call.func.id) if isinstance(call.func, ast.Name) else None
        if position is not None and len(call.args) > position and isinstance(call.args[position], ast.Name):
            written += [table for table in [_table_named(call.args[position].id)] if table]
    return written


def _table_named(name: str) -> type[Base] | None:
    found = [vars(module)[name] for module in MODEL_MODULES if name in vars(module)]
    tables = [each for each in found if isinstance(each, type) and issubclass(each, Base) and each is not Base]
    return tables[0] if tables else None


def _writers_of(table: type[Base]) -> tuple[str, ...]:
    feature = table.__module__.split(".")[1]
    if table.__tablename__ == "lease":
        return ("onedoor/database/lease.py",)
    if feature == "database":
        # The centre's state is made with the centre, changed at the end of every transaction, and raised by a restore.
        return (
            "onedoor/database/session.py",
            "onedoor/database/centre_state.py",
            "onedoor/centres/actions/catalogue.py",
        )
    return (f"onedoor/{feature}/actions.py", f"onedoor/{feature}/actions/")
