"""The citizen's phone page: who has the token may see this one ticket, and nothing else."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.factories import CARD, RunningCentre
from tests.web.asking import assert_refused, call_next, command, page_data, take_ticket, unchanged

NO_TOKENS = ["x", "A" * 26, "a" * 25, "A" * 27, "A" * 5_000, "1" * 26, "%00", "..%2f..%2fsession", "ກ" * 26]


def state_of(client: FlaskClient, token: str) -> dict[str, Any]:
    answer = client.get(f"/t/{token}/state")
    assert answer.status_code == 200, answer.text
    state: dict[str, Any] = answer.json
    return state


def test_the_phone_shows_place_call_and_end(running: RunningCentre) -> None:
    kiosk, phone, clerk = running.kiosk(), running.visitor(), running.clerk_at(1)
    take_ticket(kiosk)
    token = take_ticket(kiosk).json["token"]
    waiting = state_of(phone, token)
    assert (waiting["number"], waiting["status"], waiting["people_ahead"]) == ("A002", "waiting", 1)
    finish(clerk, call_next(clerk))
    assert state_of(phone, token)["people_ahead"] == 0
    turn = call_next(clerk)
    called = state_of(phone, token)
    assert (called["status"], called["counter"], called["people_ahead"]) == ("called", 1, None)
    finish(clerk, turn)
    assert state_of(phone, token)["status"] == "finished"


def finish(clerk: FlaskClient, turn: int) -> None:
    for action, state in (("start", "called"), ("finish", "serving")):
        assert command(clerk, f"/counter/1/turns/{turn}/{action}", state=state).status_code == 200


@pytest.mark.parametrize("path", ["/t/{}", "/T/{}"])
@pytest.mark.parametrize("write", [str.upper, str.lower])
def test_the_page_takes_both_cases_as_a_qr_code_and_a_person_write_them(
    running: RunningCentre, path: str, write: Callable[[str], str]
) -> None:
    token = take_ticket(running.kiosk()).json["token"]
    page = running.visitor().get(path.format(write(token)))
    assert page.status_code == 200
    data = page_data(page)
    assert data["token"] == token
    assert data["snapshot"] == state_of(running.visitor(), write(token))


@pytest.mark.parametrize("token", NO_TOKENS)
def test_an_unknown_token_gets_a_page_that_says_so(running: RunningCentre, token: str) -> None:
    with unchanged(running.running.database):
        page = running.visitor().get(f"/t/{token}", headers={"Accept": "text/html"})
    assert page.status_code == 404
    assert "Traceback" not in page.text


@pytest.mark.parametrize("token", ["x", "A" * 26, "a" * 25, "A" * 27, "A" * 5_000, "1" * 26, "ກ" * 26])
@pytest.mark.parametrize("path", ["/t/{}/state", "/t/{}/qr.svg"])
def test_an_unknown_token_is_an_error_for_programs(running: RunningCentre, token: str, path: str) -> None:
    with unchanged(running.running.database):
        assert_refused(running.visitor().get(path.format(token)), "unknown_ticket")


def test_a_ticket_s_number_opens_no_page(running: RunningCentre) -> None:
    number = take_ticket(running.kiosk()).json["number"]
    assert running.visitor().get(f"/t/{number}").status_code == 404


def test_the_qr_picture_is_drawn_for_the_kiosk_when_no_paper_comes(running: RunningCentre) -> None:
    token = take_ticket(running.kiosk()).json["token"]
    picture = running.visitor().get(f"/t/{token}/qr.svg")
    assert (picture.status_code, picture.mimetype) == (200, "image/svg+xml")
    assert picture.text.count("<svg") == 1


def test_nobody_learns_from_a_ticket_s_page_who_has_priority(running: RunningCentre) -> None:
    kiosk = running.kiosk()
    plain, hurried = (take_ticket(kiosk, CARD, priority=priority).json["token"] for priority in (False, True))
    phone = running.visitor()
    assert state_of(phone, plain).keys() == state_of(phone, hurried).keys()
    assert "priority" not in phone.get(f"/t/{hurried}/state").text


def test_a_transferred_ticket_keeps_its_page(running: RunningCentre) -> None:
    token = take_ticket(running.kiosk()).json["token"]
    clerk, phone = running.clerk_at(1), running.visitor()
    turn = call_next(clerk)
    moved = command(clerk, f"/counter/1/turns/{turn}/transfer", state="called", service="land-title")
    assert moved.status_code == 200
    shown = state_of(phone, token)
    assert (shown["number"], shown["status"], shown["service"]) == ("A001", "waiting", "land-title")
