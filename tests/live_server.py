"""The real server as a process of its own, on a fresh demonstration centre; people and devices to use it with."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo

import requests
from sqlalchemy import update

from onedoor.clock import SystemClock
from onedoor.database.engine import make_engine
from onedoor.database.session import Database
from onedoor.demo.http_client import HttpClient
from onedoor.demo.seed import seed_demo
from onedoor.devices.actions import new_enrolment_code, new_token
from onedoor.printing.models import Printer
from onedoor.settings import AUTHORITY_FILE, Settings
from tests.databases import make_tables
from tests.processes import children_of
from tests.waiting import eventually
from tools.hosted.program import free_port

PROJECT = Path(__file__).parents[1]
HOST = "onedoor.test"
# A Tuesday morning, while every service of the demonstration centre is open.
TUESDAY_MORNING = datetime(2026, 11, 24, 9, 41, tzinfo=ZoneInfo("Asia/Vientiane"))
START_SECONDS = 30.0
STOP_SECONDS = 10.0


class Door:
    """One port by which people and devices reach a centre, and what they need to be let in.

    `address` is where browsers find it (never under localhost), `local_address` where programs do. `passwords` are by
    sign-in name.
    """

    def __init__(
        self, port: int, database: Database, centre_id: int, passwords: dict[str, str], scheme: str = "http"
    ) -> None:
        self.port = port
        self.address = f"{scheme}://{HOST}:{port}"
        self.local_address = f"{scheme}://127.0.0.1:{port}"
        self.database = database
        self.centre_id = centre_id
        self.passwords = passwords

    def enrolment_link(self, device: str) -> str:
        """The link that makes the browser which opens it this device, once."""
        path = "kiosk" if device.startswith("kiosk") else "display"
        return f"{self.address}/{path}/enrol/{new_enrolment_code(self.database, self.centre_id, device)}"

    def kiosk_program(self, device: str = "kiosk-1") -> HttpClient:
        """A program with the token of a kiosk; a browser that was this kiosk is it no more."""
        return HttpClient(self.local_address, new_token(self.database, self.centre_id, device))

    def signed_in(self, sign_in_name: str) -> HttpClient:
        """A program that works as a member of staff."""
        client = HttpClient(self.local_address)
        client.post("/session", sign_in_name=sign_in_name, password=self.passwords[sign_in_name])
        return client


class LiveServer(Door):
    """Use it inside ``with``: it starts on entry, and on exit it ends and says its log, which pytest shows on failure.

    `variables` are further settings, by the names of their environment variables. It speaks https where its folder has
    a certificate.
    """

    def __init__(
        self, folder: Path, starts_at: datetime = TUESDAY_MORNING, database_url: str = "", **variables: str
    ) -> None:
        port = free_port()
        self.settings = Settings.model_validate({"data_dir": folder, "database_url": database_url, "port": port})
        scheme = "https" if self.settings.serving_certificate else "http"
        self._variables = variables
        self._clock = SystemClock(start=starts_at.astimezone(UTC))
        self._log = folder / "server.log"
        self._program: subprocess.Popen[bytes] | None = None
        make_tables(self.settings.database)
        database = Database(make_engine(self.settings.database), self._clock)
        seeded = seed_demo(database, self.settings)
        super().__init__(port, database, seeded.centre_id, seeded.new_passwords, scheme)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()
        self.database.close()
        sys.stdout.write(self._log.read_text())

    def start(self) -> None:
        """Run the server program, on the same port and data as before, until it answers."""
        with self._log.open("ab") as log:
            self._program = subprocess.Popen(
                [sys.executable, "server.py"], cwd=PROJECT, env=self._environment(), stdout=log, stderr=log
            )
        eventually(self._answers, within=START_SECONDS, says="the server answers")

    def stop(self) -> None:
        """End it as a service manager does; raises when it does not end by itself."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it as a power cut does."""
        self._end(signal.SIGKILL)

    def ended(self) -> int:
        """Wait until it has ended by itself; its exit code."""
        assert self._program is not None
        return self._program.wait(STOP_SECONDS)

    def process(self) -> int:
        """The process id of the server."""
        assert self._program is not None
        return self._program.pid

    def set_clock(self, time: datetime) -> None:
        """The server's clock from its next start on."""
        self._clock = SystemClock(start=time.astimezone(UTC))

    def worker(self) -> int:
        """The process id of the print worker, as soon as there is one."""
        return eventually(lambda: children_of(self.process()), within=START_SECONDS, says="a print worker")[0]

    def log_text(self) -> str:
        """What the server has said so far."""
        return self._log.read_text()

    def use_printer(self, transport: str) -> None:
        """Let the centre's printer be this one; its jobs go there from now on."""
        with self.database.write(self.centre_id) as transaction:
            transaction.execute(update(Printer).values(transport=transport))

    def _environment(self) -> dict[str, str]:
        mine = {name: value for name, value in os.environ.items() if not name.startswith("ONEDOOR_")}
        # As installed: its modules are compiled once, not again at every start.
        mine.pop("PYTHONDONTWRITEBYTECODE", None)
        return mine | {
            "ONEDOOR_HOST": "127.0.0.1",
            "ONEDOOR_PORT": str(self.port),
            "ONEDOOR_DATA_DIR": str(self.settings.data_dir),
            "ONEDOOR_DATABASE_URL": self.settings.database,
            "ONEDOOR_PUBLIC_URL": self.address,
            # One kiosk of a measurement issues in a second what no person's kiosk does in a day.
            "ONEDOOR_TICKETS_PER_HOUR": "100000000",
            "ONEDOOR_CLOCK_START": self._clock.now().isoformat(),
            **self._variables,
        }

    def _answers(self) -> bool:
        assert self._program is not None
        assert self._program.poll() is None, self._log.read_text()
        authority = self.settings.tls_dir / AUTHORITY_FILE
        try:
            trusted = str(authority) if authority.exists() else True
            return requests.get(f"{self.local_address}/sign-in", timeout=1, verify=trusted).ok
        except requests.RequestException:
            return False

    def _end(self, how: signal.Signals) -> None:
        assert self._program is not None
        self._program.send_signal(how)
        try:
            self._program.wait(STOP_SECONDS)
        finally:
            self._program.kill()
