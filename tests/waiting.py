"""Waiting for a state, never for a time."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

from onedoor.realtime.coalescer import Coalescer

T = TypeVar("T")

LOOK_EVERY_SECONDS = 0.02
TASKS_THAT_END = frozenset({Coalescer._run.__qualname__})


def eventually(condition: Callable[[], T], within: float = 10.0, says: str = "the state that was waited for") -> T:
    """The first true answer of `condition`; AssertionError with what it `says` if none comes `within` seconds."""
    deadline = time.monotonic() + within
    while True:
        answer = condition()
        if answer:
            return answer
        assert time.monotonic() < deadline, f"not within {within:g} s: {says}"
        time.sleep(LOOK_EVERY_SECONDS)


def let_tasks_end() -> None:
    """Until no application has anything more to send; a database is not taken away from a task that reads it."""
    eventually(lambda: not any(task.name in TASKS_THAT_END for task in threading.enumerate()), says="tasks have ended")
