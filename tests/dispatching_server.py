"""A server that does nothing but print, as a process that tests may kill: `python -m tests.dispatching_server URL`.

It ends when its standard input does.
"""

import signal
import subprocess
import sys
from pathlib import Path
from typing import Self

from onedoor.clock import SystemClock
from onedoor.database.engine import make_engine
from onedoor.database.session import Database
from onedoor.printing.dispatcher import Dispatcher
from tests.processes import children_of
from tests.waiting import eventually

PROJECT = Path(__file__).parents[1]


class DispatchingServer:
    """The process; use it inside `with`."""

    def __init__(self, database_url: str) -> None:
        self._url = database_url

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "tests.dispatching_server", self._url]
        self._process = subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE)
        return self

    def __exit__(self, *_error: object) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(10)

    def worker(self) -> int:
        """The process id of the print worker, as soon as there is one."""
        return eventually(lambda: children_of(self._process.pid), says="a print worker")[0]

    def kill(self) -> None:
        """End it as a power cut or an administrator in a hurry does."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait(10)


if __name__ == "__main__":
    Dispatcher(Database(make_engine(sys.argv[1]), SystemClock())).start()
    sys.stdin.read()
