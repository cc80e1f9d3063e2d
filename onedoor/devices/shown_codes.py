"""The code that a screen shows which nobody has enrolled: an administrator types it to accept the screen.

The server keeps none of them, so that no stranger can fill a table: a code follows from a secret that the screen's
browser holds, from the time, and from a key of the service. What is kept is the one code that somebody accepted.
"""

import hashlib
import hmac
from datetime import datetime, timedelta

from onedoor.devices.models import DeviceKind

# Without letters and digits that look alike: no 0 O Q, 1 I L, 2 Z, 5 S, 8 B, U V. There are 148 million codes.
SIGNS = "ACDEFGHJKMNPRTUWXY34679"
LENGTH = 6
CHANGES_EVERY = timedelta(minutes=10)
# How long a code that was accepted is good: a screen asks every 2 seconds; later it would surprise.
ACCEPTED_FOR = timedelta(minutes=1)
# A screen that has not come by then has lost its line, or shows another code.
COMES_WITHIN = timedelta(seconds=6)


def codes_of(key: str, kind: DeviceKind, secret: str, now: datetime) -> tuple[str, str]:
    """The code that the browser with this secret shows now, and the one it showed before: somebody may be typing it."""
    age = int(now.timestamp() // CHANGES_EVERY.total_seconds())
    return _code(key, kind, secret, age), _code(key, kind, secret, age - 1)


def normalise_code(text: str) -> str:
    """The code in text that a person typed, with spaces and small letters perhaps. Raises ValueError for no code."""
    code = "".join(text.split()).replace("-", "").upper()
    if len(code) != LENGTH or not set(code) <= set(SIGNS):
        raise ValueError("this is no code of a screen")
    return code


def enrolment_code(key: str, code: str) -> str:
    """What a shown code, once accepted, is exchanged by: only the server knows it, not who reads the screen."""
    return _digest(key, f"accepted {code}").hex()


def _code(key: str, kind: DeviceKind, secret: str, age: int) -> str:
    number = int.from_bytes(_digest(key, f"{kind} {age} {secret}"))
    return "".join(SIGNS[number // len(SIGNS) ** place % len(SIGNS)] for place in range(LENGTH))


def _digest(key: str, text: str) -> bytes:
    return hmac.digest(key.encode(), text.encode(), hashlib.sha256)
