"""Every route of `/openapi.json` with whatever schemathesis makes up for it, good and bad, asked by everybody.

A short run that is always the same, unless Hypothesis is told: `pytest tests/web/test_fuzzing.py
--hypothesis-profile=long`.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from tests.factories import create_running, dump
from tests.permissions import DEVICES, ROUTES, STAFF, Asker
from tests.web.asking import take_ticket
from tests.web.scene import Scene, create_scene
from tests.web.test_permissions import browser

ASKERS: tuple[Asker, ...] = ("visitor", "ticket holder", *DEVICES, *STAFF)
CHECKS = [
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
EXISTING = {"counter": 1, "turn_id": 1, "job": 1, "code": "virtual"}
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
ALLOWED = {route.name.replace("<", "{").replace(">", "}"): route.allowed for route in ROUTES}
EXAMPLES = settings.default.max_examples // 25


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    """One for each asker: who has guessed much must wait."""
    scene = create_scene(create_running(tmp_path))
    yield scene
    scene.database.close()


@pytest.fixture
def description(scene: Scene) -> Any:
    description = schemathesis.openapi.from_wsgi("/openapi.json", scene.running.running.app)
    # Who asks is not made up: it comes with the browser.
    description.config.generation.update(with_security_parameters=False)
    return description


def cases(operation: Any, known: dict[str, Any]) -> st.SearchStrategy[Case]:
    """Requests that fit the description and that do not, to addresses that exist and that do not."""
    names = {parameter.name for parameter in operation.path_parameters}
    existing = {name: value for name, value in known.items() if name in names}
    addresses = [None, existing] if existing else [None]
    return st.one_of(*(operation.as_strategy(mode, path_parameters=address) for mode in MODES for address in addresses))


@pytest.mark.parametrize("asker", ASKERS)
def test_no_request_breaks_the_server_or_changes_anything_without_permission(
    scene: Scene, description: Any, asker: Asker
) -> None:
    known: dict[str, Any] = dict(EXISTING)
    if asker == "ticket holder":
        known["token"] = take_ticket(scene.clients["kiosk"]).json["token"]
    client = browser(scene.running, asker)
    for found in description.get_all_operations():
        operation = found.ok()
        ask(scene, client, cases(operation, known), may=asker in ALLOWED[operation.label])


def ask(scene: Scene, client: FlaskClient, made_up: st.SearchStrategy[Case], may: bool) -> None:
    """Fails with the request that should be looked at."""

    @settings(max_examples=EXAMPLES)
    @given(case=made_up)
    def ask_once(case: Case) -> None:
        before = dump(scene.database)
        answer = case.call(session=client)
        case.validate_response(answer, checks=CHECKS)
        assert answer.status_code != 500
        assert may or answer.status_code >= 400
        if answer.status_code >= 400:
            assert dump(scene.database) == before

    ask_once()
