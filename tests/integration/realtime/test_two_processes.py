"""Two applications on one database: what one commits, the screens of the other show."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from onedoor.app import create_app
from onedoor.devices.actions import new_token
from onedoor.realtime.events import (
    BoardChanged,
    DeskChanged,
    QueueMoved,
    ServicesChanged,
    SnapshotNeeded,
    TicketCalled,
    VersionAnnounced,
)
from onedoor.settings import Settings
from onedoor.staff.models import Role
from tests.factories import PUBLIC_URL, SURFACES, RunningCentre
from tests.waiting import eventually
from tests.web.asking import call_next, take_ticket
from tests.web.listening import Listener
from tools.hosted.valkey import Valkey


@pytest.fixture(scope="module")
def valkey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Valkey]:
    with Valkey(tmp_path_factory.mktemp("valkey")) as running:
        yield running


@pytest.fixture
def processes(running: RunningCentre, tmp_path: Path, valkey: Valkey) -> Iterator[list[RunningCentre]]:
    """Two more applications on the database of `running`, which tell each other what happened."""
    settings = Settings(
        data_dir=tmp_path,
        database_url=running.running.database.engine.url.render_as_string(hide_password=False),
        async_mode="threading",
        public_url=PUBLIC_URL,
        message_queue=valkey.url,
        log_level="WARNING",
    )
    both = [replace(running, running=create_app(settings, SURFACES, running.centre.clock)) for _ in range(2)]
    for each in both:
        assert each.running.message_queue
        each.running.message_queue.start()
        each.running.heartbeat.beat()
    yield both
    for each in both:
        each.running.database.close()


def test_a_call_at_one_process_reaches_the_hall_and_the_phones_of_the_other(processes: list[RunningCentre]) -> None:
    here, there = processes
    kiosk, clerk = here.kiosk(), here.clerk_at(1)
    take_ticket(kiosk)
    token = take_ticket(kiosk).json["token"]
    hall, phone = Listener(there, there.display()), Listener(there, there.visitor())
    hall.subscribe("display")
    phone.subscribe("phone", token=token)
    call_next(clerk)
    assert hall.hears(TicketCalled).number == "A001"
    assert hall.hears(BoardChanged).board.current
    moved = phone.hears(QueueMoved)
    assert [(move.at, move.by) for move in moved.moves] == [(1, -1)]
    assert moved.now_calling == "A001"


def test_a_ticket_at_one_process_shows_at_the_desk_of_the_other(processes: list[RunningCentre]) -> None:
    here, there = processes
    clerk = there.clerk_at(1)
    desk = Listener(there, clerk)
    desk.subscribe("counter", counter=1)
    take_ticket(here.kiosk())
    assert [turn.number for turn in desk.hears(DeskChanged).desk.waiting] == ["A001"]


def test_both_hear_a_commit_once_and_in_full(processes: list[RunningCentre]) -> None:
    here, there = processes
    kiosk, clerk = here.kiosk(), there.clerk_at(1)
    display = here.display()
    halls = [Listener(each, display) for each in processes]
    for hall in halls:
        hall.subscribe("display")
    take_ticket(kiosk)
    call_next(clerk)
    for hall in halls:
        assert hall.hears(TicketCalled).number == "A001"
    assert [len(hall.heard_of(TicketCalled)) for hall in halls] == [1, 1]


def test_a_message_that_was_lost_is_mended_by_the_next_heartbeat(processes: list[RunningCentre]) -> None:
    here, there = processes
    kiosk, clerk = here.kiosk(), here.clerk_at(1)
    watching = Listener(there, kiosk)
    watching.subscribe("kiosk")
    token = take_ticket(kiosk).json["token"]
    watching.hears(ServicesChanged)
    hall, phone = Listener(there, there.display()), Listener(there, there.visitor())
    shown = hall.subscribe("display")["version"]
    phone.subscribe("phone", token=token)
    here.running.database.after_commit = lambda committed: None
    call_next(clerk)
    there.running.heartbeat.beat()
    assert hall.hears(VersionAnnounced).version > shown
    phone.hears(SnapshotNeeded)
    assert phone.subscribe("phone", token=token)["snapshot"]["status"] == "called"


def test_a_right_that_is_lost_at_one_process_closes_the_websocket_at_the_other(processes: list[RunningCentre]) -> None:
    here, there = processes
    leaving, staying = there.staff(Role.HEAD), there.staff(Role.ADMINISTRATOR)
    closed, open_still = Listener(there, leaving), Listener(there, staying)
    for each in (closed, open_still):
        each.subscribe("management")
    session = leaving.get_cookie("onedoor_session")
    assert session
    elsewhere = here.visitor()
    elsewhere.set_cookie("onedoor_session", session.value)
    elsewhere.delete("/session")
    eventually(lambda: not closed.is_open())
    assert open_still.is_open()


def test_a_right_whose_loss_was_not_heard_of_is_gone_with_the_next_heartbeat(processes: list[RunningCentre]) -> None:
    here, there = processes
    kiosk = Listener(there, there.kiosk())
    kiosk.subscribe("kiosk")
    here.running.database.after_commit = lambda committed: None
    new_token(here.running.database, here.centre.id, "kiosk-1")
    there.running.heartbeat.beat()
    assert not kiosk.is_open()


def test_the_day_is_closed_by_one_process_and_by_the_other_when_that_died(processes: list[RunningCentre]) -> None:
    here, there = processes
    first = take_ticket(here.kiosk()).json["token"]
    here.centre.clock.advance(timedelta(days=1))
    there.running.heartbeat.beat()
    phone = Listener(there, there.visitor())
    assert phone.subscribe("phone", token=first)["snapshot"]["status"] == "expired"
