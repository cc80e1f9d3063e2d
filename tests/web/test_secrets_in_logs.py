"""No password, token, session secret or code is ever written to a log, however much is logged."""

import logging

import pytest

from onedoor.devices.actions import new_enrolment_code, new_token
from onedoor.staff.models import Role
from tests.factories import PASSWORD, RunningCentre, create_clerk
from tests.web.asking import sign_in, take_ticket
from tests.web.listening import Listener


def test_a_morning_of_sign_ins_tickets_and_enrolments_leaves_no_secret_in_the_log(
    running: RunningCentre, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("onedoor").setLevel(logging.DEBUG)
    create_clerk(running.centre, "head", Role.HEAD)
    browser, kiosk, phone = running.visitor(), running.visitor(), running.visitor()
    logging.getLogger("onedoor.tests").debug("the log is heard")

    code = new_enrolment_code(running.running.database, running.centre.id, "kiosk-1")
    kiosk.get(f"/kiosk/enrol/{code}")
    kiosk_token = kiosk.get_cookie("onedoor_kiosk").value
    ticket = take_ticket(kiosk).json["token"]
    for path in (f"/t/{ticket}", f"/t/{ticket}/state", f"/t/{ticket}/qr.svg", "/t/wrong-token", f"/kiosk/enrol/{code}"):
        phone.get(path)
    Listener(running, phone).subscribe("phone", token=ticket)
    sign_in(browser, "head", "a wrong password")
    sign_in(browser, "head")
    session = browser.get_cookie("onedoor_session").value
    browser.post("/session/password", json={"old": PASSWORD, "new": "the next password"})
    browser.post("/session", data=f'{{"password": "{PASSWORD}"', content_type="application/json")
    program_token = new_token(running.running.database, running.centre.id, "kiosk-1")

    assert "the log is heard" in caplog.text
    for secret in (
        PASSWORD,
        "a wrong password",
        "the next password",
        code,
        kiosk_token,
        ticket,
        session,
        program_token,
    ):
        assert secret not in caplog.text
