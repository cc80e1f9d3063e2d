"""The codes that screens show: short, readable, and nothing that the server must remember."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onedoor.devices.models import DeviceKind
from onedoor.devices.shown_codes import CHANGES_EVERY, LENGTH, SIGNS, codes_of, enrolment_code, normalise_code
from tests.factories import TUESDAY_MORNING

KEY = "the key of a service"


@given(st.text(max_size=60), st.sampled_from(DeviceKind))
def test_a_code_has_six_signs_and_is_what_the_administrator_types(secret: str, kind: DeviceKind) -> None:
    code, _ = codes_of(KEY, kind, secret, TUESDAY_MORNING)
    assert len(code) == LENGTH
    assert set(code) <= set(SIGNS)
    assert normalise_code(f" {code[:3].lower()} - {code[3:]}\n") == code


@pytest.mark.parametrize("alike", ["0OQ", "1IL", "2Z", "5S", "8B", "UV"])
def test_of_signs_that_look_alike_one_at_most_is_used(alike: str) -> None:
    assert len(set(alike) & set(SIGNS)) <= 1


def test_each_browser_screen_and_service_has_a_code_of_its_own() -> None:
    askers = [(KEY, "kiosk", "a"), (KEY, "kiosk", "b"), (KEY, "display", "a"), ("another key", "kiosk", "a")]
    codes = {codes_of(key, DeviceKind(kind), secret, TUESDAY_MORNING)[0] for key, kind, secret in askers}
    assert len(codes) == len(askers)


def test_a_code_stays_for_a_while_and_is_then_the_one_before() -> None:
    first = TUESDAY_MORNING
    now, before = codes_of(KEY, DeviceKind.KIOSK, "a", first)
    assert codes_of(KEY, DeviceKind.KIOSK, "a", first + CHANGES_EVERY - timedelta(seconds=1)) == (now, before)
    later, then = codes_of(KEY, DeviceKind.KIOSK, "a", first + CHANGES_EVERY)
    assert then == now
    assert later != now


@pytest.mark.parametrize("text", ["", "ACDEF", "ACDEFGH", "ACDEF0", "ACDEFÄ", "ກຂຄງຈສ"])
def test_what_no_screen_shows_is_no_code(text: str) -> None:
    with pytest.raises(ValueError):
        normalise_code(text)


def test_what_a_code_is_exchanged_by_follows_from_the_key() -> None:
    assert enrolment_code(KEY, "ACDEFG") != enrolment_code("another key", "ACDEFG")
    assert "ACDEFG" not in enrolment_code(KEY, "ACDEFG")
