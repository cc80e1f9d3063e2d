"""A screen shows a code that the server does not keep; whoever accepts it makes the screen's browser a device."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from onedoor.devices.actions import (
    Place,
    accept_code,
    enrol,
    enrol_if_accepted,
    new_enrolment_code,
    rename_device,
    revoke_device,
)
from onedoor.devices.models import Device, DeviceKind
from onedoor.devices.queries import DeviceCredential, find_device, read_devices, read_key
from onedoor.devices.shown_codes import ACCEPTED_FOR, CHANGES_EVERY, COMES_WITHIN, codes_of
from onedoor.realtime.device_boards import DeviceLine
from onedoor.refusals import WebError
from tests.factories import SmallCentre, create_centre, dump, small_plan

DOOR = Place("door", DeviceKind.KIOSK, "main", "virtual")
SECRET, ANOTHER = "the secret of one browser", "the secret of another"


def shown(centre: SmallCentre, secret: str = SECRET, kind: DeviceKind = DeviceKind.KIOSK) -> str:
    with centre.database.read() as connection:
        return codes_of(read_key(connection), kind, secret, centre.clock.now())[0]


def accept(centre: SmallCentre, place: Place = DOOR, secret: str = SECRET) -> None:
    accept_code(centre.database, centre.id, shown(centre, secret, place.kind), place)


def enrolled(centre: SmallCentre, secret: str = SECRET, kind: DeviceKind = DeviceKind.KIOSK) -> DeviceCredential | None:
    """Who the browser is after it asked."""
    token = enrol_if_accepted(centre.database, kind, secret)
    with centre.database.read() as connection:
        return find_device(connection, token) if token else None


def line(centre: SmallCentre, name: str = "door") -> DeviceLine:
    with centre.database.read() as connection:
        listed = read_devices(connection, centre.id, centre.database.now()).devices
    return next(each for each in listed if each.name == name)


def test_who_only_waits_leaves_nothing_in_the_database(centre: SmallCentre) -> None:
    before = dump(centre.database)
    for number in range(50):
        assert enrolled(centre, f"browser {number}") is None
    assert dump(centre.database) == before


def test_the_accepted_browser_gets_the_device_s_place_once_and_nobody_else_does(centre: SmallCentre) -> None:
    accept(centre)
    assert line(centre).state == "accepted"
    assert enrolled(centre, ANOTHER) is None
    device = enrolled(centre)
    assert device
    assert (device.name, device.kind, device.centre_id) == ("door", DeviceKind.KIOSK, centre.id)
    assert (device.hall_id, device.printer_id) == (centre.kiosk.hall_id, centre.kiosk.printer_id)
    assert (line(centre).state, line(centre).enrolled_at) == ("enrolled", centre.clock.now())
    assert enrolled(centre) is None


def test_who_reads_the_code_on_the_screen_cannot_use_it(centre: SmallCentre) -> None:
    code = shown(centre)
    accept(centre)
    with pytest.raises(WebError, match="code_used"):
        enrol(centre.database, DeviceKind.KIOSK, code)
    assert enrolled(centre, code) is None


def test_a_display_that_shows_a_code_becomes_no_kiosk(centre: SmallCentre) -> None:
    accept_code(centre.database, centre.id, shown(centre, kind=DeviceKind.DISPLAY), DOOR)
    assert enrolled(centre, kind=DeviceKind.DISPLAY) is None
    assert enrolled(centre) is None


def test_a_display_has_no_printer(centre: SmallCentre) -> None:
    accept(centre, Place("wall", DeviceKind.DISPLAY, "main", "virtual"))
    device = enrolled(centre, kind=DeviceKind.DISPLAY)
    assert device
    assert device.printer_id is None


def test_a_code_changes_by_itself_and_is_good_while_somebody_may_be_typing_it(centre: SmallCentre) -> None:
    code = shown(centre)
    centre.clock.advance(CHANGES_EVERY)
    assert shown(centre) != code
    accept_code(centre.database, centre.id, code, DOOR)
    assert enrolled(centre)


def test_an_old_code_is_no_longer_good(centre: SmallCentre) -> None:
    code = shown(centre)
    centre.clock.advance(2 * CHANGES_EVERY)
    accept_code(centre.database, centre.id, code, DOOR)
    assert enrolled(centre) is None


def test_the_list_says_soon_that_no_browser_came_and_one_that_comes_late_is_still_let_in(centre: SmallCentre) -> None:
    accept(centre)
    centre.clock.advance(COMES_WITHIN)
    assert line(centre).state == "accepted"
    centre.clock.advance(timedelta(seconds=1))
    assert line(centre).state == "late"
    assert enrolled(centre)
    assert line(centre).state == "enrolled"


def test_what_was_accepted_is_missed_when_no_browser_comes_for_it(centre: SmallCentre) -> None:
    accept(centre)
    centre.clock.advance(ACCEPTED_FOR)
    assert enrolled(centre) is None
    assert line(centre).state == "missed"
    accept(centre)
    assert enrolled(centre)


def test_the_same_code_may_be_given_to_another_name_after_a_mistake(centre: SmallCentre) -> None:
    accept(centre, Place("dor", DeviceKind.KIOSK, "main", "virtual"))
    accept(centre)
    device = enrolled(centre)
    assert device
    assert device.name == "door"
    assert line(centre, "dor").state == "not_enrolled"


def test_a_name_that_is_there_is_taken_over_by_the_new_browser(centre: SmallCentre) -> None:
    accept(centre, Place("kiosk-1", DeviceKind.KIOSK, "main", None))
    device = enrolled(centre)
    assert device
    assert (device.device_id, device.printer_id) == (centre.kiosk.device_id, None)
    with centre.database.read() as connection:
        assert find_device(connection, centre.kiosk_token) is None


@pytest.mark.parametrize(
    ("place", "code"),
    [
        (Place("hall-1", DeviceKind.KIOSK, "main", "virtual"), "name_taken"),
        (Place("door", DeviceKind.KIOSK, "elsewhere", "virtual"), "unknown_hall"),
        (Place("door", DeviceKind.KIOSK, "main", "elsewhere"), "unknown_printer"),
    ],
)
def test_a_place_that_cannot_be_is_refused_and_nothing_changes(centre: SmallCentre, place: Place, code: str) -> None:
    before = dump(centre.database)
    with pytest.raises(WebError, match=code):
        accept(centre, place)
    assert dump(centre.database) == before


def test_a_revoked_device_is_nobody_until_a_code_is_accepted_for_it(centre: SmallCentre) -> None:
    link = new_enrolment_code(centre.database, centre.id, "kiosk-1")
    revoke_device(centre.database, centre.id, centre.kiosk.device_id)
    with centre.database.read() as connection:
        assert find_device(connection, centre.kiosk_token) is None
    with pytest.raises(WebError, match="code_used"):
        enrol(centre.database, DeviceKind.KIOSK, link)
    revoked = line(centre, "kiosk-1")
    assert (revoked.state, revoked.revoked_at) == ("revoked", centre.clock.now())
    accept(centre, Place("kiosk-1", DeviceKind.KIOSK, "main", "virtual"))
    assert enrolled(centre)
    assert line(centre, "kiosk-1").state == "enrolled"


def test_a_new_link_enrols_a_revoked_device_again(centre: SmallCentre) -> None:
    revoke_device(centre.database, centre.id, centre.kiosk.device_id)
    enrol(centre.database, DeviceKind.KIOSK, new_enrolment_code(centre.database, centre.id, "kiosk-1"))
    assert line(centre, "kiosk-1").state == "enrolled"


def test_a_device_keeps_its_right_under_another_name(centre: SmallCentre) -> None:
    rename_device(centre.database, centre.id, centre.kiosk.device_id, "at the door")
    with centre.database.read() as connection:
        device = find_device(connection, centre.kiosk_token)
    assert device
    assert device.name == "at the door"
    with pytest.raises(WebError, match="name_taken"):
        rename_device(centre.database, centre.id, centre.kiosk.device_id, "hall-1")


def test_a_device_that_does_not_exist_is_neither_named_nor_revoked(centre: SmallCentre) -> None:
    with pytest.raises(WebError, match="unknown_device"):
        rename_device(centre.database, centre.id, 99, "nobody")
    with pytest.raises(WebError, match="unknown_device"):
        revoke_device(centre.database, centre.id, 99)


def test_the_database_holds_neither_the_code_nor_the_browser_s_secret(centre: SmallCentre) -> None:
    accept(centre)
    with centre.database.read() as connection:
        rows = str(connection.execute(select(Device)).all())
    assert shown(centre) not in rows
    assert SECRET not in rows


def test_a_code_that_another_centre_accepted_is_refused(centre: SmallCentre) -> None:
    plan = small_plan(code="other", name_en="Other")
    other = create_centre(centre.database, centre.data_dir / "other", plan)
    accept(centre)
    with pytest.raises(WebError, match="code_taken"):
        accept(other)
    device = enrolled(centre)
    assert device
    assert device.centre_id == centre.id
