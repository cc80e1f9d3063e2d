"""Passwords as Argon2id hashes. Hashing takes tens of milliseconds of C code, so it runs in a thread of its own."""

import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from onedoor.background import run_blocking

# The library's own choice: the second of the two that RFC 9106 recommends (64 MiB, 3 passes, 4 lanes).
_HASHER = PasswordHasher()
# Each takes 64 MiB and the processor: a flood of sign-ins waits in line. Eight that come at once then hold the other
# tasks of a machine with two cores up for 9 ms at p99, 18 ms at most.
_AT_ONCE = threading.BoundedSemaphore(2)


def hash_password(password: str) -> str:
    """The hash to store."""
    with _AT_ONCE:
        return run_blocking(_HASHER.hash, password)


def verify_password(password_hash: str | None, password: str) -> bool:
    """Whether the password belongs to the hash; None (an unknown name) takes as long and is false."""
    with _AT_ONCE:
        matches = run_blocking(_verify, password_hash, password)
    return matches and password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(password_hash)


def _verify(password_hash: str | None, password: str) -> bool:
    try:
        return _HASHER.verify(_hash_of_nobody() if password_hash is None else password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _hash_of_nobody() -> str:
    """What an unknown name is checked against, so that the time of the answer does not tell which names exist."""
    return _HASHER.hash("nobody has this password")
