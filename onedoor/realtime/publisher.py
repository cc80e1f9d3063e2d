"""The only place that emits: a typed event to a room, after the commit that caused it."""

from flask_socketio import SocketIO

from onedoor.database.session import refuse_inside_transaction
from onedoor.realtime.events import Event


class Publisher:
    """Sends events of the contract."""

    def __init__(self, socketio: SocketIO) -> None:
        self._socketio = socketio

    def publish(self, event: Event, room: str) -> None:
        """Send one event to one room."""
        refuse_inside_transaction("publish")
        self._socketio.emit(event.name, event.model_dump(mode="json"), to=room)

    def is_heard(self, room: str) -> bool:
        """Whether anybody is in the room; for nobody nothing needs to be read."""
        return any(self._socketio.server.manager.get_participants("/", room))
