"""A long broadcast lets others in after every few of its receivers."""

import pytest

from onedoor.realtime import publisher
from onedoor.realtime.events import VersionAnnounced
from onedoor.realtime.publisher import WRITERS_AT_A_TIME, Publisher
from onedoor.realtime.queues import Queues
from onedoor.realtime.rooms import centre_room, ticket_room
from tests.factories import RunningCentre
from tests.web.asking import take_ticket
from tests.web.listening import Listener


def test_a_broadcast_reaches_all_and_pauses_on_its_way(running: RunningCentre, monkeypatch: pytest.MonkeyPatch) -> None:
    display = running.display()
    listeners = [Listener(running, display) for _ in range(2 * WRITERS_AT_A_TIME + 1)]
    for listener in listeners:
        listener.subscribe("display")
    heard_at_pause: list[int] = []
    monkeypatch.setattr(
        publisher, "sleep", lambda seconds: heard_at_pause.append(sum(bool(each.heard()) for each in listeners))
    )
    announced = VersionAnnounced(version=7, build="b1")
    Publisher(running.running.socketio).publish(announced, centre_room(running.centre.id))
    assert heard_at_pause == [WRITERS_AT_A_TIME, 2 * WRITERS_AT_A_TIME]
    assert [listener.heard() for listener in listeners] == [[announced]] * len(listeners)


def test_a_websocket_that_goes_while_it_subscribes_leaves_no_room_behind(
    running: RunningCentre, monkeypatch: pytest.MonkeyPatch
) -> None:
    Listener(running, running.visitor())
    socket = running.websocket(running.visitor())
    token = take_ticket(running.kiosk()).json["token"]
    monkeypatch.setattr(Queues, "follow", lambda *_: socket.disconnect())
    socket.emit("subscribe", {"screen": "phone", "token": token})
    assert not Publisher(running.running.socketio).is_heard(ticket_room(1))
