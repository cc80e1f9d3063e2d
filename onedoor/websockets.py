"""How websockets are served under green threads: what waits for a page, what it says, and when it is pinged.

Only server.py imports this, after it has prepared the green threads.
"""

import socket
import ssl
import time
from contextlib import suppress
from typing import Any

import engineio.socket
import eventlet
from engineio.exceptions import SocketIsClosedError
from engineio.packet import MESSAGE, PING, Packet
from eventlet import queue
from eventlet.green.ssl import GreenSSLSocket
from flask_socketio import SocketIO

from onedoor.realtime.packets import may_be_said

# A page that falls back by more messages has stopped reading: it is cut off, and gets a snapshot when it dials again.
MOST_WAITING = 500


def write_at_once(socketio: SocketIO) -> None:
    """Give every websocket an `Outbox`."""
    engine = socketio.server.eio
    plain: Any = engine._async["websocket"]

    def websocket(handler: Any, server: Any) -> Any:
        def serve_page(page: Any) -> Any:
            page_socket = handler.__self__
            page_socket.queue.websocket = page
            try:
                return handler(page)
            except ValueError:  # no packet at all
                return page_socket.close(wait=False, abort=True)

        return plain(serve_page, server)

    engine._async = engine._async | {"queue": Outbox, "websocket": websocket}
    engineio.socket.Socket = Page


class Outbox(queue.Queue):  # type: ignore[misc]
    """What waits for one websocket. A message leaves at once if nothing waits, without waking the websocket's writer:
    a broadcast to thousands is three times as fast.
    """

    websocket: Any = None
    _newest: tuple[Packet | None, bytes] = (None, b"")

    def put(self, item: Packet | None, block: bool = True, timeout: float | None = None) -> None:
        # Pings go to the writer, who takes a long silence for the end.
        if item is not None and item.packet_type == MESSAGE and self._is_idle() and self._write(self._frame(item)):
            return
        if item is None or self.qsize() < MOST_WAITING:
            super().put(item, block, timeout)
        else:
            self._cut_off()

    def _cut_off(self) -> None:
        """End a websocket whose page reads nothing: its reader and its writer find out, and what waits is dropped."""
        with suppress(OSError):  # it was cut off before
            self.websocket.socket.shutdown(socket.SHUT_RDWR)

    def _is_idle(self) -> bool:
        return bool(self.getters) and self.empty() and self.websocket and not self.websocket._sendlock.locked()

    def _frame(self, packet: Packet) -> bytes:
        """The packet as it travels; a broadcast puts the same one into every outbox."""
        if Outbox._newest[0] is not packet:
            Outbox._newest = packet, self.websocket._pack_message(packet.encode())
        return Outbox._newest[1]

    def _write(self, frame: bytes) -> bool:
        try:
            sent = send_at_once(self.websocket.socket, frame)
        except (BlockingIOError, ssl.SSLWantWriteError):
            sent = 0  # TLS has begun with this frame and takes no other before it
        except OSError:
            return False  # gone: the writer finds out
        if sent < len(frame):
            self.websocket._sendlock.acquire()
            eventlet.spawn(self._write_rest, frame[sent:])
        return True

    def _write_rest(self, rest: bytes) -> None:
        try:
            self.websocket.socket.sendall(rest)
        except OSError:
            pass  # the reader finds out, too
        finally:
            self.websocket._sendlock.release()


def send_at_once(connection: Any, data: bytes) -> int:
    """How many bytes the system took now; nothing yields. Raises OSError."""
    if isinstance(connection, GreenSSLSocket):
        sent: int = super(GreenSSLSocket, connection).send(data)
        return sent
    return int(connection.fd.send(data))


class Page(engineio.socket.Socket):  # type: ignore[misc]
    """A websocket whose next ping is a date in the hub's calendar: a task that sleeps until then takes 6 kB.

    A page that says what no page says is cut off; one that says much waits for its answers, and others go first.
    """

    last_ping: float | None

    def receive(self, packet: Packet) -> None:
        """Take one packet of the page."""
        if packet.packet_type == MESSAGE and not may_be_said(packet.data):
            raise SocketIsClosedError
        super().receive(packet)
        eventlet.sleep(0)

    def schedule_ping(self) -> None:
        if self.last_ping:
            self.last_ping = None
            eventlet.spawn_after(self.server.ping_interval, self._ping)

    def _ping(self) -> None:
        if not self.closing and not self.closed:
            self.last_ping = time.time()
            self.send(Packet(PING))
