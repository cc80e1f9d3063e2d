"""`make cluster` as a person runs it."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.processes import is_alive
from tests.waiting import eventually
from tools.hosted.program import free_port

PROJECT = Path(__file__).parents[3]
PARTS = ("PostgreSQL", "Valkey", "server 1", "server 2", "nginx")
PATIENCE_SECONDS = 60.0


class Running:
    """The command in a folder of its own, and what it said so far."""

    def __init__(self, folder: Path) -> None:
        self._words = folder / "words"
        here = {"ONEDOOR_HOST": "127.0.0.1", "ONEDOOR_PORT": str(free_port())}
        environment = os.environ | here | {"PYTHONPATH": str(PROJECT)}
        with self._words.open("wb") as words:
            self.process = subprocess.Popen(
                [sys.executable, "-u", "-m", "tools.hosted.cluster"],
                cwd=folder,
                env=environment,
                stdout=words,
                stderr=words,
            )

    @property
    def words(self) -> str:
        """All that it said."""
        return self._words.read_text()

    def wait_until_it_runs(self) -> dict[str, int]:
        """The process ids of its parts."""
        eventually(lambda: "Ctrl-C ends" in self.words or self.process.poll(), PATIENCE_SECONDS, "it runs")
        return {part: int(pid) for part, pid in re.findall(r"  (\S.*?) +process (\d+)", self.words)}


@contextmanager
def running(folder: Path) -> Iterator[Running]:
    cluster = Running(folder)
    try:
        yield cluster
    finally:
        cluster.process.kill()
        cluster.process.wait()


def test_it_ends_with_ctrl_c_and_goes_on_with_its_data_at_the_next_start(tmp_path: Path) -> None:
    with running(tmp_path) as first:
        parts = first.wait_until_it_runs()
        assert tuple(parts) == PARTS, first.words
        first.process.send_signal(signal.SIGINT)
        assert first.process.wait(PATIENCE_SECONDS) == 0
    assert "Everything has ended." in first.words
    assert not any(map(is_alive, parts.values()))
    assert re.search(r"^  admin +\S+-\S+-\S+$", first.words, re.MULTILINE)

    with running(tmp_path) as second:
        second.wait_until_it_runs()
    assert "The passwords are those of the first start" in second.words


def test_when_one_part_ends_it_says_which_and_ends_the_others(tmp_path: Path) -> None:
    with running(tmp_path) as cluster:
        parts = cluster.wait_until_it_runs()
        os.kill(parts["server 2"], signal.SIGKILL)
        assert cluster.process.wait(PATIENCE_SECONDS) == 1
    assert "server 2 has ended, and so everything ends" in cluster.words
    eventually(lambda: not any(map(is_alive, parts.values())), says="all parts have ended")
