"""A websocket hears as long as its right lasts: who loses it leaves its rooms and is closed, and nobody else is."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from flask_socketio import join_room
from sqlalchemy import update

from onedoor.devices.actions import new_token
from onedoor.queueing.events import RightsChanged
from onedoor.staff.actions.sessions import SESSION_LIFE, set_password
from onedoor.staff.models import Role, StaffUser
from tests.factories import RunningCentre
from tests.web.asking import take_ticket
from tests.web.listening import Listener


def watching(running: RunningCentre, browser: FlaskClient, screen: str, **which: int) -> Listener:
    listener = Listener(running, browser)
    listener.subscribe(screen, **which)
    return listener


def sign_out(running: RunningCentre, head: FlaskClient) -> None:
    head.delete("/session")


def give_a_new_password(running: RunningCentre, head: FlaskClient) -> None:
    set_password(running.running.database, running.centre.id, "head", "another password")


def change_the_person(running: RunningCentre, **values: object) -> None:
    with running.running.database.write(running.centre.id) as transaction:
        people = update(StaffUser).where(StaffUser.sign_in_name == "head")
        transaction.execute(people.values(**values))
        transaction.record(RightsChanged(running.centre.id))


def dismiss(running: RunningCentre, head: FlaskClient) -> None:
    change_the_person(running, is_active=False)


def make_a_clerk(running: RunningCentre, head: FlaskClient) -> None:
    change_the_person(running, role=Role.CLERK)


@pytest.mark.parametrize("end", [sign_out, give_a_new_password, dismiss, make_a_clerk])
def test_every_page_of_an_ended_session_is_closed_at_once(
    running: RunningCentre, end: Callable[[RunningCentre, FlaskClient], None]
) -> None:
    head, kiosk = running.staff(Role.HEAD), running.kiosk()
    pages = [watching(running, head, "management"), watching(running, head, "counter", counter=1)]
    others = [watching(running, running.staff(Role.ADMINISTRATOR), "management"), watching(running, kiosk, "kiosk")]
    end(running, head)
    before = [page.heard() for page in pages]
    take_ticket(kiosk)
    running.running.heartbeat.beat()
    assert [page.is_open() for page in pages] == [False, False]
    assert [page.heard() for page in pages] == before
    assert all(page.is_open() and page.heard() for page in others)


def test_the_old_browser_of_a_kiosk_is_closed_when_another_takes_over(running: RunningCentre) -> None:
    old = watching(running, running.kiosk(), "kiosk")
    display = watching(running, running.display(), "display")
    new = running.kiosk()
    assert not old.is_open()
    assert watching(running, new, "kiosk").is_open()
    assert display.is_open()


def test_a_program_is_closed_when_its_token_is_void(running: RunningCentre) -> None:
    program = running.visitor()
    program.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {running.centre.kiosk_token}"
    kiosk = watching(running, program, "kiosk")
    new_token(running.running.database, running.centre.id, "kiosk-1")
    assert not kiosk.is_open()


def test_a_session_that_ended_by_itself_is_closed_with_the_next_heartbeat(running: RunningCentre) -> None:
    head = watching(running, running.staff(Role.HEAD), "management")
    display = watching(running, running.display(), "display")
    running.centre.clock.advance(SESSION_LIFE - timedelta(seconds=1))
    running.running.heartbeat.beat()
    assert head.is_open()
    running.centre.clock.advance(timedelta(seconds=1))
    running.running.heartbeat.beat()
    assert not head.is_open()
    assert display.is_open()


def test_whoever_loses_the_right_while_joining_is_refused_and_hears_nothing(
    running: RunningCentre, monkeypatch: pytest.MonkeyPatch
) -> None:
    def join_too_late(room: str) -> None:
        new_token(running.running.database, running.centre.id, "kiosk-1")
        join_room(room)

    kiosk = Listener(running, running.kiosk())
    monkeypatch.setattr("onedoor.realtime.subscriptions.join_room", join_too_late)
    assert kiosk.ask({"screen": "kiosk"})["error"]["code"] == "device_not_enrolled"
    running.running.heartbeat.beat()
    assert kiosk.heard() == []


def test_another_centre_s_pages_stay_open(running: RunningCentre) -> None:
    other = running.beside("other")
    page = watching(running, other.staff(Role.HEAD, "other-head"), "management")
    head = running.staff(Role.HEAD)
    here = watching(running, head, "management")
    sign_out(running, head)
    assert (here.is_open(), page.is_open()) == (False, True)


def test_a_phone_stays_when_the_browser_that_opened_it_signs_out(running: RunningCentre) -> None:
    head = running.staff(Role.HEAD)
    line = watching(running, head, "management")
    token = take_ticket(running.kiosk()).json["token"]
    line.subscribe("phone", token=token)
    sign_out(running, head)
    assert line.is_open()
