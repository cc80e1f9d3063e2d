"""systemd takes the shipped units."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from chaos.kills import RESTART_SECONDS
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


def test_the_kills_of_chaos_wait_for_a_new_server_as_long_as_systemd_does() -> None:
    unit = (PROJECT / "deploy/systemd/onedoor@.service").read_text()
    assert f"\nRestartSec={RESTART_SECONDS * 1_000:.0f}ms\n" in unit
