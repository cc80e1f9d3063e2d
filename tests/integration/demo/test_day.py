"""The lifelike day works on the real server, over the routes that people use."""

import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from onedoor.demo.day import COUNTERS, prepare_cast, run_day
from onedoor.demo.day_clock import DayClock
from onedoor.demo.http_client import HttpClient, Refused
from onedoor.tickets.models import TicketLog
from tests.live_server import LiveServer
from tests.waiting import eventually

FAST = 600.0


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LiveServer]:
    with LiveServer(tmp_path) as server:
        yield server


def actions(server: LiveServer) -> Counter[str]:
    with server.database.read() as connection:
        return Counter(connection.execute(select(TicketLog.action)).scalars())


def test_citizens_are_called_and_served_and_the_last_counter_is_left_free(server: LiveServer) -> None:
    clock = DayClock(FAST)
    cast = prepare_cast(server.database, server.centre_id)
    day = threading.Thread(target=run_day, args=(server.local_address, cast, clock, Random(7)))
    day.start()
    try:
        eventually(lambda: actions(server)["finish"] >= len(COUNTERS), within=30, says="four people are served")
        choices = server.signed_in("clerk5").get("/counter/choices")["choices"]
    finally:
        clock.over.set()
        day.join(10)

    assert not day.is_alive()
    assert [choice["state"] for choice in choices] == ["open", "open", "open", "open", "closed"]


def test_the_clerks_get_new_passwords_at_each_run(server: LiveServer) -> None:
    old = prepare_cast(server.database, server.centre_id)
    new = prepare_cast(server.database, server.centre_id)

    client = HttpClient(server.local_address)
    for counter in COUNTERS:
        name, password = old.clerks[counter]
        with pytest.raises(Refused, match="wrong_password"):
            client.post("/session", sign_in_name=name, password=password)
        name, password = new.clerks[counter]
        assert client.post("/session", sign_in_name=name, password=password)["role"] == "clerk"


def test_the_server_may_go_away_during_the_day(server: LiveServer) -> None:
    clock = DayClock(FAST)
    cast = prepare_cast(server.database, server.centre_id)
    day = threading.Thread(target=run_day, args=(server.local_address, cast, clock, Random(7)))
    day.start()
    eventually(lambda: actions(server)["call"] > 0, within=30, says="somebody is called")
    server.stop()

    day.join(10)

    assert not day.is_alive()
