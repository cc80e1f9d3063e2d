"""The websocket's one question: which screen gets what, and what is no question; who may: `test_permissions.py`."""

from typing import Any

import pytest

from onedoor.staff.models import Role
from tests.factories import RunningCentre
from tests.permissions import Asker
from tests.web.asking import call_next, page_data, take_ticket
from tests.web.listening import Listener
from tests.web.scene import Scene


def snapshot_and_version(answer: dict[str, Any]) -> tuple[Any, int]:
    return answer["snapshot"], answer["version"]


@pytest.mark.parametrize(
    ("screen", "page", "who"),
    [
        ("kiosk", "/kiosk/", "kiosk"),
        ("display", "/display/", "display"),
        ("counter", "/counter/", "clerk"),
        ("management", "/management/", "head"),
        ("management", "/management/printers", "administrator"),
    ],
)
def test_the_snapshot_is_what_the_page_was_drawn_from(scene: Scene, screen: str, page: str, who: Asker) -> None:
    browser = scene.clients[who]
    which = {"counter": 1} if screen == "counter" else {}
    answer = Listener(scene.running, browser).subscribe(screen, **which)
    shown = page_data(browser.get(page))
    assert snapshot_and_version(answer) == snapshot_and_version(shown)
    assert (answer["build"], answer["now"], answer["clock_speed"]) == (
        shown["build"],
        shown["now"],
        shown["clock_speed"],
    )


def test_the_phone_s_snapshot_is_what_its_page_was_drawn_from(running: RunningCentre) -> None:
    token = take_ticket(running.kiosk()).json["token"]
    call_next(running.clerk_at(1))
    phone = running.visitor()
    answer = Listener(running, phone).subscribe("phone", token=token)
    assert snapshot_and_version(answer) == snapshot_and_version(page_data(phone.get(f"/t/{token}")))
    assert answer == Listener(running, phone).subscribe("phone", token=token.lower())


def test_a_clerk_may_look_at_another_counter(scene: Scene) -> None:
    answer = Listener(scene.running, scene.clients["clerk"]).subscribe("counter", counter=2)
    assert (answer["snapshot"]["counter"], answer["snapshot"]["clerk_is_you"]) == (2, False)


@pytest.mark.parametrize(
    "message",
    [
        (),
        (None,),
        ("kiosk",),
        (7,),
        ([],),
        ({},),
        ({"screen": None},),
        ({"screen": "other"},),
        ({"screen": "kiosk", "centre": 2},),
        ({"screen": "counter", "counter": "one"},),
        ({"screen": "counter", "counter": 0},),
        ({"screen": "counter", "counter": -1},),
        ({"screen": "counter", "counter": 10**9},),
        ({"screen": "counter", "counter": 10**30},),
        ({"screen": "phone", "token": 5},),
        ({"screen": "phone", "token": {}},),
    ],
    ids=str,
)
def test_a_message_of_another_shape_is_answered_too(scene: Scene, message: tuple[Any, ...]) -> None:
    listener = Listener(scene.running, scene.clients["administrator"])
    assert listener.ask(*message)["error"]["code"] == "invalid_input"
    scene.running.running.heartbeat.beat()
    assert listener.heard() == []


@pytest.mark.parametrize("which", [{}, {"counter": 9}])
def test_an_unknown_counter_is_refused(scene: Scene, which: dict[str, int]) -> None:
    listener = Listener(scene.running, scene.clients["clerk"])
    assert listener.ask({"screen": "counter", **which})["error"]["code"] == "unknown_counter"
    scene.running.running.heartbeat.beat()
    assert listener.heard() == []


@pytest.mark.parametrize(
    "token",
    ["A" * 26, "x", None, "A" * 9_000],
)
def test_an_unknown_ticket_is_refused(scene: Scene, token: str | None) -> None:
    listener = Listener(scene.running, scene.clients["visitor"])
    assert listener.ask({"screen": "phone", "token": token})["error"]["code"] == "unknown_ticket"
    scene.running.running.heartbeat.beat()
    assert listener.heard() == []


def test_an_ended_session_subscribes_to_nothing_more(running: RunningCentre) -> None:
    head, stolen = running.staff(Role.HEAD), running.visitor()
    session = head.get_cookie("onedoor_session")
    assert session
    stolen.set_cookie("onedoor_session", session.value)
    listener = Listener(running, stolen)
    head.delete("/session")
    assert listener.ask({"screen": "management"})["error"]["code"] == "sign_in_needed"


def test_an_event_that_nobody_knows_is_harmless(scene: Scene) -> None:
    socket = scene.running.websocket(scene.clients["visitor"])
    for event in ("board_changed", "message", "ticket_called"):
        socket.emit(event, {"version": 999})
    assert socket.is_connected()
    assert socket.queue == []
