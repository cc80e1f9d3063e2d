"""The centre's logo: an administrator shows it, every public screen hears of it, and it is served for good."""

import hashlib
import io

import pytest
from flask.testing import FlaskClient

from onedoor.realtime.events import BoardChanged, ServicesChanged, SnapshotNeeded, StatisticsChanged
from onedoor.staff.models import Role
from onedoor.uploads.kinds import PICTURE
from tests.factories import RunningCentre
from tests.pictures import LOGO, empty_png, picture
from tests.web.asking import assert_refused, page_data, take_ticket, unchanged
from tests.web.listening import Listener

ADDRESS = "/management/logo"


@pytest.fixture
def administrator(running: RunningCentre) -> FlaskClient:
    return running.staff(Role.ADMINISTRATOR)


def put(client: FlaskClient, file: bytes = LOGO) -> str:
    """Show a logo; answers its address."""
    answer = client.put(ADDRESS, data=file)
    assert answer.status_code == 200, answer.text
    address: str = answer.json["live"]["centre"]["logo"]
    return address


def shown(running: RunningCentre) -> str | None:
    address: str | None = running.display().get("/display/board").json["centre"]["logo"]
    return address


class Endless(io.RawIOBase):
    """A body that never ends, and counts what was read of it."""

    taken = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        self.taken += len(buffer)
        return len(buffer)


def test_every_public_screen_hears_of_a_logo(running: RunningCentre, administrator: FlaskClient) -> None:
    token = take_ticket(running.kiosk()).json["token"]
    screens = [
        ("display", running.display()),
        ("kiosk", running.kiosk()),
        ("phone", running.visitor()),
        ("management", administrator),
    ]
    hall, kiosk, phone, managers = (Listener(running, client) for _, client in screens)
    for (screen, _), listener in zip(screens, (hall, kiosk, phone, managers), strict=True):
        assert listener.subscribe(screen, token=token)["snapshot"]["centre"]["logo"] is None
    address = put(administrator)
    assert hall.hears(BoardChanged).board.centre.logo == address
    assert kiosk.hears(ServicesChanged).kiosk.centre.logo == address
    assert managers.hears(StatisticsChanged).live.centre.logo == address
    assert phone.hears(SnapshotNeeded)
    assert phone.subscribe("phone", token=token)["snapshot"]["centre"]["logo"] == address


def test_a_logo_is_served_under_its_hash_and_kept_for_good(running: RunningCentre, administrator: FlaskClient) -> None:
    address = put(administrator)
    answer = running.visitor().get(address)
    assert address == f"/logos/{hashlib.sha256(answer.data).hexdigest()}.png"
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert LOGO not in answer.data


def test_another_logo_has_another_address_and_the_old_one_is_gone(
    running: RunningCentre, administrator: FlaskClient
) -> None:
    old = put(administrator)
    new = put(administrator, picture("JPEG", (90, 90)))
    assert (shown(running), old != new) == (new, True)
    assert_refused(running.visitor().get(old), "not_found")


def test_a_removed_logo_is_gone_and_may_be_removed_again(running: RunningCentre, administrator: FlaskClient) -> None:
    address = put(administrator)
    for _ in range(2):
        assert administrator.delete(ADDRESS).json["live"]["centre"]["logo"] is None
    assert shown(running) is None
    assert_refused(running.visitor().get(address), "not_found")


def test_a_centre_keeps_its_logo_when_another_with_the_same_removes_it(
    running: RunningCentre, administrator: FlaskClient
) -> None:
    elsewhere = running.beside("elsewhere").staff(Role.ADMINISTRATOR, "their administrator")
    assert put(administrator) == put(elsewhere)
    elsewhere.delete(ADDRESS)
    assert running.visitor().get(shown(running) or "").status_code == 200


@pytest.mark.parametrize("name", ["../../../etc/passwd", "..%2f..%2fetc%2fpasswd", "%00"])
def test_no_name_is_a_path(running: RunningCentre, administrator: FlaskClient, name: str) -> None:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Type": "text/html"}
    answer = administrator.put(ADDRESS, data=LOGO, headers=disposition)
    assert name not in answer.text
    assert running.visitor().get(answer.json["live"]["centre"]["logo"]).mimetype == "image/png"
    assert running.visitor().get(f"/logos/{name}.png").status_code == 404


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (b"no picture", "not_a_picture"),
        (b"", "not_a_picture"),
        (empty_png(4_001, 4_000), "too_many_pixels"),
        (LOGO + bytes(PICTURE.most_bytes), "too_large"),
    ],
    ids=["no picture", "nothing", "a bomb", "too large"],
)
def test_a_refused_file_leaves_the_logo_as_it_was(
    running: RunningCentre, administrator: FlaskClient, file: bytes, code: str
) -> None:
    put(administrator)
    with unchanged(running.running.database):
        assert_refused(administrator.put(ADDRESS, data=file), code)


@pytest.mark.parametrize(
    ("says", "code", "taken"),
    [
        ({"HTTP_TRANSFER_ENCODING": "chunked"}, "not_a_picture", 0),
        ({"CONTENT_LENGTH": str(PICTURE.most_bytes + 1)}, "too_large", 0),
        ({"CONTENT_LENGTH": "1000"}, "not_a_picture", 1_000),
    ],
    ids=["no length", "too large", "less than it is"],
)
def test_no_more_is_read_than_the_length_that_a_body_says(
    administrator: FlaskClient, says: dict[str, str], code: str, taken: int
) -> None:
    body = Endless()
    assert_refused(administrator.put(ADDRESS, environ_overrides=says | {"wsgi.input": body}), code)
    assert body.taken == taken


def test_nothing_is_read_of_what_a_stranger_sends(running: RunningCentre) -> None:
    body = Endless()
    sent = {"wsgi.input": body, "CONTENT_LENGTH": str(PICTURE.most_bytes)}
    for client, code in ((running.visitor(), "sign_in_needed"), (running.staff(Role.HEAD), "wrong_role")):
        assert_refused(client.put(ADDRESS, environ_overrides=sent), code)
    assert body.taken == 0


def test_another_site_neither_shows_nor_removes_a_logo(running: RunningCentre, administrator: FlaskClient) -> None:
    foreign = {"Origin": "http://elsewhere.test"}
    put(administrator)
    with unchanged(running.running.database):
        assert_refused(administrator.put(ADDRESS, data=picture("JPEG"), headers=foreign), "foreign_origin")
        assert_refused(administrator.delete(ADDRESS, headers=foreign), "foreign_origin")


def test_the_page_is_for_administrators_alone(running: RunningCentre, administrator: FlaskClient) -> None:
    address = put(administrator)
    assert page_data(administrator.get(ADDRESS))["snapshot"]["centre"]["logo"] == address
    to_sign_in = running.visitor().get(ADDRESS).location
    assert page_data(running.visitor().get(to_sign_in))["next"] == ADDRESS
    assert_refused(running.staff(Role.HEAD).get(ADDRESS), "wrong_role")
