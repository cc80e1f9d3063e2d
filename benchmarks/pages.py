"""Many connected pages: what the hall, other requests and memory feel of them, and when the last phone has heard.

The same crowd of phones then listens to Socket.IO's own server, which sends it the same message.
"""

import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from shutil import which
from statistics import median

from benchmarks.calling import Called, ClerkAtCounter
from benchmarks.centre import issue_tickets
from benchmarks.crowd import Crowd, Screen, phone
from benchmarks.displays import Arrival, Displays
from benchmarks.figures import percentile
from benchmarks.load_generator import HOST, Load, http_request, run_at_pace
from benchmarks.processes import OwnProcess, program_on_port
from benchmarks.screens import EVENT, Packet
from benchmarks.section import Goal, Section, at_most, table
from onedoor.devices.actions import new_token
from tests.live_server import LiveServer
from tests.processes import memory_bytes

CROWDS = (100, 1000, 3000)
DISPLAYS = 10
DESKS = (1, 2, 3, 4, 5)
CALLING_DESK = 3
SERVICE = "birth"
BROADCASTS, REST_SECONDS = 20, 0.4
CALLS, CALL_EVERY_SECONDS = 180, 0.25
OTHER_REQUEST = http_request("GET", "/sign-in")
ASK_EVERY_SECONDS = 0.01
QUIET_SECONDS = 5.0
WARM_UP_SCREENS = 10
MOST_HALL_MS = 10.0
MOST_TIMES_WITHOUT = 3.0
MOST_TIMES_NODE = 2.0
MOST_KILOBYTES = 64.0


@dataclass(frozen=True)
class Felt:
    """What is felt of so many phones. `quiet` and `calling` are other requests, without and with calls meanwhile;
    the last phone's times, from the call and from the first display's, are one for each broadcast.
    """

    phones: int
    hall_ms: tuple[float, ...]
    quiet: Load
    calling: Load
    last_phone_ms: tuple[float, ...] = ()
    after_hall_ms: tuple[float, ...] = ()
    node_last_phone_ms: tuple[float, ...] = ()
    kilobytes_per_page: float = 0.0


def measure_pages(folder: Path) -> Section:
    """The centre without phones, then with ever larger crowds, each time on a fresh server."""
    measured = []
    for phones in (0, *CROWDS):
        own_folder = folder / str(phones)
        own_folder.mkdir()
        server = LiveServer(own_folder)
        # Before it runs: a server has every phone ask anew when it learns of changes that it was not told.
        tokens = issue_tickets(server, SERVICE, 1 + BROADCASTS + CALLS + phones)
        hall = new_token(server.database, server.centre_id, "hall-1")
        with server, OwnProcess() as asker:
            measured.append(_Centre(server, asker, hall).with_phones(tokens[1 + BROADCASTS + CALLS :]))
    return _section(measured)


class _Centre:
    """Halls, whose displays have the token `hall`, desks and waiting people; the clerk of one desk calls."""

    def __init__(self, server: LiveServer, asker: OwnProcess, hall: str) -> None:
        self._server = server
        self._asker = asker
        self._clerks = {desk: ClerkAtCounter(server, desk) for desk in DESKS}
        self._displays = Displays(server.port, hall, DISPLAYS)
        self._calls: list[Called] = []

    def with_phones(self, tokens: Sequence[str]) -> Felt:
        """Everything that is measured with one crowd."""
        desks = [Screen(clerk.cookie, {"screen": "counter", "counter": desk}) for desk, clerk in self._clerks.items()]
        screens = [*desks, *map(phone, tokens)]
        self._warm_up(screens[:WARM_UP_SCREENS])
        before = memory_bytes(self._server.process())
        with Crowd(self._server.port, screens) as crowd:
            quiet = self._ask_others(QUIET_SECONDS)
            memory = memory_bytes(self._server.process()) - before
            last = [self._broadcast(crowd) for _ in range(BROADCASTS)] if tokens else []
            calling = self._ask_others_while_calling()
        arrivals = self._arrivals()
        return Felt(
            phones=len(tokens),
            hall_ms=self._hall_latencies(arrivals),
            quiet=quiet,
            calling=calling,
            last_phone_ms=tuple((packet.at - called.sent_at) * 1000 for called, packet in last),
            after_hall_ms=tuple((packet.at - _first(arrivals, called)) * 1000 for called, packet in last),
            node_last_phone_ms=_broadcast_by_node(screens[len(desks) :], last[-1][1]) if last else (),
            kilobytes_per_page=memory / 1024 / len(screens),
        )

    def _warm_up(self, screens: Sequence[Screen]) -> None:
        """What is done once for all, with the first page of a kind and the first call, is counted for none."""
        clerk = self._clerks[CALLING_DESK]
        with Crowd(self._server.port, screens):
            clerk.give_up(clerk.call())
            time.sleep(REST_SECONDS)

    def _broadcast(self, crowd: Crowd) -> tuple[Called, Packet]:
        """One call that nothing else disturbs, and what the last phone heard."""
        called = self._call()
        packet = crowd.last_arrival(called.sent_at)
        self._clerks[CALLING_DESK].give_up(called)
        time.sleep(REST_SECONDS)
        return called, packet

    def _ask_others_while_calling(self) -> Load:
        asking = self._asker.start(
            run_at_pace, self._server.port, OTHER_REQUEST, ASK_EVERY_SECONDS, CALLS * CALL_EVERY_SECONDS
        )
        for _ in range(CALLS):
            self._clerks[CALLING_DESK].give_up(self._call())
            time.sleep(CALL_EVERY_SECONDS)
        return asking.result()

    def _ask_others(self, seconds: float) -> Load:
        return self._asker.run(run_at_pace, self._server.port, OTHER_REQUEST, ASK_EVERY_SECONDS, seconds)

    def _call(self) -> Called:
        called = self._clerks[CALLING_DESK].call()
        self._calls.append(called)
        return called

    def _arrivals(self) -> list[Arrival]:
        numbers = {called.number for called in self._calls}
        heard = self._displays.arrivals(last_number=self._calls[-1].number)
        arrivals = [arrival for arrival in heard if arrival.number in numbers]
        if len(arrivals) != DISPLAYS * len(self._calls):
            raise RuntimeError(f"{len(arrivals)} arrivals of {len(self._calls)} calls on {DISPLAYS} displays")
        return arrivals

    def _hall_latencies(self, arrivals: Sequence[Arrival]) -> tuple[float, ...]:
        sent = {called.number: called.sent_at for called in self._calls}
        return tuple((arrival.at - sent[arrival.number]) * 1000 for arrival in arrivals)


