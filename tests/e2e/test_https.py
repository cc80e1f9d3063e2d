"""A centre over https with an authority of its own: kiosk, hall, desk and paper.

The browser is told the server's key, because no test may change what the machine trusts.
"""

import base64
import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import Browser, expect

from onedoor.settings import SERVER_FILE, Settings
from onedoor.tls.files import make_certificates, read_certificate
from tests.browser import Visitors, open_browser
from tests.e2e.screens import DeskScreen, HallScreen, KioskScreen
from tests.live_server import HOST, LiveServer
from tests.paper import qr_codes
from tests.printer_stand_in import PrinterStandIn


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LiveServer]:
    make_certificates(Settings(data_dir=tmp_path), [HOST], datetime.now(UTC))
    with LiveServer(tmp_path) as live:
        yield live


@pytest.fixture
def browser(server: LiveServer) -> Iterator[Browser]:
    key = read_certificate(server.settings.tls_dir / SERVER_FILE).public_key()
    digest = hashlib.sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).digest()
    trusted = base64.b64encode(digest).decode()
    with open_browser(f"--ignore-certificate-errors-spki-list={trusted}") as chromium:
        yield chromium


def test_a_call_arrives_in_the_hall_and_every_cookie_is_for_https_only(
    server: LiveServer, visitors: Visitors, printer: PrinterStandIn
) -> None:
    hall, kiosk = HallScreen(visitors, server), KioskScreen(visitors, server)
    with hall.page.expect_websocket() as opened:
        hall.page.reload()
    number = kiosk.take_ticket()
    desk = DeskScreen(visitors, server, "clerk3", counter=3)
    desk.call_next(number)
    expect(hall.number).to_have_text(number)
    assert opened.value.url.startswith(f"wss://{HOST}:{server.port}/")
    for page in (hall.page, kiosk.page, desk.page):
        assert page.evaluate("isSecureContext")
        assert all(cookie["secure"] for cookie in page.context.cookies())
        assert page.context.cookies()
    [paper] = printer.wait_for_tickets(1)
    [address] = qr_codes(paper.picture)
    assert address.lower().startswith(f"https://{HOST}:{server.port}/")
