"""Who may do what, read from the tables of `docs/security.md`: the one list that the tests of the web hold to."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from werkzeug.routing import Map, Rule

DOCUMENT = Path(__file__).parents[1] / "docs" / "security.md"
ROW = re.compile(r"^\| (`.*) \|$", re.MULTILINE)
NAMES = re.compile(r"`([^`]+)`")

Asker = Literal["visitor", "ticket holder", "code holder", "kiosk", "display", "clerk", "head", "administrator"]
STAFF: tuple[Asker, ...] = ("clerk", "head", "administrator")
DEVICES: tuple[Asker, ...] = ("kiosk", "display")
ASKERS: tuple[Asker, ...] = ("visitor", "ticket holder", "code holder", *DEVICES, *STAFF)
EVERYBODY, NOTHING = "everybody", "nothing"


@dataclass(frozen=True)
class PermittedRoute:
    """One row of the table of routes; `rule` is written as Flask writes it, without the type of a number or text."""

    method: str
    rule: str
    allowed: tuple[Asker, ...]
    of_centre: str
    changes: str

    @property
    def name(self) -> str:
        """The row's first cell."""
        return f"{self.method} {self.rule}"


@dataclass(frozen=True)
class PermittedScreen:
    """One row of the table of the websocket: what a page says, who may, and what it hears from then on."""

    event: str
    screen: str
    allowed: tuple[Asker, ...]
    of_centre: str
    rooms: frozenset[str]
    events: frozenset[str]


def _read_routes() -> tuple[PermittedRoute, ...]:
    return tuple(_route(*cells) for cells in _rows("Routes"))


def _read_screens() -> tuple[PermittedScreen, ...]:
    return tuple(_screen(*cells) for cells in _rows("The websocket"))


def permission_for(method: str, path: str) -> PermittedRoute:
    """The row of an address. Raises werkzeug's NotFound where there is none."""
    found: PermittedRoute = RULES.bind("localhost").match(path, method=method)[0]
    return found


def _route(route: str, who: str, of_centre: str, _reads: str, changes: str) -> PermittedRoute:
    method, _, rule = route.strip("`").partition(" ")
    return PermittedRoute(method, rule, _askers(who), of_centre, changes)


def _screen(what: str, who: str, of_centre: str, rooms: str, hears: str) -> PermittedScreen:
    event, _, screen = what.strip("`").partition(" ")
    names = (frozenset(NAMES.findall(cell)) for cell in (rooms, hears))
    return PermittedScreen(event, screen, _askers(who), of_centre, *names)


def _askers(who: str) -> tuple[Asker, ...]:
    """Raises KeyError for a name that is not in the list of who there is."""
    known: dict[str, Asker] = {asker: asker for asker in ASKERS}
    return ASKERS if who == EVERYBODY else tuple(known[name] for name in who.split(", "))


def _rows(heading: str) -> list[list[str]]:
    section = DOCUMENT.read_text("utf-8").partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return [row.split(" | ") for row in ROW.findall(section)]


ROUTES = _read_routes()
SCREENS = _read_screens()
RULES = Map([Rule(route.rule, methods=[route.method], endpoint=route) for route in ROUTES])
