"""What a running server lives through without being killed: its disk, its database, its message queue and its clock."""

import resource
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory

import requests

from chaos.finding import Finding
from onedoor.demo.http_client import Answer, Refused
from tests.live_server import TUESDAY_MORNING, LiveServer
from tests.waiting import eventually
from tools.hosted.postgresql import Postgresql
from tools.hosted.valkey import Valkey

PATIENCE_SECONDS = 30.0
LOCKED_SECONDS = 1.0
UNAVAILABLE = "database_unavailable"
YEAR = timedelta(days=365)


class Visit:
    """A kiosk and a clerk at one server; a ticket that is refused is asked for again under the same name."""

    def __init__(self, server: LiveServer, soon_seconds: float) -> None:
        self.server = server
        self.soon_seconds = soon_seconds
        self._kiosk = server.kiosk_program()
        self._violations: list[str] = []
        self.first = self.newest = self.order(self.new_order())

    def new_order(self) -> dict[str, object]:
        """A ticket that nobody has asked for."""
        return {"request_id": token_hex(16), "service": "birth", "language": "lo", "priority": False}

    def order(self, order: dict[str, object]) -> Answer:
        """Ask for it. Raises `Refused`."""
        self.newest = self._kiosk.post("/kiosk/tickets", **order)
        return self.newest

    def refusal(self, order: dict[str, object]) -> str:
        """Why it is refused; nothing if it is not."""
        try:
            self.order(order)
        except Refused as refused:
            return refused.code
        return ""

    def order_patiently(self, order: dict[str, object]) -> Answer:
        """Ask until it is given out."""
        eventually(lambda: not self.refusal(order), PATIENCE_SECONDS, "a ticket")
        return self.newest

    def call(self) -> str:
        """A clerk signs in and calls the next."""
        clerk = self.server.signed_in("clerk1")
        clerk.command("/counter/1/opening")
        return str(clerk.command("/counter/1/calls")["number"])

    def page_is_shown(self) -> bool:
        """Whether the server shows a page, soon."""
        return requests.get(f"{self.server.local_address}/sign-in", timeout=self.soon_seconds).ok

    def expect(self, is_so: bool, otherwise: str) -> None:
        """Note what is wrong unless it is so."""
        if not is_so:
            self._violations.append(otherwise)

    def found(self, fault: str, expected: str, seen: str) -> Finding:
        """What came of it."""
        return Finding(fault, expected, seen, tuple(self._violations))


def disk_full(visit: Visit) -> Finding:
    """No file of the server may grow, as on a disk without room."""
    order, server, before = visit.new_order(), visit.server, visit.newest
    with no_room(server.process()):
        refusal = visit.refusal(order)
        visit.expect(refusal == UNAVAILABLE, f"a ticket without room: {refusal or 'given out'}")
        visit.expect(visit.page_is_shown(), "no page is shown")
    began = time.monotonic()
    ticket = visit.order_patiently(order)
    seconds = time.monotonic() - began
    visit.expect(follows(before, ticket), f"{ticket['number']} came after {before['number']}")
    visit.expect(seconds < visit.soon_seconds, "it did not go on soon")
    return visit.found(
        "the disk is full",
        "no ticket is given out and pages are shown; with room again it goes on by itself, no number lost",
        f"refused ({refusal}); with room again {ticket['number']} after {before['number']}, in {seconds:.2f} s",
    )


def database_locked(visit: Visit) -> Finding:
    """Another process holds SQLite's write lock for a second."""
    file = Path(visit.server.settings.data_dir) / "onedoor.sqlite3"
    with closing(sqlite3.connect(file)) as other, ThreadPoolExecutor() as pool:
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        waiting = pool.submit(visit.order, visit.new_order())
        time.sleep(LOCKED_SECONDS)
        visit.expect(visit.page_is_shown(), "no page is shown")
        visit.expect(not waiting.done(), "a ticket was given out")
        other.rollback()
        waiting.result(PATIENCE_SECONDS)
        seconds = time.monotonic() - began
    visit.expect(seconds < LOCKED_SECONDS + visit.soon_seconds, "it did not go on soon")
    return visit.found(
        f"the database is locked by another process for {LOCKED_SECONDS:g} s",
        "pages are shown, a ticket waits for up to 10 s and is given out",
        f"given out after {seconds:.2f} s",
    )


