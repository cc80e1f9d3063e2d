"""What the browser tests share: a browser, a fresh server for each test, and who visits it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import Visitors, open_browser
from tests.live_server import TUESDAY_MORNING, LiveServer
from tests.printer_stand_in import PrinterStandIn

PATIENCE_MS = 10_000

expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as chromium:
        yield chromium


@pytest.fixture
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LiveServer]:
    """A parameter says at which time its day starts."""
    with LiveServer(tmp_path, getattr(request, "param", TUESDAY_MORNING)) as live:
        yield live


@pytest.fixture
def visitors(browser: Browser, server: LiveServer) -> Iterator[Visitors]:
    """Depends on the server, so that the pages are closed before it ends."""
    people = Visitors(browser)
    yield people
    people.close()


@pytest.fixture
def printer(server: LiveServer) -> Iterator[PrinterStandIn]:
    """A TCP printer in place of the centre's own."""
    with PrinterStandIn() as stand_in:
        server.use_printer(stand_in.address)
        yield stand_in
