"""`/openapi.json`: every JSON route with request, answer, errors and who may use it, from the routes' declarations."""

import re
from functools import cache
from typing import Any

from flask import Blueprint, Flask, Response, current_app, jsonify
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema
from werkzeug.routing import Rule

from onedoor.queueing.errors import ErrorCode
from onedoor.realtime.boards import Desk
from onedoor.refusals import WebErrorCode
from onedoor.staff.models import Role
from onedoor.web.auth import DEVICE_COOKIES, PUBLIC, SAFE_METHODS, SESSION_COOKIE, Allowed
from onedoor.web.endpoints import JSON, Declaration, declaration_of, endpoint
from onedoor.web.errors import status_of

VERSION = "3.1.0"
REFERENCE = "#/components/schemas/{model}"
PATH_TYPES = {"RowNumber": "integer"}
FILE = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}

blueprint = Blueprint("openapi", __name__)


@blueprint.get("/openapi.json")
@endpoint(allow=PUBLIC)
def description() -> Response:
    """This description."""
    return jsonify(describe(current_app))


def describe(app: Flask) -> dict[str, Any]:
    """The OpenAPI description of an application."""
    routes = sorted(_declared_routes(app), key=lambda route: route[0].rule)
    models = {model for _, declared, _ in routes for model in (declared.form, declared.answer) if model} | {Desk}
    references, schemas = _schemas(frozenset(models))
    paths: dict[str, dict[str, Any]] = {}
    for rule, declared, doc in routes:
        method = _method(rule)
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        paths.setdefault(path, {})[method] = _operation(rule, declared, doc, references)
    return {
        "openapi": VERSION,
        "info": {"title": "OneDoor", "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas | {"Error": ERROR_SCHEMA}, "securitySchemes": SECURITY},
    }


WORDS = ("message", "message_lo", "message_en")
ERROR_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", *WORDS],
            "properties": {
                "code": {"enum": sorted(map(str, (*ErrorCode, *WebErrorCode)))},
                **{name: {"type": "string"} for name in WORDS},
                "fields": {"type": "object", "description": "what is wrong with which field of the input"},
                "status": {"type": "string", "description": "the state of the turn that does not allow the action"},
                "request": {"type": "string", "description": "with server_error: how the log names this request"},
                "parts": {"type": "array", "items": {"type": "string"}, "description": "with not_ready: what fails"},
                "seconds": {"type": "integer", "description": "how long to wait, as in the header Retry-After"},
                "desk": {"$ref": REFERENCE.format(model="Desk"), "description": "with desk_changed: as it is now"},
            },
        }
    },
}
SECURITY = {
    "session": {"type": "apiKey", "in": "cookie", "name": SESSION_COOKIE},
    "device": {"type": "http", "scheme": "bearer"},
    **{str(kind): {"type": "apiKey", "in": "cookie", "name": name} for kind, name in DEVICE_COOKIES.items()},
}


def _declared_routes(app: Flask) -> list[tuple[Rule, Declaration, str]]:
    routes = []
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        declared = declaration_of(view)
        if declared and not declared.is_page:
            routes.append((rule, declared, (view.__doc__ or "").strip()))
    return routes


@cache
def _schemas(models: frozenset[type[BaseModel]]) -> tuple[dict[type[BaseModel], dict[str, Any]], dict[str, Any]]:
    """Worked out once: it takes longer than the rest of the description."""
    ordered = sorted(models, key=lambda model: model.__name__)
    found, definitions = models_json_schema([(model, "validation") for model in ordered], ref_template=REFERENCE)
    return {model: found[model, "validation"] for model in ordered}, definitions.get("$defs", {})


def _method(rule: Rule) -> str:
    methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
    return next(iter(methods)).lower()


def _operation(
    rule: Rule, declared: Declaration, doc: str, references: dict[type[BaseModel], dict[str, Any]]
) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": rule.endpoint.replace(".", "_"),
        "summary": doc.splitlines()[0] if doc else "",
        "description": doc,
        "x-allowed": declared.allowed if isinstance(declared.allowed, str) else sorted(map(str, declared.allowed)),
        "parameters": _parameters(rule),
        "responses": _responses(declared, references, _method(rule)),
    }
    if declared.form:
        operation["requestBody"] = {"required": True, "content": _json(references[declared.form])}
    if declared.upload:
        operation["requestBody"] = {"required": True, "content": FILE}
    if declared.allowed != PUBLIC:
        operation["security"] = [{scheme: []} for scheme in _schemes(declared.allowed)]
    return operation


def _parameters(rule: Rule) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": {"type": PATH_TYPES.get(type(converter).__name__, "string")},
        }
        for name, converter in rule._converters.items()
    ]


def _responses(declared: Declaration, references: dict[type[BaseModel], dict[str, Any]], method: str) -> dict[str, Any]:
    answer: dict[str, Any] = {"description": "done"}
    if declared.answer:
        answer["content"] = _json(references[declared.answer])
    by_status: dict[str, list[str]] = {}
    for code in declared.errors + _common_errors(declared, method):
        by_status.setdefault(str(status_of(code)), []).append(code)
    errors = {
        status: {"description": ", ".join(sorted(codes)), "content": _json({"$ref": REFERENCE.format(model="Error")})}
        for status, codes in by_status.items()
    }
    return {str(declared.status): answer} | errors


def _common_errors(declared: Declaration, method: str) -> tuple[str, ...]:
    errors: tuple[str, ...] = ("server_error", "database_unavailable")
    if method.upper() not in SAFE_METHODS:
        errors += ("foreign_origin",)
    if declared.form:
        errors += ("not_json", "invalid_input", "too_large")
    if declared.upload:
        errors += ("too_large", *declared.upload.errors)
    if _is_for_staff(declared.allowed):
        errors += ("sign_in_needed", "wrong_role")
    elif declared.allowed != PUBLIC:
        errors += ("device_not_enrolled",)
    return errors


def _schemes(allowed: Allowed) -> list[str]:
    """Each is enough: a program has a device's token, a browser its cookie."""
    return ["session"] if _is_for_staff(allowed) else ["device", *sorted(map(str, allowed))]


def _is_for_staff(allowed: Allowed) -> bool:
    return any(isinstance(each, Role) for each in allowed)


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {JSON: {"schema": schema}}
