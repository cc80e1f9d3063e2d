"""The one place where an error becomes a status and words.

The shape is always `{"error": {"code", "message", "message_lo", "message_en"}}`, with details beside them.
"""

import logging
import secrets
from typing import Any

from flask import Flask, Response, g, jsonify, make_response, render_template, request
from pydantic import BaseModel
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException, NotFound

from onedoor.metrics import REFUSALS
from onedoor.queueing.errors import ErrorCode, QueueingError
from onedoor.refusals import WebError, WebErrorCode
from onedoor.web.context import database
from onedoor.web.words import LANGUAGES, error_words, words_for

DEFAULT_STATUS = 409
STATUS: dict[str, int] = {
    ErrorCode.unknown_service: 404,
    ErrorCode.unknown_counter: 404,
    ErrorCode.unknown_turn: 404,
    ErrorCode.unknown_ticket: 404,
    ErrorCode.counter_not_yours: 403,
    ErrorCode.issuing_stopped_clock: 503,
    WebErrorCode.invalid_input: 422,
    WebErrorCode.not_json: 400,
    WebErrorCode.too_large: 413,
    WebErrorCode.not_a_picture: 422,
    WebErrorCode.too_many_pixels: 422,
    WebErrorCode.not_found: 404,
    WebErrorCode.method_not_allowed: 405,
    WebErrorCode.sign_in_needed: 401,
    WebErrorCode.wrong_role: 403,
    WebErrorCode.wrong_password: 401,
    WebErrorCode.sign_in_delayed: 429,
    WebErrorCode.too_many_requests: 429,
    WebErrorCode.too_many_tickets: 429,
    WebErrorCode.device_not_enrolled: 401,
    WebErrorCode.code_used: 410,
    WebErrorCode.https_needed: 426,
    WebErrorCode.foreign_origin: 403,
    WebErrorCode.unknown_printer: 404,
    WebErrorCode.unknown_hall: 404,
    WebErrorCode.unknown_device: 404,
    WebErrorCode.unknown_person: 404,
    WebErrorCode.unknown_print_job: 404,
    WebErrorCode.server_error: 500,
    WebErrorCode.database_unavailable: 503,
    WebErrorCode.not_ready: 503,
}
SECONDS = "seconds"
# A restart takes as long, and a page that was opened meanwhile asks again by itself.
DATABASE_AGAIN_SECONDS = 5
OF_HTTP = {
    400: WebErrorCode.not_json,
    404: WebErrorCode.not_found,
    405: WebErrorCode.method_not_allowed,
    413: WebErrorCode.too_large,
    415: WebErrorCode.not_json,
}

log = logging.getLogger(__name__)


def register_errors(app: Flask) -> None:
    """Let every error of the application leave through this file."""
    app.register_error_handler(QueueingError, _refused)
    app.register_error_handler(WebError, _refused)
    app.register_error_handler(HTTPException, _of_http)
    app.register_error_handler(SQLAlchemyError, _of_database)
    app.register_error_handler(Exception, _unexpected)


def status_of(code: str) -> int:
    """The HTTP status of an error code."""
    return STATUS.get(code, DEFAULT_STATUS)


def error_body(code: str, detail: dict[str, Any] | None = None) -> dict[str, Any]:
    """The one shape of an error; `message` is in Lao, since that is what people here read."""
    messages = {f"message_{language}": error_words(code, language) for language in LANGUAGES}
    details = {key: _plain(value) for key, value in (detail or {}).items()}
    return {"error": {"code": code, "message": messages["message_lo"], **messages, **details}}


def _refused(error: QueueingError | WebError) -> tuple[Response, int]:
    REFUSALS.labels(error.code).inc()
    answer = _answer(error_body(error.code, error.detail))
    if SECONDS in error.detail:
        answer.headers["Retry-After"] = str(error.detail[SECONDS])
    return answer, status_of(error.code)


def _of_http(error: HTTPException) -> tuple[Response, int] | HTTPException:
    if error.code is None or error.code < 400:
        return error
    code = OF_HTTP.get(
        error.code, WebErrorCode.not_found if isinstance(error, NotFound) else WebErrorCode.invalid_input
    )
    return _answer(error_body(code)), error.code


def _of_database(error: SQLAlchemyError) -> tuple[Response, int]:
    if not database().outages.note(error):
        return _unexpected(error)
    return _refused(WebError(WebErrorCode.database_unavailable, seconds=DATABASE_AGAIN_SECONDS))


def _unexpected(error: Exception) -> tuple[Response, int]:
    name = secrets.token_hex(4)
    holders = (g.get("staff"), *g.get("device_by_token", {}).values())
    centre = next((holder.centre_id for holder in holders if holder), None)
    # The path may hold a citizen's token: the rule says enough to find the fault.
    where = {"request": name, "centre": centre}
    log.error("unexpected error at %s, request %s", request.url_rule, name, exc_info=error, extra=where)
    return _answer(error_body(WebErrorCode.server_error, {"request": name})), 500


def _answer(body: dict[str, Any]) -> Response:
    """The error as data, or as a page for somebody who opened an address in a browser."""
    wanted = request.accept_mimetypes.best_match(("application/json", "text/html"), "application/json")
    if request.method != "GET" or wanted != "text/html":
        return jsonify(body)
    return make_response(render_template("refused.html", error=body["error"], words=words_for("common")))


def _plain(value: object) -> object:
    return value.model_dump(mode="json") if isinstance(value, BaseModel) else value
