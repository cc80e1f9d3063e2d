"""Every 2 seconds: tell all screens the current version from the database, and roll the service day when it is time."""

import logging

from onedoor.background import sleep
from onedoor.centres.queries import read_centre, read_centre_ids
from onedoor.database.session import Database
from onedoor.realtime.events import VersionAnnounced
from onedoor.realtime.publisher import Publisher
from onedoor.realtime.rooms import centre_room
from onedoor.tickets.actions.day import roll_day

BEAT_SECONDS = 2.0

log = logging.getLogger(__name__)


class Heartbeat:
    """Announces what the database says, so that a screen also learns what another process wrote."""

    def __init__(self, database: Database, publisher: Publisher, build: str) -> None:
        self._database = database
        self._publisher = publisher
        self._build = build

    def run(self) -> None:
        """Beat until the process ends; a failed beat is logged and the next one tries again."""
        while True:
            try:
                self.beat()
            except Exception:
                log.exception("a heartbeat failed")
            sleep(BEAT_SECONDS)

    def beat(self) -> None:
        """One beat for every centre."""
        with self._database.read() as connection:
            centres = read_centre_ids(connection)
        for centre_id in centres:
            roll_day(self._database, centre_id)
            with self._database.read() as connection:
                version = read_centre(connection, centre_id, self._database.now()).version
            self._publisher.publish(VersionAnnounced(version=version, build=self._build), centre_room(centre_id))
