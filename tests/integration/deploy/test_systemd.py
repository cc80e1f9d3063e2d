"""systemd takes the shipped units."""

import shutil
import subprocess

import pytest

from tests.live_server import PROJECT

ANALYZE = shutil.which("systemd-analyze")
UNITS = PROJECT / "deploy/systemd"


@pytest.mark.skipif(ANALYZE is None, reason="this machine has no systemd-analyze")
def test_systemd_takes_the_unit_of_a_server_without_a_word() -> None:
    command = ["systemd-analyze", "verify", "--recursive-errors=no", UNITS / "onedoor@8080.service"]
    check = subprocess.run(command, capture_output=True, text=True)
    assert check.returncode == 0, check.stderr
    # What it says of other units of this machine is not ours.
    assert "onedoor" not in check.stderr
