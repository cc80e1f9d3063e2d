"""A screen's websocket in tests: subscribes, and keeps every event that it hears, read by the contract."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from flask.testing import FlaskClient

from onedoor.centres.queries import read_centre
from onedoor.database.session import Committed
from onedoor.realtime.events import EVENTS, Event, Subscribed
from tests.factories import RunningCentre
from tests.waiting import eventually

E = TypeVar("E", bound=Event)
BY_NAME = {event.name: event for event in EVENTS}


class Listener:
    """One open websocket."""

    def __init__(self, running: RunningCentre, browser: FlaskClient) -> None:
        self._running = running
        self._socket = running.websocket(browser)

    def ask(self, *message: Any) -> dict[str, Any]:
        """The answer to `subscribe` with this message, whatever it is."""
        answer: dict[str, Any] = self._socket.emit("subscribe", *message, callback=True)
        return answer

    def subscribe(self, screen: str, **which: Any) -> dict[str, Any]:
        """The acknowledgement, which is as the contract says."""
        answer = self.ask({"screen": screen, **which})
        assert "error" not in answer, answer
        Subscribed.model_validate(answer)
        return answer

    def is_open(self) -> bool:
        """Whether the server has not closed it."""
        return bool(self._socket.is_connected())

    def rooms(self) -> set[str]:
        """The rooms that it has joined, without the websocket's own."""
        server = self._running.running.socketio.server
        own = server.manager.sid_from_eio_sid(self._socket.eio_sid, "/")
        return {room for room in server.rooms(own) if room != own}

    def heard(self) -> list[Event]:
        """Everything so far, in its order; what is not in the contract is a failure."""
        return [BY_NAME[each["name"]].model_validate(each["args"][0]) for each in list(self._socket.queue)]

    def heard_of(self, kind: type[E]) -> list[E]:
        """The events of one kind so far."""
        return [event for event in self.heard() if type(event) is kind]

    def hears(self, kind: type[E]) -> E:
        """The newest event of this kind, waiting for one that is as new as the database."""
        version = self._version()
        return eventually(lambda: [event for event in self.heard_of(kind) if event.version >= version], says=kind.name)[
            -1
        ]

    def _version(self) -> int:
        database = self._running.running.database
        with database.read() as connection:
            return read_centre(connection, self._running.centre.id, database.now()).version


@contextmanager
def telling_nobody(running: RunningCentre) -> Iterator[list[Committed]]:
    """What is committed inside, which reaches no screen, as if it were lost on its way."""
    untold: list[Committed] = []
    database = running.running.database
    tell_everybody, database.after_commit = database.after_commit, untold.append
    yield untold
    database.after_commit = tell_everybody
