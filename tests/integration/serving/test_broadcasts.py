"""Messages to many pages: in order and complete for everybody, and nobody waits for a page that does not read."""

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
import websocket

PROJECT = Path(__file__).parents[3]
# Together far more than the buffers between two sockets take.
MESSAGES = 4_000
PATIENCE_SECONDS = 60
PING, PONG, EVENT = "2", "3", "42"
USUAL_PING_SECONDS = 25
PINGS = 3


@contextmanager
def broadcasting(ping_every_seconds: float) -> Iterator[int]:
    command = [sys.executable, "-m", "tests.broadcasting_program", str(ping_every_seconds)]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        yield int(program.stdout.readline())
        program.kill()


@pytest.fixture
def port() -> Iterator[int]:
    with broadcasting(USUAL_PING_SECONDS) as port:
        yield port


def connected_page(port: int) -> websocket.WebSocket:
    page = websocket.create_connection(
        f"ws://127.0.0.1:{port}/socket.io/?EIO=4&transport=websocket",
        timeout=PATIENCE_SECONDS,
        sockopt=[(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)],
    )
    page.recv()
    page.send("40")
    page.recv()
    return page


def numbers_heard(page: websocket.WebSocket, count: int) -> list[int]:
    numbers: list[int] = []
    while len(numbers) < count:
        packet = str(page.recv())
        if packet.startswith(EVENT):
            numbers.append(json.loads(packet.removeprefix(EVENT))[1])
    return numbers


def test_a_page_that_reads_late_holds_nobody_back_and_misses_nothing(port: int) -> None:
    page = connected_page(port)
    answer = requests.post(f"http://127.0.0.1:{port}/broadcast/{MESSAGES}", timeout=PATIENCE_SECONDS)
    assert answer.text == "sent"
    assert numbers_heard(page, MESSAGES) == list(range(MESSAGES))
    page.close()


def test_a_page_that_left_in_the_middle_is_forgotten(port: int) -> None:
    leaves, stays = connected_page(port), connected_page(port)
    leaves.sock.close()
    requests.post(f"http://127.0.0.1:{port}/broadcast/10", timeout=PATIENCE_SECONDS)
    assert numbers_heard(stays, 10) == list(range(10))
    stays.close()


def test_a_page_is_pinged_again_and_again_as_long_as_it_answers() -> None:
    with broadcasting(ping_every_seconds=0.05) as port:
        page = connected_page(port)
        for _ in range(PINGS):
            assert page.recv() == PING
            page.send(PONG)
        page.close()
