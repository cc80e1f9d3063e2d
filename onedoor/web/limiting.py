"""Where a request meets its limits: by its device, or by where it comes from. Sign-ins have theirs in the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import IPv6Address, ip_address, ip_network

from onedoor.limits import GUESSES, tickets_of_kiosk
from onedoor.queueing.errors import ErrorCode, QueueingError
from onedoor.refusals import WebError, WebErrorCode
from onedoor.web.auth import asking_address
from onedoor.web.context import context

WRONG_GUESSES = (ErrorCode.unknown_ticket, WebErrorCode.code_used)
# Whoever has IPv6 at home has this many bits of addresses to choose from.
IPV6_NETWORK_BITS = 64


def take_ticket_of(device_id: int) -> None:
    """Count a ticket of a kiosk, or of a program in its place. Raises too_many_tickets."""
    limit = tickets_of_kiosk(context().settings.tickets_per_hour)
    context().limits.take(limit, str(device_id))


@contextmanager
def counting_wrong_guesses() -> Iterator[None]:
    """Around the look-up of a secret: after too many wrong ones from one place no further one is looked up.

    Raises too_many_requests.
    """
    limits, network = context().limits, _network()
    limits.require_left(GUESSES, network)
    try:
        yield
    except (QueueingError, WebError) as error:
        if error.code in WRONG_GUESSES:
            limits.take(GUESSES, network)
        raise


def _network() -> str:
    try:
        address = ip_address(asking_address())
    except ValueError:
        return ""  # a socket file has no address
    if isinstance(address, IPv6Address):
        return str(ip_network((int(address), IPV6_NETWORK_BITS), strict=False))
    return str(address)
