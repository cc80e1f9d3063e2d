"""From the start of `onedoor serve` on data that exists to the first page that is answered."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from benchmarks.load_generator import HOST, http_request
from benchmarks.processes import PROJECT
from benchmarks.section import Section, at_most
from onedoor.settings import Settings
from tests.live_server import LiveServer

STARTS = 5
MOST_START_SECONDS = 1.5
LOOK_EVERY_SECONDS = 0.005
FIRST_PAGE = http_request("GET", "/sign-in", {"Connection": "close"})


def measure_starting(folder: Path) -> Section:
    """Several starts, one after the other."""
    with LiveServer(folder) as server:
        settings = server.settings
    seconds = [_start(settings) for _ in range(STARTS)]
    each = ", ".join(f"{one:.2f}" for one in seconds)
    return Section(
        title="Starting",
        goals=(at_most("start to first page, second start", median(seconds), MOST_START_SECONDS, " s"),),
        text=f"""`onedoor serve` on data that exists, to the first page answered: median of {STARTS} starts \
{median(seconds):.2f} s ({each}).""",
    )


def _start(settings: Settings) -> float:
    began = time.monotonic()
    command = [sys.executable, "-m", "onedoor", "serve"]
    with subprocess.Popen(command, cwd=PROJECT, env=_environment(settings), stdout=subprocess.DEVNULL) as program:
        while not _answers(settings.port):
            time.sleep(LOOK_EVERY_SECONDS)
        seconds = time.monotonic() - began
        program.send_signal(signal.SIGTERM)
    return seconds


def _environment(settings: Settings) -> dict[str, str]:
    # As installed: its modules are compiled once, not again at every start.
    mine = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return mine | {
        "ONEDOOR_HOST": HOST,
        "ONEDOOR_PORT": str(settings.port),
        "ONEDOOR_DATA_DIR": str(settings.data_dir),
    }


def _answers(port: int) -> bool:
    try:
        with socket.create_connection((HOST, port)) as connection:
            connection.sendall(FIRST_PAGE)
            return connection.recv(64).startswith(b"HTTP/1.1 200")
    except ConnectionRefusedError:
        return False
