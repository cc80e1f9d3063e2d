"""Calling the next and issuing, action by action in one process: in an empty database, and after many years.

The two databases take turns: what slows the machine slows both. Calls are also sent to the running server, by all
counters at the same moment.
"""

import gc
import json
import secrets
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from statistics import median

from sqlalchemy import select, update

from benchmarks.calling import ClerkAtCounter
from benchmarks.centre import add_counter, empty_the_queue
from benchmarks.load_generator import HOST, Unanswered
from benchmarks.many_turns import add_waiting, add_years
from benchmarks.section import Section, at_least, table
from onedoor.centres.actions.counters import open_counter
from onedoor.centres.models import Service
from onedoor.devices.actions import new_token
from onedoor.devices.queries import DeviceCredential, find_device
from onedoor.staff.actions.sessions import SESSION_LIFE
from onedoor.staff.models import Role, StaffUser
from onedoor.staff.queries import StaffCredential
from onedoor.tickets.actions.call import call_next
from onedoor.tickets.actions.desk import DeskCommandHead
from onedoor.tickets.actions.issue import TicketOrder, issue_ticket
from onedoor.tickets.models import IS_AT_COUNTER, Turn
from tests.live_server import TUESDAY_MORNING, LiveServer

COUNTERS = range(11, 19)
SERVICES_EACH = 3
WAITING, WAITING_AT_THE_SERVER, OLD_TURNS = 40_000, 400, 1_000_000
PAIRS = 101
CALLS_PER_COUNTER, TICKETS = 3, 24
MOMENTS = 30
FEWEST_CALLS_PER_SECOND = 1000
LEAST_SHARE = 0.9

PerSecond = list[float]


