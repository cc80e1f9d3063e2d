"""Bad input at every command: refused in the one error shape, and nothing has changed."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from onedoor.app import LARGEST_REQUEST_BYTES
from onedoor.web.endpoints import declaration_of
from tests.web.asking import assert_refused, unchanged
from tests.web.scene import COMMANDS, Command, Scene

JSON = "application/json"
UNREADABLE = {
    "nothing": b"",
    "half an object": b'{"request_id": ',
    "two objects": b"{}{}",
    "bytes that are no text": b'{"request_id": "\xff\xfe"}',
    "half a character": rb'{"request_id": "\ud800aaaaaaaa"}',
    "nested beyond reason": b"[" * 60_000,
    "a number beyond reason": b'{"turn": ' + b"9" * 6_000 + b"}",
}
NO_OBJECTS: dict[str, Any] = {"null": None, "a list": [], "a text": "ticket", "a number": 7, "an empty object": {}}


class Mistake(NamedTuple):
    """A body that a command must refuse, and the code that it refuses it with."""

    name: str
    body: bytes
    code: str


def mistakes(route: Command) -> Iterator[Mistake]:
    """Everything that can be wrong with the body of this command."""
    yield from (Mistake(name, body, "not_json") for name, body in UNREADABLE.items())
    yield from (invalid(name, body) for name, body in NO_OBJECTS.items())
    good = route.body()
    yield invalid("an unknown field", {**good, "centre": 2})
    yield Mistake("too large", json.dumps({**good, "x": "x" * LARGEST_REQUEST_BYTES}).encode(), "too_large")
    for name, value in good.items():
        yield invalid(f"{name} missing", {key: good[key] for key in good if key != name})
        for wrong in wrong_values(value):
            yield invalid(f"{name} is {named(wrong, value)}", {**good, name: wrong})


def invalid(name: str, body: object) -> Mistake:
    """JSON that is not the command's form."""
    return Mistake(name, json.dumps(body).encode(), "invalid_input")


def named(wrong: object, good: object) -> str:
    """The name of a wrong value; a good one in a list may be another in each run, and names may not."""
    return "a list of one" if wrong == [good] else repr(str(wrong)[:20])


def wrong_values(good: object) -> list[object]:
    """What a field must not take in place of a good value: no type is guessed from another."""
    common: list[object] = [None, {}, [good], 1.5]
    if good is None:
        return common[1:]
    if isinstance(good, str):
        return [*common, 20261124, True, "", "x" * 5_000]
    if isinstance(good, bool):
        return [*common, "true", 0, 1]
    return [*common, str(good), True, 0, -1, 10**9, 10**30]


CASES = [(route, mistake) for route in COMMANDS for mistake in mistakes(route)]


@pytest.mark.parametrize(("route", "mistake"), CASES, ids=[f"{route.path} {mistake.name}" for route, mistake in CASES])
def test_a_mistake_in_the_body_is_refused_and_changes_nothing(scene: Scene, route: Command, mistake: Mistake) -> None:
    client = scene.clients[route.allowed[0]]
    with unchanged(scene.database):
        answer = client.post(route.path, data=mistake.body, content_type=JSON)
    assert_refused(answer, mistake.code)


@pytest.mark.parametrize("route", COMMANDS, ids=lambda route: route.path)
@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", None]
)
def test_only_json_is_read_so_that_no_form_of_another_site_gets_through(
    scene: Scene, route: Command, content_type: str | None
) -> None:
    with unchanged(scene.database):
        answer = scene.clients[route.allowed[0]].post(
            route.path, data=json.dumps(route.body()).encode(), content_type=content_type
        )
    assert_refused(answer, "not_json")


@pytest.mark.parametrize(
    "request_id", ["", "short", "x" * 65, "with space", "with\nline", "ends-in-a-line\n", "ເລກຂໍ-ເລກຂໍ"]
)
def test_a_request_id_is_a_short_plain_word(scene: Scene, request_id: str) -> None:
    route = COMMANDS[0]
    with unchanged(scene.database):
        answer = scene.clients["kiosk"].post(route.path, json=route.body() | {"request_id": request_id})
    assert set(assert_refused(answer, "invalid_input")["fields"]) == {"request_id"}


def test_the_refusal_names_every_wrong_field(scene: Scene) -> None:
    body = {"request_id": "x", "service": 5, "priority": "no", "seat": 1}
    with unchanged(scene.database):
        answer = scene.clients["kiosk"].post("/kiosk/tickets", json=body)
    fields = assert_refused(answer, "invalid_input")["fields"]
    assert set(fields) == {"request_id", "service", "language", "priority", "seat"}


@pytest.mark.parametrize("path", ["/counter/{}/calls", "/counter/1/turns/{}/start", "/management/print-jobs/{}/copies"])
@pytest.mark.parametrize("number", ["-1", "1.5", "one", "9" * 10, "9" * 30, "9" * 6_000, "%00"])
def test_an_address_with_an_impossible_number_leads_nowhere(scene: Scene, path: str, number: str) -> None:
    with unchanged(scene.database):
        answer = scene.clients["administrator"].post(path.format(number), json={"request_id": "12345678"})
    assert_refused(answer, "not_found")


def test_every_route_with_a_form_is_in_this_test(scene: Scene) -> None:
    app = scene.running.running.app
    routes = app.url_map.bind("localhost")
    tried = {routes.match(route.path, method="POST")[0] for route in COMMANDS}
    declared = {name: declaration_of(view) for name, view in app.view_functions.items()}
    assert tried == {name for name, declaration in declared.items() if declaration and declaration.form}
