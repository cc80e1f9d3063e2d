"""Clients that each send a request, read its answer and send the next, over connections that stay open.

One loop over plain sockets serves all clients: an HTTP library or a thread per client would itself be the limit and
make false tails. It runs in a process of its own.
"""

import gc
import json
import secrets
import selectors
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks.figures import percentile

HOST = "127.0.0.1"
REQUEST_ID_LENGTH = 32
REQUEST_ID = "$" * REQUEST_ID_LENGTH
END_OF_HEADERS = b"\r\n\r\n"
LENGTH_HEADER = b"content-length:"
LONGEST_SILENCE_SECONDS = 10.0


class Unanswered(Exception):
    """The server refused a request or fell silent: there is nothing to measure."""


@dataclass(frozen=True)
class Load:
    """What clients saw: the latency of each request, and the seconds that all took together."""

    latencies_ms: tuple[float, ...]
    seconds: float

    @property
    def p50(self) -> float:
        """The latency that half of the requests did not exceed."""
        return percentile(self.latencies_ms, 0.5)

    @property
    def p99(self) -> float:
        """The latency that 99 of 100 requests did not exceed."""
        return percentile(self.latencies_ms, 0.99)

    @property
    def per_second(self) -> float:
        """Answers in a second, all clients together."""
        return len(self.latencies_ms) / self.seconds


def http_request(method: str, path: str, headers: Mapping[str, str] | None = None, body: object = None) -> bytes:
    """A request as it travels. `REQUEST_ID` in its body becomes a new one each time that it is sent."""
    content = json.dumps(body).encode() if body is not None else b""
    lines = {"Host": HOST, "Content-Type": "application/json", "Content-Length": str(len(content))} | dict(
        headers or {}
    )
    head = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in lines.items())]
    return "\r\n".join(head).encode() + END_OF_HEADERS + content


def run_load(port: int, requests: tuple[bytes, ...], clients: int, seconds: float) -> Load:
    """Load the server for so long; client n sends the request n (in turn). Raises `Unanswered`."""
    gc.disable()
    with selectors.DefaultSelector() as selector:
        for number in range(clients):
            client = _Client(port, requests[number % len(requests)])
            selector.register(client.socket, selectors.EVENT_READ, client)
        load = _drive(selector, seconds)
        for key in list(selector.get_map().values()):
            key.fileobj.close()  # type: ignore[union-attr]
    return load


def run_at_pace(port: int, request: bytes, every_seconds: float, seconds: float) -> Load:
    """One client that asks at fixed moments. A late answer counts from the moment at which it was due to be asked, so
    that a server that stands still is not asked less often. Raises `Unanswered`.
    """
    gc.disable()
    client = _Client(port, request)
    began = time.perf_counter()
    latencies: list[float] = []
    for number in range(round(seconds / every_seconds)):
        due = began + number * every_seconds
        time.sleep(max(0.0, due - time.perf_counter()))
        client.send()
        while client.receive() is None:
            pass
        latencies.append((time.perf_counter() - due) * 1000)
    client.socket.close()
    return Load(tuple(latencies), time.perf_counter() - began)


def _drive(selector: selectors.BaseSelector, seconds: float) -> Load:
    latencies: list[float] = []
    began = time.perf_counter()
    for key in selector.get_map().values():
        key.data.send()
    while (now := time.perf_counter()) < began + seconds:
        ready = selector.select(LONGEST_SILENCE_SECONDS)
        if not ready:
            raise Unanswered("no answer within 10 s")
        for key, _ in ready:
            latency = key.data.receive()
            if latency is not None:
                latencies.append(latency)
                key.data.send()
    return Load(tuple(latencies), now - began)


class _Client:
    def __init__(self, port: int, request: bytes) -> None:
        self.socket = socket.create_connection((HOST, port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
        self._before, _, self._after = request.partition(REQUEST_ID.encode())
        self._has_id = REQUEST_ID.encode() in request
        self._received = b""
        self._sent_at = 0.0

    def send(self) -> None:
        request_id = secrets.token_hex(REQUEST_ID_LENGTH // 2).encode() if self._has_id else b""
        self._received = b""
        self._sent_at = time.perf_counter()
        self.socket.sendall(self._before + request_id + self._after)

    def receive(self) -> float | None:
        """The latency in milliseconds once the answer is complete, None before."""
        self._received += self.socket.recv(65536)
        head, found, body = self._received.partition(END_OF_HEADERS)
        if not found or len(body) < _length(head):
            return None
        if not head.startswith(b"HTTP/1.1 2"):
            raise Unanswered(self._received.decode(errors="replace"))
        return (time.perf_counter() - self._sent_at) * 1000


def _length(head: bytes) -> int:
    lines = head.lower().split(b"\r\n")
    return next(int(line[len(LENGTH_HEADER) :]) for line in lines if line.startswith(LENGTH_HEADER))
