"""Every route and every subscription, asked for by everybody in turn, does what its row of `docs/security.md` says."""

import inspect
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from onedoor.devices.actions import new_enrolment_code
from onedoor.printing.actions import claim_next_job
from onedoor.realtime import rooms
from onedoor.realtime.events import EVENTS, SnapshotNeeded, Subscribe
from onedoor.staff.models import Role
from onedoor.web.auth import PUBLIC
from onedoor.web.endpoints import declaration_of
from tests.factories import RunningCentre, create_running, dump_of
from tests.permissions import (
    ASKERS,
    DEVICES,
    NOTHING,
    ROUTES,
    SCREENS,
    STAFF,
    Asker,
    PermittedRoute,
    PermittedScreen,
    permission_for,
)
from tests.pictures import LOGO
from tests.waiting import eventually
from tests.web.asking import call_next, command, take_ticket, unchanged
from tests.web.described import Described
from tests.web.listening import Listener
from tests.web.scene import COMMANDS
from tests.web.two_centres import TwoCentres, create_two_centres

ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")
NO_TOKEN = "A" * 26
BODIES = {permission_for("POST", command.path): command for command in COMMANDS}
REFUSALS = {"sign_in_needed", "device_not_enrolled", "wrong_role", "unknown_ticket", "code_used"}
SIGN_IN = "/sign-in?next="
WALK = [(route, asker) for route in ROUTES for asker in ASKERS]
WALK_ELSEWHERE = [(route, asker) for route in ROUTES for asker in (*DEVICES, *STAFF)]
SUBSCRIPTIONS = [(screen, asker) for screen in SCREENS for asker in ASKERS]


def named(walk: list[tuple[PermittedRoute, Asker]]) -> list[str]:
    return [f"{route.name} {asker}" for route, asker in walk]


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TwoCentres]:
    """Two centres for the whole walk: who is allowed may do in it what he likes."""
    running = create_running(tmp_path_factory.mktemp("walk"))
    described = Described(running.running.app)
    yield create_two_centres(running)
    running.running.database.close()
    assert described.problems == []


@pytest.fixture(scope="module")
def token(two: TwoCentres) -> str:
    """The token of a ticket here."""
    token: str = take_ticket(two.here.running.kiosk()).json["token"]
    return token


def browser(running: RunningCentre, asker: Asker) -> FlaskClient:
    """A browser that has just been enrolled or signed in, if it can be: holders have no more than what they hold."""
    if asker in STAFF:
        return running.staff(Role(asker), f"{asker} of centre {running.centre.id}")
    return {"kiosk": running.kiosk, "display": running.display}.get(asker, running.visitor)()


def ask(route: PermittedRoute, client: FlaskClient, **secrets: str) -> TestResponse:
    """A good request with what is known of this centre, and with no secret unless one is given."""
    known = {
        "counter": "1",
        "turn_id": "1",
        "job": "1",
        "device": "1",
        "person": "1",
        "code": "virtual",
        "path": "css/tokens.css",
        "token": NO_TOKEN,
    }
    path = ARGUMENT.sub(lambda found: (known | secrets).get(found[1], "x"), route.rule)
    body = BODIES[route].body() if route in BODIES else None
    file = LOGO if route.method == "PUT" else None
    return client.open(path, method=route.method, json=body, data=file)


def secret_of(two: TwoCentres, route: PermittedRoute, asker: Asker, token: str) -> dict[str, str]:
    """What a holder holds; a code is for the device of its screen."""
    here = two.here.running
    if asker == "ticket holder":
        return {"token": token}
    if asker == "code holder":
        device = "kiosk-1" if route.rule.startswith("/kiosk") else "hall-1"
        return {"code": new_enrolment_code(two.here.database, here.centre.id, device)}
    return {}


def is_refused(answer: TestResponse) -> bool:
    """For who the asker is; a thing that does not exist, or cannot be done now, is no such refusal."""
    if answer.json and "error" in answer.json:
        return answer.json["error"]["code"] in REFUSALS
    return answer.status_code in (401, 403, 404) or answer.headers.get("Location", "").startswith(SIGN_IN)


def test_every_route_has_one_row_and_every_row_a_route(running: RunningCentre) -> None:
    rules = list(running.running.app.url_map.iter_rules())
    there = {f"{method} {rule.rule.replace('<int:', '<')}" for rule in rules for method in rule.methods or ()}
    rows = Counter(route.name for route in ROUTES)
    assert rows.keys() == {name for name in there if not name.startswith(("HEAD ", "OPTIONS "))}
    assert max(rows.values()) == 1


def test_a_route_declares_no_more_and_no_less_than_its_row(running: RunningCentre) -> None:
    """A page is declared public where it sends strangers to sign in by itself, and where the address is the secret."""
    for route in ROUTES:
        app = running.running.app
        address = ARGUMENT.sub("1", route.rule)
        endpoint, _ = app.url_map.bind("localhost").match(address, method=route.method)
        declared = declaration_of(app.view_functions[endpoint])
        assert declared
        if declared.allowed != PUBLIC:
            assert set(route.allowed) == set(map(str, declared.allowed)), route.name


