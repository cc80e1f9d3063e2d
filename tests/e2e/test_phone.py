"""The citizen's phone in a real browser: the place in the queue, live, until the end."""

from typing import Any

from playwright.sync_api import expect

from onedoor.demo.http_client import HttpClient
from tests.browser import PHONE_SIZE, Visitors
from tests.e2e.screens import PhoneScreen, say
from tests.live_server import LiveServer

UNKNOWN_TOKEN = "A" * 26


def _issue(kiosk: HttpClient) -> dict[str, Any]:
    return kiosk.command("/kiosk/tickets", service="birth", language="lo", priority=False)


def _open_desk(server: LiveServer) -> HttpClient:
    clerk = server.signed_in("clerk3")
    clerk.command("/counter/3/opening")
    return clerk


def test_two_phones_see_their_places_move(server: LiveServer, visitors: Visitors) -> None:
    clerk = _open_desk(server)
    kiosk = server.kiosk_program()
    first, second = (PhoneScreen(visitors, _issue(kiosk)["follow_url"]) for _ in range(2))
    expect(first.page.locator(".next")).to_contain_text(say("lo", "phone.next"))
    expect(second.people_ahead).to_have_text("1")
    clerk.command("/counter/3/calls")
    expect(first.counter).to_have_text("3")
    expect(second.page.locator(".next")).to_contain_text(say("lo", "phone.next"))
    expect(second.page.locator(".now-calling .call")).to_have_text("A001 › 3")


def test_a_phone_says_what_became_of_its_ticket(server: LiveServer, visitors: Visitors) -> None:
    clerk = _open_desk(server)
    phone = PhoneScreen(visitors, _issue(server.kiosk_program())["follow_url"], "en")
    turn = clerk.command("/counter/3/calls")["turn"]
    expect(phone.counter).to_have_text("3")
    clerk.command(f"/counter/3/turns/{turn}/no-show", state="called")
    expect(phone.headline).to_contain_text(say("en", "phone.no_show", time="09:41"))
    clerk.command(f"/counter/3/turns/{turn}/call", state="no_show")
    expect(phone.counter).to_have_text("3")
    clerk.command(f"/counter/3/turns/{turn}/start", state="called")
    expect(phone.headline).to_have_text(say("en", "phone.serving"))
    clerk.command(f"/counter/3/turns/{turn}/hold", state="serving")
    expect(phone.headline).to_have_text(say("en", "phone.on_hold", counter=3))
    clerk.command(f"/counter/3/turns/{turn}/cancel", state="on_hold")
    expect(phone.headline).to_have_text(say("en", "phone.cancelled"))


def test_a_transferred_ticket_waits_for_its_next_service(server: LiveServer, visitors: Visitors) -> None:
    clerk = _open_desk(server)
    phone = PhoneScreen(visitors, _issue(server.kiosk_program())["follow_url"], "en")
    turn = clerk.command("/counter/3/calls")["turn"]
    clerk.command(f"/counter/3/turns/{turn}/transfer", state="called", service="payment")
    expect(phone.page.locator(".ticket .service")).to_have_text("Payment of fees")
    expect(phone.page.locator(".number")).to_have_text("A001")
    expect(phone.page.locator(".place")).to_be_visible()


def test_a_phone_keeps_its_language(server: LiveServer, visitors: Visitors) -> None:
    phone = PhoneScreen(visitors, _issue(server.kiosk_program())["follow_url"])
    phone.page.locator("button.language").tap()
    expect(phone.page.locator(".ticket .service")).to_have_text("Birth registration")
    phone.page.reload()
    expect(phone.page.locator(".ticket .service")).to_have_text("Birth registration")


def test_a_lost_line_is_said_and_mended(server: LiveServer, visitors: Visitors) -> None:
    phone = PhoneScreen(visitors, _issue(server.kiosk_program())["follow_url"], "en")
    lost = phone.page.locator(".live.lost")
    expect(phone.page.locator(".live")).to_have_text(say("en", "phone.live"))
    server.kill()
    expect(lost).to_be_visible()
    server.start()
    expect(lost).to_have_count(0)


def test_an_unknown_token_gets_a_page_that_says_so(server: LiveServer, visitors: Visitors) -> None:
    page = visitors.new_page(PHONE_SIZE)
    answer = page.goto(f"{server.address}/t/{UNKNOWN_TOKEN}")
    assert answer is not None
    assert answer.status == 404
    expect(page.locator("h1")).to_have_text(say("lo", "phone.unknown"))
