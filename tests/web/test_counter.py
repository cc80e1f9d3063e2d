"""The desk's routes: every action on a turn in every state, and every refusal of a rule."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete
from werkzeug.test import TestResponse

from onedoor.centres.models import CounterService
from onedoor.queueing.ticket import REFUSALS, TRANSITIONS, TurnAction, TurnStatus
from tests.factories import BIRTH, LAND, RunningCentre, dump
from tests.web.asking import assert_refused, call_next, command, page_data, take_ticket, unchanged

PATHS = {
    "call": TurnAction.call,
    "recall": TurnAction.recall,
    "start": TurnAction.start,
    "finish": TurnAction.finish,
    "no-show": TurnAction.no_show,
    "return": TurnAction.return_to_queue,
    "hold": TurnAction.hold,
    "resume": TurnAction.resume,
    "transfer": TurnAction.transfer,
    "cancel": TurnAction.cancel,
}
WAY_TO: dict[TurnStatus, tuple[tuple[str, str], ...]] = {
    TurnStatus.called: (),
    TurnStatus.serving: (("start", "called"),),
    TurnStatus.on_hold: (("start", "called"), ("hold", "serving")),
    TurnStatus.no_show: (("no-show", "called"),),
    TurnStatus.waiting: (("return", "called"),),
}
"""The actions, each with the state it begins in, from the call to a state."""


def act(clerk: FlaskClient, turn: int, path: str, state: str, counter: int = 1, **fields: Any) -> TestResponse:
    service = {"service": LAND} if path == "transfer" else {}
    return command(clerk, f"/counter/{counter}/turns/{turn}/{path}", state=state, **service, **fields)


def bring_to(clerk: FlaskClient, state: TurnStatus) -> int:
    turn = call_next(clerk)
    for path, begins_in in WAY_TO[state]:
        assert act(clerk, turn, path, begins_in).status_code == 200
    return turn


@pytest.fixture
def clerk(running: RunningCentre) -> FlaskClient:
    """A clerk at counter 1, for whom one citizen waits."""
    take_ticket(running.kiosk())
    return running.clerk_at(1)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("state", WAY_TO)
def test_an_action_does_what_the_table_says_or_is_refused_with_its_own_code(
    running: RunningCentre, clerk: FlaskClient, path: str, state: TurnStatus
) -> None:
    turn = bring_to(clerk, state)
    becomes = TRANSITIONS.get((PATHS[path], state))
    if becomes is None:
        with unchanged(running.running.database):
            error = assert_refused(act(clerk, turn, path, state), REFUSALS[PATHS[path]])
        assert error["status"] == state
        return
    answer = act(clerk, turn, path, state)
    assert (answer.status_code, answer.json["turn"], answer.json["number"]) == (200, turn, "A001")
    assert next(row.status for row in running.centre.turns() if row.id == turn) == becomes


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("seen", WAY_TO)
def test_a_command_in_sight_of_an_old_desk_is_refused_with_the_fresh_one(
    running: RunningCentre, clerk: FlaskClient, path: str, seen: TurnStatus
) -> None:
    turn = bring_to(clerk, TurnStatus.called if seen is not TurnStatus.called else TurnStatus.serving)
    with unchanged(running.running.database):
        error = assert_refused(act(clerk, turn, path, seen), "desk_changed")
    assert error["desk"] == clerk.get("/counter/1/desk").json["desk"]
    assert error["desk"]["turn"]["turn"] == turn


@pytest.mark.parametrize("path", ["recall", "start", "no-show", "transfer"])
def test_a_repeated_command_gets_the_first_answer_and_does_nothing_more(
    running: RunningCentre, clerk: FlaskClient, path: str
) -> None:
    turn = call_next(clerk)
    first = act(clerk, turn, path, "called", request_id="the-same-press")
    before = dump(running.running.database)
    again = act(clerk, turn, path, "called", request_id="the-same-press")
    assert (again.status_code, again.json) == (first.status_code, first.json)
    assert dump(running.running.database) == before


def test_a_double_press_calls_one_citizen_only(running: RunningCentre, clerk: FlaskClient) -> None:
    take_ticket(running.kiosk())
    first = command(clerk, "/counter/1/calls", request_id="the-same-press")
    before = dump(running.running.database)
    again = command(clerk, "/counter/1/calls", request_id="the-same-press")
    assert (first.status_code, first.json["number"]) == (201, "A001")
    assert (again.status_code, again.json) == (201, first.json)
    assert dump(running.running.database) == before


def test_two_presses_of_the_key_do_not_do_two_things(running: RunningCentre, clerk: FlaskClient) -> None:
    call_next(clerk)
    with unchanged(running.running.database):
        assert_refused(command(clerk, "/counter/1/calls"), "counter_busy")


def test_finish_and_call_next_is_one_step(running: RunningCentre, clerk: FlaskClient) -> None:
    take_ticket(running.kiosk())
    turn = bring_to(clerk, TurnStatus.serving)
    answer = command(clerk, "/counter/1/calls", turn=turn, state="serving")
    assert (answer.status_code, answer.json["number"]) == (201, "A002")
    assert [row.status for row in running.centre.turns()] == ["finished", "called"]


def test_finish_and_call_next_finishes_also_when_nobody_waits(running: RunningCentre, clerk: FlaskClient) -> None:
    turn = bring_to(clerk, TurnStatus.serving)
    answer = command(clerk, "/counter/1/calls", turn=turn, state="serving")
    assert (answer.status_code, answer.json["turn"], answer.json["number"]) == (201, None, None)
    assert [row.status for row in running.centre.turns()] == ["finished"]


def test_finish_and_call_next_of_an_old_desk_is_refused_with_the_fresh_one(
    running: RunningCentre, clerk: FlaskClient
) -> None:
    turn = call_next(clerk)
    with unchanged(running.running.database):
        answer = command(clerk, "/counter/1/calls", turn=turn, state="serving")
    assert assert_refused(answer, "desk_changed")["desk"]["turn"]["status"] == "called"


@pytest.mark.parametrize("fields", [{"turn": 1}, {"state": "serving"}, {"turn": 1, "state": "called"}])
def test_half_a_finish_is_no_command(running: RunningCentre, clerk: FlaskClient, fields: dict[str, Any]) -> None:
    with unchanged(running.running.database):
        assert_refused(command(clerk, "/counter/1/calls", **fields), "invalid_input")


def test_nobody_waiting_is_an_answer_that_programs_understand(running: RunningCentre) -> None:
    take_ticket(running.kiosk(), LAND)
    clerk = running.clerk_at(1)
    with unchanged(running.running.database):
        assert_refused(command(clerk, "/counter/1/calls"), "nobody_waiting")


@pytest.mark.parametrize("state", ["finished", "cancelled", "transferred", "expired", "unknown"])
def test_no_command_is_about_a_turn_that_has_ended(running: RunningCentre, clerk: FlaskClient, state: str) -> None:
    turn = call_next(clerk)
    with unchanged(running.running.database):
        assert_refused(act(clerk, turn, "start", state), "invalid_input")


@pytest.mark.parametrize("path", PATHS)
def test_an_unknown_turn_is_refused(running: RunningCentre, clerk: FlaskClient, path: str) -> None:
    with unchanged(running.running.database):
        assert_refused(act(clerk, 999_999_999, path, "called"), "unknown_turn")


@pytest.mark.parametrize("path", PATHS)
def test_a_turn_of_another_counter_is_not_touched(running: RunningCentre, clerk: FlaskClient, path: str) -> None:
    turn = call_next(clerk)
    colleague = running.clerk_at(2)
    with unchanged(running.running.database):
        assert_refused(act(colleague, turn, path, "called", counter=2), "desk_changed")


def test_yesterday_s_turn_is_unknown_today(running: RunningCentre, clerk: FlaskClient) -> None:
    turn = call_next(clerk)
    running.centre.clock.advance(timedelta(days=1))
    running.running.heartbeat.beat()
    again = running.clerk_at(1)
    assert_refused(act(again, turn, "start", "called"), "unknown_turn")


def test_a_transfer_keeps_the_number_and_frees_the_desk(running: RunningCentre, clerk: FlaskClient) -> None:
    turn = bring_to(clerk, TurnStatus.serving)
    answer = act(clerk, turn, "transfer", "serving")
    assert (answer.json["number"], answer.json["desk"]["turn"]) == ("A001", None)
    answer = command(running.clerk_at(3), "/counter/3/calls")
    assert answer.json["number"] == "A001"


@pytest.mark.parametrize(("service", "code"), [("unknown", "unknown_service"), (BIRTH, "same_service")])
def test_a_transfer_needs_another_service(running: RunningCentre, clerk: FlaskClient, service: str, code: str) -> None:
    turn = call_next(clerk)
    with unchanged(running.running.database):
        answer = command(clerk, f"/counter/1/turns/{turn}/transfer", state="called", service=service)
        assert_refused(answer, code)


def test_nobody_is_sent_where_nobody_serves(running: RunningCentre, clerk: FlaskClient) -> None:
    turn = call_next(clerk)
    with running.running.database.write(running.centre.id) as transaction:
        transaction.execute(delete(CounterService).where(CounterService.counter_id == 3))
    with unchanged(running.running.database):
        assert_refused(act(clerk, turn, "transfer", "called"), "nobody_serves")


def test_the_page_goes_on_at_one_s_own_counter(running: RunningCentre, clerk: FlaskClient) -> None:
    call_next(clerk)
    data = page_data(clerk.get("/counter/"))
    assert data["counter"] == 1
    assert data["snapshot"] == clerk.get("/counter/1/desk").json["desk"]
    assert data["snapshot"]["turn"]["number"] == "A001"


def test_the_page_offers_the_counters_to_whoever_has_none(running: RunningCentre, clerk: FlaskClient) -> None:
    newcomer = running.staff()
    data = page_data(newcomer.get("/counter/"))
    assert (data["counter"], data["snapshot"]) == (None, None)
    assert data["choices"] == newcomer.get("/counter/choices").json["choices"]
    assert [(choice["counter"], choice["state"]) for choice in data["choices"]] == [
        (1, "open"),
        (2, "closed"),
        (3, "closed"),
    ]


def test_the_desk_tells_who_waits_and_what_may_be_done(running: RunningCentre, clerk: FlaskClient) -> None:
    desk = clerk.get("/counter/1/desk").json["desk"]
    assert desk["golden"] == "call_next"
    assert [turn["number"] for turn in desk["waiting"]] == ["A001"]
    call_next(clerk)
    desk = clerk.get("/counter/1/desk").json["desk"]
    assert (desk["golden"], desk["waiting"]) == ("start", [])
    assert desk["actions"] == ["recall", "no_show", "return", "transfer", "cancel"]
