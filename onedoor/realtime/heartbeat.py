"""Every 2 seconds: tell all screens the current version from the database, and roll the service day when it is time."""

import logging
from collections.abc import Iterable

from onedoor.background import sleep
from onedoor.centres.queries import CentreRow, read_centre_rows
from onedoor.database.lease import Lease
from onedoor.database.session import Database
from onedoor.realtime.commits import Commits
from onedoor.realtime.events import VersionAnnounced
from onedoor.realtime.publisher import Publisher
from onedoor.realtime.queues import Queues
from onedoor.realtime.rights import Rights
from onedoor.realtime.rooms import centre_room
from onedoor.tickets.actions.day import day_must_roll, roll_day

BEAT_SECONDS = 2.0
# What another process committed a moment ago may still be on its way.
ON_ITS_WAY_SECONDS = 0.3

log = logging.getLogger(__name__)


class Heartbeat:
    """Announces what the database says, so that a screen also learns what was lost between two processes."""

    def __init__(
        self,
        database: Database,
        publisher: Publisher,
        queues: Queues,
        rights: Rights,
        commits: Commits,
        build: str,
    ) -> None:
        self._database = database
        self._publisher = publisher
        self._queues = queues
        self._rights = rights
        self._commits = commits
        self._build = build
        self._schedule = Lease(database, "schedule")

    def run(self) -> None:
        """Beat until the process ends; a failed beat is logged and the next one tries again."""
        while True:
            try:
                self.beat()
            except Exception as error:
                if not self._database.outages.note(error):
                    log.exception("a heartbeat failed")
            sleep(BEAT_SECONDS)

    def beat(self) -> None:
        """One beat for every centre."""
        if self._schedule.is_held():
            self._roll_days(self._read())
        centres = self._read()
        for centre in centres:
            self._announce(centre)
        self._mend(centres)
        self._rights.look_at_ended()

    def _read(self) -> list[CentreRow]:
        with self._database.read() as connection:
            return read_centre_rows(connection)

    def _roll_days(self, centres: Iterable[CentreRow]) -> None:
        for centre in centres:
            try:
                if day_must_roll(self._database, centre):
                    roll_day(self._database, centre.centre_id)
            except Exception as error:
                where = {"centre": centre.centre_id}
                if not self._database.outages.note(error):
                    log.exception("could not close the day of centre %s", centre.centre_id, extra=where)

    def _announce(self, centre: CentreRow) -> None:
        announced = VersionAnnounced(version=centre.version, build=self._build)
        self._publisher.publish(announced, centre_room(centre.centre_id))
        self._queues.announce(centre.centre_id)

    def _mend(self, centres: Iterable[CentreRow]) -> None:
        """Where a commit was not heard of: have phones ask, who hear of their own queue only, and look who may hear."""
        behind = [centre for centre in centres if self._has_missed(centre)]
        if behind:
            sleep(ON_ITS_WAY_SECONDS)
        for centre in filter(self._has_missed, behind):
            self._commits.accept(centre.centre_id, centre.version)
            self._queues.start_anew(centre.centre_id, centre.version)
            self._rights.look_at_centre(centre.centre_id)

    def _has_missed(self, centre: CentreRow) -> bool:
        return self._commits.has_missed(centre.centre_id, centre.version)
