"""Screens on websockets: connect, subscribe, and read packets one by one with the time of each arrival."""

import json
import socket
import struct
from collections.abc import Mapping
from typing import NamedTuple

import websocket

from benchmarks.load_generator import HOST

OPEN, PING, PONG = "0", "2", "3"
CONNECT, EVENT, ANSWER = "40", "42", "43"
OFFER_OF_BROWSERS = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"
LENGTH_FORMATS = {126: ">H", 127: ">Q"}
# Linux notes when a packet arrives, however late the reader gets the processor (socket(7), SO_TIMESTAMP).
SO_TIMESTAMPNS = 35
TIMESTAMP = struct.Struct("qq")


class Packet(NamedTuple):
    """A Socket.IO packet as it travels; `at` is the machine's clock when it arrived, in seconds."""

    text: str
    at: float


def subscribed_screen(port: int, headers: Mapping[str, str], subscription: Mapping[str, object]) -> websocket.WebSocket:
    """An open websocket whose `subscribe` was answered; raises RuntimeError if it was refused."""
    screen = websocket.create_connection(
        f"ws://{HOST}:{port}/socket.io/?EIO=4&transport=websocket",
        header=[OFFER_OF_BROWSERS, *(f"{name}: {value}" for name, value in headers.items())],
        sockopt=[(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)],
    )
    _receive_until(screen, OPEN)
    screen.send(CONNECT)
    _receive_until(screen, CONNECT)
    screen.send(f"{EVENT}1{json.dumps(['subscribe', subscription])}")
    answer = _receive_until(screen, ANSWER)
    if '"error"' in answer:
        raise RuntimeError(answer)
    return screen


def next_event(screen: websocket.WebSocket) -> Packet | None:
    """The packet that has arrived, if it is an event; a ping is answered, or the server would close the websocket."""
    assert screen.sock
    packet = _read_packet(screen.sock)
    if packet.text == PING:
        screen.send(PONG)
    return packet if packet.text.startswith(EVENT) else None


def _receive_until(screen: websocket.WebSocket, kind: str) -> str:
    while not (packet := str(screen.recv())).startswith(kind):
        pass
    return packet


def _read_packet(sock: socket.socket) -> Packet:
    """One text frame (RFC 6455, 5.2; a server's are not masked)."""
    length = _read(sock, 2)[0][1]
    if length in LENGTH_FORMATS:
        (length,) = struct.unpack(LENGTH_FORMATS[length], _read(sock, struct.calcsize(LENGTH_FORMATS[length]))[0])
    payload, at = _read(sock, length)
    return Packet(payload.decode(), at)


def _read(sock: socket.socket, size: int) -> tuple[bytes, float]:
    data, at = b"", 0.0
    while len(data) < size:
        part, extras, _, _ = sock.recvmsg(size - len(data), socket.CMSG_SPACE(TIMESTAMP.size))
        if not part:
            raise ConnectionResetError("the server closed a websocket")
        seconds, nanoseconds = TIMESTAMP.unpack(extras[0][2])
        data, at = data + part, seconds + nanoseconds / 1e9
    return data, at
