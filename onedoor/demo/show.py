"""`make demo`: a server of its own, whose clock runs fast, with a day played on it."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from datetime import time as time_of_day
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import requests

from onedoor.centres.plan import load_plan
from onedoor.demo import LUANG_PRABANG
from onedoor.demo.day import prepare_cast, run_day
from onedoor.demo.day_clock import OPENS, DayClock
from onedoor.launch import base_url, require_free_port
from onedoor.opening import chosen_centre, open_database
from onedoor.settings import PREFIX, Settings, load_settings

FOLDER = Path("data-demo")
START_SECONDS = 30.0


class ServerDidNotStart(Exception):
    """The server of the demonstration ended, or does not answer."""


def play(speed: float) -> None:
    """Start a server on an empty folder at 08:00 of today, and play a day on it; returns when the server ends."""
    environment = _environment(speed)
    settings = load_settings(environment)
    require_free_port(settings)
    shutil.rmtree(FOLDER, ignore_errors=True)
    server = subprocess.Popen([sys.executable, "-m", "onedoor", "start"], env=environment)
    try:
        _wait_until_it_answers(server, settings)
        play_day(settings, DayClock(speed))
        server.wait()
    finally:
        server.terminate()
        server.wait()


def play_day(settings: Settings, clock: DayClock, centre: str | None = None) -> None:
    """Play a day on the server that works on this database; `centre` is a code, needed where there are several."""
    database = open_database(settings)
    cast = prepare_cast(database, chosen_centre(database, centre))
    database.close()
    run_day(base_url(settings), cast, clock, Random())


def _environment(speed: float) -> Mapping[str, str]:
    """The settings as they are, but for folder, database and clock: no real centre must ever get this clock."""
    zone = ZoneInfo(load_plan(LUANG_PRABANG).time_zone)
    opening = datetime.combine(datetime.now(zone).date(), time_of_day(hour=OPENS // 60), tzinfo=zone)
    return os.environ | {
        f"{PREFIX}DATA_DIR": str(FOLDER),
        f"{PREFIX}DATABASE_URL": f"sqlite:///{FOLDER.resolve() / 'onedoor.sqlite3'}",
        f"{PREFIX}CLOCK_SPEED": str(speed),
        f"{PREFIX}CLOCK_START": opening.astimezone(UTC).isoformat(),
    }


def _wait_until_it_answers(server: subprocess.Popen[bytes], settings: Settings) -> None:
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        try:
            requests.get(f"{base_url(settings)}/openapi.json", timeout=1)
            return
        except requests.RequestException:
            time.sleep(0.1)
    raise ServerDidNotStart("the server of the demonstration did not start")
