"""What a page may say over its websocket: three small packets of Socket.IO (protocol 5), looked at before the library
takes them apart. It writes a long trace into the log for each that it cannot read, and a flood would fill the disk.
"""

import re

from engineio import json  # the one that takes them apart afterwards: it knows numbers that it does not read

LARGEST_PACKET = 4_096
_PACKET = re.compile(r"1|0(?P<identity>\{.*\})?|2[0-9]{0,9}(?P<event>\[.*\])", re.DOTALL)


def may_be_said(packet: object) -> bool:
    """Whether it is a connect, a disconnect, or a `subscribe` with at most one message."""
    found = _PACKET.fullmatch(packet) if isinstance(packet, str) else None
    if found is None:
        return False
    try:
        json.loads(found["identity"] or "{}")
        event = json.loads(found["event"] or '["subscribe"]')
    except (ValueError, RecursionError):
        return False
    return len(event) in (1, 2) and event[0] == "subscribe"
