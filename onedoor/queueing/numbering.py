"""The number on the paper and the random token behind its QR code."""

import re
import secrets
from collections.abc import Callable

READABLE_LETTERS: tuple[str, ...] = ("A", "H", "L", "M", "R", "S", "D", "K")
"""Series letters that Lao readers do not confuse, the best first; B, E, G, P, T, V sound alike, I, O, Q look alike."""

TOKEN_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
"""Base32, as RFC 4648 writes it."""
TOKEN_LENGTH = 26
TOKEN_SHAPE = re.compile(r"[A-Za-z2-7]{26}")
_LETTER_OF_BYTE = TOKEN_LETTERS * (256 // len(TOKEN_LETTERS))


def ticket_number(series_letter: str, sequence: int) -> str:
    """The number as people read it: A001 ... A999, then A1000 without a roll-over.

    `sequence` counts the tickets of the series on one service day, from 1; less raises ValueError.
    """
    if sequence < 1:
        raise ValueError(f"a series counts from 1, not from {sequence}")
    return f"{series_letter}{sequence:03d}"


def new_token(random_bytes: Callable[[int], bytes] = secrets.token_bytes) -> str:
    """A ticket's secret: 26 random letters of 5 bits each, which is 130 bits."""
    # A byte for each letter: eight of its values stand for the same letter, so that all are equally likely.
    return random_bytes(TOKEN_LENGTH).translate(_LETTER_OF_BYTE).decode("ascii")


def normalise_token(text: str) -> str:
    """The token as it is stored, from either case; raises ValueError if the text cannot be a token."""
    if not TOKEN_SHAPE.fullmatch(text):
        raise ValueError("a token has 26 characters of base32")
    return text.upper()
