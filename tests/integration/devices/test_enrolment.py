"""A browser becomes a kiosk or display by a one-time code; secrets are kept as hashes only."""

import pytest
from sqlalchemy import select, update

from onedoor.devices.actions import enrol, new_enrolment_code, new_token
from onedoor.devices.models import Device, DeviceKind
from onedoor.devices.queries import find_device
from onedoor.refusals import WebError
from tests.factories import SmallCentre, dump


def knows(centre: SmallCentre, token: str) -> bool:
    with centre.database.read() as connection:
        return find_device(connection, token) is not None


def test_a_code_is_good_for_one_browser(centre: SmallCentre) -> None:
    code = new_enrolment_code(centre.database, centre.id, "kiosk-1")
    token = enrol(centre.database, DeviceKind.KIOSK, code)
    assert knows(centre, token)
    before = dump(centre.database)
    with pytest.raises(WebError, match="code_used"):
        enrol(centre.database, DeviceKind.KIOSK, code)
    assert dump(centre.database) == before


def test_the_old_browser_stays_enrolled_until_the_new_code_is_used(centre: SmallCentre) -> None:
    code = new_enrolment_code(centre.database, centre.id, "kiosk-1")
    assert knows(centre, centre.kiosk_token)
    enrol(centre.database, DeviceKind.KIOSK, code)
    assert not knows(centre, centre.kiosk_token)


def test_a_newer_code_makes_the_older_one_void(centre: SmallCentre) -> None:
    older = new_enrolment_code(centre.database, centre.id, "kiosk-1")
    newer = new_enrolment_code(centre.database, centre.id, "kiosk-1")
    with pytest.raises(WebError, match="code_used"):
        enrol(centre.database, DeviceKind.KIOSK, older)
    assert enrol(centre.database, DeviceKind.KIOSK, newer)


def test_a_code_of_a_kiosk_makes_no_display(centre: SmallCentre) -> None:
    code = new_enrolment_code(centre.database, centre.id, "kiosk-1")
    with pytest.raises(WebError, match="code_used"):
        enrol(centre.database, DeviceKind.DISPLAY, code)
    assert enrol(centre.database, DeviceKind.KIOSK, code)


def test_a_revoked_device_is_nobody_at_once(centre: SmallCentre) -> None:
    code = new_enrolment_code(centre.database, centre.id, "kiosk-1")
    with centre.database.engine.begin() as connection:
        connection.execute(update(Device).values(revoked_at=centre.clock.now()))
    assert not knows(centre, centre.kiosk_token)
    with pytest.raises(WebError, match="code_used"):
        enrol(centre.database, DeviceKind.KIOSK, code)


def test_the_database_holds_neither_code_nor_token(centre: SmallCentre) -> None:
    code = new_enrolment_code(centre.database, centre.id, "hall-1")
    token = new_token(centre.database, centre.id, "kiosk-1")
    with centre.database.read() as connection:
        rows = str(connection.execute(select(Device.code_hash, Device.token_hash)).all())
    assert code not in rows
    assert token not in rows


def test_a_device_that_does_not_exist_gets_no_code(centre: SmallCentre) -> None:
    with pytest.raises(LookupError, match="kiosk-9"):
        new_enrolment_code(centre.database, centre.id, "kiosk-9")
