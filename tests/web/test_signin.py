"""Signing in and out."""

import pytest

from onedoor.staff.actions.lockout import FIRST_DELAYED
from onedoor.staff.models import Role
from onedoor.staff.queries import NAME
from signin.forms import FEWEST_CHARACTERS
from tests.factories import PASSWORD, RunningCentre, create_clerk
from tests.web.asking import assert_refused, page_data, sign_in, unchanged


@pytest.mark.parametrize(
    ("role", "page"),
    [(Role.CLERK, "/counter/"), (Role.HEAD, "/management/"), (Role.ADMINISTRATOR, "/management/")],
)
def test_signing_in_answers_who_one_is_and_where_to_begin(running: RunningCentre, role: Role, page: str) -> None:
    create_clerk(running.centre, "someone", role)
    client = running.visitor()
    assert sign_in(client, "someone").json == {"display_name": "Person someone", "role": role, "next": page}
    assert client.get("/counter/choices").status_code == 200


def test_the_session_cookie_is_read_by_no_script_and_sent_by_no_other_site(running: RunningCentre) -> None:
    create_clerk(running.centre, "someone")
    cookie = sign_in(running.visitor(), "someone").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


@pytest.mark.parametrize(
    ("name", "password"), [("someone", "wrong"), ("nobody", "a password of tests"), ("SOMEONE", "x")]
)
def test_a_wrong_name_and_a_wrong_password_are_told_alike(running: RunningCentre, name: str, password: str) -> None:
    create_clerk(running.centre, "someone")
    with unchanged(running.running.database):
        answer = sign_in(running.visitor(), name, password)
    assert_refused(answer, "wrong_password")
    assert "Set-Cookie" not in answer.headers


def test_after_too_many_failures_the_answer_says_how_long_to_wait(running: RunningCentre) -> None:
    create_clerk(running.centre, "someone")
    for _ in range(FIRST_DELAYED[NAME]):
        sign_in(running.visitor(), "someone", "wrong")
    answer = sign_in(running.visitor(), "someone")
    error = assert_refused(answer, "sign_in_delayed")
    assert answer.headers["Retry-After"] == str(error["seconds"]) == "30"


def test_a_new_password_of_ones_own_ends_the_other_sessions(running: RunningCentre) -> None:
    here, there = running.staff(name="someone"), running.staff(name="someone")
    change = {"old": PASSWORD, "new": "another password"}
    assert here.post("/session/password", json=change).status_code == 204
    assert here.get("/counter/choices").status_code == 200
    assert there.get("/counter/choices").status_code == 401
    assert_refused(here.post("/session/password", json=change), "wrong_password")


def test_two_browsers_of_one_person_have_sessions_of_their_own(running: RunningCentre) -> None:
    first, second = running.staff(name="someone"), running.staff(name="someone")
    assert first.delete("/session").status_code == 204
    assert first.get("/counter/choices").status_code == 401
    assert second.get("/counter/choices").status_code == 200


def test_the_page_names_the_centre_and_where_to_go_on(running: RunningCentre) -> None:
    data = page_data(running.visitor().get("/sign-in?next=/management/printers"))
    assert data["next"] == "/management/printers"
    assert data["centre"]["name_en"] == "Small centre"


@pytest.mark.parametrize(("role", "back"), [(Role.CLERK, "/counter/"), (Role.ADMINISTRATOR, "/management/")])
def test_the_page_of_the_own_password_knows_the_way_back(running: RunningCentre, role: Role, back: str) -> None:
    person = running.staff(role)
    data = page_data(person.get("/password"))
    assert (data["back"], data["display_name"], data["fewest"]) == (back, f"Person {role}", FEWEST_CHARACTERS)
    assert page_data(person.get("/password?back=/management/devices"))["back"] == "/management/devices"
    assert page_data(person.get("/password?back=http://elsewhere.test/"))["back"] == back


@pytest.mark.parametrize("address", ["http://elsewhere.test/", "//elsewhere.test/", "/session", "javascript:alert(1)"])
def test_signing_in_leads_to_no_other_site(running: RunningCentre, address: str) -> None:
    page = running.visitor().get("/sign-in", query_string={"next": address})
    assert page_data(page)["next"] == ""
    assert address not in page.text


def test_the_bare_address_leads_to_signing_in(running: RunningCentre) -> None:
    answer = running.visitor().get("/")
    assert (answer.status_code, answer.location) == (302, "/sign-in")


@pytest.mark.parametrize("page", ["/counter/", "/management/", "/management/printers", "/password"])
def test_a_page_for_staff_leads_a_stranger_to_signing_in_and_back(running: RunningCentre, page: str) -> None:
    answer = running.visitor().get(page)
    assert (answer.status_code, answer.location) == (302, f"/sign-in?next={page}")
