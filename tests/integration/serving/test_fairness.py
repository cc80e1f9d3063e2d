"""The serving itself: nobody is starved by a fast client, small answers leave at once, a port has one server."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

PROJECT = Path(__file__).parents[3]
FAST_REQUESTS = 400
ONE_REQUEST = b"GET /turn HTTP/1.1\r\nHost: test\r\n\r\n"
PATIENCE_SECONDS = 10


@pytest.fixture
def port() -> Iterator[int]:
    command = [sys.executable, "-m", "tests.serving_program"]
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


def test_a_second_server_cannot_share_the_port(port: int) -> None:
    program = f"from server import listen; listen('127.0.0.1', {port})"
    second = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert second.returncode != 0
    assert "Address already in use" in second.stderr
