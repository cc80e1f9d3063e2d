"""The serving itself: nobody is starved by a fast client, small answers leave at once, thousands may stay connected,
collections of garbage are small and rare, a port has one server.
"""

import resource
import shlex
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import requests

PROJECT = Path(__file__).parents[3]
FAST_REQUESTS = 400
ONE_REQUEST = b"GET /turn HTTP/1.1\r\nHost: test\r\n\r\n"
PATIENCE_SECONDS = 10
# What eventlet serves by default, and what many systems let a process open, is 1,024.
MANY_CONNECTIONS = 1_100
USUAL_OPEN_FILES = 1_024
# The application itself is some 150,000 objects; Python looks for garbage 140 times while 100,000 more are made.
FEW_OBJECTS, FEW_COLLECTIONS = 10_000, 10


@pytest.fixture
def port() -> Iterator[int]:
    files = f"ulimit -S -n {USUAL_OPEN_FILES}"
    command = ["sh", "-c", f"{files} && exec {shlex.quote(sys.executable)} -m tests.serving_program"]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        yield int(program.stdout.readline())
        program.kill()


def test_a_client_that_sends_without_end_does_not_starve_another(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), PATIENCE_SECONDS) as fast:
        fast.sendall(ONE_REQUEST * FAST_REQUESTS)
        fast.recv(1)
        turn_of_the_other = int(requests.get(f"http://127.0.0.1:{port}/turn", timeout=PATIENCE_SECONDS).text)
    assert turn_of_the_other < FAST_REQUESTS


def test_small_answers_do_not_wait_for_an_acknowledgement(port: int) -> None:
    assert requests.get(f"http://127.0.0.1:{port}/no-delay", timeout=PATIENCE_SECONDS).text == "True"


@pytest.fixture
def many_open_files() -> Iterator[None]:
    usual, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (usual, most))


@pytest.mark.usefixtures("many_open_files")
def test_everybody_is_answered_while_more_than_a_thousand_stay_connected(port: int) -> None:
    with ExitStack() as connected:
        for _ in range(MANY_CONNECTIONS):
            page = connected.enter_context(socket.create_connection(("127.0.0.1", port), PATIENCE_SECONDS))
            page.sendall(ONE_REQUEST)
            assert page.recv(12) == b"HTTP/1.1 200"


def test_collections_of_garbage_leave_alone_what_lives_as_long_as_the_server(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.collecting_program", str(tmp_path)]
    program = subprocess.run(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True, check=True)
    looked_through, collections = map(int, program.stdout.split())
    assert looked_through < FEW_OBJECTS
    assert collections < FEW_COLLECTIONS


def test_a_second_server_cannot_share_the_port(port: int) -> None:
    program = f"from server import listen; listen('127.0.0.1', {port})"
    second = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert second.returncode != 0
    assert "Address already in use" in second.stderr
