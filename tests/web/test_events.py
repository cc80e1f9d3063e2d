"""What screens hear over the websocket after something happened, and with which version."""

import threading
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from onedoor import event_handlers
from onedoor.event_handlers import AfterCommit
from onedoor.printing.actions import claim_next_job
from onedoor.realtime import coalescer, levels
from onedoor.realtime.events import (
    BoardChanged,
    DeskChanged,
    PrintJobChanged,
    QueueMoved,
    ServicesChanged,
    StatisticsChanged,
    TicketCalled,
    TicketChanged,
    TicketRecalled,
    VersionAnnounced,
)
from onedoor.staff.models import Role
from tests.factories import LAND, RunningCentre
from tests.waiting import eventually, let_tasks_end
from tests.web.asking import assert_refused, call_next, command, page_data, take_ticket
from tests.web.listening import Listener, telling_nobody


@pytest.fixture
def kiosk(running: RunningCentre) -> FlaskClient:
    return running.kiosk()


@pytest.fixture
def clerk(running: RunningCentre) -> FlaskClient:
    return running.clerk_at(1)


@pytest.fixture
def hall(running: RunningCentre) -> FlaskClient:
    return running.display()


@pytest.fixture
def boards_may_go(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """The boards of an application that is created afterwards wait for this, not for a time."""
    may_go, until_then = threading.Event(), 0.1
    monkeypatch.setattr(levels, "WAIT_SECONDS", until_then)
    monkeypatch.setattr(coalescer, "sleep", lambda seconds: seconds == until_then and may_go.wait(10))
    return may_go


def test_a_call_reaches_the_hall_as_an_edge_and_then_as_the_whole_board(
    running: RunningCentre, kiosk: FlaskClient, clerk: FlaskClient, hall: FlaskClient
) -> None:
    take_ticket(kiosk)
    listener = Listener(running, hall)
    before = listener.subscribe("display")["version"]
    call_next(clerk)
    edge, level = listener.heard()
    assert isinstance(edge, TicketCalled)
    assert isinstance(level, BoardChanged)
    assert (edge.number, edge.counter, edge.version) == ("A001", 1, level.version)
    assert level.version == before + 1
    assert level.board.current
    assert (level.board.current.number, level.board.current.call_id) == ("A001", edge.call_id)


def test_the_board_that_is_pushed_is_the_one_that_the_page_shows(
    running: RunningCentre, kiosk: FlaskClient, clerk: FlaskClient, hall: FlaskClient
) -> None:
    take_ticket(kiosk)
    listener = Listener(running, hall)
    listener.subscribe("display")
    call_next(clerk)
    pushed = listener.hears(BoardChanged)
    page = page_data(hall.get("/display/"))
    assert (pushed.board.model_dump(mode="json"), pushed.version) == (page["snapshot"], page["version"])
    again = listener.subscribe("display")
    assert (again["snapshot"], again["version"]) == (page["snapshot"], page["version"])


def test_a_call_is_announced_in_both_languages(
    running: RunningCentre, kiosk: FlaskClient, clerk: FlaskClient, hall: FlaskClient
) -> None:
    take_ticket(kiosk)
    listener = Listener(running, hall)
    listener.subscribe("display")
    call_next(clerk)
    tokens = listener.hears(TicketCalled).tokens
    assert tokens.keys() == {"lo", "en"}
    assert all(tokens.values())


def test_calling_again_is_another_edge_with_the_same_number(
    running: RunningCentre, kiosk: FlaskClient, clerk: FlaskClient, hall: FlaskClient
) -> None:
    take_ticket(kiosk)
    listener = Listener(running, hall)
    listener.subscribe("display")
    turn = call_next(clerk)
    first = listener.hears(TicketCalled)
    command(clerk, f"/counter/1/turns/{turn}/recall", state="called")
    again = listener.hears(TicketRecalled)
    assert (again.number, again.counter) == (first.number, first.counter)
    assert again.call_id > first.call_id
    assert again.version == first.version + 1


def test_a_number_that_was_returned_leaves_the_board(
    running: RunningCentre, kiosk: FlaskClient, clerk: FlaskClient, hall: FlaskClient
) -> None:
    take_ticket(kiosk)
    listener = Listener(running, hall)
    listener.subscribe("display")
    turn = call_next(clerk)
    command(clerk, f"/counter/1/turns/{turn}/return", state="called")
    assert listener.heard_of(BoardChanged)[-1].board.current is None


def test_the_desk_hears_of_a_new_ticket(running: RunningCentre, kiosk: FlaskClient, clerk: FlaskClient) -> None:
    listener = Listener(running, clerk)
    before = listener.subscribe("counter", counter=1)["version"]
    take_ticket(kiosk)
    pushed = listener.hears(DeskChanged)
    assert pushed.version == before + 1
    assert pushed.desk.model_dump(mode="json") == clerk.get("/counter/1/desk").json["desk"]
    assert [turn.number for turn in pushed.desk.waiting] == ["A001"]


def test_a_desk_hears_of_its_own_counter_only(running: RunningCentre, kiosk: FlaskClient, clerk: FlaskClient) -> None:
    colleague = running.clerk_at(3)
    first, third = Listener(running, clerk), Listener(running, colleague)
    first.subscribe("counter", counter=1)
    third.subscribe("counter", counter=3)
    take_ticket(kiosk, LAND)
    call_next(colleague, 3)
    eventually(lambda: any(event.desk.turn for event in third.heard_of(DeskChanged)))
    assert {event.desk.counter for event in third.heard_of(DeskChanged)} == {3}
    assert {event.desk.counter for event in first.heard_of(DeskChanged)} <= {1}
    assert first.heard_of(TicketCalled) == []


def test_the_kiosk_hears_how_many_wait(running: RunningCentre, kiosk: FlaskClient) -> None:
    listener = Listener(running, kiosk)
    listener.subscribe("kiosk")
    take_ticket(kiosk)
    pushed = listener.hears(ServicesChanged)
    assert pushed.kiosk.model_dump(mode="json") == page_data(kiosk.get("/kiosk/"))["snapshot"]
    assert {service.code: service.people_waiting for service in pushed.kiosk.services}["birth"] == 1


def test_the_kiosk_that_issued_hears_what_became_of_the_paper(running: RunningCentre, kiosk: FlaskClient) -> None:
    listener = Listener(running, kiosk)
    listener.subscribe("kiosk")
    job = take_ticket(kiosk).json["print_job"]
    assert claim_next_job(running.running.database, running.centre.id, 1, "a server")
    pushed = listener.hears(PrintJobChanged)
    assert (pushed.print_job, pushed.state, pushed.reason) == (job, "sending", None)


def test_the_phone_hears_its_place_and_its_call_and_nobody_else_s_secrets(
    running: RunningCentre, kiosk: FlaskClient, clerk: FlaskClient
) -> None:
    others = take_ticket(kiosk, priority=True).json["token"]
    token = take_ticket(kiosk).json["token"]
    listener = Listener(running, running.visitor())
    listener.subscribe("phone", token=token)
    turn = call_next(clerk)
    moved = listener.hears(QueueMoved)
    assert [(move.at, move.by) for move in moved.moves] == [(1, -1)]
    assert (moved.now_calling, moved.now_calling_counter) == ("A001", 1)
    command(clerk, f"/counter/1/turns/{turn}/no-show", state="called")
    assert listener.heard_of(TicketChanged) == [], "what happens to others is not this phone's business"
    call_next(clerk)
    called = listener.hears(TicketChanged).ticket
    assert (called.number, called.status, called.counter) == ("A002", "called", 1)
    told = "".join(event.model_dump_json() for event in listener.heard())
    assert others not in told
    assert token not in told
    assert "priority" not in told


def test_phones_hear_while_the_boards_of_desks_still_wait(
    boards_may_go: threading.Event, running: RunningCentre, kiosk: FlaskClient, clerk: FlaskClient
) -> None:
    phone, desk = Listener(running, running.visitor()), Listener(running, clerk)
    phone.subscribe("phone", token=take_ticket(kiosk).json["token"])
    desk.subscribe("counter", counter=1)
    take_ticket(kiosk, priority=True)
    phone.hears(QueueMoved)
    assert desk.heard_of(DeskChanged) == []
    boards_may_go.set()
    assert len(desk.hears(DeskChanged).desk.waiting) == 2


def test_the_manager_hears_of_the_day(running: RunningCentre, kiosk: FlaskClient) -> None:
    head = running.staff(Role.HEAD)
    listener = Listener(running, head)
    before = listener.subscribe("management")["version"]
    take_ticket(kiosk)
    pushed = listener.hears(StatisticsChanged)
    assert pushed.live.model_dump(mode="json") == head.get("/management/live").json["live"]
    assert (pushed.live.waiting, pushed.version) == (1, before + 1)


def test_each_change_raises_the_version_by_one_and_events_tell_it_in_order(
    running: RunningCentre, kiosk: FlaskClient, clerk: FlaskClient, hall: FlaskClient
) -> None:
    for _ in range(3):
        take_ticket(kiosk)
    listener = Listener(running, hall)
    before = listener.subscribe("display")["version"]
    for _ in range(3):
        turn = call_next(clerk)
        command(clerk, f"/counter/1/turns/{turn}/no-show", state="called")
    assert [event.version for event in listener.heard_of(BoardChanged)] == list(range(before + 1, before + 7))


def test_a_repeat_and_a_refusal_tell_nobody_anything_and_raise_no_version(
    running: RunningCentre, kiosk: FlaskClient, clerk: FlaskClient, hall: FlaskClient
) -> None:
    take_ticket(kiosk, request_id="the-same-touch")
    command(clerk, "/counter/1/calls", request_id="the-same-press")
    listener = Listener(running, hall)
    before = listener.subscribe("display")["version"]
    take_ticket(kiosk, request_id="the-same-touch")
    command(clerk, "/counter/1/calls", request_id="the-same-press")
    assert_refused(command(clerk, "/counter/1/calls"), "counter_busy")
    assert_refused(take_ticket(kiosk, "unknown"), "unknown_service")
    assert listener.heard() == []
    assert listener.subscribe("display")["version"] == before


def test_every_screen_hears_the_version_that_is_in_the_database(
    running: RunningCentre, kiosk: FlaskClient, clerk: FlaskClient, hall: FlaskClient
) -> None:
    token = take_ticket(kiosk).json["token"]
    screens = [
        (Listener(running, kiosk), "kiosk", {}),
        (Listener(running, hall), "display", {}),
        (Listener(running, clerk), "counter", {"counter": 1}),
        (Listener(running, running.staff(Role.HEAD)), "management", {}),
        (Listener(running, running.visitor()), "phone", {"token": token}),
    ]
    answers = [listener.subscribe(screen, **which) for listener, screen, which in screens]
    running.running.heartbeat.beat()
    for (listener, *_), answer in zip(screens, answers, strict=True):
        announced = listener.hears(VersionAnnounced)
        assert (announced.version, announced.build) == (answer["version"], answer["build"])


def test_a_screen_that_missed_a_push_learns_from_the_announced_version(
    running: RunningCentre, kiosk: FlaskClient, clerk: FlaskClient, hall: FlaskClient
) -> None:
    take_ticket(kiosk)
    listener = Listener(running, hall)
    shown = listener.subscribe("display")
    with telling_nobody(running):
        call_next(clerk)
    running.running.heartbeat.beat()
    assert listener.hears(VersionAnnounced).version > shown["version"]
    assert listener.subscribe("display")["snapshot"]["current"]["number"] == "A001"


def test_of_calls_that_are_heard_of_together_each_rings_and_the_board_comes_once(
    running: RunningCentre, kiosk: FlaskClient, clerk: FlaskClient, hall: FlaskClient
) -> None:
    """A process that hears of much from the others would otherwise be ever later."""
    take_ticket(kiosk)
    take_ticket(kiosk)
    listener, after_commit = Listener(running, hall), running.running.database.after_commit
    listener.subscribe("display")
    with telling_nobody(running) as untold:
        call_next(running.clerk_at(2), 2)
        call_next(clerk)
    assert isinstance(after_commit, AfterCommit)
    after_commit.handlers.handle(untold)
    assert [call.number for call in listener.heard_of(TicketCalled)] == ["A001", "A002"]
    board = listener.hears(BoardChanged).board
    assert [call.number for call in (board.current, *board.earlier) if call] == ["A002", "A001"]
    assert len(listener.heard_of(BoardChanged)) == 1
    running.running.heartbeat.beat()
    assert listener.heard_of(VersionAnnounced)[-1].version == untold[-1].version


def test_for_screens_that_nobody_here_shows_nothing_is_read(
    running: RunningCentre, kiosk: FlaskClient, clerk: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With several servers most calls are made at another one, and each of them is told here."""
    read: list[str] = []
    for module, name in (
        (event_handlers, "read_call"),
        (event_handlers, "read_hall_ids"),
        (levels, "read_counters"),
        (levels, "read_kiosks"),
    ):
        monkeypatch.setattr(module, name, lambda *_, name=name: read.append(name))
    take_ticket(kiosk)
    assert call_next(clerk)
    let_tasks_end()
    assert read == []


def test_the_new_day_empties_the_board_of_an_open_screen(
    running: RunningCentre, kiosk: FlaskClient, clerk: FlaskClient, hall: FlaskClient
) -> None:
    take_ticket(kiosk)
    call_next(clerk)
    listener = Listener(running, hall)
    assert listener.subscribe("display")["snapshot"]["current"]
    running.centre.clock.advance(timedelta(days=1))
    running.running.heartbeat.beat()
    board = listener.hears(BoardChanged).board
    assert (board.current, board.earlier, str(board.service_day)) == (None, (), "2026-11-25")
