"""What is open to many has its limit: the answer beyond it is 429, in both languages, and says how long to wait."""

from datetime import timedelta

import pytest

from onedoor.limits import GUESSES
from tests.factories import RunningCentre
from tests.web.asking import assert_refused, take_ticket, unchanged
from tests.web.listening import Listener

AT_ONCE = 30
UNKNOWN = "A" * 26


def test_a_jammed_kiosk_stops_and_goes_on_bit_by_bit(running: RunningCentre) -> None:
    kiosk = running.kiosk()
    assert {take_ticket(kiosk).status_code for _ in range(AT_ONCE)} == {201}
    with unchanged(running.running.database):
        answer = take_ticket(kiosk)
    assert_refused(answer, "too_many_tickets")
    assert answer.headers["Retry-After"] == "10"
    running.centre.clock.advance(timedelta(seconds=10))
    assert take_ticket(kiosk).status_code == 201
    assert_refused(take_ticket(kiosk), "too_many_tickets")


def guess_in_vain(running: RunningCentre, times: int) -> None:
    visitor = running.visitor()
    for _ in range(times):
        assert_refused(visitor.get(f"/t/{UNKNOWN}/state"), "unknown_ticket")


def test_after_too_many_guesses_nothing_is_looked_up_from_there(running: RunningCentre) -> None:
    token = take_ticket(running.kiosk()).json["token"]
    guess_in_vain(running, GUESSES.burst)
    visitor = running.visitor()
    for path in (f"/t/{UNKNOWN}/state", f"/t/{token}/state", f"/t/{token}", f"/t/{token}/qr.svg", "/kiosk/enrol/guess"):
        assert_refused(visitor.get(path), "too_many_requests")
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    assert visitor.get(f"/t/{token}/state", environ_overrides=elsewhere).status_code == 200
    running.centre.clock.advance(timedelta(seconds=1))
    assert visitor.get(f"/t/{token}/state").status_code == 200


def test_the_websocket_is_no_way_around(running: RunningCentre) -> None:
    listener = Listener(running, running.visitor())
    guess = {"screen": "phone", "token": UNKNOWN}
    answers = [listener.ask(guess)["error"]["code"] for _ in range(GUESSES.burst + 1)]
    assert answers == ["unknown_ticket"] * GUESSES.burst + ["too_many_requests"]


def test_enrolment_codes_cannot_be_tried_without_end(running: RunningCentre) -> None:
    visitor = running.visitor()
    answers = [visitor.get(f"/kiosk/enrol/{number}").status_code for number in range(GUESSES.burst + 1)]
    assert answers == [410] * GUESSES.burst + [429]


def test_a_ticket_that_is_there_is_looked_at_as_often_as_one_likes(running: RunningCentre) -> None:
    token = take_ticket(running.kiosk()).json["token"]
    assert {running.visitor().get(f"/t/{token}/state").status_code for _ in range(2 * GUESSES.burst)} == {200}


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        ("2001:db8::1", "2001:db8::2", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("192.0.2.1", "192.0.2.2", False),
    ],
)
def test_a_network_of_ipv6_counts_as_one_address(
    running: RunningCentre, first: str, second: str, together: bool
) -> None:
    visitor = running.visitor()
    for _ in range(GUESSES.burst):
        visitor.get(f"/t/{UNKNOWN}/state", environ_overrides={"REMOTE_ADDR": first})
    answer = visitor.get(f"/t/{UNKNOWN}/state", environ_overrides={"REMOTE_ADDR": second})
    assert (answer.status_code == 429) == together
