"""A centre in the middle of its day, everybody who may ask, and every command that there is."""

from dataclasses import dataclass, field
from typing import Any

from flask.testing import FlaskClient

from onedoor.database.session import Database
from onedoor.staff.models import Role
from tests.factories import BIRTH, LAND, RunningCentre, new_request_id
from tests.permissions import Asker, permission_for
from tests.web.asking import call_next, take_ticket


@dataclass(frozen=True)
class Command:
    """A request that a route takes from those who are allowed to."""

    path: str
    fields: dict[str, Any] = field(default_factory=dict)

    @property
    def allowed(self) -> tuple[Asker, ...]:
        """Who may, as `docs/security.md` says."""
        return permission_for("POST", self.path).allowed

    def body(self) -> dict[str, Any]:
        """A good request; signing in and a new password are commands that need no name of their own."""
        return self.fields if self.path.startswith("/session") else {"request_id": new_request_id(), **self.fields}


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


TURN_ACTIONS = ("call", "recall", "start", "finish", "no-show", "return", "hold", "resume", "cancel")
COMMANDS = (
    Command("/kiosk/tickets", {"service": BIRTH, "language": "lo", "priority": False}),
    *(Command(f"/{kind}/enrolment") for kind in ("kiosk", "display")),
    Command("/session", {"sign_in_name": "clerk1", "password": "a wrong password"}),
    Command("/session/password", {"old": "a wrong password", "new": "another password"}),
    *(Command(f"/counter/1/{what}") for what in ("opening", "closing", "break", "return-from-break")),
    Command("/counter/1/calls", {"turn": 1, "state": "serving"}),
    *(Command(f"/counter/1/turns/1/{action}", {"state": "called"}) for action in TURN_ACTIONS),
    Command("/counter/1/turns/1/transfer", {"state": "called", "service": LAND}),
    Command("/management/clock", {"confirmed_time": "2026-11-24T01:30:00Z"}),
    Command("/management/printers/virtual/test-pages"),
    Command("/management/print-jobs/1/copies"),
    Command(
        "/management/devices",
        {"code": "ACDEFG", "name": "kiosk-9", "kind": "kiosk", "hall": "main", "printer": None},
    ),
    Command("/management/devices/1/name", {"name": "kiosk-1"}),
    Command("/management/devices/1/revocation"),
    *(Command(f"/management/staff/1/{what}") for what in ("sign-out", "unlock")),
)
"""Every route that takes a form."""
