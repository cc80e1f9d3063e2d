"""Holds every answer of an application against its own description in `/openapi.json`."""

from typing import Any

from flask import Flask, Response, request
from openapi_schema_validator import OAS31Validator, oas31_format_checker

from onedoor.web.openapi import describe


class Described:
    """Looks at each request and answer that passes; `problems` says what the description does not know."""

    def __init__(self, app: Flask) -> None:
        self.problems: list[str] = []
        self._description = describe(app)
        app.after_request(self._look)

    def _look(self, response: Response) -> Response:
        operation = self._operation()
        if operation:
            where = f"{request.method} {request.path} {response.status_code}"
            self.problems += [f"{where}: {problem}" for problem in self._problems(operation, response)]
        return response

    def _operation(self) -> dict[str, Any] | None:
        """What is described for this request; None for a page, or an address that leads nowhere."""
        if request.url_rule is None:
            return None
        path = request.url_rule.rule.replace("<int:", "{").replace("<", "{").replace(">", "}")
        operation: dict[str, Any] | None = self._description["paths"].get(path, {}).get(request.method.lower())
        return operation

    def _problems(self, operation: dict[str, Any], response: Response) -> list[str]:
        described = operation["responses"].get(str(response.status_code))
        if described is None:
            return ["the status is not described"]
        problems = self._against(described, response.get_json(silent=True))
        if response.status_code >= 400:
            code = response.get_json()["error"]["code"]
            return problems + ([] if code in described["description"].split(", ") else [f"{code} is not described"])
        return problems + (self._against(operation["requestBody"], request.get_json()) if request.is_json else [])

    def _against(self, described: dict[str, Any], body: object) -> list[str]:
        if "content" not in described:
            return [] if body is None or request.path == "/openapi.json" else ["the body is not described"]
        schema = described["content"]["application/json"]["schema"] | {"components": self._description["components"]}
        validator = OAS31Validator(schema, format_checker=oas31_format_checker)
        return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(body)]
