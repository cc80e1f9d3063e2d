"""Floods of what is no request and no packet: whoever sends them is refused or cut off, and others notice nothing."""

from collections.abc import Iterator
from contextlib import suppress

import pytest
import requests
import websocket

from benchmarks.screens import subscribed_screen
from onedoor.devices.actions import new_token
from tests.live_server import LiveServer
from tests.processes import memory_bytes

PACKETS, REQUESTS = 10_000, 500
PATIENCE_SECONDS = 30
SOON_SECONDS = 10.0
SUBSCRIBE = '421["subscribe",{"screen":"kiosk"}]'
NO_PACKETS = [
    "",
    "x",
    "9",
    "bAAAA=",
    "42[",
    "42{}",
    "42[]",
    '42["nothing"]',
    "40/x,",
    '451-["x",{}]',
    f"4{'x' * 9_000}",
]
NO_JSON = [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"service": NaN}', b"[" * 50_000, b'"\\ud800"', b'{"a": 1e999}']
MOST_GROWTH_BYTES = 30_000_000


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    with LiveServer(tmp_path_factory.mktemp("floods")) as live:
        yield live


def connected_page(server: LiveServer) -> websocket.WebSocket:
    address = f"ws://127.0.0.1:{server.port}/socket.io/?EIO=4&transport=websocket"
    page = websocket.create_connection(address, timeout=PATIENCE_SECONDS)
    page.recv()
    page.send("40")
    page.recv()
    return page


def serves_soon(server: LiveServer) -> bool:
    """A page and a hall's screen are answered, and nothing stands in the log."""
    token = new_token(server.database, server.centre_id, "hall-1")
    subscribed_screen(server.port, {"Authorization": f"Bearer {token}"}, {"screen": "display"}).close()
    is_quiet = "Traceback" not in server.log_text()
    return is_quiet and requests.get(f"{server.local_address}/sign-in", timeout=SOON_SECONDS).ok


def is_cut_off(page: websocket.WebSocket) -> bool:
    """Whether the server ends the websocket; raises when it does not in time."""
    try:
        while page.recv():
            pass
    except (websocket.WebSocketConnectionClosedException, ConnectionError):
        pass
    return True


@pytest.mark.parametrize("packet", NO_PACKETS, ids=lambda packet: packet[:12])
def test_a_page_that_says_what_is_no_packet_is_cut_off(server: LiveServer, packet: str) -> None:
    page = connected_page(server)
    page.send(packet)
    assert is_cut_off(page)
    assert serves_soon(server)


def test_a_page_that_asks_without_end_and_reads_nothing_holds_nobody_up(server: LiveServer) -> None:
    before = memory_bytes(server.process())
    greedy = connected_page(server)
    with suppress(ConnectionError):  # it may be cut off
        for _ in range(PACKETS):
            greedy.send(SUBSCRIBE)
    assert serves_soon(server)
    assert memory_bytes(server.process()) - before < MOST_GROWTH_BYTES
    greedy.close()


def test_a_flood_of_bad_json_is_refused_and_leaves_nothing(server: LiveServer) -> None:
    kiosk = {"Authorization": f"Bearer {new_token(server.database, server.centre_id, 'kiosk-1')}"}
    address = f"{server.local_address}/kiosk/tickets"
    headers = kiosk | {"Content-Type": "application/json"}
    before = memory_bytes(server.process())
    with requests.Session() as session:
        for number in range(REQUESTS):
            body = NO_JSON[number % len(NO_JSON)]
            answer = session.post(address, body, headers=headers, timeout=PATIENCE_SECONDS)
            assert answer.status_code in (400, 422)
    assert serves_soon(server)
    assert memory_bytes(server.process()) - before < MOST_GROWTH_BYTES
