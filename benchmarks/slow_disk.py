"""A cheap disk: from the call to the hall while kiosks, printers and counters work and every sync takes 20 ms.

The pause is the system's own `fsync` and `fdatasync` with a wait before them, loaded in front of the server
(`slow_disk.c`, compiled here). SQLite syncs once for each commit, and the whole process waits meanwhile.
"""

import subprocess
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from random import expovariate
from shutil import which

from benchmarks.calling import Called, ClerkAtCounter, turn_on_printer
from benchmarks.centre import add_counter, add_kiosk_with_printer, issue_tickets
from benchmarks.displays import Displays
from benchmarks.figures import percentile
from benchmarks.processes import OwnProcess
from benchmarks.section import Goal, Section, at_most, table
from onedoor.demo.http_client import HttpClient
from onedoor.devices.actions import new_token
from tests.live_server import TUESDAY_MORNING, LiveServer

SYNC_MILLISECONDS = 20
KIOSKS, COUNTERS, DISPLAYS = 16, 8, 10
FIRST_COUNTER = 6
SERVICE = "birth"
WAITING = 300
TICKET_EVERY_SECONDS = 15.0
PAUSE_SECONDS, WALK_SECONDS, SERVICE_SECONDS = 1.0, 2.0, 4.0
TURN_SECONDS = PAUSE_SECONDS + WALK_SECONDS + SERVICE_SECONDS
SECONDS = 120.0
SECONDS_AS_IT_IS = 30.0
MOST_HALL_MS = 60.0
SOURCE = Path(__file__).with_suffix(".c")
TITLE = "A slow disk"
GOAL = f"{SYNC_MILLISECONDS} ms per sync: call to hall, p99"


@dataclass(frozen=True)
class Morning:
    """What the hall and the kiosks saw, in milliseconds: from the call to each display, and of each ticket."""

    hall_ms: tuple[float, ...]
    tickets_ms: tuple[float, ...]


def measure_slow_disk(folder: Path) -> Section:
    """The same busy centre on the disk as it is, and on a slow one."""
    compiler = which("cc")
    if compiler is None:
        goal = Goal(what=GOAL, limit=f"at most {MOST_HALL_MS:g} ms", measured="no C compiler", is_reached=False)
        return Section(title=TITLE, goals=(goal,), text="Not measured: there is no C compiler (`cc`).")
    library = folder / "slow_disk.so"
    define = f"-DSYNC_MILLISECONDS={SYNC_MILLISECONDS}"
    subprocess.run([compiler, "-shared", "-fPIC", define, "-o", library, SOURCE, "-ldl"], check=True)
    return _section(
        as_it_is=_measure(folder / "as-it-is", SECONDS_AS_IT_IS),
        slow=_measure(folder / "slow", SECONDS, LD_PRELOAD=str(library)),
    )


def _measure(folder: Path, seconds: float, **variables: str) -> Morning:
    folder.mkdir()
    server = LiveServer(folder, TUESDAY_MORNING, **variables)
    issue_tickets(server, SERVICE, WAITING)
    with server, OwnProcess() as printers, OwnProcess() as kiosks:
        tokens = _add_kiosks(server, printers.run(turn_on_printer))
        clerks = [_clerk(server, FIRST_COUNTER + number) for number in range(COUNTERS)]
        displays = Displays(server.port, new_token(server.database, server.centre_id, "hall-1"), DISPLAYS)
        issuing = kiosks.start(issue_for_a_while, server.local_address, tokens, seconds)
        calls = _work_for_a_while(clerks, seconds)
        arrivals = displays.arrivals(last_number=max(calls, key=lambda called: called.sent_at).number)
    sent = {called.number: called.sent_at for called in calls}
    if len(arrivals) != DISPLAYS * len(sent):
        raise RuntimeError(f"{len(arrivals)} arrivals of {len(sent)} calls on {DISPLAYS} displays")
    return Morning(tuple((arrival.at - sent[arrival.number]) * 1000 for arrival in arrivals), issuing.result())