@dataclass(frozen=True)
class Busy:
    """A centre with a long queue, and who works there."""

    server: LiveServer
    kiosk: DeviceCredential
    clerks: dict[int, StaffCredential]
    services: Mapping[str, int]

    def call_next(self) -> float:
        """Every counter calls, again and again; calls in a second."""
        seconds = 0.0
        for _ in range(CALLS_PER_COUNTER):
            seconds += _seconds(self._call, self.clerks.items())
            finish_the_called(self.server)
        return CALLS_PER_COUNTER * len(self.clerks) / seconds

    def issue(self) -> float:
        """Tickets in a second, while nobody else waits."""
        empty_the_queue(self.server)
        return TICKETS / _seconds(self._issue, enumerate(self._choices()))

    def line_up(self, people: int) -> None:
        """So many wait, and nobody else."""
        empty_the_queue(self.server)
        add_waiting(
            self.server.database, self.server.centre_id, TUESDAY_MORNING.date(), list(self.services.values()), people
        )

    def _choices(self) -> list[str]:
        return [*self.services] * (TICKETS // len(self.services))

    def _call(self, counter: int, clerk: StaffCredential) -> None:
        call_next(self.server.database, DeskCommandHead(clerk, counter, secrets.token_hex(16)))

    def _issue(self, _number: int, service: str) -> None:
        issue_ticket(self.server.database, self.kiosk, TicketOrder(secrets.token_hex(16), service, "lo", False), None)


def measure_calling_next(folder: Path) -> Section:
    """Both databases side by side, then the server on the empty one."""
    empty, old = (_busy_centre(folder / name, turns) for name, turns in (("empty", 0), ("old", OLD_TURNS)))
    gc.collect()
    gc.freeze()
    calls = [(empty.call_next(), old.call_next()) for _ in range(PAIRS)]
    empty.line_up(WAITING_AT_THE_SERVER)
    with empty.server as server:
        over_http = _call_over_http(server)
    tickets = [(empty.issue(), old.issue()) for _ in range(PAIRS)]
    old.server.database.close()
    return _section(calls, tickets, over_http)


def finish_the_called(server: LiveServer) -> None:
    """The counters are free again."""
    with server.database.write(server.centre_id) as transaction:
        transaction.execute(update(Turn).where(IS_AT_COUNTER, Turn.counter_id > 0).values(status="finished"))


def _busy_centre(folder: Path, old_turns: int) -> Busy:
    folder.mkdir()
    server = LiveServer(folder)
    with server.database.read() as connection:
        found = connection.execute(select(Service.id, Service.code).order_by(Service.position)).all()
    services = {row.code: row.id for row in found[: len(COUNTERS)]}
    add_years(server.database, server.centre_id, TUESDAY_MORNING.date(), old_turns)
    codes = tuple(services)
    for place, counter in enumerate(COUNTERS):
        add_counter(server, counter, tuple(codes[(place + each) % len(codes)] for each in range(SERVICES_EACH)))
    busy = Busy(server, _kiosk(server), {counter: _clerk(server, counter) for counter in COUNTERS}, services)
    busy.line_up(WAITING)
    return busy


def _kiosk(server: LiveServer) -> DeviceCredential:
    token = new_token(server.database, server.centre_id, "kiosk-1")
    with server.database.read() as connection:
        kiosk = find_device(connection, token)
    assert kiosk is not None
    return kiosk


def _clerk(server: LiveServer, counter: int) -> StaffCredential:
    """The counter's clerk, at the open counter."""
    name = f"clerk{counter}"
    with server.database.read() as connection:
        staff = connection.execute(select(StaffUser.id).where(StaffUser.sign_in_name == name)).scalar_one()
    clerk = StaffCredential(staff, server.centre_id, Role.CLERK, name, server.database.now() + SESSION_LIFE)
    open_counter(server.database, clerk, counter)
    return clerk


def _seconds(work: Callable[..., None], items: Iterable[tuple[int, object]]) -> float:
    began = time.perf_counter()
    for item in items:
        work(*item)
    return time.perf_counter() - began


def _call_over_http(server: LiveServer) -> PerSecond:
    """Calls in a second of each round in which all counters call at the same moment."""
    clerks = {counter: ClerkAtCounter(server, counter) for counter in COUNTERS}
    connections = {counter: HTTPConnection(HOST, server.port, timeout=10) for counter in COUNTERS}
    rounds = []
    for _ in range(MOMENTS):
        began = time.perf_counter()
        for counter, connection in connections.items():
            body = json.dumps({"request_id": secrets.token_hex(16)})
            headers = {"Content-Type": "application/json"} | clerks[counter].cookie
            connection.request("POST", f"/counter/{counter}/calls", body, headers)
        for connection in connections.values():
            _require_called(connection)
        rounds.append(len(COUNTERS) / (time.perf_counter() - began))
        finish_the_called(server)
    return rounds


def _require_called(connection: HTTPConnection) -> None:
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 201:
        raise Unanswered(f"{answer.status} {body.decode()}")


def _section(calls: list[tuple[float, float]], tickets: list[tuple[float, float]], over_http: PerSecond) -> Section:
    called, called_late = (median(each) for each in zip(*calls, strict=True))
    issued, issued_late = (median(each) for each in zip(*tickets, strict=True))
    share_of_calls, share_of_tickets = (median(old / empty for empty, old in pairs) for pairs in (calls, tickets))
    what = f"with {OLD_TURNS:,} old turns / without"
    rows = (
        ("`call_next`", f"{called:,.0f}", f"{called_late:,.0f}", f"{share_of_calls:.2f}"),
        ("`issue_ticket`", f"{issued:,.0f}", f"{issued_late:,.0f}", f"{share_of_tickets:.2f}"),
    )
    return Section(
        title="Calling the next, and many years later",
        goals=(
            at_least(f"calls per second, {len(COUNTERS)} counters", called, FEWEST_CALLS_PER_SECOND),
            at_least(f"calls {what}", share_of_calls, LEAST_SHARE, " x"),
            at_least(f"tickets {what}", share_of_tickets, LEAST_SHARE, " x"),
        ),
        text=f"""Per second, the actions one after the other in one process, every commit on the disk: {len(COUNTERS)} \
counters with {SERVICES_EACH} services each and {WAITING:,} people waiting, then tickets while nobody waits. Medians \
of {PAIRS} pairs of rounds, the two databases in turns; the share is the median of the pairs.

{table(("action", "empty database", f"{OLD_TURNS:,} old turns", "share"), rows)}

`POST /counter/<counter>/calls`, sent by all {len(COUNTERS)} counters at the same moment while \
{WAITING_AT_THE_SERVER} wait: {median(over_http):,.0f} calls per second (median of {MOMENTS} such moments). Each \
answer holds the clerk's whole desk.""",
    )
