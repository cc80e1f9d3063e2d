"""For which names and addresses certificates are made."""

import socket
from ipaddress import ip_address

import pytest

from onedoor.tls.names import hosts_of_machine, read_host


def test_a_name_is_read_in_small_letters() -> None:
    assert read_host("OneDoor.Local") == "onedoor.local"


@pytest.mark.parametrize("address", ["192.168.1.20", "fd00::20"])
def test_an_address_is_read_as_one(address: str) -> None:
    assert read_host(address) == ip_address(address)


@pytest.mark.parametrize("text", ["", "two words", "under_score", "-dash", "dot.", "https://name", "ປະຕູ", "x" * 64])
def test_what_is_neither_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="neither a host name nor an IP address"):
        read_host(text)


def test_a_machine_is_reached_by_its_name_and_from_itself() -> None:
    hosts = hosts_of_machine()
    assert socket.gethostname().lower().partition(".")[0] in hosts
    assert {"localhost", ip_address("127.0.0.1"), ip_address("::1")} <= set(hosts)
    assert len(hosts) == len(set(hosts))
