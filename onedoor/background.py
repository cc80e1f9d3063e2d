"""The only door to green threads beside `server.py`: tasks, sleeping, and calls that would block the whole process.

Under eventlet `threading` and `time` are green, so both functions work alike in plain threads and in tests.
"""

import sys
import threading
import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from onedoor.database.session import refuse_inside_transaction

P = ParamSpec("P")
R = TypeVar("R")


def start_task(work: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> threading.Thread:
    """Run `work` beside the caller; it ends with the process at the latest."""
    refuse_inside_transaction("start_task")
    task = threading.Thread(target=work, name=work.__qualname__, args=args, kwargs=kwargs, daemon=True)
    task.start()
    return task


def sleep(seconds: float) -> None:
    """Let others run for `seconds`."""
    refuse_inside_transaction("sleep")
    time.sleep(seconds)


def run_blocking(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run C code that holds the process (password hashing) in a real thread when green threads are in use."""
    refuse_inside_transaction("run_blocking")
    if not _is_green():
        return work(*args, **kwargs)
    from eventlet import tpool

    result: R = tpool.execute(work, *args, **kwargs)
    return result


def _is_green() -> bool:
    if "eventlet" not in sys.modules:
        return False
    from eventlet.patcher import is_monkey_patched

    return bool(is_monkey_patched("thread"))
