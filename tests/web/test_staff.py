"""The administrator sees who is signed in and who is locked out, and ends both."""

import pytest
from flask.testing import FlaskClient

from onedoor.staff.actions.lockout import FIRST_DELAYED
from onedoor.staff.models import Role
from onedoor.staff.queries import NAME
from tests.factories import RunningCentre, create_clerk
from tests.web.asking import assert_refused, command, page_data, sign_in
from tests.web.listening import Listener

STAFF = "/management/staff"


@pytest.fixture
def administrator(running: RunningCentre) -> FlaskClient:
    return running.staff(Role.ADMINISTRATOR)


def number_of(running: RunningCentre, name: str) -> int:
    return create_clerk(running.centre, name).staff_user_id


def test_the_page_carries_what_its_list_says(running: RunningCentre, administrator: FlaskClient) -> None:
    running.staff(name="clerk")
    data = page_data(administrator.get(STAFF))
    assert data["people"] == administrator.get(f"{STAFF}/list").json
    assert [(each["sign_in_name"], each["role"], len(each["sessions"])) for each in data["people"]["people"]] == [
        ("administrator", "administrator", 1),
        ("clerk", "clerk", 1),
    ]
    assert data["people"]["you"] == number_of(running, "administrator")


def test_who_is_signed_out_is_signed_out_everywhere_at_once(running: RunningCentre, administrator: FlaskClient) -> None:
    here, there, another = running.staff(name="clerk"), running.staff(name="clerk"), running.staff(name="other")
    lines = [Listener(running, browser) for browser in (here, another)]
    for line in lines:
        line.subscribe("counter", counter=1)
    answer = command(administrator, f"{STAFF}/{number_of(running, 'clerk')}/sign-out")
    assert {each["sign_in_name"]: len(each["sessions"]) for each in answer.json["people"]} == {
        "administrator": 1,
        "clerk": 0,
        "other": 1,
    }
    assert [line.is_open() for line in lines] == [False, True]
    assert [browser.get("/counter/choices").status_code for browser in (here, there, another)] == [401, 401, 200]


def test_who_is_unlocked_signs_in_without_waiting(running: RunningCentre, administrator: FlaskClient) -> None:
    clerk = number_of(running, "clerk")
    for _ in range(FIRST_DELAYED[NAME]):
        sign_in(running.visitor(), "clerk", "wrong")
    assert_refused(sign_in(running.visitor(), "clerk"), "sign_in_delayed")
    locked = {each["person"]: each["locked_until"] for each in administrator.get(f"{STAFF}/list").json["people"]}
    assert locked.pop(clerk) == "2026-11-24T01:30:30Z"
    assert set(locked.values()) == {None}
    assert command(administrator, f"{STAFF}/{clerk}/unlock").status_code == 200
    assert sign_in(running.visitor(), "clerk").status_code == 200


def test_who_is_not_signed_in_goes_to_the_sign_in_page_and_back(running: RunningCentre) -> None:
    page = running.visitor().get(STAFF)
    assert page.location == f"/sign-in?next={STAFF}"
    assert page_data(running.visitor().get(page.location))["next"] == STAFF
    assert_refused(running.staff(Role.HEAD).get(STAFF), "wrong_role")
