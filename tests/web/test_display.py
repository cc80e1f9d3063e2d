"""The hall display's routes."""

from onedoor.devices.actions import new_enrolment_code
from tests.factories import LAND, RunningCentre
from tests.web.asking import assert_refused, call_next, page_data, take_ticket, unchanged


def test_the_board_shows_the_newest_call_and_the_earlier_ones(running: RunningCentre) -> None:
    kiosk, display = running.kiosk(), running.display()
    assert display.get("/display/board").json["current"] is None
    take_ticket(kiosk)
    take_ticket(kiosk, LAND)
    call_next(running.clerk_at(1), 1)
    call_next(running.clerk_at(3), 3)
    board = display.get("/display/board").json
    assert (board["current"]["number"], board["current"]["counter"]) == ("L001", 3)
    assert [(call["number"], call["counter"]) for call in board["earlier"]] == [("A001", 1)]


def test_page_and_board_are_the_same(running: RunningCentre) -> None:
    take_ticket(running.kiosk())
    call_next(running.clerk_at(1))
    display = running.display()
    page = page_data(display.get("/display/"))
    assert page["snapshot"] == display.get("/display/board").json
    assert page["enrolled"]


def test_a_board_names_nobody_and_tells_nothing_of_priority(running: RunningCentre) -> None:
    ticket = take_ticket(running.kiosk(), priority=True).json
    call_next(running.clerk_at(1))
    board = running.display().get("/display/board").text
    assert ticket["token"] not in board
    assert "priority" not in board
    assert "Person" not in board


def test_a_browser_that_is_no_display_sees_no_board(running: RunningCentre) -> None:
    for client in (running.visitor(), running.kiosk()):
        answer = client.get("/display/")
        assert answer.status_code == 401
        assert page_data(answer)["snapshot"] is None


def test_a_link_makes_a_display_once(running: RunningCentre) -> None:
    code = new_enrolment_code(running.running.database, running.centre.id, "hall-1")
    display = running.visitor()
    assert display.get(f"/display/enrol/{code}").location == "/display/"
    assert display.get("/display/board").status_code == 200
    with unchanged(running.running.database):
        assert_refused(running.visitor().get(f"/display/enrol/{code}"), "code_used")
        assert_refused(running.visitor().get("/display/enrol/unknown"), "code_used")
