"""Hall displays that note when each called number arrives: all in one loop, in a process of their own."""

import gc
import json
import selectors
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import NamedTuple

import websocket

from benchmarks.screens import EVENT, next_event, subscribed_screen

LONGEST_WAIT_SECONDS = 10.0
LOOK_UP_SECONDS = 0.2


class Arrival(NamedTuple):
    """A called number on one display; `at` is the machine's clock, in seconds."""

    number: str
    at: float


class Displays:
    """So many displays of one hall, which listen from the moment that they exist."""

    def __init__(self, port: int, token: str, count: int) -> None:
        context = get_context("spawn")
        self._told, theirs = context.Pipe()
        self._process = context.Process(target=_watch, args=(theirs, port, token, count), daemon=True)
        self._process.start()
        self._told.recv()

    def arrivals(self, last_number: str) -> list[Arrival]:
        """Everything heard, once `last_number` is on every display (or 10 s have passed); the displays end."""
        self._told.send(last_number)
        heard: list[Arrival] = self._told.recv()
        self._process.join()
        return heard


def _watch(asker: Connection, port: int, token: str, count: int) -> None:
    gc.disable()
    with _subscribed_displays(port, token, count) as displays, selectors.DefaultSelector() as selector:
        for display in displays:
            selector.register(display, selectors.EVENT_READ, display)
        asker.send("all listen")
        heard: list[Arrival] = []
        while not asker.poll():
            heard += _hear(selector)
        last_number, deadline = asker.recv(), time.monotonic() + LONGEST_WAIT_SECONDS
        while sum(arrival.number == last_number for arrival in heard) < count and time.monotonic() < deadline:
            heard += _hear(selector)
        asker.send(heard)


def _hear(selector: selectors.BaseSelector) -> list[Arrival]:
    packets = (next_event(key.data) for key, _ in selector.select(LOOK_UP_SECONDS))
    heard = ((_called_number(packet.text), packet.at) for packet in packets if packet)
    return [Arrival(number, at) for number, at in heard if number is not None]


def _called_number(packet: str) -> str | None:
    name, message = json.loads(packet.removeprefix(EVENT))
    return str(message["number"]) if name == "ticket_called" else None


@contextmanager
def _subscribed_displays(port: int, token: str, count: int) -> Iterator[list[websocket.WebSocket]]:
    who = {"Authorization": f"Bearer {token}"}
    displays = [subscribed_screen(port, who, {"screen": "display"}) for _ in range(count)]
    yield displays
    for display in displays:
        display.close()
