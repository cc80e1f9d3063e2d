"""The clerk's desk in a real browser, by keyboard alone."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from onedoor.demo.http_client import HttpClient
from onedoor.tickets.models import Call, Turn
from tests.browser import Visitors
from tests.e2e.screens import DeskScreen, say
from tests.live_server import LiveServer
from tests.waiting import eventually


@pytest.fixture
def kiosk(server: LiveServer) -> HttpClient:
    return server.kiosk_program()


def _issue(kiosk: HttpClient, count: int, service: str = "birth") -> None:
    for _ in range(count):
        kiosk.command("/kiosk/tickets", service=service, language="lo", priority=False)


def _statuses(server: LiveServer) -> list[str]:
    with server.database.read() as connection:
        return list(connection.execute(select(Turn.status).order_by(Turn.id)).scalars())


def _calls(server: LiveServer) -> int:
    with server.database.read() as connection:
        return int(connection.execute(select(func.count()).select_from(Call)).scalar_one())


def _done(action: str, number: str) -> str:
    return say("lo", f"counter.done.{action}", number=number)


def test_a_called_citizen_is_called_again_missed_and_called_late(
    server: LiveServer, visitors: Visitors, kiosk: HttpClient
) -> None:
    _issue(kiosk, 1)
    desk = DeskScreen(visitors, server, "clerk3", counter=3)
    desk.call_next("A001")
    desk.press("r")
    expect(desk.notice).to_have_text(_done("recall", "A001"))
    desk.press("n")
    expect(desk.notice).to_have_text(_done("no_show", "A001"))
    desk.press("3")
    expect(desk.rows).to_have_text(["A001"])
    desk.press("ArrowDown")
    desk.press("Enter")
    expect(desk.number).to_have_text("A001")
    expect(desk.rows).to_have_count(0)
    assert _calls(server) == 3
    assert _statuses(server) == ["called"]


def test_a_called_citizen_goes_back_to_the_queue_or_is_cancelled(
    server: LiveServer, visitors: Visitors, kiosk: HttpClient
) -> None:
    _issue(kiosk, 2)
    desk = DeskScreen(visitors, server, "clerk3", counter=3)
    desk.call_next("A001")
    desk.press("u")
    expect(desk.notice).to_have_text(_done("return", "A001"))
    expect(desk.rows).to_have_text(["A001", "A002"])
    desk.call_next("A001")
    desk.press("c")
    expect(desk.page.locator("[data-action=cancel].armed")).to_be_visible()
    assert _statuses(server) == ["called", "waiting"], "one press cancels nothing"
    desk.press("c")
    expect(desk.notice).to_have_text(_done("cancel", "A001"))
    assert _statuses(server) == ["cancelled", "waiting"]


def test_a_citizen_is_served_set_aside_and_served_to_the_end(
    server: LiveServer, visitors: Visitors, kiosk: HttpClient
) -> None:
    _issue(kiosk, 3)
    desk = DeskScreen(visitors, server, "clerk3", counter=3)
    desk.call_next("A001")
    desk.start()
    desk.press("h")
    expect(desk.notice).to_have_text(_done("hold", "A001"))
    desk.call_next("A002")
    desk.start()
    desk.press("f")
    expect(desk.number).to_have_count(0)
    desk.press("2")
    expect(desk.rows).to_have_text(["A001"])
    desk.press("ArrowDown")
    desk.press("Enter")
    expect(desk.number).to_have_text("A001")
    desk.call_next("A003")
    assert _statuses(server) == ["finished", "finished", "called"], "the golden key finished A001 first"


def test_a_citizen_is_transferred_and_keeps_the_number(
    server: LiveServer, visitors: Visitors, kiosk: HttpClient
) -> None:
    _issue(kiosk, 1)
    desk = DeskScreen(visitors, server, "clerk3", counter=3)
    desk.call_next("A001")
    desk.press("t")
    targets = desk.page.locator(".target")
    expect(targets.first).to_be_visible()
    desk.page.keyboard.press("Escape")
    expect(targets).to_have_count(0)
    desk.press("t")
    targets.filter(has_text="ຊຳລະຄ່າທຳນຽມ").press("Enter")
    expect(desk.notice).to_have_text(_done("transfer", "A001"))
    assert _statuses(server) == ["transferred", "waiting"]
    cashier = DeskScreen(visitors, server, "clerk5", counter=5)
    cashier.call_next("A001")


def test_a_clerk_takes_a_break_comes_back_and_closes_the_counter(
    server: LiveServer, visitors: Visitors, kiosk: HttpClient
) -> None:
    desk = DeskScreen(visitors, server, "clerk3", counter=3)
    expect(desk.golden).to_have_text(say("lo", "counter.golden.none"))
    desk.press("b")
    expect(desk.golden).to_have_text(say("lo", "counter.golden.return_from_break"))
    desk.press("Space")
    expect(desk.golden).to_have_text(say("lo", "counter.golden.none"))
    _issue(kiosk, 1)
    expect(desk.golden).to_have_text(say("lo", "counter.golden.call_next"))
    desk.press("m")
    close_counter = desk.page.locator(".menu-item", has_text=say("lo", "counter.menu.close_counter"))
    expect(close_counter).to_be_visible()
    desk.page.keyboard.press("ArrowDown")
    expect(close_counter).to_be_focused()
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator("[data-counter='3']")).to_be_visible()


def test_the_waiting_list_is_shown_by_service(server: LiveServer, visitors: Visitors, kiosk: HttpClient) -> None:
    _issue(kiosk, 2, "birth")
    _issue(kiosk, 1, "family-book")
    desk = DeskScreen(visitors, server, "clerk3", counter=3)
    expect(desk.rows).to_have_text(["A001", "A002", "H001"])
    desk.press("s")
    expect(desk.rows).to_have_text(["A001", "A002"])
    desk.press("s")
    expect(desk.rows).to_have_text(["H001"])
    desk.press("s")
    expect(desk.rows).to_have_text(["A001", "A002", "H001"])


def test_a_double_press_of_space_does_one_thing(server: LiveServer, visitors: Visitors, kiosk: HttpClient) -> None:
    _issue(kiosk, 2)
    desk = DeskScreen(visitors, server, "clerk3", counter=3)
    desk.press("Space")
    desk.page.keyboard.press("Space")
    expect(desk.number).to_have_text("A001")
    desk.wait_for_rest()
    assert _statuses(server) == ["called", "waiting"]
    assert _calls(server) == 1


def test_a_held_key_does_one_thing(server: LiveServer, visitors: Visitors, kiosk: HttpClient) -> None:
    _issue(kiosk, 2)
    desk = DeskScreen(visitors, server, "clerk3", counter=3)
    desk.wait_for_rest()
    desk.page.keyboard.down("Space")
    expect(desk.number).to_have_text("A001")
    desk.wait_for_rest()
    desk.page.keyboard.down("Space")
    desk.page.keyboard.up("Space")
    desk.press("r")
    expect(desk.notice).to_have_text(_done("recall", "A001"))
    assert _statuses(server) == ["called", "waiting"], "holding the key did not start the service"


def test_two_clerks_share_one_queue(server: LiveServer, visitors: Visitors, kiosk: HttpClient) -> None:
    _issue(kiosk, 3)
    one = DeskScreen(visitors, server, "clerk1", counter=1)
    other = DeskScreen(visitors, server, "clerk3", counter=3)
    expect(other.rows).to_have_text(["A001", "A002", "A003"])
    one.wait_for_rest()
    other.wait_for_rest()
    one.page.keyboard.press("Space")
    other.page.keyboard.press("Space")
    expect(one.number).to_be_visible()
    expect(other.number).to_be_visible()
    assert {one.number.inner_text(), other.number.inner_text()} == {"A001", "A002"}
    expect(one.rows).to_have_text(["A003"])
    expect(other.rows).to_have_text(["A003"])


def test_a_desk_shows_a_new_ticket_and_a_lost_line_by_itself(
    server: LiveServer, visitors: Visitors, kiosk: HttpClient
) -> None:
    desk = DeskScreen(visitors, server, "clerk3", counter=3)
    _issue(kiosk, 1)
    expect(desk.rows).to_have_text(["A001"])
    server.kill()
    lost = desk.page.locator(".bar-pill.lost")
    expect(lost).to_be_visible()
    expect(desk.rows).to_have_text(["A001"])
    server.start()
    expect(lost).to_have_count(0)
    desk.call_next("A001")
    eventually(lambda: _statuses(server) == ["called"])
