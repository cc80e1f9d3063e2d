"""A TCP printer for tests: speaks enough ESC/POS, keeps what it is sent, and can be told to fail."""

import socket
import struct
import threading
import time
from contextlib import suppress
from typing import Self

from tests.escpos_decoder import QUESTION_IN_TURN, REAL_TIME_QUESTION, Command, Ticket, decode, split_commands
from tools.hosted.program import free_port

_SMALL_BUFFER = 2048
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)
_WELL, _OUT_OF_PAPER, _OFFLINE, _COVER_OPEN = 0x12, 0x60, 0x08, 0x04


class PrinterStandIn:
    """Use it inside ``with``; the switches may be changed at any time.

    ``hangs``: connects, then neither reads nor answers. ``is_mute``: prints, but answers no question.
    ``goes_on``: while it is cleared, takes the beginning of a ticket and no more.
    ``knows_completion``: answers the question that comes in its turn after a ticket.
    ``cut_off_after``: the connection breaks after so many bytes of jobs.
    """

    def __init__(
        self,
        *,
        out_of_paper: bool = False,
        cover_open: bool = False,
        hangs: bool = False,
        is_mute: bool = False,
        knows_completion: bool = True,
        cut_off_after: int | None = None,
    ) -> None:
        self.out_of_paper = out_of_paper
        self.cover_open = cover_open
        self.hangs = hangs
        self.is_mute = is_mute
        self.knows_completion = knows_completion
        self.cut_off_after = cut_off_after
        self.goes_on = threading.Event()
        self.goes_on.set()
        self.port = free_port()
        self._job_bytes = b""
        self._changed = threading.Condition()
        self._listener: socket.socket | None = None
        self._connections: list[socket.socket] = []

    @property
    def address(self) -> str:
        """The printer's address as settings write it."""
        return f"tcp://127.0.0.1:{self.port}"

    @property
    def job_bytes(self) -> bytes:
        """Everything received but questions."""
        with self._changed:
            return self._job_bytes

    @property
    def tickets(self) -> list[Ticket]:
        """The pieces of paper so far."""
        return decode(self.job_bytes)

    def wait_for_tickets(self, count: int, within: float = 10.0) -> list[Ticket]:
        """The cut tickets as soon as there are ``count``; raises ``AssertionError`` when there are not in time."""
        deadline = time.monotonic() + within
        with self._changed:
            while len(cut := [ticket for ticket in decode(self._job_bytes) if ticket.is_cut]) < count:
                left = deadline - time.monotonic()
                assert left > 0, f"{len(cut)} of {count} tickets within {within} s"
                self._changed.wait(left)
        return cut

    def __enter__(self) -> Self:
        self.turn_on()
        return self

    def __exit__(self, *_error: object) -> None:
        self.turn_off()

    def turn_on(self) -> None:
        """Listen, always on the same port."""
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # A real printer holds few bytes: with the system's buffers a hanging one would seem to take whole tickets.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _SMALL_BUFFER)
        listener.bind(("127.0.0.1", self.port))
        listener.listen()
        self._listener = listener
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def turn_off(self) -> None:
        """Refuse connections and break those that are open."""
        self.goes_on.set()
        for end in [self._listener, *self._connections]:
            if end is not None:
                _shut_down(end)
                end.close()
        self._listener = None
        self._connections.clear()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            self._connections.append(connection)
            if not self.hangs:
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        pending = b""
        try:
            while data := connection.recv(4096):
                commands, pending = split_commands(pending + data)
                for command in commands:
                    self._obey(connection, command)
                if self._is_to_break(len(pending)):
                    return self._break(connection, pending)
        except OSError:
            pass
        self._keep(pending)
        connection.close()

    def _obey(self, connection: socket.socket, command: Command) -> None:
        if command.prefix == REAL_TIME_QUESTION:
            self._answer(connection, self._real_time_status(command.data[2]))
        elif command.prefix == QUESTION_IN_TURN:
            if self.knows_completion:
                self._answer(connection, 0x0C if self.out_of_paper else 0x00)
        else:
            self._keep(command.data)
            self.goes_on.wait()

    def _answer(self, connection: socket.socket, status: int) -> None:
        if not self.is_mute:
            connection.sendall(bytes([status]))

    def _real_time_status(self, question: int) -> int:
        is_offline = self.out_of_paper or self.cover_open
        bits = {
            1: _OFFLINE if is_offline else 0,
            2: (_COVER_OPEN if self.cover_open else 0) | (0x20 if self.out_of_paper else 0),
            4: _OUT_OF_PAPER if self.out_of_paper else 0,
        }
        return _WELL | bits.get(question, 0)

    def _keep(self, data: bytes) -> None:
        with self._changed:
            self._job_bytes += data
            self._changed.notify_all()

    def _is_to_break(self, pending: int) -> bool:
        return self.cut_off_after is not None and len(self._job_bytes) + pending >= self.cut_off_after

    def _break(self, connection: socket.socket, pending: bytes) -> None:
        self._keep(pending)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
        connection.close()


def _shut_down(end: socket.socket) -> None:
    """Wake whoever waits on it: closing alone does not."""
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
