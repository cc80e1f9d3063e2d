"""From the clerk's key to the hall: from sending a call until each of ten displays hears it; quiet, and printing."""

import json
import os
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, NamedTuple

import requests
from sqlalchemy import func, select

from benchmarks.centre import add_kiosk_without_printer, empty_the_queue
from benchmarks.displays import Displays
from benchmarks.figures import median_of, percentile
from benchmarks.load_generator import HOST
from benchmarks.processes import OwnProcess
from benchmarks.section import Section, at_most, table
from onedoor.demo.http_client import HttpClient
from onedoor.devices.actions import new_token
from onedoor.printing.models import IS_OPEN, PrintJob
from tests.live_server import LiveServer
from tests.printer_stand_in import PrinterStandIn

DISPLAYS = 10
ROUNDS = 5
CALLS_PER_ROUND, MOST_CALLS = 240, 360
TICKETS_IN_A_ROW = 20
COUNTER = 3
SERVED_HERE, SERVED_ELSEWHERE = "birth", "land-registration"
PAUSE_SECONDS = 0.01
MOST_HALL_MS = 5.0
MOST_TIMES_QUIET = 1.5


@dataclass(frozen=True)
class HallRound:
    """The latencies of all displays over one round of calls."""

    latencies_ms: tuple[float, ...]

    @property
    def p50(self) -> float:
        """The latency that half of the arrivals did not exceed."""
        return percentile(self.latencies_ms, 0.5)

    @property
    def p99(self) -> float:
        """The latency that 99 of 100 arrivals did not exceed."""
        return percentile(self.latencies_ms, 0.99)


class Called(NamedTuple):
    """A call: the number, its turn, and when the call was sent (the machine's clock, in seconds)."""

    number: str
    turn: int
    sent_at: float


class ClerkAtCounter:
    """A signed-in clerk on one open connection; plain, so that little time passes before the call is sent."""

    def __init__(self, server: LiveServer, counter: int) -> None:
        clerk = f"clerk{counter}"
        person = {"sign_in_name": clerk, "password": server.passwords[clerk]}
        cookies = requests.post(f"{server.local_address}/session", json=person, timeout=10).cookies
        self.cookie = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
        self._counter = counter
        self._connection = HTTPConnection(HOST, server.port, timeout=10)
        self._post("opening")

    def call(self) -> Called:
        """Call the next citizen."""
        sent_at = time.time()
        answer = self._post("calls")
        return Called(answer["number"], answer["turn"], sent_at)

    def serve(self, called: Called) -> None:
        """The citizen is at the counter."""
        self._post(f"turns/{called.turn}/start", state="called")

    def finish(self, called: Called) -> None:
        """The citizen leaves."""
        self._post(f"turns/{called.turn}/finish", state="serving")

    def give_up(self, called: Called) -> None:
        """The citizen does not come."""
        self._post(f"turns/{called.turn}/no-show", state="called")

    def _post(self, path: str, **body: object) -> Any:
        command = json.dumps({"request_id": secrets.token_hex(16), **body})
        headers = {"Content-Type": "application/json", **self.cookie}
        self._connection.request("POST", f"/counter/{self._counter}/{path}", command, headers)
        response = self._connection.getresponse()
        answer = json.loads(response.read())
        if response.status >= 400:
            raise RuntimeError(answer)
        return answer


def measure_calling(folder: Path) -> Section:
    """Rounds without and with printing, in turns."""
    with LiveServer(folder) as server, OwnProcess() as printers:
        hall = _Hall(server, printers)
        rounds: dict[str, list[HallRound]] = {"quiet": [], "printing": []}
        for _ in range(ROUNDS):
            rounds["quiet"].append(hall.round(is_printing=False))
            rounds["printing"].append(hall.round(is_printing=True))
    return _section(rounds)


class _Hall:
    def __init__(self, server: LiveServer, printers: OwnProcess) -> None:
        self._server = server
        self._printers = printers
        self._clerk = ClerkAtCounter(server, COUNTER)
        self._queue = server.kiosk_program(add_kiosk_without_printer(server, "kiosk-without-printer"))
        self._paper = server.kiosk_program()
        self._display_token = new_token(server.database, server.centre_id, "hall-1")

    def round(self, *, is_printing: bool) -> HallRound:
        """Some calls in a row, or as many as it takes to print tickets in a row at the same time."""
        empty_the_queue(self._server)
        self._server.use_printer(self._printers.run(turn_on_printer))
        _issue(self._queue, SERVED_HERE, MOST_CALLS)
        displays = Displays(self._server.port, self._display_token, DISPLAYS)
        sent = self._call_while_printing() if is_printing else self._call(CALLS_PER_ROUND)
        arrivals = displays.arrivals(last_number=list(sent)[-1])
        if len(arrivals) != DISPLAYS * len(sent):
            raise RuntimeError(f"{len(arrivals)} arrivals of {len(sent)} calls on {DISPLAYS} displays")
        return HallRound(tuple((arrival.at - sent[arrival.number]) * 1000 for arrival in arrivals))

    def _call_while_printing(self) -> dict[str, float]:
        sent: dict[str, float] = {}
        while len(sent) < CALLS_PER_ROUND:
            _issue(self._paper, SERVED_ELSEWHERE, TICKETS_IN_A_ROW)
            while self._is_printing() and len(sent) < MOST_CALLS:
                sent |= self._call(1)
        return sent

    def _call(self, count: int) -> dict[str, float]:
        sent: dict[str, float] = {}
        for _ in range(count):
            called = self._clerk.call()
            self._clerk.give_up(called)
            sent[called.number] = called.sent_at
            time.sleep(PAUSE_SECONDS)
        return sent

    def _is_printing(self) -> bool:
        with self._server.database.read() as connection:
            return bool(connection.execute(select(func.count()).select_from(PrintJob).where(IS_OPEN)).scalar_one())


def turn_on_printer() -> str:
    """A printer that takes everything, for as long as its process lives; gives its address."""
    # A real printer does not compute on the machine that is measured.
    os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    printer = PrinterStandIn()
    printer.turn_on()
    return printer.address


def _issue(kiosk: HttpClient, service: str, count: int) -> None:
    for _ in range(count):
        kiosk.command("/kiosk/tickets", service=service, language="lo", priority=False)


def _section(rounds: dict[str, list[HallRound]]) -> Section:
    quiet, printing = (median_of(rounds[how], lambda each: each.p99) for how in ("quiet", "printing"))
    return Section(
        title="From the call to the hall",
        goals=(
            at_most(f"call to hall, {DISPLAYS} displays, p99", quiet, MOST_HALL_MS, " ms"),
            at_most("call to hall, p99, printing / quiet", printing / quiet, MOST_TIMES_QUIET, " x"),
        ),
        text=f"""From sending `POST /counter/<counter>/calls` to `ticket_called` on each of {DISPLAYS} displays; \
medians of {ROUNDS} rounds of at least {CALLS_PER_ROUND} calls, in turns without and with {TICKETS_IN_A_ROW} tickets \
at a time printing in a row.

{table(("", "p50, ms", "p99, ms", "p99 of each round"), [_row(how, each) for how, each in rounds.items()])}""",
    )


def _row(how: str, rounds: Sequence[HallRound]) -> tuple[str, ...]:
    each = ", ".join(f"{one.p99:.1f}" for one in rounds)
    return how, f"{median_of(rounds, lambda one: one.p50):.2f}", f"{median_of(rounds, lambda one: one.p99):.2f}", each
