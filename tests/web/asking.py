"""How tests ask: commands with a request id of their own, and refusals that change nothing."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from onedoor.database.session import Database
from onedoor.web.errors import status_of
from onedoor.web.words import error_words
from tests.factories import BIRTH, PASSWORD, dump, new_request_id

PAGE_DATA = re.compile(r'<script type="application/json" id="page">(.*?)</script>', re.DOTALL)


def command(client: FlaskClient, path: str, **fields: Any) -> TestResponse:
    """Send a command; a `request_id` is made up unless one is given."""
    return client.post(path, json={"request_id": new_request_id(), **fields})


def take_ticket(kiosk: FlaskClient, service: str = BIRTH, **fields: Any) -> TestResponse:
    """Ask a kiosk for a ticket."""
    return command(kiosk, "/kiosk/tickets", **{"service": service, "language": "lo", "priority": False, **fields})


def call_next(clerk: FlaskClient, counter: int = 1) -> int:
    """The turn that the clerk called."""
    answer = command(clerk, f"/counter/{counter}/calls")
    assert answer.status_code == 201, answer.text
    turn: int = answer.json["turn"]
    return turn


def sign_in(client: FlaskClient, name: str, password: str = PASSWORD) -> TestResponse:
    """Ask to be signed in."""
    return client.post("/session", json={"sign_in_name": name, "password": password})


def page_data(answer: TestResponse) -> dict[str, Any]:
    """What a page carries for its script."""
    found = PAGE_DATA.search(answer.text)
    assert found, answer.text
    data: dict[str, Any] = json.loads(found.group(1))
    return data


@contextmanager
def unchanged(database: Database) -> Iterator[None]:
    """Fail if anything in the database is different afterwards."""
    before = dump(database)
    yield
    assert dump(database) == before


def assert_refused(answer: TestResponse, code: str) -> dict[str, Any]:
    """The answer is this error in the one shape, in both languages, and shows nothing of the program."""
    assert answer.json is not None, answer.text
    error: dict[str, Any] = answer.json["error"]
    assert (error["code"], answer.status_code) == (code, status_of(code))
    assert error["message"] == error["message_lo"] == error_words(code, "lo")
    assert error["message_en"] == error_words(code, "en")
    assert "Traceback" not in answer.text
    return error
