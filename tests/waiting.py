"""Waiting for a state, never for a time."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

LOOK_EVERY_SECONDS = 0.02


def eventually(condition: Callable[[], T], within: float = 10.0, says: str = "the state that was waited for") -> T:
    """The first true answer of `condition`; AssertionError with what it `says` if none comes `within` seconds."""
    deadline = time.monotonic() + within
    while True:
        answer = condition()
        if answer:
            return answer
        assert time.monotonic() < deadline, f"not within {within:g} s: {says}"
        time.sleep(LOOK_EVERY_SECONDS)
