"""Passwords as Argon2 hashes. Hashing takes about a tenth of a second of C code, so it runs in a thread of its own."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from onedoor.background import run_blocking

_HASHER = PasswordHasher()


def hash_password(password: str) -> str:
    """The hash to store."""
    return run_blocking(_HASHER.hash, password)


def verify_password(password_hash: str | None, password: str) -> bool:
    """Whether the password belongs to the hash; None (an unknown name) takes as long and is false."""
    matches = run_blocking(_verify, password_hash, password)
    return matches and password_hash is not None


def _verify(password_hash: str | None, password: str) -> bool:
    try:
        return _HASHER.verify(_hash_of_nobody() if password_hash is None else password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _hash_of_nobody() -> str:
    """What an unknown name is checked against, so that the time of the answer does not tell which names exist."""
    return _HASHER.hash("nobody has this password")
