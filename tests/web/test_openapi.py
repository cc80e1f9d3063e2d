"""`/openapi.json` is valid, complete, and says who may do what; that answers are as described every web test checks."""

from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from onedoor.queueing.errors import ErrorCode
from onedoor.refusals import WebErrorCode
from onedoor.web.endpoints import declaration_of
from onedoor.web.errors import status_of
from tests.factories import RunningCentre
from tests.permissions import DEVICES, ROUTES, STAFF, permission_for
from tests.web.scene import COMMANDS

METHODS = {"get", "post", "put", "patch", "delete"}
OF_NO_ROUTE = {"not_found", "method_not_allowed", "cannot_expire", "https_needed"}
"""Addresses that lead nowhere, what only the close of the day does, and what comes before any route."""


def braced(rule: str) -> str:
    """A rule as the description writes it."""
    return rule.replace("<", "{").replace(">", "}")


ALLOWED = {(route.method, braced(route.rule)): route.allowed for route in ROUTES}


@pytest.fixture
def description(running: RunningCentre) -> dict[str, Any]:
    answer = running.visitor().get("/openapi.json")
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    found: dict[str, Any] = answer.json
    return found


def operations(description: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        operation["operationId"]: operation
        for path in description["paths"].values()
        for method, operation in path.items()
        if method in METHODS
    }


def test_the_description_is_valid_openapi_3_1(description: dict[str, Any]) -> None:
    assert description["openapi"].startswith("3.1")
    assert list(OpenAPIV31SpecValidator(description).iter_errors()) == []


def test_every_route_that_answers_data_is_described_and_no_other(
    running: RunningCentre, description: dict[str, Any]
) -> None:
    views = running.running.app.view_functions
    declared = {name: declaration_of(view) for name, view in views.items()}
    with_data = {
        name.replace(".", "_") for name, declaration in declared.items() if declaration and not declaration.is_page
    }
    assert operations(description).keys() == with_data


def test_every_operation_says_what_it_does(description: dict[str, Any]) -> None:
    for name, operation in operations(description).items():
        assert operation["summary"].endswith("."), name


@pytest.mark.parametrize("route", COMMANDS, ids=lambda route: route.path)
def test_a_command_describes_every_field_that_it_takes(description: dict[str, Any], route: Any) -> None:
    schema = body_of(description, route.path)
    assert schema["properties"].keys() == route.body().keys()
    assert schema["additionalProperties"] is False


def body_of(description: dict[str, Any], address: str) -> dict[str, Any]:
    path = braced(permission_for("POST", address).rule)
    reference = description["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    schema: dict[str, Any] = description["components"]["schemas"][reference.rsplit("/", 1)[1]]
    return schema


def test_every_route_says_who_may_use_it_and_with_which_credential(description: dict[str, Any]) -> None:
    for path, operations_there in description["paths"].items():
        for method, operation in operations_there.items():
            allowed = ALLOWED[method.upper(), path]
            if set(allowed) <= {*DEVICES, *STAFF}:
                assert sorted(operation["x-allowed"]) == sorted(allowed), path
                schemes = ["session"] if set(allowed) <= set(STAFF) else ["device", *allowed]
                assert operation["security"] == [{scheme: []} for scheme in schemes]
                assert set(schemes) <= description["components"]["securitySchemes"].keys()
            else:
                assert (operation["x-allowed"], "security" in operation) == ("public", False), path


def test_every_error_code_is_described_at_some_route_under_its_status(description: dict[str, Any]) -> None:
    described: dict[str, set[str]] = {}
    for operation in operations(description).values():
        for status, answer in operation["responses"].items():
            if int(status) >= 400:
                for code in answer["description"].split(", "):
                    described.setdefault(code, set()).add(status)
    every = {str(code) for code in (*ErrorCode, *WebErrorCode)}
    assert every - described.keys() == OF_NO_ROUTE | {"code_used"}
    assert described == {code: {str(status_of(code))} for code in described}


def test_an_error_lists_all_codes(description: dict[str, Any]) -> None:
    codes = description["components"]["schemas"]["Error"]["properties"]["error"]["properties"]["code"]["enum"]
    assert set(codes) == {str(code) for code in (*ErrorCode, *WebErrorCode)}


def test_a_program_that_knows_only_the_description_signs_in_and_works(
    running: RunningCentre, description: dict[str, Any]
) -> None:
    program = running.visitor()
    running.staff(name="program")
    assert "onedoor_session" in description["paths"]["/session"]["post"]["description"]
    signed_in = program.post("/session", json={"sign_in_name": "program", "password": "a password of tests"})
    assert signed_in.status_code == 200
    assert program.get("/counter/choices").status_code == 200
