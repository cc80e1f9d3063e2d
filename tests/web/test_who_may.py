"""What ends a right, and whose commands are not believed; who may do what is walked in `test_permissions.py`."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from onedoor.devices.actions import new_token
from onedoor.devices.models import Device
from onedoor.staff.models import Role, StaffUser
from tests.factories import RunningCentre
from tests.web.asking import assert_refused, sign_in, take_ticket, unchanged
from tests.web.scene import COMMANDS, Command, Scene

BOARD_OF_A_DISPLAY = "/display/board"


@pytest.mark.parametrize("route", COMMANDS, ids=lambda route: route.path)
@pytest.mark.parametrize(
    "origin",
    ["http://elsewhere.test", "https://localhost.elsewhere.test", "http://localhost:8080", "null", "http://[", ""],
)
def test_a_command_from_the_page_of_another_site_is_refused(scene: Scene, route: Command, origin: str) -> None:
    with unchanged(scene.database):
        answer = scene.clients[route.allowed[0]].post(route.path, json=route.body(), headers={"Origin": origin})
    assert_refused(answer, "foreign_origin")


def test_the_page_of_another_site_signs_nobody_out(scene: Scene) -> None:
    with unchanged(scene.database):
        answer = scene.clients["clerk"].delete("/session", headers={"Origin": "http://elsewhere.test"})
    assert_refused(answer, "foreign_origin")


@pytest.mark.parametrize("origin", ["http://localhost", "https://localhost"])
def test_our_own_pages_may_command(running: RunningCentre, origin: str) -> None:
    body = {"service": "birth", "language": "lo", "priority": False, "request_id": "12345678"}
    assert running.kiosk().post("/kiosk/tickets", json=body, headers={"Origin": origin}).status_code == 201


@pytest.mark.parametrize("token", ["", "wrong", "x" * 5_000, "ø", "Bearer"])
def test_a_program_with_a_wrong_token_gets_no_ticket(running: RunningCentre, token: str) -> None:
    visitor = running.visitor()
    visitor.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    with unchanged(running.running.database):
        assert_refused(take_ticket(visitor), "device_not_enrolled")


def test_a_program_with_the_kiosk_s_token_gets_a_ticket_and_nothing_else(running: RunningCentre) -> None:
    program = running.visitor()
    program.environ_base["HTTP_AUTHORIZATION"] = f"bearer {running.centre.kiosk_token}"
    assert take_ticket(program).status_code == 201
    assert_refused(program.get(BOARD_OF_A_DISPLAY), "device_not_enrolled")
    assert_refused(program.get("/counter/choices"), "sign_in_needed")


def test_a_new_token_voids_the_old_one(running: RunningCentre) -> None:
    kiosk = running.kiosk()
    new_token(running.running.database, running.centre.id, "kiosk-1")
    with unchanged(running.running.database):
        assert_refused(take_ticket(kiosk), "device_not_enrolled")


def test_a_revoked_kiosk_gets_no_ticket(running: RunningCentre) -> None:
    kiosk = running.kiosk()
    with running.running.database.write(running.centre.id) as transaction:
        transaction.execute(update(Device).values(revoked_at=transaction.now))
    with unchanged(running.running.database):
        assert_refused(take_ticket(kiosk), "device_not_enrolled")
    assert kiosk.get("/kiosk/").status_code == 401


def test_a_session_ends_by_itself_after_the_working_day(running: RunningCentre) -> None:
    clerk = running.staff()
    running.centre.clock.advance(timedelta(hours=15, minutes=59))
    assert clerk.get("/counter/choices").status_code == 200
    running.centre.clock.advance(timedelta(minutes=1))
    assert_refused(clerk.get("/counter/choices"), "sign_in_needed")


def test_a_session_ends_at_once_with_signing_out(running: RunningCentre) -> None:
    clerk, stolen = running.staff(), running.visitor()
    cookie = clerk.get_cookie("onedoor_session")
    assert cookie
    stolen.set_cookie("onedoor_session", cookie.value)
    assert stolen.get("/counter/choices").status_code == 200
    assert clerk.delete("/session").status_code == 204
    assert clerk.get_cookie("onedoor_session") is None
    assert_refused(stolen.get("/counter/choices"), "sign_in_needed")


def test_who_has_left_the_office_is_signed_out_and_cannot_sign_in(running: RunningCentre) -> None:
    clerk = running.staff()
    with running.running.database.write(running.centre.id) as transaction:
        transaction.execute(update(StaffUser).values(is_active=False))
    assert_refused(clerk.get("/counter/choices"), "sign_in_needed")
    with unchanged(running.running.database):
        assert_refused(sign_in(running.visitor(), "clerk"), "wrong_password")


def test_a_role_that_was_taken_away_is_gone_at_once(running: RunningCentre) -> None:
    head = running.staff(Role.HEAD)
    assert head.get("/management/live").status_code == 200
    with running.running.database.write(running.centre.id) as transaction:
        transaction.execute(update(StaffUser).values(role=Role.CLERK))
    assert_refused(head.get("/management/live"), "wrong_role")
