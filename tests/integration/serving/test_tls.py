"""A server that speaks https itself: to whom, what plain requests get, and that nobody waits for silent handshakes."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests
import websocket

from onedoor.settings import AUTHORITY_FILE, Settings
from onedoor.tls.files import make_certificates
from tests.live_server import LiveServer
from tests.waiting import eventually

PATIENCE_SECONDS = 30
# More than may shake hands at once.
MANY_SILENT = 600
BEGINNING_OF_A_HANDSHAKE = b"\x16\x03\x01\x02\x00\x01"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    folder = tmp_path_factory.mktemp("secure")
    make_certificates(Settings(data_dir=folder), [], datetime.now(UTC))
    with LiveServer(folder) as live:
        yield live


@pytest.fixture
def authority(server: LiveServer) -> Path:
    return server.settings.tls_dir / AUTHORITY_FILE


def plain(server: LiveServer, path: str) -> str:
    return f"http://127.0.0.1:{server.port}{path}"


def connect(server: LiveServer) -> socket.socket:
    return socket.create_connection(("127.0.0.1", server.port), PATIENCE_SECONDS)


def is_closed(connection: socket.socket) -> bool:
    connection.setblocking(False)
    try:
        return connection.recv(1) == b""
    except BlockingIOError:
        return False
    except ConnectionResetError:
        return True


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1"])
def test_whoever_trusts_the_authority_is_served_over_https(server: LiveServer, authority: Path, name: str) -> None:
    answer = requests.get(f"https://{name}:{server.port}/sign-in", verify=str(authority), timeout=PATIENCE_SECONDS)
    assert answer.status_code == 200
    # A centre whose certificate has ended must be able to go back to http, which it would forbid.
    assert "Strict-Transport-Security" not in answer.headers


def test_a_stranger_does_not_trust_it(server: LiveServer) -> None:
    with pytest.raises(requests.exceptions.SSLError):
        requests.get(f"{server.local_address}/sign-in", timeout=PATIENCE_SECONDS)


def test_cookies_are_for_https_only(server: LiveServer, authority: Path) -> None:
    body = {"sign_in_name": "head", "password": server.passwords["head"]}
    answer = requests.post(
        f"{server.local_address}/session", json=body, verify=str(authority), timeout=PATIENCE_SECONDS
    )
    assert answer.ok, answer.text
    assert [cookie.secure for cookie in answer.cookies] == [True]


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1:DeprecationWarning")
def test_versions_of_tls_that_are_no_longer_safe_are_refused(server: LiveServer) -> None:
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
    old.minimum_version, old.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
    old.set_ciphers("ALL:@SECLEVEL=0")
    with connect(server) as connection, pytest.raises(ssl.SSLError, match="ALERT_PROTOCOL_VERSION"):
        old.wrap_socket(connection)


def test_who_comes_over_plain_http_is_sent_to_the_same_page_over_https(server: LiveServer) -> None:
    answer = requests.get(plain(server, "/sign-in?language=en"), allow_redirects=False, timeout=PATIENCE_SECONDS)
    assert answer.status_code == 308
    assert answer.headers["Location"] == f"https://127.0.0.1:{server.port}/sign-in?language=en"


def test_a_command_over_plain_http_is_refused(server: LiveServer) -> None:
    body = {"sign_in_name": "head", "password": server.passwords["head"]}
    answer = requests.post(plain(server, "/session"), json=body, timeout=PATIENCE_SECONDS)
    assert answer.status_code == 426
    assert answer.json()["error"]["code"] == "https_needed"
    assert not answer.cookies


def test_no_websocket_opens_over_plain_http(server: LiveServer) -> None:
    address = plain(server, "/socket.io/?EIO=4&transport=websocket").replace("http", "ws", 1)
    with pytest.raises(websocket.WebSocketException, match="Redirect"):
        websocket.create_connection(address, timeout=PATIENCE_SECONDS, redirect_limit=0)


def test_a_device_gets_the_authoritys_certificate_before_it_trusts_it(server: LiveServer, authority: Path) -> None:
    answer = requests.get(plain(server, "/authority.crt"), timeout=PATIENCE_SECONDS)
    assert answer.content == authority.read_bytes()
    assert answer.headers["Content-Type"] == "application/x-x509-ca-cert"


@pytest.mark.parametrize("screen", ["kiosk", "display"])
def test_the_page_of_a_screen_that_is_not_enrolled_offers_the_authority(
    server: LiveServer, authority: Path, screen: str
) -> None:
    page = requests.get(f"{server.local_address}/{screen}/", verify=str(authority), timeout=PATIENCE_SECONDS)
    assert page.status_code == 401
    assert 'href="/authority.crt"' in page.text


def test_others_are_served_while_hundreds_never_finish_their_handshake(server: LiveServer, authority: Path) -> None:
    with ExitStack() as unfinished:
        silent = [unfinished.enter_context(connect(server)) for _ in range(MANY_SILENT)]
        begun = unfinished.enter_context(connect(server))
        begun.sendall(BEGINNING_OF_A_HANDSHAKE)
        answer = requests.get(f"{server.local_address}/sign-in", verify=str(authority), timeout=PATIENCE_SECONDS)
        assert answer.status_code == 200
        for each in (silent[0], silent[-1], begun):
            eventually(lambda each=each: is_closed(each), within=PATIENCE_SECONDS, says="no handshake is endless")
