"""The levels of a centre that are sent again after changes: desks, kiosks and managers.

Changes come faster than people look, so that each level is read and sent once for all changes that wait. The hall is
not here, because its board is sent at once, by the handler; nor are phones, who are many (`queues`). These boards are
heavy and follow a moment later: the clerk who called has the desk in the answer, and phones have heard by then.
"""

import logging
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Collection
from enum import Enum

from onedoor.background import sleep
from onedoor.centres.queries import read_centre
from onedoor.database.rows import AnyRow
from onedoor.database.session import Database
from onedoor.realtime.addressees import read_counters, read_kiosks
from onedoor.realtime.coalescer import Coalescer
from onedoor.realtime.events import (
    DeskChanged,
    ServicesChanged,
    StatisticsChanged,
)
from onedoor.realtime.publisher import Publisher
from onedoor.realtime.rooms import desk_room, kiosk_room, managers_room
from onedoor.reporting.queries import read_live_page
from onedoor.tickets.queries.desk import read_desk
from onedoor.tickets.queries.kiosk import read_kiosk_board

WAIT_SECONDS = 0.1
REST_SECONDS = 0.1
STATISTICS_EVERY_SECONDS = 2.0

log = logging.getLogger(__name__)


class Level(Enum):
    """What may be stale, in the order in which it is sent."""

    DESKS = 1
    KIOSKS = 2
    STATISTICS = 3


class Levels:
    """The stale levels of each centre."""

    def __init__(self, database: Database, publisher: Publisher) -> None:
        self._database = database
        self._publisher = publisher
        self._stale: defaultdict[int, set[Level]] = defaultdict(set)
        self._lock = threading.Lock()
        self._sending = Coalescer(self._send_stale, REST_SECONDS, WAIT_SECONDS)
        self._statistics_sent: dict[int, float] = {}
        self._senders: dict[Level, Callable[[int], None]] = {
            Level.DESKS: self._send_desks,
            Level.KIOSKS: self._send_kiosks,
            Level.STATISTICS: self._send_statistics,
        }

    def mark_stale(self, centre_id: int, levels: Collection[Level]) -> None:
        """Have these levels of a centre sent soon."""
        if levels:
            with self._lock:
                self._stale[centre_id].update(levels)
            self._sending.ask(centre_id)

    def _send_stale(self, centre_id: int) -> None:
        for level in self._take(centre_id):
            self._send(level, centre_id)
            sleep(0)

    def _take(self, centre_id: int) -> list[Level]:
        """What is stale, the most urgent first.

        All of it, or a level that becomes stale with every ticket would keep those behind it from ever being sent.
        """
        with self._lock:
            levels = sorted(self._stale[centre_id], key=lambda each: each.value)
            self._stale[centre_id].clear()
        return levels

    def _send(self, level: Level, centre_id: int) -> None:
        try:
            self._senders[level](centre_id)
        except Exception:
            log.exception("could not send %s of centre %s", level.name, centre_id, extra={"centre": centre_id})

    def _send_desks(self, centre_id: int) -> None:
        with self._database.read() as connection:
            counters = read_counters(connection, centre_id)
        for counter in counters:
            if self._publisher.is_heard(desk_room(counter.id)):
                self._send_desk(centre_id, counter)

    def _send_desk(self, centre_id: int, counter: AnyRow) -> None:
        now = self._database.now()
        with self._database.read() as connection:
            version = read_centre(connection, centre_id, now).version
            desk = read_desk(connection, centre_id, counter.number, counter.staff_user_id, now)
        self._publisher.publish(DeskChanged(version=version, desk=desk), desk_room(counter.id))
        # A desk takes milliseconds to read: who calls or takes a ticket need not wait for all of them.
        sleep(0)

    def _send_kiosks(self, centre_id: int) -> None:
        with self._database.read() as connection:
            kiosks = read_kiosks(connection, centre_id)
        for kiosk in kiosks:
            if self._publisher.is_heard(kiosk_room(kiosk.id)):
                self._send_kiosk(centre_id, kiosk)

    def _send_kiosk(self, centre_id: int, kiosk: AnyRow) -> None:
        now = self._database.now()
        with self._database.read() as connection:
            version = read_centre(connection, centre_id, now).version
            board = read_kiosk_board(connection, centre_id, kiosk.printer_id, now)
        self._publisher.publish(ServicesChanged(version=version, kiosk=board), kiosk_room(kiosk.id))
        sleep(0)

    def _send_statistics(self, centre_id: int) -> None:
        """At most once in 2 seconds; in between the level stays stale."""
        if not self._publisher.is_heard(managers_room(centre_id)):
            return
        wait = self._statistics_sent.get(centre_id, 0.0) + STATISTICS_EVERY_SECONDS - time.monotonic()
        if wait > 0:
            self.mark_stale(centre_id, (Level.STATISTICS,))
            return
        self._statistics_sent[centre_id] = time.monotonic()
        now = self._database.now()
        with self._database.read() as connection:
            version = read_centre(connection, centre_id, now).version
            live = read_live_page(connection, centre_id, now)
        self._publisher.publish(StatisticsChanged(version=version, live=live), managers_room(centre_id))
