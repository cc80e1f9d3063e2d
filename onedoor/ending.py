"""How a process ends: a signal rings a bell, and whoever waits for it lets the work at hand come to its end.

A signal's handler runs in the midst of whatever runs then, perhaps inside a transaction: it may not wait for anything.
"""

import os
import signal
import socket
from collections.abc import Callable
from time import monotonic
from types import FrameType

from onedoor.background import sleep

LOOK_EVERY_SECONDS = 0.01


class Bell:
    """Rung by a first signal; a second one ends the process at once."""

    def __init__(self, *signals: signal.Signals) -> None:
        self._has_rung = False
        self._inside, self._outside = socket.socketpair()
        for each in signals:
            signal.signal(each, self._at_signal)

    def ring(self) -> None:
        """End the wait."""
        self._has_rung = True
        self._outside.send(b"\0")

    def wait(self) -> None:
        """Wait until it rings."""
        self._inside.recv(1)

    def _at_signal(self, signum: int, _frame: FrameType | None) -> None:
        if self._has_rung:
            os._exit(128 + signum)
        self.ring()


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    """Wait for it, `seconds` at most; whether it came true."""
    deadline = monotonic() + seconds
    while not condition():
        if monotonic() > deadline:
            return False
        sleep(LOOK_EVERY_SECONDS)
    return True
