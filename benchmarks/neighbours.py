"""A quiet centre on a server of many, while another one is hammered: what its citizens and its clerk feel of that."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from sqlalchemy import update

from benchmarks.calling import ClerkAtCounter
from benchmarks.centre import add_kiosk_without_printer, empty_the_queue, order_requests
from benchmarks.figures import percentile
from benchmarks.load_generator import Load, run_load
from benchmarks.processes import OwnProcess
from benchmarks.section import Section, at_most, table
from onedoor.centres.models import Counter
from onedoor.centres.plan import load_plan
from onedoor.demo import LUANG_PRABANG
from onedoor.demo.http_client import HttpClient
from onedoor.devices.actions import create_device, new_token
from onedoor.devices.models import DeviceKind
from onedoor.seeding import seed_centre
from tests.live_server import LiveServer

CENTRES, KIOSKS = 20, 16
ROUNDS, SECONDS = 5, 8.0
WARM_UP_SECONDS = 1.0
COUNTER, SERVICE = 3, "birth"
PAUSE_SECONDS = 0.03
MOST_TIMES_THEIR_OWN = 1.0


@dataclass(frozen=True)
class Felt:
    """One round in the quiet centre, in milliseconds: each ticket, and each call until its answer; and the load."""

    tickets: tuple[float, ...]
    calls: tuple[float, ...]
    load: Load | None


def measure_neighbours(folder: Path) -> Section:
    """Rounds alone and beside the hammered centre, in turns."""
    with LiveServer(folder) as server, OwnProcess() as kiosks:
        requests = _add_neighbours(server, folder)
        quiet = _QuietCentre(server)
        kiosks.run(run_load, server.port, requests, KIOSKS, WARM_UP_SECONDS)
        rounds: dict[str, list[Felt]] = {"alone": [], "hammered": []}
        for _ in range(ROUNDS):
            empty_the_queue(server)
            rounds["alone"].append(quiet.work(SECONDS))
            with _hammering(server, kiosks, requests) as loads:
                felt = quiet.work(SECONDS)
            rounds["hammered"].append(Felt(felt.tickets, felt.calls, loads[0]))
    return _section(rounds)


@contextmanager
def _hammering(server: LiveServer, kiosks: OwnProcess, requests: tuple[bytes, ...]) -> Iterator[list[Load]]:
    """While the block runs, and a little longer; the load is known afterwards."""
    loads: list[Load] = []
    load = kiosks.start(run_load, server.port, requests, KIOSKS, SECONDS + WARM_UP_SECONDS)
    time.sleep(WARM_UP_SECONDS / 2)
    yield loads
    loads.append(load.result())


class _QuietCentre:
    """The demonstration centre with one kiosk and one clerk: a ticket, its call, and nobody comes."""

    def __init__(self, server: LiveServer) -> None:
        self._kiosk: HttpClient = server.kiosk_program(add_kiosk_without_printer(server, "quiet-kiosk"))
        self._clerk = ClerkAtCounter(server, COUNTER)

    def work(self, seconds: float) -> Felt:
        tickets: list[float] = []
        calls: list[float] = []
        ends_at = time.monotonic() + seconds
        while time.monotonic() < ends_at:
            began = time.perf_counter()
            self._kiosk.command("/kiosk/tickets", service=SERVICE, language="lo", priority=False)
            issued = time.perf_counter()
            called = self._clerk.call()
            tickets.append((issued - began) * 1000)
            calls.append((time.perf_counter() - issued) * 1000)
            self._clerk.give_up(called)
            time.sleep(PAUSE_SECONDS)
        return Felt(tuple(tickets), tuple(calls), None)


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
    loads = [felt.load for felt in rounds["hammered"] if felt.load]
    own = median(load.p99 for load in loads)
    felt_ticket = _median_p99([felt.tickets for felt in rounds["hammered"]])
    rows = [
        (f"{what}, {how}", f"{_median_p50(values):.2f}", f"{_median_p99(values):.2f}")
        for how, felt in rounds.items()
        for what, values in (
            ("ticket", [each.tickets for each in felt]),
            ("call until its answer", [each.calls for each in felt]),
        )
    ]
    rows.append(("a ticket in the hammered centre itself", f"{median(load.p50 for load in loads):.2f}", f"{own:.2f}"))
    return Section(
        title="Neighbours",
        goals=(
            at_most(
                "ticket of a quiet centre beside a hammered one / of the hammered one itself, p99",
                felt_ticket / own,
                MOST_TIMES_THEIR_OWN,
                " x",
            ),
        ),
        text=f"""{CENTRES} centres on one server process with SQLite. In one of them a citizen takes a ticket and is \
called, {1 / PAUSE_SECONDS:.0f} times a second at most; in another {KIOSKS} kiosks ask for tickets without any pause \
({median(load.per_second for load in loads):,.0f} a second). Milliseconds, medians of {ROUNDS} rounds of {SECONDS:g} s.

{table(("", "p50", "p99"), rows)}""",
    )


def _median_p50(rounds: list[tuple[float, ...]]) -> float:
    return median(percentile(each, 0.5) for each in rounds)


def _median_p99(rounds: list[tuple[float, ...]]) -> float:
    return median(percentile(each, 0.99) for each in rounds)