def _add_kiosks(server: LiveServer, printer: str) -> list[str]:
    names = [add_kiosk_with_printer(server, f"busy-{number}", printer) for number in range(KIOSKS)]
    return [new_token(server.database, server.centre_id, name) for name in names]


def _clerk(server: LiveServer, counter: int) -> ClerkAtCounter:
    add_counter(server, counter, (SERVICE,))
    return ClerkAtCounter(server, counter)


def _work_for_a_while(clerks: Sequence[ClerkAtCounter], seconds: float) -> list[Called]:
    with ThreadPoolExecutor(len(clerks)) as people:
        calls = people.map(lambda clerk: _work(clerk, time.monotonic() + seconds), clerks)
        return [called for of_one_clerk in calls for called in of_one_clerk]


def _work(clerk: ClerkAtCounter, until: float) -> list[Called]:
    calls: list[Called] = []
    for _ in _now_and_then(PAUSE_SECONDS, until):
        calls.append(clerk.call())
        time.sleep(expovariate(1 / WALK_SECONDS))
        clerk.serve(calls[-1])
        time.sleep(expovariate(1 / SERVICE_SECONDS))
        clerk.finish(calls[-1])
    return calls


def issue_for_a_while(address: str, tokens: Sequence[str], seconds: float) -> tuple[float, ...]:
    """A ticket now and then at each of these kiosks; gives the milliseconds of each answer."""
    with ThreadPoolExecutor(len(tokens)) as kiosks:
        until = time.monotonic() + seconds
        latencies = kiosks.map(lambda token: _issue(HttpClient(address, token), until), tokens)
        return tuple(latency for of_one_kiosk in latencies for latency in of_one_kiosk)


def _issue(kiosk: HttpClient, until: float) -> list[float]:
    latencies: list[float] = []
    for _ in _now_and_then(TICKET_EVERY_SECONDS, until):
        began = time.perf_counter()
        kiosk.command("/kiosk/tickets", service=SERVICE, language="lo", priority=False)
        latencies.append((time.perf_counter() - began) * 1000)
    return latencies


def _now_and_then(mean_seconds: float, until: float) -> Iterator[None]:
    """Moments that are independent of each other, as people come, until that time."""
    while time.monotonic() + (pause := expovariate(1 / mean_seconds)) < until:
        time.sleep(pause)
        yield


def _section(as_it_is: Morning, slow: Morning) -> Section:
    p99 = percentile(slow.hall_ms, 0.99)
    per_second = KIOSKS / TICKET_EVERY_SECONDS
    rows = (_row("this disk", as_it_is), _row(f"{SYNC_MILLISECONDS} ms per sync", slow))
    heads = ("", "hall p50, ms", "hall p99, ms", "hall slowest, ms", "ticket p50, ms", "ticket p99, ms", "calls")
    return Section(
        title=TITLE,
        goals=(at_most(GOAL, p99, MOST_HALL_MS, " ms"),),
        text=f"""{KIOSKS} kiosks with a printer each issue {per_second:.1f} tickets a second together; {COUNTERS} \
counters call, serve and finish a turn every {TURN_SECONDS:g} s each; {DISPLAYS} displays. From the clerk's call to \
`ticket_called` on every display. With the slow disk p99 is {p99 / SYNC_MILLISECONDS:.1f} syncs.

{table(heads, rows)}""",
    )


def _row(disk: str, morning: Morning) -> tuple[str, ...]:
    figures = (
        percentile(morning.hall_ms, 0.5),
        percentile(morning.hall_ms, 0.99),
        max(morning.hall_ms),
        percentile(morning.tickets_ms, 0.5),
        percentile(morning.tickets_ms, 0.99),
    )
    return disk, *(f"{figure:.1f}" for figure in figures), str(len(morning.hall_ms) // DISPLAYS)