def clock_jumps(visit: Visit, jump: timedelta) -> Finding:
    """The power fails, and the clock comes back with another date."""
    server, order = visit.server, visit.new_order()
    server.kill()
    server.set_clock(TUESDAY_MORNING + jump)
    server.start()
    refusal = visit.refusal(order)
    visit.expect(refusal == "issuing_stopped_clock", f"a ticket at a wrong date: {refusal or 'given out'}")
    called = visit.call()
    visit.expect(called == visit.first["number"], f"{called} was called, not {visit.first['number']}")
    direction = "forward" if jump > timedelta(0) else "back"
    return visit.found(
        f"the clock jumps {direction} by {abs(jump.days)} days in a power cut",
        "no ticket is given out before the head has confirmed the date; people sign in, and calling goes on",
        f"refused ({refusal}); {called} was called",
    )


def message_queue_gone(visit: Visit, valkey: Valkey) -> Finding:
    """Valkey, or Redis, ends and comes back."""
    valkey.kill()
    began = time.monotonic()
    visit.order(visit.new_order())
    called = visit.call()
    seconds = time.monotonic() - began
    valkey.start()
    visit.order(visit.new_order())
    visit.expect(seconds < visit.soon_seconds, "people waited for it")
    visit.expect(called == visit.first["number"], f"{called} was called, not {visit.first['number']}")
    return visit.found(
        "Redis is gone, and comes back",
        "tickets and calls go on as before; screens of other processes follow within 2 s",
        f"a ticket and a call without it in {seconds:.2f} s",
    )


def postgresql_restarted(visit: Visit, postgresql: Postgresql) -> Finding:
    """PostgreSQL ends and comes back."""
    order, before = visit.new_order(), visit.newest
    postgresql.stop()
    began = time.monotonic()
    refusal = visit.refusal(order)
    refused_after = time.monotonic() - began
    postgresql.start()
    began = time.monotonic()
    ticket = visit.order_patiently(order)
    seconds = time.monotonic() - began
    visit.expect(refusal == UNAVAILABLE, f"a ticket without a database: {refusal or 'given out'}")
    visit.expect(refused_after < visit.soon_seconds, "it did not answer soon")
    visit.expect(seconds < visit.soon_seconds, "it did not go on soon")
    visit.expect(follows(before, ticket), f"{ticket['number']} came after {before['number']}")
    return visit.found(
        "PostgreSQL is restarted",
        "commands are refused while it is away; then the server goes on by itself, no number lost",
        f"refused ({refusal}) in {refused_after:.2f} s; {ticket['number']} after {before['number']}, "
        f"{seconds:.2f} s after it was back",
    )


def follows(first: Answer, second: Answer) -> bool:
    """Whether no number was lost between these tickets of one series."""
    return int(second["number"][1:]) == int(first["number"][1:]) + 1


@contextmanager
def no_room(process: int) -> Iterator[None]:
    """No file that this process writes may grow or change: its limit of file sizes is 0."""
    usual = resource.prlimit(process, resource.RLIMIT_FSIZE)
    resource.prlimit(process, resource.RLIMIT_FSIZE, (0, usual[1]))
    try:
        yield
    finally:
        resource.prlimit(process, resource.RLIMIT_FSIZE, usual)


@contextmanager
def running(server: LiveServer, soon_seconds: float) -> Iterator[Visit]:
    """A server that runs, and who visits it."""
    server.start()
    try:
        yield Visit(server, soon_seconds)
    finally:
        server.stop()
        server.database.close()


def faults_of_one_machine(folder: Path, soon_seconds: float = 3.0) -> Iterator[Finding]:
    """On SQLite; it must go on within `soon_seconds`."""
    with running(LiveServer(folder), soon_seconds) as visit:
        yield disk_full(visit)
        yield database_locked(visit)
        yield clock_jumps(visit, YEAR)
    with TemporaryDirectory() as other, running(LiveServer(Path(other)), soon_seconds) as visit:
        yield clock_jumps(visit, -YEAR)


def faults_of_several_machines(folder: Path, soon_seconds: float = 3.0) -> Iterator[Finding]:
    """On PostgreSQL and Valkey; it must go on within `soon_seconds`."""
    with Postgresql(folder / "postgresql", durable=False) as postgresql, Valkey(folder / "valkey") as valkey:
        postgresql.run("CREATE DATABASE onedoor")
        url = postgresql.url("onedoor")
        server = LiveServer(folder, database_url=url, ONEDOOR_MESSAGE_QUEUE=valkey.url)
        with running(server, soon_seconds) as visit:
            yield message_queue_gone(visit, valkey)
            yield postgresql_restarted(visit, postgresql)