def test_every_command_has_a_good_request_to_walk_with() -> None:
    assert {route for route in ROUTES if route.method == "POST"} == BODIES.keys()


@pytest.mark.parametrize(("route", "asker"), WALK, ids=named(WALK))
def test_who_is_in_the_row_gets_through_and_who_is_not_changes_nothing(
    two: TwoCentres, token: str, route: PermittedRoute, asker: Asker
) -> None:
    client, secret = browser(two.here.running, asker), secret_of(two, route, asker, token)
    may = asker in route.allowed
    with nullcontext() if may and route.changes != NOTHING else unchanged(two.here.database):
        answer = ask(route, client, **secret)
    assert is_refused(answer) is not may, answer.text


@pytest.mark.parametrize(("route", "asker"), WALK_ELSEWHERE, ids=named(WALK_ELSEWHERE))
def test_staff_and_devices_of_another_centre_read_and_change_nothing_here(
    two: TwoCentres, token: str, route: PermittedRoute, asker: Asker
) -> None:
    client, before = browser(two.elsewhere, asker), dump_of(two.here.running.centre)
    answer = ask(route, client)
    assert dump_of(two.here.running.centre) == before
    assert is_refused(answer) is (asker not in route.allowed), answer.text
    assert [sign for sign in ("Small centre", "clerk1", token) if sign in answer.text] == []


def test_every_event_that_a_page_may_send_has_a_row(running: RunningCentre) -> None:
    assert {each.event for each in SCREENS} == running.running.socketio.server.handlers["/"].keys()
    assert {each.screen for each in SCREENS} == set(Subscribe.model_fields["screen"].annotation.__args__)


def test_every_event_and_every_room_is_in_a_row() -> None:
    assert {event for each in SCREENS for event in each.events} == {event.name for event in EVENTS}
    made = {name.removesuffix("_room") for name, _ in inspect.getmembers(rooms, inspect.isfunction)}
    prefixes = {rooms.__dict__[f"{name}_room"](1).partition(":")[0] for name in made}
    assert {room for each in SCREENS for room in each.rooms} == prefixes


@pytest.mark.parametrize(("screen", "asker"), SUBSCRIPTIONS, ids=[f"{each.screen} {a}" for each, a in SUBSCRIPTIONS])
def test_who_is_in_the_row_joins_its_rooms_and_nobody_else_joins_any(
    two: TwoCentres, token: str, screen: PermittedScreen, asker: Asker
) -> None:
    listener = Listener(two.here.running, browser(two.here.running, asker))
    secret = token if asker == "ticket holder" else NO_TOKEN
    with unchanged(two.here.database):
        answer = listener.ask({"screen": screen.screen, "counter": 1, "token": secret})
    may = asker in screen.allowed
    assert ("snapshot" in answer) is may
    assert {room.partition(":")[0] for room in listener.rooms()} == (screen.rooms if may else set())
    if not may:
        assert answer["error"]["code"] in REFUSALS
        two.here.running.running.heartbeat.beat()
        assert listener.heard() == []


@pytest.mark.parametrize("screen", [each for each in SCREENS if each.of_centre == "own"], ids=lambda each: each.screen)
def test_the_same_screen_of_another_centre_shares_no_room(two: TwoCentres, screen: PermittedScreen) -> None:
    asker = screen.allowed[-1]
    here, elsewhere = (Listener(running, browser(running, asker)) for running in (two.here.running, two.elsewhere))
    for listener in (here, elsewhere):
        listener.subscribe(screen.screen, counter=1)
    assert here.rooms().isdisjoint(elsewhere.rooms())


def test_a_screen_hears_the_events_of_its_row_and_no_other(running: RunningCentre) -> None:
    kiosk, clerk = running.kiosk(), running.clerk_at(1)
    token = take_ticket(kiosk).json["token"]
    browsers = {"kiosk": kiosk, "counter": clerk}
    listeners = [
        (each, Listener(running, browsers.get(each.screen) or browser(running, each.allowed[0]))) for each in SCREENS
    ]
    for each, listener in listeners:
        listener.subscribe(each.screen, counter=1, token=token)
    work_a_little(running, kiosk, clerk)
    for each, listener in listeners:
        hears_all(listener, each.events - {SnapshotNeeded.name})
    running.centre.clock.advance(timedelta(days=1))
    running.running.heartbeat.beat()
    for each, listener in listeners:
        hears_all(listener, each.events)


def work_a_little(running: RunningCentre, kiosk: FlaskClient, clerk: FlaskClient) -> None:
    """Something that each event tells of, but for the end of the day."""
    turn = call_next(clerk)
    command(clerk, f"/counter/1/turns/{turn}/recall", state="called")
    take_ticket(kiosk)
    assert claim_next_job(running.running.database, running.centre.id, 1, "a server")
    running.running.heartbeat.beat()


def hears_all(listener: Listener, names: frozenset[str]) -> None:
    """These, and no others."""
    eventually(lambda: {event.name for event in listener.heard()} >= names, says=f"all of {set(names)}")
    assert {event.name for event in listener.heard()} == names
