"""The real server hangs up on who lost the right to hear, also on a program that would stay."""

import json
from pathlib import Path

import requests
import websocket

from onedoor.devices.actions import new_token
from tests.live_server import LiveServer

PATIENCE_SECONDS = 10


def test_a_program_whose_session_or_token_ends_is_hung_up_on(tmp_path: Path) -> None:
    with LiveServer(tmp_path) as server:
        head = requests.Session()
        name = {"sign_in_name": "head", "password": server.passwords["head"]}
        head.post(f"{server.local_address}/session", json=name, timeout=PATIENCE_SECONDS)
        page = subscribed(server, "management", f"Cookie: onedoor_session={head.cookies['onedoor_session']}")
        token = new_token(server.database, server.centre_id, "kiosk-1")
        kiosk = subscribed(server, "kiosk", f"Authorization: Bearer {token}")
        head.delete(f"{server.local_address}/session", timeout=PATIENCE_SECONDS)
        wait_until_closed(page)
        # By another program, as the command line does it: the heartbeat finds it.
        new_token(server.database, server.centre_id, "kiosk-1")
        wait_until_closed(kiosk)


def subscribed(server: LiveServer, screen: str, credential: str) -> websocket.WebSocket:
    """A websocket that hears this screen's news; it speaks the protocol itself, and never hangs up."""
    page = websocket.create_connection(
        f"ws://127.0.0.1:{server.port}/socket.io/?EIO=4&transport=websocket",
        header=[credential],
        timeout=PATIENCE_SECONDS,
    )
    page.send("40")
    page.send(f'420["subscribe",{json.dumps({"screen": screen})}]')
    answer = next(text for text in iter(page.recv, "") if text.startswith("430"))
    assert "snapshot" in answer, answer
    return page


def wait_until_closed(page: websocket.WebSocket) -> None:
    """Hear everything until the server hangs up; raises when it says nothing for long instead."""
    try:
        while page.recv():
            pass
    except (websocket.WebSocketConnectionClosedException, ConnectionError):
        pass
