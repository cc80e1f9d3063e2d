"""Tickets per second of several server processes on one PostgreSQL, each beside one process, and what limits them.

Several centres, because the writes of one centre are in turn. While tickets are issued, the time that each kind of
program computes is read from the system.
"""

import os
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.figures import median_of
from benchmarks.hosted import HostedCentres, HostedServer
from benchmarks.load_generator import Load, run_load
from benchmarks.processes import OwnProcess
from benchmarks.section import Section, table
from tests.processes import machine_processor_seconds, processor_seconds
from tools.hosted.postgresql import Postgresql
from tools.hosted.program import Program
from tools.hosted.valkey import Valkey

PROCESSES = (1, 2, 4)
CENTRES = 8
CLIENTS = 32
ROUNDS, ROUND_SECONDS, WARM_UP_SECONDS = 3, 4.0, 1.0
KINDS = ("servers", "PostgreSQL", "message queue", "clients", "anything else")
# Of a core, or of all cores: beyond it there is nothing left to take.
BUSY = 0.9


@dataclass(frozen=True)
class Round:
    """What all clients saw together, and how many cores each kind of program kept busy."""

    loads: tuple[Load, ...]
    cores: dict[str, float]

    @property
    def per_second(self) -> float:
        """Tickets in a second."""
        return sum(load.per_second for load in self.loads)

    @property
    def p50(self) -> float:
        """Milliseconds: the median over the server processes."""
        return median(load.p50 for load in self.loads)

    @property
    def p99(self) -> float:
        """Milliseconds: the slowest server process."""
        return max(load.p99 for load in self.loads)


def measure_several_processes(folder: Path) -> Section:
    """Rounds of 1, 2 and 4 processes in turns."""
    rounds: dict[int, list[Round]] = {count: [] for count in PROCESSES}
    with Postgresql(folder / "postgresql") as postgresql, Valkey(folder / "valkey") as valkey, ExitStack() as running:
        centres = HostedCentres(folder, postgresql, valkey, CENTRES)
        running.callback(centres.close)
        clients = [running.enter_context(OwnProcess()) for _ in range(max(PROCESSES))]
        for _ in range(ROUNDS):
            for count in PROCESSES:
                centres.empty_the_queues()
                rounds[count].append(_measure(centres, (postgresql, valkey), clients[:count]))
    return _section(rounds)


def _measure(centres: HostedCentres, around: tuple[Program, Program], clients: Sequence[OwnProcess]) -> Round:
    """One round of as many server processes as there are client processes."""
    requests = centres.ticket_requests()
    with ExitStack() as running:
        servers = [running.enter_context(centres.server(number)) for number in range(len(clients))]
        _load(servers, clients, requests, WARM_UP_SECONDS)
        before = _computed(servers, around)
        loads = _load(servers, clients, requests, ROUND_SECONDS)
        after = _computed(servers, around)
    cores = {kind: (after[kind] - before[kind]) / ROUND_SECONDS for kind in before}
    cores["clients"] = sum(computed for _, computed in loads) / ROUND_SECONDS
    busy = cores.pop("machine")
    cores["anything else"] = busy - sum(cores.values())
    return Round(tuple(load for load, _ in loads), cores)


def _load(
    servers: Sequence[HostedServer], clients: Sequence[OwnProcess], requests: tuple[bytes, ...], seconds: float
) -> list[tuple[Load, float]]:
    count = CLIENTS // len(servers)
    running = [
        client.start(run_counted_load, server.port, requests, count, seconds)
        for server, client in zip(servers, clients, strict=True)
    ]
    return [each.result() for each in running]


def run_counted_load(port: int, requests: tuple[bytes, ...], clients: int, seconds: float) -> tuple[Load, float]:
    """The load, and the seconds that the clients themselves computed for it."""
    before = time.process_time()
    load = run_load(port, requests, clients, seconds)
    return load, time.process_time() - before


def _computed(servers: Sequence[Program], around: tuple[Program, Program]) -> dict[str, float]:
    postgresql, valkey = around
    return {
        "servers": sum(processor_seconds(server.pid) for server in servers),
        "PostgreSQL": processor_seconds(postgresql.pid),
        "message queue": processor_seconds(valkey.pid),
        "machine": machine_processor_seconds(),
    }


def _section(rounds: dict[int, list[Round]]) -> Section:
    heads = ("server processes", "tickets per second", "/ one process", "p50, ms", "p99, ms", *KINDS, "what limits it")
    return Section(
        title="Several processes on PostgreSQL",
        goals=(),
        text=f"""{CLIENTS} clients share the processes and take tickets of {CENTRES} centres; PostgreSQL forces every \
commit onto the disk. Medians of {ROUNDS} rounds of {ROUND_SECONDS:g} s in turns. The columns of programs are the \
cores that each kept busy, of {os.cpu_count()} that the machine has for all of them.

{table(heads, [_row(count, rounds) for count in rounds])}""",
    )


def _row(count: int, rounds: dict[int, list[Round]]) -> tuple[str, ...]:
    per_second, of_one = (median_of(rounds[each], lambda one: one.per_second) for each in (count, PROCESSES[0]))
    cores = {kind: median(one.cores[kind] for one in rounds[count]) for kind in KINDS}
    return (
        str(count),
        f"{per_second:,.0f}",
        f"{per_second / of_one:.2f}",
        f"{median_of(rounds[count], lambda one: one.p50):.1f}",
        f"{median_of(rounds[count], lambda one: one.p99):.1f}",
        *(f"{cores[kind]:.2f}" for kind in KINDS),
        _limit(count, cores),
    )


def _limit(processes: int, cores: dict[str, float]) -> str:
    machine = os.cpu_count() or 1
    if sum(cores.values()) >= BUSY * machine:
        most = max(cores, key=lambda kind: cores[kind])
        return f"the machine: all {machine} cores are busy, most of all with {most}"
    if cores["servers"] >= BUSY * processes:
        return "the server processes: each has a core of its own busy"
    return "waiting: for the disk, and for each other inside a centre"
