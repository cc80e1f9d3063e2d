"""From the code on a screen to a working kiosk, and back: through the routes that the pages use."""

from datetime import datetime

import pytest
from flask.testing import FlaskClient

from onedoor.devices.shown_codes import LENGTH
from onedoor.settings import SERVER_FILE
from onedoor.staff.models import Role
from onedoor.tls.certificates import EARLIER, SERVER_LIFE
from onedoor.tls.files import make_certificates
from onedoor.web.context import EXTENSION
from tests.factories import TUESDAY_MORNING, RunningCentre
from tests.web.asking import assert_refused, command, page_data, take_ticket, unchanged
from tests.web.listening import Listener


@pytest.fixture
def administrator(running: RunningCentre) -> FlaskClient:
    return running.staff(Role.ADMINISTRATOR)


def accept(administrator: FlaskClient, code: str, **place: str | None) -> dict[str, str]:
    """Type a code; answers the state of each device by its name."""
    wanted = {"name": "door", "kind": "kiosk", "hall": "main", "printer": "virtual", **place}
    answer = command(administrator, "/management/devices", code=code, **wanted)
    assert answer.status_code == 200, answer.text
    return {each["name"]: each["state"] for each in answer.json["devices"]}


def ask(browser: FlaskClient, kind: str = "kiosk") -> dict[str, str | bool | None]:
    """What the page of a screen that waits asks every 2 seconds."""
    answer = command(browser, f"/{kind}/enrolment")
    assert answer.status_code == 200
    asked: dict[str, str | bool | None] = answer.json
    return asked


def code_of(browser: FlaskClient, kind: str = "kiosk") -> str:
    code = ask(browser, kind)["code"]
    assert isinstance(code, str)
    return code


def test_a_browser_shows_a_code_and_is_the_kiosk_as_soon_as_it_is_accepted(
    running: RunningCentre, administrator: FlaskClient
) -> None:
    browser = running.visitor()
    assert browser.get("/kiosk/").status_code == 401
    code = code_of(browser)
    assert len(code) == LENGTH
    assert code_of(browser) == code
    assert accept(administrator, code.lower())["door"] == "accepted"
    assert ask(browser) == {"enrolled": True, "code": None}
    assert page_data(browser.get("/kiosk/"))["enrolled"]
    assert take_ticket(browser).json["number"] == "A001"
    assert Listener(running, browser).subscribe("kiosk")


def test_a_display_shows_the_board_of_the_hall_that_was_chosen(
    running: RunningCentre, administrator: FlaskClient
) -> None:
    browser = running.visitor()
    accept(administrator, code_of(browser, "display"), name="wall", kind="display", printer=None)
    assert ask(browser, "display")["enrolled"]
    assert browser.get("/display/board").json["hall"] == running.display().get("/display/board").json["hall"]


def test_another_browser_with_the_code_on_its_lips_gets_nothing(
    running: RunningCentre, administrator: FlaskClient
) -> None:
    browser, stranger = running.visitor(), running.visitor()
    code = code_of(browser)
    accept(administrator, code)
    assert_refused(stranger.get(f"/kiosk/enrol/{code}"), "code_used")
    assert not ask(stranger)["enrolled"]
    assert ask(browser)["enrolled"]


def test_a_revoked_kiosk_is_closed_refused_and_shows_a_code_again(
    running: RunningCentre, administrator: FlaskClient
) -> None:
    kiosk, display = running.kiosk(), Listener(running, running.display())
    line = Listener(running, kiosk)
    line.subscribe("kiosk")
    display.subscribe("display")
    answer = command(administrator, f"/management/devices/{running.centre.kiosk.device_id}/revocation")
    assert answer.json["devices"][0]["state"] == "revoked"
    assert (line.is_open(), display.is_open()) == (False, True)
    with unchanged(running.running.database):
        assert_refused(take_ticket(kiosk), "device_not_enrolled")
    assert kiosk.get("/kiosk/").status_code == 401
    accept(administrator, code_of(kiosk), name="kiosk-1")
    assert ask(kiosk)["enrolled"]
    assert take_ticket(kiosk).status_code == 201


def test_a_device_gets_another_name(running: RunningCentre, administrator: FlaskClient) -> None:
    address = f"/management/devices/{running.centre.kiosk.device_id}/name"
    names = [each["name"] for each in command(administrator, address, name="  at the door ").json["devices"]]
    assert names == ["at the door", "hall-1"]
    assert_refused(command(administrator, address, name="hall-1"), "name_taken")


def test_what_is_no_code_of_a_screen_is_refused(administrator: FlaskClient, running: RunningCentre) -> None:
    wanted = {"name": "door", "kind": "kiosk", "hall": "main", "printer": None}
    with unchanged(running.running.database):
        error = assert_refused(command(administrator, "/management/devices", code="0O1I2Z", **wanted), "invalid_input")
    assert error["fields"] == {"code": "value_error"}


def test_the_page_of_devices_carries_what_its_list_says(administrator: FlaskClient) -> None:
    data = page_data(administrator.get("/management/devices"))
    assert data["devices"] == administrator.get("/management/devices/list").json
    assert [(each["name"], each["kind"], each["state"]) for each in data["devices"]["devices"]] == [
        ("kiosk-1", "kiosk", "enrolled"),
        ("hall-1", "display", "not_enrolled"),
    ]


def test_the_page_says_until_when_the_certificate_of_https_is_valid(
    administrator: FlaskClient, running: RunningCentre
) -> None:
    assert page_data(administrator.get("/management/devices"))["certificate_ends"] is None
    settings = running.running.app.extensions[EXTENSION].settings
    make_certificates(settings, ["onedoor.test"], TUESDAY_MORNING)
    ends = datetime.fromisoformat(page_data(administrator.get("/management/devices"))["certificate_ends"])
    assert ends == TUESDAY_MORNING - EARLIER + SERVER_LIFE
    (settings.tls_dir / SERVER_FILE).write_text("no certificate")
    assert page_data(administrator.get("/management/devices"))["certificate_ends"] is None


def test_who_is_not_signed_in_goes_to_the_sign_in_page_and_back(running: RunningCentre) -> None:
    page = running.visitor().get("/management/devices")
    assert page.location == "/sign-in?next=/management/devices"
    assert page_data(running.visitor().get(page.location))["next"] == "/management/devices"
    assert_refused(running.staff(Role.HEAD).get("/management/devices"), "wrong_role")
