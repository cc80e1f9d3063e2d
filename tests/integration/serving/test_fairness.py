"""The serving itself: nobody is starved by a fast client or a slow query, small answers leave at once, thousands may
stay connected, collections of garbage are small and rare, a port has one server.
"""

import resource
import shlex
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
import requests
import websocket
from sqlalchemy import Engine

from onedoor.database.engine import make_engine
from tests.databases import PostgresqlDatabases
from tests.live_server import LiveServer
from tests.waiting import eventually

pytestmark = pytest.mark.alone

PROJECT = Path(__file__).parents[3]
FAST_REQUESTS = 400
ONE_REQUEST = b"GET /turn HTTP/1.1\r\nHost: test\r\n\r\n"
PATIENCE_SECONDS = 30
# What eventlet serves by default, and what many systems let a process open, is 1,024.
MANY_CONNECTIONS = 1_100
USUAL_OPEN_FILES = 1_024
# The application itself is some 150,000 objects; Python looks for garbage 140 times while 100,000 more are made.
FEW_OBJECTS, FEW_COLLECTIONS = 10_000, 30
# 20 ms at most; all pages at once would be a quarter of a second.
SMALL_COLLECTION = 50_000
LOCK = 11
WAITING = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"


@contextmanager
def serving(*arguments: str) -> Iterator[int]:
    files = f"ulimit -S -n {USUAL_OPEN_FILES}"
    program = shlex.join([sys.executable, "-m", "tests.serving_program", *arguments])
    command = ["sh", "-c", f"{files} && exec {program}"]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.kill()


@pytest.fixture
def port() -> Iterator[int]:
    with serving() as port:
        yield port


@pytest.fixture
def engine(postgresql: PostgresqlDatabases) -> Iterator[Engine]:
    url = postgresql.create_bare()
    engine = make_engine(url)
    yield engine
    engine.dispose()
    postgresql.drop(url)


def ask(port: int, path: str) -> str:
    return requests.get(f"http://127.0.0.1:{port}{path}", timeout=PATIENCE_SECONDS).text


def test_a_client_that_sends_without_end_does_not_starve_another(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), PATIENCE_SECONDS) as fast:
        fast.sendall(ONE_REQUEST * FAST_REQUESTS)
        fast.recv(1)
        turn_of_the_other = int(ask(port, "/turn"))
    assert turn_of_the_other < FAST_REQUESTS


def test_a_query_that_takes_long_on_postgresql_does_not_hold_up_others(engine: Engine) -> None:
    url = engine.url.render_as_string(hide_password=False)
    with serving(url) as port, ThreadPoolExecutor() as others, engine.connect() as connection:
        connection.exec_driver_sql(f"SELECT pg_advisory_lock({LOCK})")
        slow = others.submit(ask, port, f"/locked/{LOCK}")
        eventually(lambda: connection.exec_driver_sql(WAITING).scalar_one(), PATIENCE_SECONDS, "the query waits")
        assert ask(port, "/turn") == "1"
        assert not slow.done()
        connection.exec_driver_sql(f"SELECT pg_advisory_unlock({LOCK})")
        assert slow.result(PATIENCE_SECONDS) == "had the lock"


def test_small_answers_do_not_wait_for_an_acknowledgement(port: int) -> None:
    assert ask(port, "/no-delay") == "True"


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


def test_collections_of_garbage_are_small_and_leave_alone_what_lives_as_long_as_the_server(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.collecting_program", str(tmp_path)]
    program = subprocess.run(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True, check=True)
    looked_through, collections, largest = map(int, program.stdout.split())
    assert looked_through < FEW_OBJECTS
    assert collections < FEW_COLLECTIONS
    assert largest < SMALL_COLLECTION


def test_a_websocket_is_not_compressed_though_browsers_offer_it(tmp_path: Path) -> None:
    with LiveServer(tmp_path) as server:
        page = websocket.create_connection(
            f"ws://127.0.0.1:{server.port}/socket.io/?EIO=4&transport=websocket",
            header=["Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"],
        )
        answered = page.getheaders()
        page.close()
    assert "sec-websocket-accept" in answered
    assert "sec-websocket-extensions" not in answered


def test_a_second_server_cannot_share_the_port(port: int) -> None:
    program = f"from server import listen; listen('127.0.0.1', {port})"
    second = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert second.returncode != 0
    assert "Address already in use" in second.stderr
