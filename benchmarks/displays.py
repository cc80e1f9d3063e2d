"""Hall displays that note when each called number arrives: all in one loop, in a process of their own."""

import gc
import json
import selectors
import socket
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import NamedTuple

import websocket

from benchmarks.load_generator import HOST

OPEN = "0"
CONNECT, EVENT, ANSWER = "40", "42", "43"
LONGEST_WAIT_SECONDS = 10.0
LOOK_UP_SECONDS = 0.2
LENGTH_FORMATS = {126: ">H", 127: ">Q"}
# Linux notes when a packet arrives, however late the display's process gets the processor (socket(7), SO_TIMESTAMP).
SO_TIMESTAMPNS = 35
TIMESTAMP = struct.Struct("qq")


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
            selector.register(display, selectors.EVENT_READ, display.sock)
        asker.send("all listen")
        heard: list[Arrival] = []
        while not asker.poll():
            heard += _hear(selector)
        last_number, deadline = asker.recv(), time.monotonic() + LONGEST_WAIT_SECONDS
        while sum(arrival.number == last_number for arrival in heard) < count and time.monotonic() < deadline:
            heard += _hear(selector)
        asker.send(heard)


def _hear(selector: selectors.BaseSelector) -> list[Arrival]:
    packets = [_read_packet(key.data) for key, _ in selector.select(LOOK_UP_SECONDS)]
    return [Arrival(number, at) for packet, at in packets if (number := _called_number(packet)) is not None]


def _called_number(packet: str) -> str | None:
    if not packet.startswith(EVENT):
        return None
    name, message = json.loads(packet.removeprefix(EVENT))
    return str(message["number"]) if name == "ticket_called" else None


def _read_packet(sock: socket.socket) -> tuple[str, float]:
    """One text frame (RFC 6455, 5.2; a server's are not masked) and when it reached this machine."""
    length = _read(sock, 2)[0][1]
    if length in LENGTH_FORMATS:
        (length,) = struct.unpack(LENGTH_FORMATS[length], _read(sock, struct.calcsize(LENGTH_FORMATS[length]))[0])
    payload, at = _read(sock, length)
    return payload.decode(), at


def _read(sock: socket.socket, size: int) -> tuple[bytes, float]:
    data, at = b"", 0.0
    while len(data) < size:
        part, extras, _, _ = sock.recvmsg(size - len(data), socket.CMSG_SPACE(TIMESTAMP.size))
        seconds, nanoseconds = TIMESTAMP.unpack(extras[0][2])
        data, at = data + part, seconds + nanoseconds / 1e9
    return data, at


@contextmanager
def _subscribed_displays(port: int, token: str, count: int) -> Iterator[list[websocket.WebSocket]]:
    displays = [_subscribed_display(port, token) for _ in range(count)]
    yield displays
    for display in displays:
        display.close()


def _subscribed_display(port: int, token: str) -> websocket.WebSocket:
    display = websocket.create_connection(
        f"ws://{HOST}:{port}/socket.io/?EIO=4&transport=websocket",
        header=[f"Authorization: Bearer {token}"],
        sockopt=[(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)],
    )
    _receive_until(display, OPEN)
    display.send(CONNECT)
    _receive_until(display, CONNECT)
    display.send(f'{EVENT}1["subscribe",{{"screen":"display"}}]')
    _receive_until(display, ANSWER)
    return display


def _receive_until(display: websocket.WebSocket, kind: str) -> None:
    while not str(display.recv()).startswith(kind):
        pass
