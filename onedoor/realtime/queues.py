"""Phones: one small message per change of a queue, from which each page computes its own place.

What was told last is remembered per queue, and the next message says how places moved from there. The versions that
it holds for come from the commits that this process heard of; a page that shows another version asks for a snapshot.
"""

import threading
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from onedoor.background import sleep
from onedoor.database.session import Database
from onedoor.queueing.moves import moves_between
from onedoor.realtime.boards import QueueMove
from onedoor.realtime.coalescer import Coalescer
from onedoor.realtime.commits import Commits
from onedoor.realtime.events import QueueMoved, SnapshotNeeded, VersionAnnounced
from onedoor.realtime.publisher import Publisher
from onedoor.realtime.rooms import phones_room, queue_room
from onedoor.tickets.queries.queue import Queue, read_queues

REST_SECONDS = 0.2
# Beyond it, as after the end of a day, a snapshot is the smaller message.
MOST_MOVES = 40


@dataclass(frozen=True)
class _Told:
    """A queue as its phones know it: moved last at one version, and seen unmoved at another."""

    queue: Queue
    moved_at: int
    seen_at: int


class Queues:
    """The queues that phones on this process follow."""

    def __init__(self, database: Database, publisher: Publisher, commits: Commits, build: str) -> None:
        self._database = database
        self._publisher = publisher
        self._commits = commits
        self._build = build
        self._told: defaultdict[int, dict[int, _Told]] = defaultdict(dict)
        self._unsent: set[int] = set()
        self._lock = threading.Lock()
        self._sending = Coalescer(self._send, REST_SECONDS)

    def follow(self, centre_id: int, service_id: int) -> None:
        """Remember the queue before its first phone gets a snapshot, so that all later moves are told."""
        if service_id not in self._told[centre_id]:
            version, queues = self._read(centre_id, (service_id,))
            with self._lock:
                self._told[centre_id].setdefault(service_id, _Told(queues[service_id], version, version))

    def mark_moved(self, centre_id: int) -> None:
        """Have the phones of a centre told soon, if there are any."""
        if self._told[centre_id]:
            self._sending.ask(centre_id)

    def announce(self, centre_id: int) -> None:
        """Tell every phone at which version its queue moved last, and try again what could not be told before."""
        if centre_id in self._unsent:
            self._sending.ask(centre_id)
        for service_id, told in list(self._told[centre_id].items()):
            self._announce(told.moved_at, queue_room(service_id))

    def start_anew(self, centre_id: int, version: int) -> None:
        """Forget what was told and have every phone ask: something happened that the moves of queues do not tell.

        A version would not do: a phone may show it by the moves alone, and its own ticket as it was before.
        """
        with self._lock:
            self._told[centre_id].clear()
        self._publisher.publish(SnapshotNeeded(version=version), phones_room(centre_id))

    def _send(self, centre_id: int) -> None:
        followed = self._still_followed(centre_id)
        if not followed:
            return
        self._unsent.add(centre_id)
        version, queues = self._read(centre_id, followed)
        for service_id, queue in queues.items():
            # Thousands take milliseconds to read and to compare; in between, requests are answered.
            sleep(0)
            seen = self._take(centre_id, service_id, queue, version)
            if seen and seen[0].moved_at != seen[1].moved_at:
                self._tell(centre_id, *seen, queue_room(service_id))
        self._unsent.discard(centre_id)

    def _still_followed(self, centre_id: int) -> list[int]:
        """The queues that somebody hears; the others are forgotten."""
        with self._lock:
            told = self._told[centre_id]
            for service_id in [each for each in told if not self._publisher.is_heard(queue_room(each))]:
                del told[service_id]
            return list(told)

    def _take(self, centre_id: int, service_id: int, queue: Queue, version: int) -> tuple[_Told, _Told] | None:
        """Remember the queue as it was seen: before and after, or None if it was forgotten meanwhile."""
        with self._lock:
            before = self._told[centre_id].get(service_id)
            if before is None:
                return None
            moved_at = version if queue.differs_from(before.queue) else before.moved_at
            self._told[centre_id][service_id] = after = _Told(queue, moved_at, version)
        return before, after

    def _tell(self, centre_id: int, before: _Told, after: _Told, room: str) -> None:
        moves = moves_between(before.queue.waiting, after.queue.waiting)
        if len(moves) > MOST_MOVES:
            self._announce(after.moved_at, room)
            return
        queue = after.queue
        message = QueueMoved(
            version=after.moved_at,
            service=queue.service,
            since=before.moved_at,
            until=self._commits.unmoved_until(centre_id, before.seen_at),
            moves=tuple(QueueMove(at=at, by=by) for at, by in moves),
            seconds_per_person=queue.seconds_per_person,
            now_calling=queue.now_calling,
            now_calling_counter=queue.now_calling_counter,
        )
        self._publisher.publish(message, room)

    def _announce(self, version: int, room: str) -> None:
        self._publisher.publish(VersionAnnounced(version=version, build=self._build), room)

    def _read(self, centre_id: int, services: Collection[int]) -> tuple[int, dict[int, Queue]]:
        with self._database.read() as connection:
            return read_queues(connection, centre_id, services, self._database.now())
