"""Whether a server says of itself that it lives and can work."""

from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from onedoor.realtime.message_queue import MessageQueue
from onedoor.web import health
from onedoor.web.health import Readiness
from tests.factories import RunningCentre


@pytest.fixture(autouse=True)
def always_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "LOOK_EVERY_SECONDS", 0.0)


def missing(running: RunningCentre) -> list[str]:
    answer = running.visitor().get("/readyz")
    if answer.status_code == 200:
        return []
    assert answer.status_code == 503
    assert answer.get_json()["error"]["code"] == "not_ready"
    parts: list[str] = answer.get_json()["error"]["parts"]
    return parts


def test_a_server_without_a_print_worker_is_not_ready(running: RunningCentre) -> None:
    assert missing(running) == ["print_worker"]


def test_a_server_lives_though_it_is_not_ready(running: RunningCentre) -> None:
    assert missing(running)
    assert running.visitor().get("/healthz").get_json() == {"status": "ok"}


def test_a_database_of_another_schema_is_named(running: RunningCentre) -> None:
    with running.running.database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    assert "schema" in missing(running)


def test_a_database_that_does_not_answer_is_named(running: RunningCentre) -> None:
    engine = running.running.database.engine
    running.running.database.close()
    file = make_url(str(engine.url)).database
    assert file
    Path(file).write_bytes(b"no database" * 1000)
    assert "database" in missing(running)


def test_the_database_is_asked_once_a_second_however_often_somebody_asks(
    running: RunningCentre, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "LOOK_EVERY_SECONDS", 1e6)
    assert missing(running) == ["print_worker"]
    with running.running.database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    assert missing(running) == ["print_worker"]


def test_a_message_queue_that_is_not_heard_is_named(running: RunningCentre) -> None:
    queue = MessageQueue("redis://127.0.0.1:6379", lambda _commits: None)
    readiness = Readiness(running.running.database, running.running.dispatcher, queue)
    assert readiness.missing() == ("print_worker",)
    queue.is_lost = True
    assert readiness.missing() == ("print_worker", "message_queue")
