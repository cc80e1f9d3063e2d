"""PostgreSQL, Valkey and nginx as the tests and `make cluster` start them: without root, for this machine only."""

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
import redis
import requests
from sqlalchemy import make_url

from tests.processes import is_alive
from tests.waiting import eventually
from tools.hosted.nginx import Nginx
from tools.hosted.postgresql import Postgresql
from tools.hosted.program import Program, ProgramFailed
from tools.hosted.valkey import Valkey

PROJECT = Path(__file__).parents[3]
NOBODY_LISTENS = 1


def test_postgresql_keeps_its_data_and_its_password(tmp_path: Path) -> None:
    with Postgresql(tmp_path) as first:
        first.run("CREATE DATABASE kept")
    with Postgresql(tmp_path) as second:
        kept = second.run("SELECT datname FROM pg_database WHERE datname = 'kept'")
    assert kept == [("kept",)]


def test_postgresql_lets_nobody_in_without_the_password(tmp_path: Path) -> None:
    with Postgresql(tmp_path) as server:
        url = make_url(server.url())
        with pytest.raises(psycopg2.OperationalError, match="password"):
            psycopg2.connect(host=url.host, port=url.port, user=url.username, password="guess", dbname=url.database)


def test_valkey_passes_messages_on(tmp_path: Path) -> None:
    with Valkey(tmp_path) as server, closing(redis.from_url(server.url)) as client, client.pubsub() as listening:
        listening.subscribe("news")
        eventually(lambda: client.pubsub_numsub("news")[0][1], says="somebody listens")
        client.publish("news", "a message")
        received = eventually(lambda: listening.get_message(ignore_subscribe_messages=True), says="the message")
    assert received["data"] == b"a message"


def test_nginx_says_when_no_server_answers(tmp_path: Path) -> None:
    with Nginx(tmp_path, [NOBODY_LISTENS]) as proxy:
        assert requests.get(f"http://127.0.0.1:{proxy.port}/", timeout=10).status_code == 502


def test_every_program_ends_with_its_owner_however_that_ends(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.hosted_program", str(tmp_path)]
    with subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout
        programs = [int(pid) for pid in owner.stdout.readline().split()]
        assert all(is_alive(program) for program in programs)
        owner.kill()
    assert len(programs) == 3
    eventually(lambda: not any(map(is_alive, programs)), says="all have ended")


def test_a_program_that_ends_at_its_start_says_its_last_words(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import sys; sys.exit('no such setting')"]
    program = Program("A program", command, tmp_path / "log", ready=lambda: False)
    with pytest.raises(ProgramFailed, match=r"(?s)A program did not start.*no such setting"):
        program.start()


def test_a_program_that_is_not_there_is_named_with_the_variable_that_helps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tools.hosted.program.metadata.files", lambda package: None)
    with pytest.raises(ProgramFailed, match=r"no nginx.*NGINX"):
        Nginx(tmp_path, [NOBODY_LISTENS])


def test_a_system_without_setpriv_is_told_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    program = Program("A program", [sys.executable, "-c", "pass"], tmp_path / "log", ready=lambda: True)
    with pytest.raises(ProgramFailed, match=r"no setpriv .*util-linux"):
        program.start()


def test_the_system_s_own_program_is_used_when_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "own-valkey"
    own.write_text("#!/bin/sh\necho the own program was started\n")
    own.chmod(0o700)
    monkeypatch.setenv("VALKEY_SERVER", str(own))
    with pytest.raises(ProgramFailed, match="the own program was started"):
        Valkey(tmp_path).start()
