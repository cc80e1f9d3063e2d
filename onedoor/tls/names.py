"""The names and addresses for which a certificate is made."""

import fcntl
import re
import socket
import struct
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address

Host = str | IPv4Address | IPv6Address

HOST_NAME = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*")
ALWAYS: tuple[Host, ...] = ("localhost", IPv4Address("127.0.0.1"), IPv6Address("::1"))
SIOCGIFADDR = 0x8915  # Linux: the IPv4 address of a network interface


def read_host(text: str) -> Host:
    """A host name or an IP address. Raises ValueError for what is neither."""
    try:
        return ip_address(text)
    except ValueError:
        pass
    name = text.lower()
    if not HOST_NAME.fullmatch(name):
        raise ValueError(f"{text} is neither a host name nor an IP address")
    return name


def hosts_of_machine() -> list[Host]:
    """By what this machine is reached: its name, its name on the local network, the address of every interface."""
    name = socket.gethostname().lower().partition(".")[0]
    names: list[Host] = [name, f"{name}.local"] if HOST_NAME.fullmatch(name) else []
    return without_repeats([*names, *_interface_addresses(), *ALWAYS])


def without_repeats(hosts: Iterable[Host]) -> list[Host]:
    """Each once, in their order."""
    return list(dict.fromkeys(hosts))


def _interface_addresses() -> Iterable[IPv4Address]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as question:
        for _, interface in socket.if_nameindex():
            try:
                answer = fcntl.ioctl(question, SIOCGIFADDR, struct.pack("256s", interface.encode()))
            except OSError:
                continue  # it has no address
            yield IPv4Address(answer[20:24])
