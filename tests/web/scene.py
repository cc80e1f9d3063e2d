"""A centre in the middle of its day, everybody who may ask, and every command that there is."""

from dataclasses import dataclass, field
from typing import Any, Literal

from flask.testing import FlaskClient

from onedoor.database.session import Database
from onedoor.staff.models import Role
from tests.factories import BIRTH, LAND, RunningCentre, new_request_id
from tests.web.asking import call_next, take_ticket

Asker = Literal["visitor", "kiosk", "display", "clerk", "head", "administrator"]
STAFF: tuple[Asker, ...] = ("clerk", "head", "administrator")


@dataclass(frozen=True)
class Route:
    """A route with a request that it takes from those who are `allowed`; the rest is refused."""

    method: Literal["GET", "POST", "DELETE"]
    path: str
    allowed: tuple[Asker, ...]
    fields: dict[str, Any] = field(default_factory=dict)

    def body(self) -> dict[str, Any]:
        """A good request; signing in is the one command that may be repeated as often as one likes."""
        return self.fields if self.path == "/session" else {"request_id": new_request_id(), **self.fields}


@dataclass(frozen=True)
class Scene:
    """Turn 1 is called at counter 1, two wait, three papers are queued."""

    running: RunningCentre
    clients: dict[Asker, FlaskClient]

    @property
    def database(self) -> Database:
        return self.running.running.database


def create_scene(running: RunningCentre) -> Scene:
    """Three tickets, one call, and a browser for everybody."""
    kiosk, clerk = running.kiosk(), running.clerk_at(1)
    for _ in range(3):
        assert take_ticket(kiosk).status_code == 201
    assert call_next(clerk) == 1
    clients: dict[Asker, FlaskClient] = {
        "visitor": running.visitor(),
        "kiosk": kiosk,
        "display": running.display(),
        "clerk": clerk,
        "head": running.staff(Role.HEAD),
        "administrator": running.staff(Role.ADMINISTRATOR),
    }
    return Scene(running, clients)


def _post(path: str, *allowed: Asker, **fields: Any) -> Route:
    return Route("POST", path, allowed, fields)


TURN_ACTIONS = ("call", "recall", "start", "finish", "no-show", "return", "hold", "resume", "cancel")
COMMANDS = (
    _post("/kiosk/tickets", "kiosk", service=BIRTH, language="lo", priority=False),
    _post("/session", "visitor", "kiosk", "display", *STAFF, sign_in_name="clerk1", password="a wrong password"),
    *(_post(f"/counter/1/{what}", *STAFF) for what in ("opening", "closing", "break", "return-from-break")),
    _post("/counter/1/calls", *STAFF, turn=1, state="serving"),
    *(_post(f"/counter/1/turns/1/{action}", *STAFF, state="called") for action in TURN_ACTIONS),
    _post("/counter/1/turns/1/transfer", *STAFF, state="called", service=LAND),
    _post("/management/clock", "head", "administrator", confirmed_time="2026-11-24T01:30:00Z"),
    _post("/management/printers/virtual/test-pages", "administrator"),
    _post("/management/print-jobs/1/copies", "administrator"),
)
"""Every route that takes a form."""

READS = (
    Route("GET", "/counter/choices", STAFF),
    Route("GET", "/counter/1/desk", STAFF),
    Route("GET", "/display/board", ("display",)),
    Route("GET", "/management/live", ("head", "administrator")),
    Route("GET", "/management/print-jobs/1/picture.png", ("administrator",)),
    Route("DELETE", "/session", STAFF),
)
"""The other routes that are not for everybody."""
