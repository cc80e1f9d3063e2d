"""systemd takes the shipped units."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.live_server import PROJECT

ANALYZE = shutil.which("systemd-analyze")


@pytest.mark.skipif(ANALYZE is None, reason="this machine has no systemd-analyze")
@pytest.mark.parametrize(
    ("manager", "unit"),
    [
        ("--system", "systemd/onedoor@8080.service"),
        ("--system", "systemd/onedoor-backup.service"),
        ("--system", "systemd/onedoor-backup.timer"),
        ("--user", "kiosk/onedoor-screen.service"),
    ],
)
def test_systemd_takes_the_unit_without_a_word(manager: str, unit: str, tmp_path: Path) -> None:
    command = ["systemd-analyze", "verify", manager, "--recursive-errors=no", PROJECT / "deploy" / unit]
    environment = os.environ | {"XDG_RUNTIME_DIR": str(tmp_path)}
    check = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert check.returncode == 0, check.stderr
    # What it says of other units of this machine is not ours.
    assert "onedoor" not in check.stderr
