"""`kill -9` of the server and of the print worker at random moments, while a whole centre works."""

import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

import requests
from sqlalchemy import select

from chaos.finding import Finding
from chaos.halls import Hall as Display
from chaos.halls import HallPage, hall_programs, numbers_of
from chaos.paper import Printer
from chaos.people import COUNTERS, KIOSKS, Crowd, crowd
from chaos.word import Centre
from onedoor.centres.models import Hall
from onedoor.tickets.queries.board import read_board
from tests.browser import Visitors, open_browser
from tests.live_server import LiveServer
from tests.processes import children_of, is_alive
from tests.waiting import LOOK_EVERY_SECONDS, eventually

VICTIMS = ("server", "print worker")
PROGRAMS = 3
# Citizens come faster here than a centre lets them: what they do in a morning must fit into minutes.
MANY = 1_000_000
EARLIEST_SECONDS, LATEST_SECONDS = 0.1, 2.0
# What the service manager waits before it starts the server again (RestartSec of deploy/systemd).
RESTART_SECONDS = 0.3
PATIENCE_SECONDS = 30.0
# A paper expires after 90 s.
PAPERS_END_SECONDS = 120.0


@dataclass(frozen=True)
class Limits:
    """How long it may take at most, in seconds: from the kill until it serves again, and from then to right halls."""

    serving: float = 3.0
    halls: float = 3.0


@dataclass(frozen=True)
class Kill:
    """What one kill showed."""

    victim: str
    after_seconds: float
    serving_seconds: float
    halls_seconds: float
    violations: tuple[str, ...]

    def __str__(self) -> str:
        return (
            f"{self.victim} killed after {self.after_seconds:.2f} s: serves after {self.serving_seconds:.2f} s, "
            f"halls right {self.halls_seconds:.2f} s later; {'; '.join(self.violations) or 'all kept'}"
        )


class Scene:
    """A centre at work, whose server and print worker can be killed."""

    def __init__(
        self, server: LiveServer, everybody: Crowd, printer: Printer, halls: Sequence[Display], page: HallPage
    ) -> None:
        self.server = server
        self.everybody = everybody
        self.page = page
        self.centre = Centre(server.database, server.centre_id, everybody.told, printer)
        self._halls = halls
        self._workers: set[int] = set()

    def kill(self, victim: str, after_seconds: float, limits: Limits) -> Kill:
        """Let everybody work for so long, kill, and look what became of it all."""
        self.everybody.go()
        time.sleep(after_seconds)
        self._workers |= {self.server.worker()}
        killed_at = time.monotonic()
        {"server": self._kill_server, "print worker": self._kill_worker}[victim]()
        served_at = time.monotonic()
        self.everybody.rest()
        eventually(self._halls_are_right, PATIENCE_SECONDS, "every hall is right")
        seconds = served_at - killed_at, time.monotonic() - served_at
        return Kill(victim, after_seconds, *seconds, tuple(self._violations(seconds, limits)))

    def whole_morning(self) -> Finding:
        """Wait until nothing is printed any more, and look whether all fits together."""
        centre, told, printer = self.centre, self.everybody.told, self.centre.printer
        eventually(lambda: centre.jobs("queued", "sending") == 0, PAPERS_END_SECONDS, "all is printed")
        sent, uncertain, papers = centre.jobs("sent"), centre.jobs("uncertain"), len(printer.papers)
        broken = centre.broken_promises()
        too_few_or_many = () if sent <= papers <= sent + uncertain else ("paper and print jobs do not fit",)
        return Finding(
            fault="all of these together",
            expected="0 lost, 0 doubled; what may have been printed is uncertain",
            seen=f"{len(told.issued)} tickets, {len(told.called)} calls, {papers} papers: {broken.lost} lost, "
            f"{broken.doubled} doubled; {sent} jobs sent, {uncertain} uncertain",
            violations=broken.words + too_few_or_many,
        )

    def _kill_server(self) -> None:
        self.server.kill()
        time.sleep(RESTART_SECONDS)
        self.server.start()

    def _kill_worker(self) -> None:
        killed = self.server.worker()
        os.kill(killed, signal.SIGKILL)
        eventually(lambda: self.server.worker() != killed, PATIENCE_SECONDS, "another print worker")
        assert requests.get(f"{self.server.local_address}/sign-in", timeout=PATIENCE_SECONDS).ok

    def _violations(self, seconds: tuple[float, float], limits: Limits) -> Iterator[str]:
        yield from self.centre.broken_promises().words
        if seconds[0] > limits.serving:
            yield f"served only after {seconds[0]:.2f} s"
        if seconds[1] > limits.halls:
            yield f"halls right only after {seconds[1]:.2f} s"
        if self.page.was_reloaded:
            yield "the page of the hall was reloaded"
        yield from self._second_workers(limits)

    def _second_workers(self, limits: Limits) -> Iterator[str]:
        """An earlier worker may end its paper, which is uncertain by then."""
        self.server.worker()
        until = time.monotonic() + limits.serving
        while self._earlier_workers() and time.monotonic() < until:
            time.sleep(LOOK_EVERY_SECONDS)
        now, earlier = children_of(self.server.process()), self._earlier_workers()
        if len(now) != 1 or earlier:
            yield f"print workers: {len(now)} of the server, {len(earlier)} of an earlier one"

    def _earlier_workers(self) -> list[int]:
        return [worker for worker in self._workers.difference(children_of(self.server.process())) if is_alive(worker)]

    def _halls_are_right(self) -> bool:
        right = self._numbers()
        return all(hall.numbers() == right for hall in (*self._halls, self.page))

    def _numbers(self) -> list[str]:
        database, centre_id = self.server.database, self.server.centre_id
        with database.read() as connection:
            hall = connection.execute(select(Hall.id).where(Hall.centre_id == centre_id)).scalar_one()
            board = read_board(connection, centre_id, hall, database.now())
        return numbers_of(board.model_dump())


