"""Whoever sends a request byte by byte, or none at all, is let go in time and holds nobody up."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.integration.serving.test_fairness import ask, many_open_files, serving  # noqa: F401

pytestmark = pytest.mark.alone

SECONDS = 0.5
PATIENCE_SECONDS = 30
HALF_OPEN = 3_000
HEAD = b"POST /size HTTP/1.1\r\nHost: test\r\nContent-Length: 40\r\n"


@pytest.fixture
def port() -> Iterator[int]:
    with serving("", str(SECONDS)) as port:
        yield port


def connected(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), PATIENCE_SECONDS)


def drip(connection: socket.socket, data: bytes) -> bytes:
    """Send byte by byte, never resting as long as the server would wait; its answer, nothing if it only closes."""
    connection.settimeout(SECONDS / 10)
    for byte in data * 100:
        try:
            connection.sendall(bytes([byte]))
            return connection.recv(4096)
        except TimeoutError:
            continue
        except ConnectionError:
            return b""
    raise AssertionError("the server took every byte")


@pytest.mark.parametrize("start", [b"", b"GET ", b"GET / HTTP/1.1\r\nHost: te"], ids=["nothing", "line", "head"])
def test_a_connection_that_sends_no_whole_head_is_closed(port: int, start: bytes) -> None:
    with connected(port) as half_open:
        half_open.sendall(start)
        assert half_open.recv(1) == b""


def test_a_head_that_comes_byte_by_byte_is_not_waited_for(port: int) -> None:
    with connected(port) as slow:
        slow.sendall(HEAD)
        assert drip(slow, b"X-Slow: yes\r\n") == b""


def test_a_body_that_comes_byte_by_byte_is_answered_and_the_connection_closed(port: int) -> None:
    with connected(port) as slow:
        slow.sendall(HEAD + b"\r\n")
        assert drip(slow, b"x").startswith(b"HTTP/1.1 408")


def test_a_body_that_comes_in_parts_is_taken(port: int) -> None:
    with connected(port) as patient:
        patient.sendall(HEAD + b"\r\n")
        for part in (b"x" * 30, b"x" * 10):
            patient.sendall(part)
        assert patient.recv(4096).endswith(b"40")


@pytest.mark.usefixtures("many_open_files")
def test_thousands_of_half_open_connections_hold_nobody_up_and_are_closed(port: int) -> None:
    with ExitStack() as opened:
        half_open = [opened.enter_context(connected(port)) for _ in range(HALF_OPEN)]
        for connection in half_open[::2]:
            connection.sendall(b"GET / HTTP/1.1\r\n")
        assert ask(port, "/turn") == "1"
        assert {connection.recv(1) for connection in half_open} == {b""}
