"""What the centre's authority vouches for, and for how long."""

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest

from onedoor.tls.certificates import (
    NotVouchedFor,
    Signed,
    hosts_of,
    make_authority,
    make_server_certificate,
    may_vouch_for,
)
from onedoor.tls.names import Host, read_host

NOW = datetime(2026, 11, 24, 2, 41, tzinfo=UTC)
LONGEST_THAT_BROWSERS_TAKE = timedelta(days=825)


@pytest.fixture(scope="module")
def authority() -> Signed:
    return make_authority("OneDoor here", [read_host("onedoor.lpb.example"), read_host("203.0.113.7")], NOW)


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "server.local",
        "onedoor.lpb.example",
        "www.onedoor.lpb.example",
        "127.0.0.1",
        "192.168.1.20",
        "10.9.8.7",
        "203.0.113.7",
        "::1",
        "fd00::20",
    ],
)
def test_it_vouches_for_local_networks_and_the_names_it_was_made_for(authority: Signed, host: str) -> None:
    assert may_vouch_for(authority.certificate, read_host(host))


@pytest.mark.parametrize("host", ["lpb.example", "notlocal", "203.0.113.8", "2001:db8::1", "xonedoor.lpb.example"])
def test_it_vouches_for_nothing_else_on_the_internet(authority: Signed, host: str) -> None:
    with pytest.raises(NotVouchedFor):
        make_server_certificate(authority, [read_host(host)], NOW)


def test_a_servers_certificate_is_signed_and_lasts_no_longer_than_browsers_take(authority: Signed) -> None:
    hosts: list[Host] = ["server.local", ip_address("192.168.1.20")]
    certificate = make_server_certificate(authority, hosts, NOW).certificate
    certificate.verify_directly_issued_by(authority.certificate)
    assert hosts_of(certificate) == hosts
    assert certificate.not_valid_after_utc - certificate.not_valid_before_utc < LONGEST_THAT_BROWSERS_TAKE


def test_a_device_whose_clock_is_a_day_behind_takes_it(authority: Signed) -> None:
    certificate = make_server_certificate(authority, ["localhost"], NOW).certificate
    assert certificate.not_valid_before_utc < NOW - timedelta(days=1)


def test_the_authority_lasts_ten_years(authority: Signed) -> None:
    assert authority.certificate.not_valid_after_utc > NOW.replace(year=NOW.year + 10) - timedelta(days=5)
