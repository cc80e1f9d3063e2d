"""What the server tells systemd, over a real socket."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from onedoor.service_manager import BEAT_SECONDS, ENDING, LIVES, READY
from tests.live_server import PROJECT, LiveServer

PATIENCE = 30.0
SILENCE_SECONDS = 3 * BEAT_SECONDS
FREEZES = """
import eventlet; eventlet.monkey_patch()
from eventlet.patcher import original
from onedoor.background import start_task
from onedoor.service_manager import beat
start_task(beat)
eventlet.sleep(1)
print("freezes", flush=True)
original("time").sleep(600)
"""


@pytest.fixture
def manager() -> Iterator[socket.socket]:
    """The socket of a service manager; the path of such a socket must be short."""
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(f"{folder}/notify")
        line.settimeout(PATIENCE)
        yield line


def told(manager: socket.socket) -> str:
    return manager.recv(4096).decode()


def falls_silent(manager: socket.socket) -> bool:
    """Whether nothing more comes; what came before counts for nothing."""
    manager.setblocking(False)
    with suppress(BlockingIOError):
        while True:
            manager.recv(4096)
    manager.settimeout(SILENCE_SECONDS)
    with pytest.raises(TimeoutError):
        manager.recv(4096)
    return True


def test_the_server_says_when_it_serves_that_it_lives_and_when_it_ends(manager: socket.socket, tmp_path: Path) -> None:
    with LiveServer(tmp_path, NOTIFY_SOCKET=manager.getsockname()) as server:
        heard = {told(manager), told(manager), told(manager)}
        assert heard == {READY, LIVES}
        os.kill(server.process(), signal.SIGTERM)
        while (last := told(manager)) == LIVES:
            pass
        assert last == ENDING
        assert server.ended() == 0


def test_a_process_whose_tasks_get_no_turn_falls_silent(manager: socket.socket) -> None:
    environment = os.environ | {"NOTIFY_SOCKET": manager.getsockname()}
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", FREEZES], cwd=PROJECT, env=environment, stdout=subprocess.PIPE
    ) as program:
        try:
            assert told(manager) == LIVES
            assert program.stdout
            assert program.stdout.readline() == b"freezes\n"
            assert falls_silent(manager)
        finally:
            program.kill()


def test_a_socket_without_a_file_is_written_with_an_at_sign(tmp_path: Path) -> None:
    name = f"onedoor-test-{os.getpid()}"
    code = "from onedoor.service_manager import READY, notify; notify(READY)"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(f"\0{name}")
        line.settimeout(PATIENCE)
        subprocess.run(
            [sys.executable, "-c", code], cwd=PROJECT, env=os.environ | {"NOTIFY_SOCKET": f"@{name}"}, check=True
        )
        assert told(line) == READY
