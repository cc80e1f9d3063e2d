"""Messages to many pages: in order and complete for everybody, and nobody waits for a page that does not read.

Over plain connections and over TLS alike.
"""

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests
import websocket

from onedoor.settings import AUTHORITY_FILE, SERVER_FILE, Settings
from onedoor.tls.files import make_certificates

PROJECT = Path(__file__).parents[3]
# Together far more than the buffers between two sockets take, which is up to 4 MB.
MESSAGES = 450
FAR_TOO_MANY, AT_A_TIME = 1_000, 100
PATIENCE_SECONDS = 60
PING, PONG, EVENT = "2", "3", "42"
USUAL_PING_SECONDS = 25
PINGS = 3


@dataclass(frozen=True)
class Broadcasting:
    """The program that broadcasts; over TLS if there is an authority to trust."""

    port: int
    authority: Path | None

    def connected_page(self) -> websocket.WebSocket:
        scheme, trust = ("wss", {"ca_certs": str(self.authority)}) if self.authority else ("ws", {})
        page = websocket.create_connection(
            f"{scheme}://127.0.0.1:{self.port}/socket.io/?EIO=4&transport=websocket",
            timeout=PATIENCE_SECONDS,
            sockopt=[(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)],
            sslopt=trust,
        )
        page.recv()
        page.send("40")
        page.recv()
        return page

    def broadcast(self, count: int) -> str:
        scheme = "https" if self.authority else "http"
        address = f"{scheme}://127.0.0.1:{self.port}/broadcast/{count}"
        trusted = str(self.authority) if self.authority else True
        return requests.post(address, timeout=PATIENCE_SECONDS, verify=trusted).text


@contextmanager
def broadcasting(ping_every_seconds: float, tls: Path | None) -> Iterator[Broadcasting]:
    certificate = [str(tls / SERVER_FILE)] if tls else []
    command = [sys.executable, "-m", "tests.broadcasting_program", str(ping_every_seconds), *certificate]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        yield Broadcasting(int(program.stdout.readline()), tls and tls / AUTHORITY_FILE)
        program.kill()


@pytest.fixture(params=["plain", "tls"])
def tls(request: pytest.FixtureRequest, tmp_path: Path) -> Path | None:
    """The folder of certificates, None for plain connections."""
    if request.param == "plain":
        return None
    settings = Settings(data_dir=tmp_path)
    make_certificates(settings, [], datetime.now(UTC))
    return settings.tls_dir


@pytest.fixture
def program(tls: Path | None) -> Iterator[Broadcasting]:
    with broadcasting(USUAL_PING_SECONDS, tls) as program:
        yield program


def numbers_heard(page: websocket.WebSocket, count: int) -> list[int]:
    numbers: list[int] = []
    while len(numbers) < count:
        packet = str(page.recv())
        if packet.startswith(EVENT):
            numbers.append(json.loads(packet.removeprefix(EVENT))[1])
    return numbers


def test_a_page_that_reads_late_holds_nobody_back_and_misses_nothing(program: Broadcasting) -> None:
    page = program.connected_page()
    assert program.broadcast(MESSAGES) == "sent"
    assert numbers_heard(page, MESSAGES) == list(range(MESSAGES))
    page.close()


def test_a_page_that_reads_nothing_is_cut_off_and_the_others_hear_everything(program: Broadcasting) -> None:
    deaf, hears = program.connected_page(), program.connected_page()
    for _ in range(0, FAR_TOO_MANY, AT_A_TIME):
        program.broadcast(AT_A_TIME)
        assert numbers_heard(hears, AT_A_TIME) == list(range(AT_A_TIME))
    with pytest.raises((websocket.WebSocketConnectionClosedException, OSError)):
        numbers_heard(deaf, FAR_TOO_MANY)
    hears.close()


def test_a_page_that_left_in_the_middle_is_forgotten(program: Broadcasting) -> None:
    leaves, stays = program.connected_page(), program.connected_page()
    leaves.sock.close()
    program.broadcast(10)
    assert numbers_heard(stays, 10) == list(range(10))
    stays.close()


def test_a_page_is_pinged_again_and_again_as_long_as_it_answers(tls: Path | None) -> None:
    with broadcasting(0.05, tls) as program:
        page = program.connected_page()
        for _ in range(PINGS):
            assert page.recv() == PING
            page.send(PONG)
        page.close()
