"""By what right each screen hears: the credential that it subscribed with. Who loses it is closed at once.

A phone is not here: a ticket's token is its holder's for ever.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from onedoor.database.session import Database
from onedoor.devices.queries import DeviceCredential
from onedoor.realtime.publisher import Publisher
from onedoor.staff.queries import StaffCredential

Credential = StaffCredential | DeviceCredential


@dataclass(frozen=True)
class Right:
    """A credential, and how to look it up again; any other answer, also another role or place, ends the right."""

    credential: Credential
    look_up: Callable[[Connection], Credential | None]

    def holds(self, connection: Connection) -> bool:
        """Whether the database still says what it said when the screen subscribed."""
        return self.look_up(connection) == self.credential

    def is_due(self, now: datetime) -> bool:
        """Whether it should have ended by itself: a session does, a device's token does not."""
        return isinstance(self.credential, StaffCredential) and self.credential.ends_at <= now


class Rights:
    """The rights of this process's websockets, by the websocket's id."""

    def __init__(self, database: Database, publisher: Publisher) -> None:
        self._database = database
        self._publisher = publisher
        self._held: dict[str, Right] = {}

    def note(self, websocket: str, right: Right | None) -> None:
        """Remember by what right a websocket hears from now on; None for one that needs none."""
        if right:
            self._held[websocket] = right
        else:
            self._held.pop(websocket, None)

    def look_at_centre(self, centre_id: int) -> None:
        """Close the websockets of a centre whose right is gone: somebody lost one."""
        self._close_lost([each for each, right in self._all() if right.credential.centre_id == centre_id])

    def look_at_ended(self) -> None:
        """Close the websockets whose session has ended by itself, and forget those that have gone."""
        now = self._database.now()
        for websocket, _ in self._all():
            if not self._publisher.is_open(websocket):
                self._held.pop(websocket, None)
        self._close_lost([each for each, right in self._all() if right.is_due(now)])

    def _close_lost(self, websockets: Iterable[str]) -> None:
        for websocket in self._lost(websockets):
            self._held.pop(websocket, None)
            self._publisher.close(websocket)

    def _lost(self, websockets: Iterable[str]) -> list[str]:
        with self._database.read() as connection:
            held = [(each, right) for each in websockets if (right := self._held.get(each))]
            return [websocket for websocket, right in held if not right.holds(connection)]

    def _all(self) -> list[tuple[str, Right]]:
        return list(self._held.items())
