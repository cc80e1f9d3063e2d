"""Issuing tickets beside the floor: an empty route, a route that commits one row, and the ticket, in turns."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.centre import empty_the_queue, open_all_counters, ticket_requests
from benchmarks.load_generator import Load, http_request, run_load
from benchmarks.processes import OwnProcess, floor_server
from tests.live_server import LiveServer

CLIENTS = (1, 8, 32)
ROUNDS = 5
EMPTY, ONE_ROW, TICKET = "empty route", "one row", "ticket"
ROUND_SECONDS = 1.0
WARM_UP_SECONDS = 0.5


@dataclass(frozen=True)
class Target:
    """A route under load."""

    name: str
    port: int
    requests: tuple[bytes, ...]


Rounds = dict[tuple[str, int], list[Load]]


def measure_issuing(folder: Path) -> Rounds:
    """The rounds of each route and number of clients.

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
        return _run_rounds(server, clients, targets)


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
