"""The only place that emits: a typed event to a room, after the commit that caused it."""

from collections.abc import Iterator

from flask_socketio import SocketIO
from socketio import Manager

from onedoor.background import sleep, start_task
from onedoor.database.session import refuse_inside_transaction
from onedoor.realtime.events import Event

# A third of a millisecond; in between, the hall hears and requests are answered.
WRITERS_AT_A_TIME = 25


class PatientManager(Manager):  # type: ignore[misc]
    """Who is connected and in which rooms; a long broadcast lets others in after every few of its receivers."""

    def get_participants(self, namespace: str, room: str | None) -> Iterator[tuple[str, str]]:
        """The members of a room as session and connection ids."""
        for place, participant in enumerate(super().get_participants(namespace, room), start=1):
            yield participant
            if place % WRITERS_AT_A_TIME == 0:
                sleep(0)

    def basic_enter_room(self, sid: str, namespace: str, room: str | None, eio_sid: str | None = None) -> None:
        """Let a websocket into a room, unless it has gone meanwhile: its empty room would stay for ever."""
        if eio_sid is not None or sid in self.rooms.get(namespace, {}).get(None, {}):
            super().basic_enter_room(sid, namespace, room, eio_sid)


class Publisher:
    """Sends events of the contract to this process's websockets."""

    def __init__(self, socketio: SocketIO) -> None:
        self._socketio = socketio

    def publish(self, event: Event, room: str) -> None:
        """Send one event to one room."""
        refuse_inside_transaction("publish")
        self._socketio.emit(event.name, event.model_dump(mode="json"), to=room)

    def is_heard(self, room: str) -> bool:
        """Whether anybody is in the room; for nobody nothing needs to be read."""
        return room in self._socketio.server.manager.rooms.get("/", {})

    def is_open(self, websocket: str) -> bool:
        """Whether the websocket is still connected."""
        return bool(self._socketio.server.manager.is_connected(websocket, "/"))

    def close(self, websocket: str) -> None:
        """Take a websocket out of its rooms at once and close it, be it that its other end does not read."""
        server = self._socketio.server
        line = server.manager.eio_sid_from_sid(websocket, "/")
        server.disconnect(websocket)
        start_task(server.eio.disconnect, line)
