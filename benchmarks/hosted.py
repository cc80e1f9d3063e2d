"""The hosted form for a measurement: one PostgreSQL and one message queue, several centres, any number of servers."""

import os
import sys
from pathlib import Path

from sqlalchemy import update

from benchmarks.centre import ticket_order
from benchmarks.load_generator import HOST, http_request
from benchmarks.processes import PROJECT
from onedoor.centres.actions.catalogue import ensure_catalogue, ensure_centre
from onedoor.centres.plan import load_plan
from onedoor.clock import SystemClock
from onedoor.database.engine import make_engine
from onedoor.database.migrate import migrate
from onedoor.database.session import Database
from onedoor.demo import LUANG_PRABANG
from onedoor.devices.actions import create_device, new_token
from onedoor.devices.models import DeviceKind
from onedoor.tickets.models import Turn
from tests.live_server import TUESDAY_MORNING
from tools.hosted.postgresql import Postgresql
from tools.hosted.program import Program, free_port, takes_connections
from tools.hosted.valkey import Valkey

KIOSK = "kiosk-without-printer"


class HostedServer(Program):
    """A server process on a port of its own."""

    def __init__(self, folder: Path, **variables: str) -> None:
        folder.mkdir(exist_ok=True)
        self.port = free_port()
        own = {"ONEDOOR_HOST": HOST, "ONEDOOR_PORT": str(self.port), "ONEDOOR_DATA_DIR": str(folder)}
        super().__init__(
            "OneDoor",
            [sys.executable, str(PROJECT / "server.py")],
            folder / "server.log",
            lambda: takes_connections(self.port),
            environment=os.environ | own | variables,
        )


class HostedCentres:
    """So many copies of the demonstration centre, each with a kiosk whose tickets nobody prints."""

    def __init__(self, folder: Path, postgresql: Postgresql, valkey: Valkey, count: int) -> None:
        self._folder = folder
        self._postgresql = postgresql
        self._valkey = valkey
        migrate(postgresql.url())
        self._database = Database(make_engine(postgresql.url()), SystemClock(start=TUESDAY_MORNING))
        self._centres = [self._add_centre(number) for number in range(count)]

    def ticket_requests(self) -> tuple[bytes, ...]:
        """One request for each centre."""
        return tuple(self._ticket_request(centre) for centre in self._centres)

    def empty_the_queues(self) -> None:
        """Nobody waits any more."""
        for centre in self._centres:
            with self._database.write(centre) as transaction:
                waiting = (Turn.centre_id == centre) & (Turn.status == "waiting")
                transaction.execute(update(Turn).where(waiting).values(status="cancelled"))

    def server(self, number: int) -> "HostedServer":
        """One of the server processes, to be used inside `with`."""
        return HostedServer(
            self._folder / f"server-{number}",
            ONEDOOR_DATABASE_URL=self._postgresql.url(),
            ONEDOOR_MESSAGE_QUEUE=self._valkey.url,
            # As in `LiveServer`: one kiosk of a measurement issues in a second what no person's kiosk does in a day.
            ONEDOOR_TICKETS_PER_HOUR="100000000",
            ONEDOOR_CLOCK_START=self._database.clock.now().isoformat(),
        )

    def close(self) -> None:
        """Leave the database."""
        self._database.close()

    def _add_centre(self, number: int) -> int:
        plan = load_plan(LUANG_PRABANG).model_copy(update={"code": f"centre-{number}"})
        centre = ensure_centre(self._database, plan)
        ensure_catalogue(self._database, centre, plan)
        create_device(self._database, centre, kind=DeviceKind.KIOSK, name=KIOSK, hall_code="main", printer_code=None)
        return centre

    def _ticket_request(self, centre: int) -> bytes:
        headers = {"Authorization": f"Bearer {new_token(self._database, centre, KIOSK)}"}
        return http_request("POST", "/kiosk/tickets", headers, ticket_order("birth"))
