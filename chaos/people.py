"""Citizens at kiosks and clerks at counters, who repeat each command until it is answered and note what it was."""

import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple

import requests

from benchmarks.centre import add_counter, add_kiosk_with_printer
from onedoor.demo.http_client import Answer, HttpClient, Refused
from onedoor.devices.actions import new_token
from tests.live_server import LiveServer

KIOSKS, COUNTERS = 16, 8
FIRST_COUNTER = 21
# All counters take from the same queues: so they get into each other's way.
SERVICES = ("birth", "land-registration", "business-licence", "payment")
MEAN_SECONDS_BETWEEN_TICKETS = 0.8
MEAN_SECONDS_BETWEEN_STEPS = 0.15
REPEAT_AFTER_SECONDS = 0.1
NOBODY = "nobody_waiting"


class Issued(NamedTuple):
    """A ticket that a kiosk was told of."""

    number: str
    token: str


class Called(NamedTuple):
    """A turn that a desk was told to be its own."""

    turn: int
    counter: int


@dataclass
class Told:
    """What the server has said: it must stay true whatever happens. Threads append, nobody removes."""

    issued: list[Issued] = field(default_factory=list)
    called: list[Called] = field(default_factory=list)
    finished: list[int] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


class Person(ABC):
    """Somebody who does one thing after the other while `going` is set, and lets go of `busy` in between."""

    def __init__(self, client: HttpClient, told: Told, random: Random) -> None:
        self.client = client
        self.told = told
        self.busy = threading.Lock()
        self._random = random
        self._over = False

    def work(self, going: threading.Event) -> None:
        """Until `leave`."""
        while not self._over:
            going.wait()
            time.sleep(self._random.expovariate(1 / self.mean_pause()))
            with self.busy:
                if going.is_set() and not self._over:
                    self.do_next()

    def leave(self) -> None:
        """Do nothing more."""
        self._over = True

    def insist(self, path: str, **body: object) -> Answer | None:
        """The answer to a command, which is repeated under its name until it comes; None if it was refused."""
        request_id = f"{self._random.getrandbits(128):032x}"
        while not self._over:
            try:
                return self.client.post(path, request_id=request_id, **body)
            except requests.RequestException:
                time.sleep(REPEAT_AFTER_SECONDS)
            except Refused as refused:
                if refused.code != NOBODY:
                    self.told.refused.append(f"{path}: {refused.code}")
                return None
        return None

    @abstractmethod
    def mean_pause(self) -> float:
        """Seconds between two things."""

    @abstractmethod
    def do_next(self) -> None:
        """One thing."""


class Citizens(Person):
    """Those who come to one kiosk."""

    def mean_pause(self) -> float:
        """Seconds between two tickets."""
        return MEAN_SECONDS_BETWEEN_TICKETS

    def do_next(self) -> None:
        """Take a ticket."""
        service = self._random.choice(SERVICES)
        ticket = self.insist("/kiosk/tickets", service=service, language="lo", priority=False)
        if ticket:
            self.told.issued.append(Issued(ticket["number"], ticket["token"]))


class Clerk(Person):
    """One clerk, who calls, starts and finishes."""

    def __init__(self, client: HttpClient, told: Told, random: Random, counter: int) -> None:
        super().__init__(client, told, random)
        self._counter = counter
        self._turn = 0
        self._status = ""

    def mean_pause(self) -> float:
        """Seconds between two steps."""
        return MEAN_SECONDS_BETWEEN_STEPS

    def open(self) -> None:
        """Open the counter."""
        self.insist(f"/counter/{self._counter}/opening")

    def do_next(self) -> None:
        """The next step of a turn."""
        if not self._status:
            self._call()
        elif self._status == "called":
            self._step("start", "serving")
        elif self._step("finish", ""):
            self.told.finished.append(self._turn)

    def _call(self) -> None:
        called = self.insist(f"/counter/{self._counter}/calls")
        if called:
            self._turn, self._status = called["turn"], "called"
            self.told.called.append(Called(self._turn, self._counter))

    def _step(self, action: str, then: str) -> bool:
        path = f"/counter/{self._counter}/turns/{self._turn}/{action}"
        is_done = self.insist(path, state=self._status) is not None
        if is_done:
            self._status = then
        return is_done


class Crowd:
    """All of them. They work between `go` and `rest`."""

    def __init__(self, people: Sequence[Person], told: Told) -> None:
        self.told = told
        self._people = people
        self._going = threading.Event()
        self._threads = [threading.Thread(target=each.work, args=(self._going,), daemon=True) for each in people]
        for thread in self._threads:
            thread.start()

    def go(self) -> None:
        """Let everybody work."""
        self._going.set()

    def rest(self) -> None:
        """Let everybody end what is under way and begin nothing more."""
        self._going.clear()
        for each in self._people:
            with each.busy:
                pass

    def leave(self) -> None:
        """Send everybody home."""
        for each in self._people:
            each.leave()
        self._going.set()
        for thread in self._threads:
            thread.join()


@contextmanager
def crowd(server: LiveServer, printer: str, seed: int) -> Iterator[Crowd]:
    """16 kiosks with a printer at this address each, and 8 open counters of a running server."""
    told = Told()
    people: list[Person] = []
    for number in range(KIOSKS):
        name = add_kiosk_with_printer(server, f"busy-{number}", printer)
        client = HttpClient(server.local_address, new_token(server.database, server.centre_id, name))
        people.append(Citizens(client, told, Random(f"{seed}, kiosk {number}")))
    for counter in range(FIRST_COUNTER, FIRST_COUNTER + COUNTERS):
        add_counter(server, counter, SERVICES)
        clerk = Clerk(server.signed_in(f"clerk{counter}"), told, Random(f"{seed}, counter {counter}"), counter)
        clerk.open()
        people.append(clerk)
    everybody = Crowd(people, told)
    try:
        yield everybody
    finally:
        everybody.leave()
