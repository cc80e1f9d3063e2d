"""Those who wait for the same thing at the same moment are served together, by one of them.

A commit to the disk costs as much as all else in a ticket, so that what waits is written in one transaction. Who comes
first leads: it lets the others join, serves the group, wakes it, and leaves the lead to the first of those who came
meanwhile. A client alone waits for nobody, and no task runs beside the requests.
"""

import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable
from typing import Any

MOST_MEMBERS = 64
LOOK_AROUND_EVERY = 8
"""Who was alone the last times looks for others only this often: under green threads each look is a switch of tasks."""
SLOW_SECONDS = 0.003
"""After a group that took longer, on a slow disk, a look costs next to nothing, and whoever is missed waits long."""


class Member:
    """One who waits: its work, and afterwards what came of it."""

    def __init__(self, work: Callable[[Any], Any]) -> None:
        self.work = work
        self.result: Any = None
        self.error: BaseException | None = None
        self.is_served = False
        self._bell: threading.Lock | None = None

    def queue_up(self) -> None:
        """Take a bell to wait for; who leads at once needs none."""
        self._bell = threading.Lock()
        self._bell.acquire()

    def wait(self) -> None:
        """Wait to be served, or to lead."""
        if self._bell:
            self._bell.acquire()

    def wake(self) -> None:
        """End the wait."""
        if self._bell:
            self._bell.release()

    def outcome(self) -> Any:
        """The result of the work. Raises what the work, or the whole group, failed with."""
        if self.error is not None:
            raise self.error
        return self.result


class Groups:
    """Forms groups per key. `serve` does the work of one group, and answers what is to be done after it was woken."""

    def __init__(self, serve: Callable[[int, list[Member]], Callable[[], None]]) -> None:
        self._serve = serve
        self._waiting: defaultdict[int, deque[Member]] = defaultdict(deque)
        self._led: set[int] = set()
        self._alone: defaultdict[int, int] = defaultdict(int)
        self._last_took = 0.0
        self._lock = threading.Lock()

    def join(self, key: int, work: Callable[[Any], Any]) -> Any:
        """Have `work` done in a group of this key; its result, or what it raised, once the group is served."""
        member = Member(work)
        if not self._is_first(key, member):
            member.wait()
        if not member.is_served:
            self._lead(key, member)
        return member.outcome()

    def _is_first(self, key: int, member: Member) -> bool:
        """Whether this one leads; otherwise it waits now."""
        with self._lock:
            if key not in self._led:
                self._led.add(key)
                return True
            member.queue_up()
            self._waiting[key].append(member)
            return False

    def _lead(self, key: int, leader: Member) -> None:
        group, afterwards = [leader], None
        try:
            if self._last_took > SLOW_SECONDS or self._alone[key] % LOOK_AROUND_EVERY == 0:
                time.sleep(0)  # under green threads, all who are ready come and wait now
            group += self._take_others(key)
            self._alone[key] = self._alone[key] + 1 if len(group) == 1 else 0
            began = time.monotonic()
            afterwards = self._serve(key, group)
            self._last_took = time.monotonic() - began
        except BaseException as error:
            for member in group:
                member.error = error
        finally:
            for member in group:
                member.is_served = True
                member.wake()
            self._hand_over(key)
        if afterwards:
            afterwards()

    def _take_others(self, key: int) -> list[Member]:
        with self._lock:
            waiting = self._waiting[key]
            return [waiting.popleft() for _ in range(min(len(waiting), MOST_MEMBERS - 1))]

    def _hand_over(self, key: int) -> None:
        with self._lock:
            if waiting := self._waiting[key]:
                waiting.popleft().wake()
            else:
                self._led.discard(key)
                del self._waiting[key]
