"""What the server tells the service manager that started it (systemd), and the beat by which that knows it lives.

The protocol is one datagram of text to the socket that `NOTIFY_SOCKET` names: sd_notify(3).
"""

import os
import socket
from contextlib import suppress
from time import monotonic

from onedoor.background import sleep
from onedoor.metrics import HUB_LAG

READY, LIVES, ENDING = "READY=1", "WATCHDOG=1", "STOPPING=1"
BEAT_SECONDS = 0.5


def notify(state: str) -> None:
    """Tell the service manager, if there is one."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    # A service manager that does not hear us acts by itself.
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        # Linux writes the name of a socket without a file with a zero, systemd with an @.
        line.sendto(state.encode(), "\0" + address[1:] if address.startswith("@") else address)


def beat() -> None:
    """Beat for as long as tasks get their turn: a process that is frozen falls silent, and is started again."""
    while True:
        due = monotonic() + BEAT_SECONDS
        sleep(BEAT_SECONDS)
        HUB_LAG.observe(monotonic() - due)
        notify(LIVES)
