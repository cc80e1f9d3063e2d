"""What the shipped nginx lets one address ask: a hall of phones behind one router, and no flood."""

import asyncio
import re
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path

import pytest

from onedoor.web.words import error_words
from tests.integration.serving.test_fairness import many_open_files  # noqa: F401
from tests.live_server import LiveServer
from tests.waiting import eventually
from tools.hosted.nginx import Nginx

# A flood would slow down every test beside it.
pytestmark = pytest.mark.alone

PHONES, FILES_OF_A_PHONE = 300, 26
FLOOD, REST_SECONDS = 1_500, 0.5
PATIENCE = 60.0
HERE, ELSEWHERE = "127.0.0.1", "127.0.0.2"
STATUS = re.compile(rb"^HTTP/1.1 (\d+)", re.MULTILINE)
HANDSHAKE = "/socket.io/?EIO=4&transport=websocket"
UPGRADE = "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    with LiveServer(tmp_path_factory.mktemp("server"), ONEDOOR_PROXIES="1") as server:
        yield server


@pytest.fixture
def nginx(server: LiveServer, tmp_path: Path) -> Iterator[Nginx]:
    """One that has counted nobody yet."""
    with Nginx(tmp_path, [server.port]) as nginx:
        yield nginx


def get(nginx: Nginx, path: str, address: str) -> tuple[int, str]:
    """Status and body of a page that somebody at this address asks for."""
    visitor = HTTPConnection(HERE, nginx.port, timeout=PATIENCE, source_address=(address, 0))
    visitor.request("GET", path)
    answer = visitor.getresponse()
    body = answer.read().decode()
    visitor.close()
    return answer.status, body


def ask(path: str, headers: str = "", *, last: bool = False) -> str:
    """One request; the last one of a connection says so."""
    return f"GET {path} HTTP/1.1\r\nHost: test\r\n{headers}{'Connection: close' if last else 'X-Goes: on'}\r\n\r\n"


async def answers(port: int, requests: str, *, at_most: int = -1) -> bytes:
    """All that comes on one new connection, or its first so many bytes."""
    reader, writer = await asyncio.open_connection(HERE, port)
    writer.write(requests.encode())
    said = await reader.read(at_most)
    writer.close()
    return said


async def load_page(port: int, file: str) -> bytes:
    """A phone that has never been here: the page, its files, and its websocket."""
    page = await answers(port, ask("/sign-in", last=True))
    files = await answers(port, ask(file) * (FILES_OF_A_PHONE - 1) + ask(file, last=True))
    websocket = await answers(port, ask(HANDSHAKE, UPGRADE + "Connection: upgrade\r\n"), at_most=1_000)
    return b"\n".join((page, files, websocket))


async def flood(port: int, refused: list[bytes], is_over: threading.Event) -> None:
    """A crowd that asks for pages again and again, on a new connection each time; notes how it is refused."""

    async def ask_again_and_again() -> None:
        while not is_over.is_set():
            with suppress(ConnectionError):
                answer = await answers(port, ask("/", last=True))
                refused.extend([answer] if answer.startswith(b"HTTP/1.1 429") else [])
            await asyncio.sleep(REST_SECONDS)

    await asyncio.gather(*(ask_again_and_again() for _ in range(FLOOD)))


def test_a_hall_of_phones_behind_one_router_is_served(nginx: Nginx) -> None:
    file = re.findall(r'href="(/static/[^"]+\.css)"', get(nginx, "/sign-in", ELSEWHERE)[1])[0]

    async def all_phones() -> list[bytes]:
        return await asyncio.gather(*(load_page(nginx.port, file) for _ in range(PHONES)))

    statuses = Counter(int(status) for phone in asyncio.run(all_phones()) for status in STATUS.findall(phone))
    assert statuses == {200: PHONES * (1 + FILES_OF_A_PHONE), 101: PHONES}


@pytest.mark.usefixtures("many_open_files")
def test_a_flood_from_one_address_is_refused_and_another_address_is_served_meanwhile(nginx: Nginx) -> None:
    refused: list[bytes] = []
    is_over = threading.Event()
    with ThreadPoolExecutor() as beside:
        flooding = beside.submit(asyncio.run, flood(nginx.port, refused, is_over))
        try:
            eventually(lambda: refused, PATIENCE, "the flood is refused")
            assert [get(nginx, "/sign-in", ELSEWHERE)[0] for _ in range(5)] == [200] * 5
            before = len(refused)
            eventually(lambda: len(refused) > before, PATIENCE, "the flood goes on")
        finally:
            is_over.set()
        flooding.result(PATIENCE)
    head, page = refused[0].decode().split("\r\n\r\n", 1)
    assert "Retry-After: 5" in head
    assert all(error_words("too_many_requests", language) in page for language in ("lo", "en"))
