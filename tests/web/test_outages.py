"""While the database cannot be used: 503 and words for everybody, one line for the operator, and then it goes on."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection, event
from werkzeug.test import TestResponse

from onedoor.database.prepared import run_text
from tests.databases import PostgresqlDatabases
from tests.factories import RunningCentre, create_running, new_request_id
from tests.web.asking import assert_refused, take_ticket, unchanged
from tests.web.described import Described
from tests.web.listening import Listener
from tests.web.test_errors import HTML

CODE = "database_unavailable"
MOST_TICKETS_OF_A_FEW_PAGES = 100


@contextmanager
def no_room(running: RunningCentre) -> Iterator[None]:
    """SQLite's file takes no further page, as on a full disk."""

    def take_no_page(connection: Connection) -> None:
        run_text(connection, "PRAGMA max_page_count = 1")  # it means: no more than there are

    database = running.running.database
    event.listen(database.engine, "begin", take_no_page)
    yield
    event.remove(database.engine, "begin", take_no_page)
    database.close()  # a new connection knows nothing of it


@contextmanager
def locked(running: RunningCentre) -> Iterator[None]:
    """Another process holds SQLite's write lock."""
    file = running.running.database.engine.url.database
    assert file
    with closing(sqlite3.connect(file)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onedoor.database.writer.LOCK_WAIT_SECONDS", 0.05)


@pytest.fixture
def kiosk_without_database(
    postgresql: PostgresqlDatabases, tmp_path: Path
) -> Iterator[tuple[RunningCentre, FlaskClient]]:
    """An enrolled kiosk whose PostgreSQL lets nobody in any more, all connections being cut."""
    url = postgresql.create()
    running = create_running(tmp_path, database_url=url)
    described = Described(running.running.app)
    kiosk = running.kiosk()
    postgresql.drop(url)
    yield running, kiosk
    running.running.database.close()
    assert described.problems == []


def first_refusal(kiosk: FlaskClient) -> tuple[str, TestResponse]:
    """The touch that was refused, after as many tickets as there is room for."""
    for _ in range(MOST_TICKETS_OF_A_FEW_PAGES):
        touch = new_request_id()
        answer = take_ticket(kiosk, request_id=touch)
        if answer.status_code != 201:
            return touch, answer
    raise AssertionError("there was room for all")


def lines_for_the_operator(caplog: pytest.LogCaptureFixture) -> list[str]:
    assert [record for record in caplog.records if record.exc_info] == []
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


def test_without_room_on_the_disk_nothing_is_changed_and_with_room_the_same_touch_gets_its_ticket(
    running: RunningCentre,
) -> None:
    kiosk = running.kiosk()
    with no_room(running):
        touch, answer = first_refusal(kiosk)
        assert_refused(answer, CODE)
        assert int(answer.headers["Retry-After"]) > 0
        with unchanged(running.running.database):
            assert_refused(take_ticket(kiosk, request_id=touch), CODE)
        assert kiosk.get("/kiosk/", headers=HTML).status_code == 200
    assert take_ticket(kiosk, request_id=touch).status_code == 201


@pytest.mark.usefixtures("impatient")
def test_a_lock_that_is_not_free_in_time_is_no_fault_of_the_program(running: RunningCentre) -> None:
    kiosk, touch = running.kiosk(), new_request_id()
    with locked(running):
        assert_refused(take_ticket(kiosk, request_id=touch), CODE)
    assert take_ticket(kiosk, request_id=touch).json["number"] == "A001"


@pytest.mark.usefixtures("impatient")
def test_the_operator_reads_one_line_however_many_are_refused_and_one_when_it_is_over(
    running: RunningCentre, caplog: pytest.LogCaptureFixture
) -> None:
    kiosk = running.kiosk()
    with locked(running):
        for _ in range(3):
            assert_refused(take_ticket(kiosk), CODE)
    take_ticket(kiosk)
    assert lines_for_the_operator(caplog) == [
        "the database cannot be used (failures so far: 1): database is locked",
        "the database can be used again, after 0 s and 3 failures",
    ]


def test_without_a_database_every_command_and_question_is_refused_alike(
    kiosk_without_database: tuple[RunningCentre, FlaskClient], caplog: pytest.LogCaptureFixture
) -> None:
    running, kiosk = kiosk_without_database
    assert_refused(take_ticket(kiosk), CODE)
    assert_refused(running.visitor().get("/t/ABCDEFGHJKMNPQRSTVWXYZ2345/state"), CODE)
    assert Listener(running, kiosk).ask({"screen": "kiosk"})["error"]["code"] == CODE
    assert len(lines_for_the_operator(caplog)) == 1


def test_a_page_that_was_opened_meanwhile_asks_again_by_itself(
    kiosk_without_database: tuple[RunningCentre, FlaskClient],
) -> None:
    _, kiosk = kiosk_without_database
    page = kiosk.get("/kiosk/", headers=HTML)
    assert (page.status_code, page.mimetype) == (503, "text/html")
    assert f'<meta http-equiv="refresh" content="{page.headers["Retry-After"]}">' in page.text
