"""A whole centre at its busiest against the running server: 16 kiosks issue while 8 counters call and serve."""

import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import select

from onedoor.centres.actions.catalogue import ensure_counter
from onedoor.centres.plan import CounterPlan
from onedoor.demo.http_client import HttpClient, Refused
from onedoor.devices.actions import create_device
from onedoor.devices.models import DeviceKind
from onedoor.staff.actions import create_user
from onedoor.staff.models import Role
from onedoor.tickets.models import Call, Ticket, Turn
from tests.live_server import LiveServer

KIOSKS = 16
COUNTERS = 8
TICKETS_PER_KIOSK = 25
SERVICES = ("birth", "identity-card", "family-book", "payment")
PASSWORD = "a-password-of-this-test"
BUSY_DAY_SECONDS = 120.0


@dataclass
class Day:
    """What kiosks and counters were told."""

    issued: list[str] = field(default_factory=list)
    called: list[int] = field(default_factory=list)
    kiosks_done: threading.Event = field(default_factory=threading.Event)


@pytest.fixture
def server(tmp_path: Path, database_url: str) -> Iterator[LiveServer]:
    live = LiveServer(tmp_path, database_url=database_url)
    _enlarge(live)
    with live:
        yield live


def _enlarge(live: LiveServer) -> None:
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


@pytest.fixture
def day(server: LiveServer) -> Day:
    """A busy day, run to its end: every kiosk issues its tickets, every counter calls until nobody is left."""
    told = Day()
    kiosks = [server.kiosk_program(f"kiosk-{number}") for number in range(11, 11 + KIOSKS)]
    desks = [(server.signed_in(f"busy{number}"), number) for number in range(11, 11 + COUNTERS)]
    with ThreadPoolExecutor(KIOSKS + COUNTERS) as people:
        issuing = [people.submit(_issue_all, kiosk, told) for kiosk in kiosks]
        calling = [people.submit(_call_all, desk, number, told) for desk, number in desks]
        for kiosk in issuing:
            kiosk.result(BUSY_DAY_SECONDS)
        told.kiosks_done.set()
        for desk in calling:
            desk.result(BUSY_DAY_SECONDS)
    return told


def _issue_all(kiosk: HttpClient, told: Day) -> None:
    for ticket in range(TICKETS_PER_KIOSK):
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


def test_sixteen_kiosks_and_eight_counters_at_once_lose_and_double_nothing(server: LiveServer, day: Day) -> None:
    assert len(day.issued) == KIOSKS * TICKETS_PER_KIOSK
    assert _more_than_once(day.issued) == [], "no number is given twice"
    assert _more_than_once(day.called) == [], "no ticket is called twice"
    with server.database.read() as connection:
        numbers = connection.execute(select(Ticket.number)).scalars().all()
        calls = connection.execute(select(Call.turn_id)).scalars().all()
        statuses = Counter(connection.execute(select(Turn.status)).scalars())
    assert sorted(numbers) == sorted(day.issued), "every ticket that a kiosk was told of is kept, and no other"
    assert sorted(calls) == sorted(day.called), "every call that a counter was told of is kept, and no other"
    assert statuses == {"finished": KIOSKS * TICKETS_PER_KIOSK}, "everybody was served in the end"


def _more_than_once(values: list[str] | list[int]) -> list[str | int]:
    return [value for value, times in Counter(values).items() if times > 1]