def _first(arrivals: Sequence[Arrival], called: Called) -> float:
    """When the first display heard of the call: the broadcast has begun."""
    return min(arrival.at for arrival in arrivals if arrival.number == called.number)


def _broadcast_by_node(phones: Sequence[Screen], packet: Packet) -> tuple[float, ...]:
    """Milliseconds until the last phone has the same message from Node, for each of as many broadcasts."""
    node = which("node", path=os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])))
    if node is None:
        raise RuntimeError("Node.js is missing: `make bench` sets it up")
    message = packet.text.removeprefix(EVENT).encode()
    with program_on_port([node, "benchmarks/broadcast_server.js"]) as port, Crowd(port, phones) as crowd:
        return tuple(_broadcast_once_by_node(port, crowd, message) for _ in range(BROADCASTS))


def _broadcast_once_by_node(port: int, crowd: Crowd, message: bytes) -> float:
    connection = HTTPConnection(HOST, port)
    sent_at = time.time()
    connection.request("POST", "/", message)
    connection.getresponse().read()
    latency = (crowd.last_arrival(sent_at).at - sent_at) * 1000
    connection.close()
    time.sleep(REST_SECONDS)
    return latency


def _section(measured: Sequence[Felt]) -> Section:
    without, crowds = measured[0], measured[1:]
    return Section(
        title="Many connected pages",
        goals=tuple(goal for felt in crowds for goal in _goals(felt, without)),
        text=f"""Phones that follow a ticket each in one queue, {DISPLAYS} displays and {len(DESKS)} desks. Hall: from \
the clerk's call to `ticket_called` on the displays. Other requests: `GET /sign-in` every {ASK_EVERY_SECONDS * 1000:g} \
ms, a late answer counted from when it was due to be asked; first while nobody calls, then with a call and its end \
every {CALL_EVERY_SECONDS * 1000:g} ms. Last phone: from a call that nothing disturbs to the last phone's message, \
median of {BROADCASTS}, and from the first display on, when the broadcast has begun; Node: the same message to the \
same crowd from Socket.IO's own server.

{table(HEADS, [_row(felt) for felt in measured])}""",
    )


HEADS = (
    "phones",
    "hall p50, ms",
    "hall p99, ms",
    "others, nobody calls: p99, ms",
    "others, calls: p50, ms",
    "others, calls: p99, ms",
    "slowest, ms",
    "last phone, ms",
    "after the first display, ms",
    "Node's last phone, ms",
    "kB per page",
)


def _goals(felt: Felt, without: Felt) -> tuple[Goal, ...]:
    who = f"{felt.phones:,} phones"
    return (
        at_most(f"{who}: call to hall, p99", percentile(felt.hall_ms, 0.99), MOST_HALL_MS, " ms"),
        at_most(f"{who}: other requests' p99 / without phones", _ratio(felt, without), MOST_TIMES_WITHOUT, " x"),
        at_most(f"{who}: last phone / Node's", _times_node(felt), MOST_TIMES_NODE, " x"),
        at_most(f"{who}: memory per page", felt.kilobytes_per_page, MOST_KILOBYTES, " kB"),
    )


def _ratio(felt: Felt, without: Felt) -> float:
    return felt.calling.p99 / without.calling.p99


def _times_node(felt: Felt) -> float:
    return median(felt.after_hall_ms) / median(felt.node_last_phone_ms)


def _row(felt: Felt) -> tuple[str, ...]:
    last = [
        f"{median(times):.0f}" if times else ""
        for times in (felt.last_phone_ms, felt.after_hall_ms, felt.node_last_phone_ms)
    ]
    return (
        f"{felt.phones:,}",
        f"{percentile(felt.hall_ms, 0.5):.2f}",
        f"{percentile(felt.hall_ms, 0.99):.2f}",
        f"{felt.quiet.p99:.2f}",
        f"{felt.calling.p50:.2f}",
        f"{felt.calling.p99:.2f}",
        f"{max(felt.calling.latencies_ms):.0f}",
        *last,
        f"{felt.kilobytes_per_page:.0f}" if felt.phones else "",
    )
