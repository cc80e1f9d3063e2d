"""Hall displays: the product's own page in Chromium, and programs that keep to the contract as the page does."""

from collections.abc import Mapping
from typing import Any, Protocol

import socketio
from playwright.sync_api import Page

from onedoor.devices.actions import create_device, new_token
from onedoor.devices.models import DeviceKind
from onedoor.realtime.events import BoardChanged, VersionAnnounced
from tests.browser import HALL_SIZE, Visitors
from tests.live_server import LiveServer

FIRST_DELAY_SECONDS, LONGEST_DELAY_SECONDS = 0.5, 1.5
MARK = "window.neverReloaded"


class Hall(Protocol):
    """Something that shows a board."""

    def numbers(self) -> list[str]:
        """The numbers on it, the newest call first; empty while it says that it has lost the line."""


class HallPage:
    """The page of the hall in a browser."""

    def __init__(self, visitors: Visitors, server: LiveServer) -> None:
        self._page: Page = visitors.new_page(HALL_SIZE)
        self._page.goto(server.enrolment_link("hall-1"))
        self._page.locator(".hall").wait_for()
        self._page.evaluate(f"{MARK} = true")

    def numbers(self) -> list[str]:
        """What the page shows."""
        if self._page.locator(".lost-mark").count():
            return []
        return self._page.locator(".current .number, .earlier .row-number").all_inner_texts()

    @property
    def was_reloaded(self) -> bool:
        """Whether it is no longer the page that was opened."""
        return not self._page.evaluate(f"Boolean({MARK})")


class HallProgram:
    """A display without a browser."""

    def __init__(self, server: LiveServer, token: str) -> None:
        self._version, self._board = -1, dict[str, Any]()
        self._client = socketio.Client(
            reconnection_delay=FIRST_DELAY_SECONDS,
            reconnection_delay_max=LONGEST_DELAY_SECONDS,
            randomization_factor=0,
        )
        self._client.on("connect", self._subscribe)
        self._client.on("disconnect", self._lose)
        self._client.on(BoardChanged.name, self._take_board)
        self._client.on(VersionAnnounced.name, self._compare)
        who = {"Authorization": f"Bearer {token}"}
        self._client.connect(server.local_address, headers=who, transports=["websocket"])

    def numbers(self) -> list[str]:
        """What it would show."""
        return numbers_of(self._board)

    def close(self) -> None:
        """End it."""
        self._client.disconnect()

    def _subscribe(self) -> None:
        self._client.emit("subscribe", {"screen": "display"}, callback=self._take_snapshot)

    def _lose(self, *_reason: object) -> None:
        self._version, self._board = -1, {}

    def _take_snapshot(self, answer: Mapping[str, Any]) -> None:
        self._take(answer["version"], answer["snapshot"])

    def _take_board(self, changed: Mapping[str, Any]) -> None:
        self._take(changed["version"], changed["board"])

    def _take(self, version: int, board: dict[str, Any]) -> None:
        if version >= self._version:
            self._version, self._board = version, board

    def _compare(self, announced: Mapping[str, Any]) -> None:
        if announced["version"] > self._version:
            self._subscribe()


def hall_programs(server: LiveServer, count: int) -> list[HallProgram]:
    """So many displays of the hall; those of one wall share a token."""
    create_device(
        server.database, server.centre_id, kind=DeviceKind.DISPLAY, name="wall", hall_code="main", printer_code=None
    )
    token = new_token(server.database, server.centre_id, "wall")
    return [HallProgram(server, token) for _ in range(count)]


def numbers_of(board: Mapping[str, Any]) -> list[str]:
    """The numbers on a board as it travels, the newest call first."""
    if not board or not board["current"]:
        return []
    return [board["current"]["number"], *(call["number"] for call in board["earlier"])]
