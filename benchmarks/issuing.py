"""Issuing tickets beside the floor: an empty route, a route that commits one row, and the ticket, in turns."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.centre import empty_the_queue, open_all_counters, ticket_requests
from benchmarks.figures import median_of
from benchmarks.load_generator import Load, http_request, run_load
from benchmarks.processes import OwnProcess, floor_server
from benchmarks.section import Goal, Section, at_least, at_most, table
from tests.live_server import LiveServer

CLIENTS = (1, 8, 32)
ROUNDS = 5
EMPTY, ONE_ROW, TICKET = "empty route", "one row", "ticket"
ROUND_SECONDS = 1.0
WARM_UP_SECONDS = 0.5
MOST_TIMES_ONE_ROW = 2.0
FEWEST_TICKETS_PER_SECOND = 1000
MOST_TIMES_P50 = 3.0


@dataclass(frozen=True)
class Target:
    """A route under load."""

    name: str
    port: int
    requests: tuple[bytes, ...]


Rounds = dict[tuple[str, int], list[Load]]


def measure_issuing(folder: Path) -> Section:
    """Rounds of each route and number of clients.

    All counters are open. The printer is stuck: jobs are queued and handed out, but next to nothing is drawn.
    """
    with (
        LiveServer(folder) as server,
        floor_server(folder) as floor,
        OwnProcess() as clients,
        _stuck_printer() as printer,
    ):
        server.use_printer(printer)
        open_all_counters(server)
        targets = (
            Target(EMPTY, floor, (http_request("POST", "/empty", body={}),)),
            Target(ONE_ROW, floor, (http_request("POST", "/one-row", body={}),)),
            Target(TICKET, server.port, ticket_requests(server)),
        )
        for target in targets:
            clients.run(run_load, target.port, target.requests, max(CLIENTS), WARM_UP_SECONDS)
        return _section(_run_rounds(server, clients, targets))


def _run_rounds(server: LiveServer, clients: OwnProcess, targets: tuple[Target, ...]) -> Rounds:
    rounds: Rounds = {(target.name, count): [] for target in targets for count in CLIENTS}
    for _ in range(ROUNDS):
        for count in CLIENTS:
            for target in targets:
                empty_the_queue(server)
                load = clients.run(run_load, target.port, target.requests, count, ROUND_SECONDS)
                rounds[target.name, count].append(load)
    return rounds


@contextmanager
def _stuck_printer() -> Iterator[str]:
    """A printer that takes connections and then does nothing; gives its address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"tcp://127.0.0.1:{listener.getsockname()[1]}"


def _section(rounds: Rounds) -> Section:
    rows = [_row(rounds, name, clients) for clients in CLIENTS for name in (EMPTY, ONE_ROW, TICKET)]
    return Section(
        title="Issuing a ticket, beside the floor",
        goals=_goals(rounds),
        text=f"""Medians of {ROUNDS} rounds of {ROUND_SECONDS:g} s each; the three routes take turns within each round.

{table(("clients", "route", "p50, ms", "p99, ms", "per second", "p50 / one row"), rows)}""",
    )


def _goals(rounds: Rounds) -> tuple[Goal, ...]:
    times_one_row = _p50(rounds, TICKET, 1) / _p50(rounds, ONE_ROW, 1)
    per_second = median_of(rounds[TICKET, 32], lambda load: load.per_second)
    times_p50 = _p99(rounds, TICKET, 32) / _p50(rounds, TICKET, 32)
    return (
        at_most("ticket / a route that commits one row, 1 client, p50", times_one_row, MOST_TIMES_ONE_ROW, " x"),
        at_least("tickets per second, 32 clients", per_second, FEWEST_TICKETS_PER_SECOND),
        at_most("ticket, 32 clients, p99 / p50", times_p50, MOST_TIMES_P50, " x"),
    )


def _row(rounds: Rounds, name: str, clients: int) -> tuple[str, ...]:
    return (
        str(clients),
        name,
        f"{_p50(rounds, name, clients):.2f}",
        f"{_p99(rounds, name, clients):.2f}",
        f"{median_of(rounds[name, clients], lambda load: load.per_second):,.0f}",
        f"{_p50(rounds, name, clients) / _p50(rounds, ONE_ROW, clients):.2f}",
    )


def _p50(rounds: Rounds, name: str, clients: int) -> float:
    return median_of(rounds[name, clients], lambda load: load.p50)


def _p99(rounds: Rounds, name: str, clients: int) -> float:
    return median_of(rounds[name, clients], lambda load: load.p99)