@contextmanager
def scene(folder: Path, seed: int) -> Iterator[Scene]:
    """A centre at work on a fresh server."""
    with ExitStack() as open_now:
        # Not entered itself: on leaving it would say its whole log.
        server = LiveServer(folder, ONEDOOR_TICKETS_PER_HOUR=str(MANY))
        server.start()
        open_now.callback(server.database.close)
        open_now.callback(server.stop)
        printer = open_now.enter_context(Printer())
        visitors = Visitors(open_now.enter_context(open_browser()))
        open_now.callback(visitors.close)
        page = HallPage(visitors, server)
        programs = hall_programs(server, PROGRAMS)
        for program in programs:
            open_now.callback(program.close)
        everybody = open_now.enter_context(crowd(server, printer.address, seed))
        yield Scene(server, everybody, printer, programs, page)


def kill_again_and_again(
    folder: Path, times: int, seed: int, limits: Limits = Limits(), say: Callable[[str], None] = print
) -> list[Finding]:
    """Kill so many times; a finding for each victim, and one for the paper in the end. `say` hears of each kill."""
    say(f"seed {seed}")
    random = Random(seed)
    victims = [VICTIMS[number % len(VICTIMS)] for number in range(times)]
    random.shuffle(victims)
    kills: list[Kill] = []
    with scene(folder, seed) as work:
        for victim in victims:
            kills.append(work.kill(victim, random.uniform(EARLIEST_SECONDS, LATEST_SECONDS), limits))
            say(str(kills[-1]))
        findings = [_of_victim(victim, [kill for kill in kills if kill.victim == victim], limits) for victim in VICTIMS]
        return [*findings, work.whole_morning()]


def _of_victim(victim: str, kills: Sequence[Kill], limits: Limits) -> Finding:
    slowest = max((kill.serving_seconds for kill in kills), default=0.0)
    slowest_halls = max((kill.halls_seconds for kill in kills), default=0.0)
    return Finding(
        fault=f"`kill -9` of the {victim}, {len(kills)} times, under {KIOSKS} kiosks and {COUNTERS} counters",
        expected=f"serves again within {limits.serving:g} s, every hall right within {limits.halls:g} s of that "
        "without a reload, one print worker",
        seen=f"serves after {slowest:.2f} s at most, halls right {slowest_halls:.2f} s later at most",
        violations=tuple(words for kill in kills for words in kill.violations),
    )
