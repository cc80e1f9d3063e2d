"""A server that starts makes a whole centre wait: it loads nothing that it does not need to answer the first page."""

import json
import subprocess
import sys

import pytest

from tests.architecture.sources import PROJECT

LATER = {
    "server": {
        "alembic": "the program knows the newest schema by its name; the migrations are for another one",
        "cryptography.x509": "certificates are read for the word in the log when one nears its end",
        "onedoor.cli": "the command line is another program",
        "onedoor.commands": "the same",
        "onedoor.database.backup": "backups are made by a command",
        "onedoor.demo": "the demonstration comes with a command",
        "onedoor.printing.escpos_encoder": "the print worker draws and encodes",
        "onedoor.printing.ticket_image": "the same",
        "PIL": "pictures are drawn when one is asked for",
        "qrcode": "the same",
    },
    # What `onedoor serve` loads before the server program takes its place.
    "onedoor.cli, onedoor.commands.serve": {
        "sqlalchemy": "a file is looked at by SQLite alone; only a wait for PostgreSQL loads more",
        "flask": "the command line answers no page",
        "requests": "the same",
        "eventlet": "green threads are prepared by the server program, before all else",
    },
}


def loaded_with(modules: str) -> set[str]:
    """The modules that a fresh process holds when it has imported these."""
    program = f"import json, sys, {modules}; print(json.dumps(list(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True, check=True)
    return set(json.loads(run.stdout))


@pytest.mark.parametrize("program", LATER)
def test_a_program_that_starts_leaves_for_later_what_it_does_not_need(program: str) -> None:
    loaded = loaded_with(program)
    assert {each: why for each, why in LATER[program].items() if each in loaded} == {}
    assert {name.strip() for name in program.split(",")} <= loaded
