"""Bring a page to a printer: ask how it is, send, and ask whether it came to the end.

The bits of the answers are those of Epson's ESC/POS commands DLE EOT and GS r. A printer that does not answer is
``unknown``, never assumed to be well or ill: many print servers pass no answers on.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Literal, Protocol, Self
from urllib.parse import urlsplit

from PIL import Image

from onedoor.printing.escpos_library import RT_STATUS_ONLINE, RT_STATUS_PAPER
from onedoor.printing.ports import FAILURES, TIMEOUTS, Port, open_port
from onedoor.printing.protocol import FailureReason

Condition = Literal["ready", "out_of_paper", "cover_open", "offline", "unknown"]

ANSWER_SECONDS = 0.5
"""A printer in the same house answers a real-time question in a few milliseconds."""

COMPLETION_SECONDS = 3.0
"""Printing a ticket of 14 cm takes about 1 s, 2 s on slow printers."""

_CHUNK = 2048
"""Bytes per write, so that the time-out runs from the last progress: a slow serial line needs half a minute."""

_FOLDER = "folder://"
_STATUS_OFFLINE_CAUSE = b"\x10\x04\x02"
_ASK_WHEN_PRINTED = b"\x1dr\x01"


class Unreachable(Exception):
    """The printer is not there, or went away before the first byte of a job."""


class SendingStopped(Exception):
    """Sending began and did not come to its end: some of the job may have been printed."""

    def __init__(self, reason: FailureReason) -> None:
        super().__init__(reason)
        self.reason: FailureReason = reason


@dataclass(frozen=True)
class Page:
    """A job ready to go: its name, the picture, and the same picture as printer bytes."""

    name: str
    picture: Image.Image
    data: bytes


class Transport(Protocol):
    """A way to one printer; connected only inside ``with``, so that others can share the printer."""

    def __enter__(self) -> Self:
        """Connect; raises ``Unreachable``."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of the printer."""

    def condition(self) -> Condition:
        """How the printer is; raises ``Unreachable``."""

    def send(self, page: Page) -> str | None:
        """Print; answers the name of kept files, if any. Raises ``SendingStopped``."""


def transport_for(address: str) -> Transport:
    """The way to the printer at a ``tcp://``, ``usb://``, ``serial://``, ``file://`` or ``folder://`` address."""
    if address.startswith(_FOLDER):
        return FolderTransport(Path(address.removeprefix(_FOLDER)))
    return EscposTransport(address)


class EscposTransport:
    """A printer on a wire."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._port: Port | None = None
        self._answers = False
        self._confirms = True

    def __enter__(self) -> Self:
        try:
            self._port = open_port(urlsplit(self._address))
        except FAILURES as error:
            raise Unreachable(f"{self._address}: {error}") from error
        self._answers = False
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        port, self._port = self._open_port(), None
        port.close()

    def condition(self) -> Condition:
        try:
            return self._ask_condition() if self._open_port().can_answer else "unknown"
        except FAILURES as error:
            raise Unreachable(f"{self._address}: {error}") from error

    def send(self, page: Page) -> str | None:
        try:
            for start in range(0, len(page.data), _CHUNK):
                self._open_port().write(page.data[start : start + _CHUNK])
            self._await_completion()
        except TIMEOUTS as error:
            raise SendingStopped("timed_out") from error
        except FAILURES as error:
            raise SendingStopped("cut_off") from error
        return None

    def _ask_condition(self) -> Condition:
        paper = self._ask(RT_STATUS_PAPER, _is_real_time_status, ANSWER_SECONDS)
        self._answers = paper is not None
        if paper is None:
            return "unknown"
        if paper & 0x60:
            return "out_of_paper"
        online = self._ask(RT_STATUS_ONLINE, _is_real_time_status, ANSWER_SECONDS)
        return self._ask_offline_cause() if online is not None and online & 0x08 else "ready"

    def _ask_offline_cause(self) -> Condition:
        cause = self._ask(_STATUS_OFFLINE_CAUSE, _is_real_time_status, ANSWER_SECONDS) or 0
        if cause & 0x04:
            return "cover_open"
        return "out_of_paper" if cause & 0x20 else "offline"

    def _await_completion(self) -> None:
        """Ask a question that is answered in its turn, after the page. Raises ``SendingStopped`` for a bad answer."""
        if not self._open_port().can_answer:
            return
        seconds = COMPLETION_SECONDS if self._answers and self._confirms else ANSWER_SECONDS
        paper = self._ask(_ASK_WHEN_PRINTED, _is_paper_sensor_status, seconds)
        if paper is not None and paper & 0x0C:
            raise SendingStopped("out_of_paper")
        if paper is None and self._answers:
            self._explain_silence()

    def _explain_silence(self) -> None:
        """A printer that spoke before and is well does not know the question: do not wait for it again."""
        condition = self._ask_condition()
        if condition == "unknown":
            raise SendingStopped("timed_out")
        if condition != "ready":
            raise SendingStopped(condition)
        self._confirms = False

    def _ask(self, question: bytes, is_answer: Callable[[int], bool], seconds: float) -> int | None:
        """The first byte that can be the answer: printers also send bytes that nobody asked for."""
        port, deadline = self._open_port(), time.monotonic() + seconds
        port.write(question)
        while (left := deadline - time.monotonic()) > 0:
            for byte in filter(is_answer, port.read(left)):
                return byte
        return None

    def _open_port(self) -> Port:
        assert self._port is not None, "a transport is used inside with"
        return self._port


def _is_real_time_status(byte: int) -> bool:
    return byte & 0x93 == 0x12


def _is_paper_sensor_status(byte: int) -> bool:
    return byte & 0x90 == 0x00


class FolderTransport:
    """The printer without hardware: keeps the bytes and the picture of every job as files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> Self:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Unreachable(f"{self._folder}: {error}") from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing is held."""

    def condition(self) -> Condition:
        return "ready"

    def send(self, page: Page) -> str | None:
        picture, data = self._folder / f"{page.name}.png", self._folder / f"{page.name}.bin"
        try:
            page.picture.save(_unfinished(picture), format="PNG")
            _unfinished(data).write_bytes(page.data)
            for file in (picture, data):
                _unfinished(file).replace(file)
        except OSError as error:
            raise SendingStopped("cut_off") from error
        return page.name


def _unfinished(file: Path) -> Path:
    """Files appear whole or not at all."""
    return file.with_name(f".{file.name}.part")
