"""What a centre without an authority of its own says of one."""

import pytest

from tests.factories import RunningCentre
from tests.web.asking import assert_refused


def test_without_an_authority_there_is_no_certificate_to_get(running: RunningCentre) -> None:
    assert_refused(running.visitor().get("/authority.crt"), "not_found")


@pytest.mark.parametrize("screen", ["kiosk", "display"])
def test_without_an_authority_no_page_offers_one(running: RunningCentre, screen: str) -> None:
    assert "authority.crt" not in running.visitor().get(f"/{screen}/").text
