"""A whole centre at its busiest: 16 kiosks issue while 8 counters call and serve, all by HTTP."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

from onedoor.centres.actions.catalogue import ensure_counter
from onedoor.centres.plan import CounterPlan
from onedoor.demo.http_client import HttpClient, Refused
from onedoor.devices.actions import create_device
from onedoor.devices.models import DeviceKind
from onedoor.staff.actions.users import create_user
from onedoor.staff.models import Role
from tests.live_server import LiveServer

KIOSKS = 16
COUNTERS = 8
SERVICES = ("birth", "identity-card", "family-book", "payment")
PASSWORD = "a-password-of-this-test"
BUSY_DAY_SECONDS = 120.0


@dataclass
class Day:
    """What kiosks and counters were told. `is_enough` sends everybody home after the command at hand."""

    issued: list[str] = field(default_factory=list)
    called: list[int] = field(default_factory=list)
    kiosks_done: threading.Event = field(default_factory=threading.Event)
    is_enough: threading.Event = field(default_factory=threading.Event)


def enlarge(live: LiveServer) -> None:
    """The demonstration centre with more counters, kiosks and clerks, all for the same four services."""
    with live.database.write(live.centre_id) as transaction:
        for number in range(11, 11 + COUNTERS):
            ensure_counter(transaction, CounterPlan(number=number, hall="main", first_choices=(), others=SERVICES))
    for number in range(11, 11 + COUNTERS):
        create_user(live.database, live.centre_id, f"busy{number}", f"{number}", Role.CLERK, PASSWORD)
        live.passwords[f"busy{number}"] = PASSWORD
    for number in range(11, 11 + KIOSKS):
        create_device(
            live.database,
            live.centre_id,
            kind=DeviceKind.KIOSK,
            name=f"kiosk-{number}",
            hall_code="main",
            printer_code=None,
        )


@contextmanager
def working(server: LiveServer, tickets_per_kiosk: int) -> Iterator[Day]:
    """People at work while the block runs; at its end their day is over: all tickets issued, nobody left to call."""
    told = Day()
    kiosks = [server.kiosk_program(f"kiosk-{number}") for number in range(11, 11 + KIOSKS)]
    desks = [(server.signed_in(f"busy{number}"), number) for number in range(11, 11 + COUNTERS)]
    with ThreadPoolExecutor(KIOSKS + COUNTERS) as people:
        issuing = [people.submit(_issue_all, kiosk, told, tickets_per_kiosk) for kiosk in kiosks]
        calling = [people.submit(_call_all, desk, number, told) for desk, number in desks]
        try:
            yield told
            for kiosk in issuing:
                kiosk.result(BUSY_DAY_SECONDS)
            told.kiosks_done.set()
            for desk in calling:
                desk.result(BUSY_DAY_SECONDS)
        except BaseException:
            told.is_enough.set()  # or the others would work on for ever
            raise


def _issue_all(kiosk: HttpClient, told: Day, tickets: int) -> None:
    for ticket in range(tickets):
        if told.is_enough.is_set():
            return
        service = SERVICES[ticket % len(SERVICES)]
        answer = kiosk.command("/kiosk/tickets", service=service, language="lo", priority=ticket % 5 == 0)
        told.issued.append(answer["number"])


def _call_all(client: HttpClient, number: int, told: Day) -> None:
    """Call, start, and finish with the next call in the same step, as the golden key does."""
    client.command(f"/counter/{number}/opening")
    turn = None
    while turn or not _is_over(client, number, told):
        turn = _call_next(client, number, turn)
        if turn:
            told.called.append(turn)
            client.command(f"/counter/{number}/turns/{turn}/start", state="called")
        if told.is_enough.is_set():
            return


def _is_over(client: HttpClient, number: int, told: Day) -> bool:
    return told.kiosks_done.is_set() and not client.get(f"/counter/{number}/desk")["desk"]["waiting"]


def _call_next(client: HttpClient, number: int, finishing: int | None) -> int | None:
    body = {"turn": finishing, "state": "serving"} if finishing else {}
    try:
        turn: int | None = client.command(f"/counter/{number}/calls", **body)["turn"]
    except Refused as refused:
        if refused.code != "nobody_waiting":
            raise
        return None
    return turn
