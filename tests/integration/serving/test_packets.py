"""Whatever an outsider sends: nothing breaks the real server, fills its log, or lets him hear what he may not.

A short run that is always the same, unless Hypothesis is told: `pytest tests/integration/serving/test_packets.py
--hypothesis-profile=long`.
"""

import json
import socket
from collections.abc import Iterator, Sequence

import pytest
import requests
import websocket
from hypothesis import given
from hypothesis import strategies as st

from onedoor.devices.actions import new_token
from tests.factories import dump
from tests.live_server import LiveServer
from tests.permissions import SCREENS, Asker

PATIENCE_SECONDS = 20
EVENT, PING, PONG = "42", "2", "3"
GOOD = ("40", '421["subscribe",{"screen":"kiosk"}]', '422["subscribe",{"screen":"counter","counter":1}]', "3", "41")
SIGNS = st.sampled_from([*'0123456789-,/[]{}":', '["subscribe",', '{"_placeholder":true,"num":0}', "\0", "ລາວ"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=20,
)
QUESTIONS = st.fixed_dictionaries(
    {"screen": st.sampled_from([each.screen for each in SCREENS]) | JSON},
    optional={"counter": st.integers() | JSON, "token": st.text(max_size=40) | JSON, "centre": JSON},
)
NAMES = ["subscribe", "connect", "disconnect", "message", *sorted({name for each in SCREENS for name in each.events})]
EVENTS = st.builds(
    lambda number, name, arguments: f"{EVENT}{number}{json.dumps([name, *arguments])}",
    st.just("") | st.integers(0, 10**40),
    st.sampled_from(NAMES),
    st.lists(QUESTIONS | JSON, max_size=3),
)
SUBSCRIPTIONS = st.builds(lambda question: f"427{json.dumps(['subscribe', question])}", QUESTIONS)
NEARLY = st.builds(
    lambda text, at, sign, cut: text[: at % len(text)] + sign + text[at % len(text) + cut :],
    EVENTS | st.sampled_from(GOOD),
    st.integers(0, 200),
    SIGNS,
    st.integers(0, 3),
)
GARBAGE = st.text(max_size=200) | st.binary(max_size=200) | st.lists(SIGNS, max_size=12).map("".join)
HUGE = st.sampled_from(
    [
        "4" + "x" * 2_000_000,
        b"\0" * 2_000_000,
        "42" + "9" * 100_000 + '["subscribe"]',
        '42["subscribe",' + "9" * 4_000 + "]",
        "42" + "[" * 4_000,
        '42["subscribe",' + '{"a":' * 600 + "1" + "}" * 600 + "]",
        "42" + "[" * 100_000,
        "45" + "9" * 3_000 + "-[]",
    ]
)
Packet = str | bytes
# Connected and with good packets before it, a bad one goes deeper.
PACKETS = st.tuples(
    st.just(["40"]) | st.just([]),
    st.lists(st.sampled_from(GOOD) | SUBSCRIPTIONS, max_size=4),
    st.lists(EVENTS | NEARLY | GARBAGE | HUGE, max_size=4),
).map(lambda parts: [packet for part in parts for packet in part])
UPGRADE = (
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
)
SECRET = "A" * 26
BAD_REQUESTS = [
    f"{UPGRADE}\r\n",
    f"{UPGRADE}Origin: http://x\r\n\r\n",
    f"{UPGRADE}Sec-WebSocket-Key: \xff\r\nSec-WebSocket-Version: 99\r\n\r\n",
    "GET /socket.io/?EIO=4&transport=websocket&sid=x HTTP/1.1\r\nHost: x\r\n\r\n",
    "GET /socket.io/?EIO=4&transport=polling&j=x HTTP/1.1\r\nHost: x\r\n\r\n",
    "POST /socket.io/?EIO=4 HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n",
    "POST /session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: -1\r\n\r\n{}",
    "POST /session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    "GET /\xff\xfe HTTP/1.1\r\nHost: [\r\n\r\n",
    "GET /kiosk/ HTTP/1.1\r\nHost: x\r\nCookie: onedoor_kiosk=\xff\0\r\nAuthorization: Bearer \xed\xa0\x80\r\n\r\n",
    "\x16\x03\x01\r\n\r\n",
    f"PUT /t/{SECRET}\r\n\r\n",
    f"GET /t/{SECRET} HTTP/9.9\r\n\r\n",
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    with LiveServer(tmp_path_factory.mktemp("packets")) as server:
        yield server


@pytest.fixture(scope="module")
def credentials(server: LiveServer) -> dict[Asker, list[str]]:
    """What each asker shows when it connects."""
    kiosk = new_token(server.database, server.centre_id, "kiosk-1")
    head = requests.Session()
    person = {"sign_in_name": "head", "password": server.passwords["head"]}
    head.post(f"{server.local_address}/session", json=person, timeout=PATIENCE_SECONDS)
    return {
        "visitor": [],
        "kiosk": [f"Authorization: Bearer {kiosk}"],
        "head": [f"Cookie: onedoor_session={head.cookies['onedoor_session']}"],
    }


@pytest.fixture(scope="module")
def neighbour(server: LiveServer) -> Iterator[websocket.WebSocket]:
    """A display that goes on asking."""
    page = connect(server, [f"Authorization: Bearer {new_token(server.database, server.centre_id, 'hall-1')}"])
    page.send("40")
    yield page
    page.close()


def connect(server: LiveServer, credential: Sequence[str]) -> websocket.WebSocket:
    address = f"ws://127.0.0.1:{server.port}/socket.io/?EIO=4&transport=websocket"
    return websocket.create_connection(address, header=list(credential), timeout=PATIENCE_SECONDS)


@pytest.mark.parametrize("asker", ["visitor", "kiosk", "head"])
def test_no_packet_breaks_the_server_or_lets_anybody_hear_what_he_may_not(
    server: LiveServer, neighbour: websocket.WebSocket, credentials: dict[Asker, list[str]], asker: Asker
) -> None:
    before = dump(server.database)
    screens = [each for each in SCREENS if asker in each.allowed]
    may_hear = {name for each in screens for name in each.events}

    @given(packets=PACKETS)
    def send(packets: list[Packet]) -> None:
        heard = say_and_leave(connect(server, credentials[asker]), packets)
        assert {json.loads(text.removeprefix(EVENT))[0] for text in heard if text.startswith(EVENT)} <= may_hear
        assert screens or not any("snapshot" in text for text in heard)
        assert_is_served(neighbour)
        assert "Traceback" not in server.log_text()

    send()
    assert dump(server.database) == before


def say_and_leave(page: websocket.WebSocket, packets: Sequence[Packet]) -> list[str]:
    """Everything that comes back until the server has hung up, by itself or because we say good-bye."""
    heard: list[str] = []
    try:
        for packet in packets:
            page.send(packet, websocket.ABNF.OPCODE_TEXT if isinstance(packet, str) else websocket.ABNF.OPCODE_BINARY)
        page.send_close()
        while (frame := page.recv_data())[0] != websocket.ABNF.OPCODE_CLOSE:
            heard.append(frame[1].decode())
    except (websocket.WebSocketConnectionClosedException, ConnectionError):
        pass
    finally:
        page.shutdown()
    return heard


def assert_is_served(neighbour: websocket.WebSocket) -> None:
    neighbour.send('427["subscribe",{"screen":"display"}]')
    while not (text := str(neighbour.recv())).startswith("437"):
        if text == PING:
            neighbour.send(PONG)
    assert '"snapshot"' in text


@pytest.mark.parametrize("request_text", BAD_REQUESTS, ids=range(len(BAD_REQUESTS)))
def test_a_request_that_is_none_is_refused_and_shows_nothing_of_the_program(
    server: LiveServer, neighbour: websocket.WebSocket, request_text: str
) -> None:
    with socket.create_connection(("127.0.0.1", server.port), PATIENCE_SECONDS) as connection:
        connection.sendall(request_text.encode("latin-1"))
        connection.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert b" 500 " not in answer
    assert b"Traceback" not in answer
    assert_is_served(neighbour)
    assert "Traceback" not in server.log_text()
    assert SECRET not in server.log_text()
