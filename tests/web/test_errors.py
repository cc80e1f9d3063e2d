"""Errors that belong to no route, and what every answer has in common."""

import logging

import pytest

from tests.factories import RunningCentre
from tests.web.asking import assert_refused, take_ticket, unchanged

HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
SECRET = "a secret of the inside"


@pytest.fixture
def broken_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault in the middle of the ticket's transaction, after its first rows."""

    def broken(*_arguments: object) -> None:
        raise RuntimeError(SECRET)

    monkeypatch.setattr("onedoor.tickets.actions.issue.queue_ticket_paper", broken)


@pytest.mark.usefixtures("broken_writes")
def test_an_unforeseen_error_shows_nothing_of_the_program_and_leaves_nothing_behind(running: RunningCentre) -> None:
    kiosk = running.kiosk()
    with unchanged(running.running.database):
        answer = take_ticket(kiosk)
    assert_refused(answer, "server_error")
    assert SECRET not in answer.text
    assert ".py" not in answer.text


def test_after_an_unforeseen_error_the_same_request_gets_its_ticket(
    running: RunningCentre, monkeypatch: pytest.MonkeyPatch, broken_writes: None
) -> None:
    kiosk = running.kiosk()
    assert_refused(take_ticket(kiosk, request_id="the-same-touch"), "server_error")
    monkeypatch.undo()
    assert take_ticket(kiosk, request_id="the-same-touch").json["number"] == "A001"


def test_the_log_of_an_unforeseen_error_tells_the_route_and_no_citizen_s_token(
    running: RunningCentre, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    token = take_ticket(running.kiosk()).json["token"]

    def broken(*_arguments: object) -> None:
        raise RuntimeError(SECRET)

    monkeypatch.setattr("phone.views.read_ticket_page", broken)
    with caplog.at_level(logging.ERROR):
        assert_refused(running.visitor().get(f"/t/{token}/state"), "server_error")
    assert "/t/<token>/state" in caplog.text
    assert SECRET in caplog.text
    assert token not in caplog.text


def test_an_unforeseen_error_of_a_page_is_a_page_with_words(
    running: RunningCentre, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object) -> None:
        raise RuntimeError(SECRET)

    monkeypatch.setattr("signin.views.read_centre_ids", broken)
    answer = running.visitor().get("/sign-in", headers=HTML)
    assert (answer.status_code, answer.mimetype) == (500, "text/html")
    assert 'data-code="server_error"' in answer.text
    assert SECRET not in answer.text


@pytest.mark.parametrize(
    "path", ["/nowhere", "/kiosk/nowhere", "/counter/x/desk", "/static/b/nowhere.js", "/kiosk/%00", "/t/"]
)
def test_an_address_that_leads_nowhere_is_refused_for_programs_and_people(running: RunningCentre, path: str) -> None:
    visitor = running.visitor()
    assert_refused(visitor.get(path), "not_found")
    page = visitor.get(path, headers=HTML)
    assert (page.status_code, page.mimetype) == (404, "text/html")
    assert 'data-code="not_found"' in page.text


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/kiosk/tickets"),
        ("PUT", "/session"),
        ("DELETE", "/kiosk/"),
        ("POST", "/display/board"),
        ("PATCH", "/counter/1/calls"),
    ],
)
def test_another_method_is_refused(running: RunningCentre, method: str, path: str) -> None:
    answer = running.visitor().open(path, method=method)
    assert_refused(answer, "method_not_allowed")


def test_a_command_is_answered_as_data_whatever_the_browser_prefers(running: RunningCentre) -> None:
    answer = running.visitor().post("/kiosk/tickets", json={}, headers=HTML)
    assert_refused(answer, "device_not_enrolled")


@pytest.mark.parametrize(
    "path",
    [
        "/static/b/../../pyproject.toml",
        "/static/b/%2e%2e/%2e%2e/app.py",
        "/static/b/%00",
        "/static/b/..%2fapp.py",
    ],
)
def test_no_file_outside_the_assets_is_served(running: RunningCentre, path: str) -> None:
    assert_refused(running.visitor().get(path), "not_found")


def test_an_asset_is_kept_by_browsers_as_long_as_it_is_of_this_build(running: RunningCentre) -> None:
    visitor = running.visitor()
    path = "css/tokens.css"
    build = visitor.get("/sign-in").text.split(f"/{path}")[0].rsplit("/", 1)[1]
    assert visitor.get(f"/static/{build}/{path}").cache_control.max_age == 365 * 24 * 3600
    assert visitor.get(f"/static/other/{path}").cache_control.max_age == 0


@pytest.mark.parametrize("path", ["/sign-in", "/kiosk/", "/display/", "/t/x", "/nowhere", "/openapi.json"])
def test_every_answer_loads_nothing_from_elsewhere_and_is_kept_by_nobody(running: RunningCentre, path: str) -> None:
    headers = running.visitor().get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin", "the phone's address is a secret"
    assert headers["Cache-Control"] == "no-store"


def test_the_application_is_in_no_debugging_mode(running: RunningCentre) -> None:
    assert not running.running.app.debug
    assert not running.running.app.testing
