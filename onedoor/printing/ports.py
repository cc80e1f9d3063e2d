"""The wires to a printer, each by python-escpos: write with a time-out, read for a while, close."""

from __future__ import annotations

import os
import select
import socket
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, parse_qsl

import serial
import usb.core

from onedoor.printing.escpos_library import EscposError, File, Network, Serial, Usb

CONNECT_SECONDS = 2.0
"""Short enough for the kiosk to say within 3 s that no paper will come."""

WRITE_SECONDS = 3.0
"""A printer that takes nothing for so long hangs (python-escpos would wait 60 s)."""

_SEND_BUFFER = 4096
"""Bytes the system may hold for a TCP printer: more, and a hung printer looks as if it had taken the whole ticket."""

TIMEOUTS = (TimeoutError, usb.core.USBTimeoutError, serial.SerialTimeoutException)
FAILURES = (EscposError, OSError, NotImplementedError, AssertionError, ValueError, RuntimeError)
"""What python-escpos and the libraries below it raise for a printer that is not there or goes away."""


class Port(Protocol):
    """An open wire to a printer."""

    can_answer: bool

    def write(self, data: bytes) -> None:
        """Send everything; raises one of ``TIMEOUTS`` or ``FAILURES``."""

    def read(self, seconds: float) -> bytes:
        """What arrives within this time, empty for nothing; raises one of ``FAILURES`` when the wire is cut."""

    def close(self) -> None:
        """Let go of the wire."""


def open_port(url: SplitResult) -> Port:
    """The wire that a printer's address names; raises one of ``FAILURES``."""
    options = dict(parse_qsl(url.query, strict_parsing=True)) if url.query else {}
    if url.scheme not in _PORTS:
        raise ValueError(f"no printer has an address like {url.geturl()!r}")
    port = _PORTS[url.scheme](url, options)
    if options:
        raise ValueError(f"unknown option in {url.geturl()!r}: {', '.join(options)}")
    return port


class TcpPort:
    """``tcp://host:port``; 9100 is the usual port."""

    can_answer = True

    def __init__(self, url: SplitResult, _options: dict[str, str]) -> None:
        self._printer = Network(url.hostname or "", url.port or 9100, timeout=CONNECT_SECONDS)
        self._printer.open()
        self._printer.device.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER)

    def write(self, data: bytes) -> None:
        self._printer.device.settimeout(WRITE_SECONDS)
        self._printer._raw(data)

    def read(self, seconds: float) -> bytes:
        self._printer.device.settimeout(seconds)
        try:
            answer: bytes = self._printer._read()
        except TimeoutError:
            return b""
        if not answer:
            raise ConnectionResetError("the printer closed the connection")
        return answer

    def close(self) -> None:
        self._printer.close()


class UsbPort:
    """``usb://vendor:product`` in hexadecimal; options ``in_ep`` and ``out_ep``, the end points."""

    can_answer = True

    def __init__(self, url: SplitResult, options: dict[str, str]) -> None:
        vendor, product = (int(part, 16) for part in url.netloc.split(":"))
        in_ep, out_ep = int(options.pop("in_ep", "0x82"), 16), int(options.pop("out_ep", "0x01"), 16)
        # The USB library counts milliseconds, whatever python-escpos' own documentation says.
        self._printer = Usb(vendor, product, timeout=int(WRITE_SECONDS * 1000), in_ep=in_ep, out_ep=out_ep)
        self._printer.open()

    def write(self, data: bytes) -> None:
        self._printer._raw(data)

    def read(self, seconds: float) -> bytes:
        try:
            return bytes(self._printer.device.read(self._printer.in_ep, 16, int(seconds * 1000)))
        except usb.core.USBTimeoutError:
            return b""

    def close(self) -> None:
        self._printer.close()


class SerialPort:
    """``serial:///dev/ttyUSB0``; option ``baudrate``, 9600 when not given."""

    can_answer = True

    def __init__(self, url: SplitResult, options: dict[str, str]) -> None:
        self._printer = Serial(url.path, baudrate=int(options.pop("baudrate", "9600")), timeout=WRITE_SECONDS)
        self._printer.open()
        self._printer.device.write_timeout = WRITE_SECONDS

    def write(self, data: bytes) -> None:
        try:
            self._printer._raw(data)
        except serial.SerialTimeoutException:
            # Closing waits for what the printer has not taken, without any limit.
            self._printer.device.reset_output_buffer()
            raise

    def read(self, seconds: float) -> bytes:
        self._printer.device.timeout = seconds
        return bytes(self._printer.device.read(1))

    def close(self) -> None:
        self._printer.close()


class FilePort:
    """``file:///dev/usb/lp0``, a device file that is there already; it answers nothing."""

    can_answer = False

    def __init__(self, url: SplitResult, _options: dict[str, str]) -> None:
        if not Path(url.path).exists():
            # Opening would make a plain file of this name and swallow tickets for ever after.
            raise FileNotFoundError(url.path)
        self._printer = File(url.path)
        self._printer.open()
        os.set_blocking(self._printer.device.fileno(), False)

    def write(self, data: bytes) -> None:
        descriptor, rest = self._printer.device.fileno(), data
        while rest:
            if not select.select([], [descriptor], [], WRITE_SECONDS)[1]:
                raise TimeoutError("the printer takes nothing")
            rest = rest[os.write(descriptor, rest) :]

    def read(self, seconds: float) -> bytes:
        return b""

    def close(self) -> None:
        self._printer.close()


_PORTS: dict[str, type[TcpPort | UsbPort | SerialPort | FilePort]] = {
    "tcp": TcpPort,
    "usb": UsbPort,
    "serial": SerialPort,
    "file": FilePort,
}
