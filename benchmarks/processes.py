"""Processes beside the server: work that must not share the measured one, and the floor server."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
PROJECT = Path(__file__).parents[1]


class OwnProcess:
    """One process that does what it is given, one thing after the other. Use it inside `with`."""

    def __init__(self) -> None:
        self._pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"))

    def start(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Begin `work` there."""
        return self._pool.submit(work, *args, **kwargs)

    def run(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Do `work` there and wait for its result."""
        return self.start(work, *args, **kwargs).result()

    def __enter__(self) -> "OwnProcess":
        return self

    def __exit__(self, *_error: object) -> None:
        self._pool.shutdown()


@contextmanager
def floor_server(folder: Path) -> Iterator[int]:
    """The floor server while the block runs; gives its port."""
    with program_on_port([sys.executable, "-m", "benchmarks.floor_server", str(folder)]) as port:
        yield port


@contextmanager
def program_on_port(command: list[str]) -> Iterator[int]:
    """A program that says its port first, while the block runs; gives the port."""
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        try:
            yield int(program.stdout.readline())
        finally:
            program.kill()
