"""A quiet centre on a server of many, while another one is hammered: what its citizens and its clerk feel of that."""

import json
import secrets
import time
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from statistics import median

from sqlalchemy import update

from benchmarks.calling import ClerkAtCounter
from benchmarks.centre import add_kiosk_without_printer, empty_the_queue, order_requests, ticket_order
from benchmarks.figures import percentile
from benchmarks.load_generator import HOST, Load, run_at_pace, run_load
from benchmarks.processes import OwnProcess
from benchmarks.section import Section, at_most, table
from onedoor.centres.models import Counter
from onedoor.centres.plan import load_plan
from onedoor.demo import LUANG_PRABANG
from onedoor.devices.actions import create_device, new_token
from onedoor.devices.models import DeviceKind
from onedoor.seeding import seed_centre
from tests.live_server import LiveServer

CENTRES, KIOSKS = 20, 16
ALONE, BUSY, HAMMERED = "alone", "beside a busy centre", "beside a hammered centre"
ROUNDS, SECONDS = 5, 8.0
WARM_UP_SECONDS = 1.0
COUNTER, SERVICE = 3, "birth"
PAUSE_SECONDS = 0.03
# Nobody chooses a service and takes the paper faster.
KIOSK_PAUSE_SECONDS = 1.0
MOST_TIMES_ALONE = 1.5
MOST_TIMES_THEIR_OWN = 1.0


@dataclass(frozen=True)
class Felt:
    """One round in the quiet centre, in milliseconds: each ticket, and each call until its answer; and the load."""

    tickets: tuple[float, ...]
    calls: tuple[float, ...]
    load: Load | None


def measure_neighbours(folder: Path) -> Section:
    """Rounds alone, beside a busy centre and beside a hammered one, in turns."""
    rounds: dict[str, list[Felt]] = {ALONE: [], BUSY: [], HAMMERED: []}
    with LiveServer(folder) as server, OwnProcess() as kiosks:
        requests = _add_neighbours(server, folder)
        quiet = _QuietCentre(server)
        kiosks.run(run_load, server.port, requests, KIOSKS, WARM_UP_SECONDS)
        for _ in range(ROUNDS):
            for how, felt in rounds.items():
                empty_the_queue(server)
                load = _start_load(how, server.port, kiosks, requests)
                felt.append(quiet.work(load))
    return _section(rounds)


def _start_load(how: str, port: int, kiosks: OwnProcess, requests: tuple[bytes, ...]) -> Future[Load] | None:
    """What the kiosks of the other centre do, from before the round until after it."""
    seconds = SECONDS + 2 * WARM_UP_SECONDS
    if how == BUSY:
        return kiosks.start(run_at_pace, port, requests[0], KIOSK_PAUSE_SECONDS / KIOSKS, seconds)
    return kiosks.start(run_load, port, requests, KIOSKS, seconds) if how == HAMMERED else None


class _QuietCentre:
    """The demonstration centre with one kiosk and one clerk: a ticket, its call, and nobody comes."""

    def __init__(self, server: LiveServer) -> None:
        kiosk = add_kiosk_without_printer(server, "quiet-kiosk")
        self._token = new_token(server.database, server.centre_id, kiosk)
        self._connection = HTTPConnection(HOST, server.port, timeout=10)
        self._clerk = ClerkAtCounter(server, COUNTER)

    def work(self, load: Future[Load] | None) -> Felt:
        """One round, beside the load."""
        tickets: list[float] = []
        calls: list[float] = []
        time.sleep(WARM_UP_SECONDS)
        ends_at = time.monotonic() + SECONDS
        while time.monotonic() < ends_at:
            began = time.perf_counter()
            self._take_ticket()
            issued = time.perf_counter()
            called = self._clerk.call()
            tickets.append((issued - began) * 1000)
            calls.append((time.perf_counter() - issued) * 1000)
            self._clerk.give_up(called)
            time.sleep(PAUSE_SECONDS)
        return Felt(tuple(tickets), tuple(calls), load.result() if load else None)

    def _take_ticket(self) -> None:
        order = ticket_order(SERVICE) | {"request_id": secrets.token_hex()}
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self._token}"}
        self._connection.request("POST", "/kiosk/tickets", json.dumps(order), headers)
        response = self._connection.getresponse()
        answer = response.read()
        if response.status != 201:
            raise RuntimeError(answer)


def _add_neighbours(server: LiveServer, folder: Path) -> tuple[bytes, ...]:
    """The other centres; gives the requests of a kiosk of the last one, where all counters are open."""
    plan = load_plan(LUANG_PRABANG).model_copy(update={"staff": ()})
    for number in range(1, CENTRES):
        named = plan.model_copy(update={"code": f"neighbour-{number}"})
        centre_id = seed_centre(server.database, named, folder).centre_id
    create_device(server.database, centre_id, kind=DeviceKind.KIOSK, name="hammer", hall_code="main", printer_code=None)
    with server.database.write(centre_id) as transaction:
        transaction.execute(update(Counter).where(Counter.centre_id == centre_id).values(state="open"))
    services = [service.code for service in plan.services]
    return order_requests(new_token(server.database, centre_id, "hammer"), services)


def _section(rounds: dict[str, list[Felt]]) -> Section:
    loads = [felt.load for felt in rounds[HAMMERED] if felt.load]
    own = median(load.p99 for load in loads)
    tickets, calls = (
        {how: [getattr(each, kind) for each in felt] for how, felt in rounds.items()} for kind in ("tickets", "calls")
    )
    rows = [_row(f"ticket, {how}", each) for how, each in tickets.items()]
    rows += [_row(f"call until its answer, {how}", each) for how, each in calls.items()]
    rows.append(_row("ticket in the hammered centre itself", [load.latencies_ms for load in loads]))
    busy = (("ticket", tickets), ("call until its answer", calls))
    goals = [
        at_most(f"{what}, p99, {BUSY} / alone", _p99(felt[BUSY]) / _p99(felt[ALONE]), MOST_TIMES_ALONE, " x")
        for what, felt in busy
    ]
    fair = f"ticket, p99, {HAMMERED} / in that centre itself"
    goals.append(at_most(fair, _p99(tickets[HAMMERED]) / own, MOST_TIMES_THEIR_OWN, " x"))
    return Section(
        title="Neighbours",
        goals=tuple(goals),
        text=f"""{CENTRES} centres on one server process with SQLite. In one of them a citizen takes a ticket and is \
called, again and again. In another, {KIOSKS} kiosks give a ticket each in {KIOSK_PAUSE_SECONDS:g} s (busy), or ask \
without any pause (hammered, {median(load.per_second for load in loads):,.0f} tickets a second). Milliseconds, medians \
of {ROUNDS} rounds of {SECONDS:g} s, in turns.

{table(("", "p50", "p99"), rows)}""",
    )


def _row(what: str, rounds: Sequence[tuple[float, ...]]) -> tuple[str, ...]:
    return what, f"{median(percentile(each, 0.5) for each in rounds):.2f}", f"{_p99(rounds):.2f}"


def _p99(rounds: Sequence[tuple[float, ...]]) -> float:
    return median(percentile(each, 0.99) for each in rounds)
