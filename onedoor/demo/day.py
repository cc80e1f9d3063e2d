"""A lifelike day in fast motion on a running server, over the same HTTP routes as kiosks and desks use."""

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import requests

from onedoor.database.session import Database
from onedoor.demo.arrivals import Arrival, arrivals_of_a_day
from onedoor.demo.clerk import Clerk
from onedoor.demo.day_clock import DayClock
from onedoor.demo.http_client import HttpClient, Refused
from onedoor.devices.actions import create_device, new_token
from onedoor.devices.models import Device, DeviceKind
from onedoor.seeding import known_names, new_password
from onedoor.staff.actions.sessions import set_password
from onedoor.staff.actions.users import create_user
from onedoor.staff.models import Role, StaffUser

logger = logging.getLogger(__name__)

KIOSK = "kiosk-demo"
# Counter 5 is left for the person who watches.
COUNTERS = (1, 2, 3, 4)


@dataclass(frozen=True)
class Cast:
    """Who plays the day: the token of a kiosk, and by counter the sign-in name and password of its clerk."""

    kiosk_token: str
    clerks: dict[int, tuple[str, str]]


def prepare_cast(database: Database, centre_id: int) -> Cast:
    """Make the kiosk and the clerks of the demonstration, with new secrets at each run."""
    return Cast(_prepare_kiosk(database, centre_id), {n: _prepare_clerk(database, centre_id, n) for n in COUNTERS})


def run_day(base_url: str, cast: Cast, clock: DayClock, random: Random) -> None:
    """Play one day: returns when every clerk has gone home, the server went away, or `clock.over` was set."""
    clerks = [_start_clerk(base_url, cast, clock, counter, random.random()) for counter in cast.clerks]
    try:
        take_tickets(HttpClient(base_url, cast.kiosk_token), arrivals_of_a_day(random), clock)
        for clerk in clerks:
            clerk.join()
    except requests.RequestException:
        logger.info("the server went away, and the day with it")
    finally:
        clock.over.set()


def take_tickets(kiosk: HttpClient, arrivals: Sequence[Arrival], clock: DayClock) -> None:
    """Take a ticket for everybody who comes; a service that is closed sends its people home."""
    for arrival in arrivals:
        clock.wait_until(arrival.minute)
        if clock.over.is_set():
            return
        try:
            kiosk.command(
                "/kiosk/tickets", service=arrival.service, language=arrival.language, priority=arrival.priority
            )
        except Refused:
            continue


def _start_clerk(base_url: str, cast: Cast, clock: DayClock, counter: int, seed: float) -> threading.Thread:
    name, password = cast.clerks[counter]
    client = HttpClient(base_url)
    client.post("/session", sign_in_name=name, password=password)
    thread = threading.Thread(target=_work, args=(Clerk(client, counter, clock, Random(seed)), clock), name=name)
    thread.start()
    return thread


def _work(clerk: Clerk, clock: DayClock) -> None:
    try:
        clerk.work()
    except requests.RequestException:
        clock.over.set()


def _prepare_kiosk(database: Database, centre_id: int) -> str:
    if KIOSK not in known_names(database, centre_id, Device, Device.name):
        create_device(database, centre_id, kind=DeviceKind.KIOSK, name=KIOSK, hall_code="main", printer_code="virtual")
    return new_token(database, centre_id, KIOSK)


def _prepare_clerk(database: Database, centre_id: int, counter: int) -> tuple[str, str]:
    name, password = f"demo{counter}", new_password()
    if name in known_names(database, centre_id, StaffUser, StaffUser.sign_in_name):
        set_password(database, centre_id, name, password)
    else:
        create_user(database, centre_id, name, f"ຕົວຢ່າງ {counter}", Role.CLERK, password)
    return name, password
