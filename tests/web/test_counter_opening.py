"""Opening and closing a counter, and breaks: whose counter it is, and what is harmless twice."""

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.factories import RunningCentre
from tests.web.asking import assert_refused, call_next, command, take_ticket, unchanged


@pytest.fixture
def clerk(running: RunningCentre) -> FlaskClient:
    """A clerk at counter 1, for whom one citizen waits."""
    take_ticket(running.kiosk())
    return running.clerk_at(1)


COUNTER_COMMANDS = ["calls", "turns/1/start", "closing", "break", "return-from-break"]


def give(clerk: FlaskClient, counter: int, what: str) -> TestResponse:
    state = {"state": "waiting"} if what.startswith("turns") else {}
    return command(clerk, f"/counter/{counter}/{what}", **state)


@pytest.mark.parametrize("what", ["opening", *COUNTER_COMMANDS])
def test_an_unknown_counter_is_refused(running: RunningCentre, clerk: FlaskClient, what: str) -> None:
    with unchanged(running.running.database):
        assert_refused(give(clerk, 9, what), "unknown_counter")


@pytest.mark.parametrize("what", [what for what in COUNTER_COMMANDS if what != "closing"])
def test_nobody_works_at_a_closed_counter(running: RunningCentre, clerk: FlaskClient, what: str) -> None:
    with unchanged(running.running.database):
        assert_refused(give(clerk, 2, what), "counter_closed")


@pytest.mark.parametrize("what", COUNTER_COMMANDS)
def test_a_colleague_s_counter_is_left_alone(running: RunningCentre, clerk: FlaskClient, what: str) -> None:
    colleague = running.clerk_at(2)
    with unchanged(running.running.database):
        assert_refused(give(colleague, 1, what), "counter_not_yours")


def test_a_taken_counter_cannot_be_opened(running: RunningCentre, clerk: FlaskClient) -> None:
    colleague = running.staff()
    with unchanged(running.running.database):
        assert_refused(give(colleague, 1, "opening"), "counter_taken")


def test_nobody_sits_at_two_counters(running: RunningCentre, clerk: FlaskClient) -> None:
    with unchanged(running.running.database):
        assert_refused(give(clerk, 2, "opening"), "counter_busy")


@pytest.mark.parametrize("what", ["closing", "break"])
def test_nobody_at_the_desk_is_left_standing(running: RunningCentre, clerk: FlaskClient, what: str) -> None:
    call_next(clerk)
    with unchanged(running.running.database):
        assert_refused(give(clerk, 1, what), "counter_busy")


@pytest.mark.parametrize("what", ["calls", "turns/1/start"])
def test_nobody_is_called_during_a_break(running: RunningCentre, clerk: FlaskClient, what: str) -> None:
    give(clerk, 1, "break")
    with unchanged(running.running.database):
        assert_refused(give(clerk, 1, what), "counter_on_break")


def test_a_counter_is_opened_paused_and_closed(running: RunningCentre) -> None:
    clerk = running.staff()
    states = []
    for what in ("opening", "break", "return-from-break", "closing"):
        answer = give(clerk, 1, what)
        assert answer.status_code == 200
        states.append((answer.json["desk"]["state"], answer.json["desk"]["clerk_is_you"]))
    assert states == [("open", True), ("on_break", True), ("open", True), ("closed", False)]


@pytest.mark.parametrize("way", [["opening"], ["opening", "break"], ["opening", "break", "return-from-break"]])
def test_a_repeated_command_on_the_counter_changes_nothing(running: RunningCentre, way: list[str]) -> None:
    clerk = running.staff()
    answers = [give(clerk, 1, what) for what in way]
    with unchanged(running.running.database):
        assert give(clerk, 1, way[-1]).json == answers[-1].json


def test_a_repeated_closing_changes_nothing(running: RunningCentre, clerk: FlaskClient) -> None:
    first = give(clerk, 1, "closing")
    with unchanged(running.running.database):
        again = give(clerk, 1, "closing")
    assert (again.status_code, again.json) == (200, first.json)
