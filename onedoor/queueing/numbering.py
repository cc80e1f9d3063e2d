"""The number on the paper and the random token behind its QR code."""

import re
import secrets
from base64 import b32encode
from collections.abc import Callable

READABLE_LETTERS: tuple[str, ...] = ("A", "H", "L", "M", "R", "S", "D", "K")
"""Series letters that Lao readers do not confuse, the best first; B, E, G, P, T, V sound alike, I, O, Q look alike."""

TOKEN_BYTES = 16
TOKEN_SHAPE = re.compile(r"[A-Za-z2-7]{26}")


def ticket_number(series_letter: str, sequence: int) -> str:
    """The number as people read it: A001 ... A999, then A1000 without a roll-over.

    `sequence` counts the tickets of the series on one service day, from 1; less raises ValueError.
    """
    if sequence < 1:
        raise ValueError(f"a series counts from 1, not from {sequence}")
    return f"{series_letter}{sequence:03d}"


def new_token(random_bytes: Callable[[int], bytes] = secrets.token_bytes) -> str:
    """A ticket's secret: 128 random bits as 26 characters of upper-case base32 without padding."""
    return b32encode(random_bytes(TOKEN_BYTES)).decode("ascii").rstrip("=")


def normalise_token(text: str) -> str:
    """The token as it is stored, from either case; raises ValueError if the text cannot be a token."""
    if not TOKEN_SHAPE.fullmatch(text):
        raise ValueError("a token has 26 characters of base32")
    return text.upper()
