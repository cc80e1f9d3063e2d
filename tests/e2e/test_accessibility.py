"""axe-core finds nothing on the citizens' pages, in no step and no state, in Lao and in English."""

import pytest
from playwright.sync_api import expect

from tests.browser import KIOSK_SIZE, PHONE_SIZE, Visitors, accessibility_violations
from tests.e2e.screens import KioskScreen, PhoneScreen, say
from tests.live_server import LiveServer
from tests.printer_stand_in import PrinterStandIn

LANGUAGES = pytest.mark.parametrize("language", ["lo", "en"])
UNKNOWN_TOKEN = "A" * 26


@LANGUAGES
def test_every_step_of_the_kiosk(
    language: str, server: LiveServer, visitors: Visitors, printer: PrinterStandIn
) -> None:
    kiosk = KioskScreen(visitors, server)
    kiosk.choose_language(language)
    assert accessibility_violations(kiosk.page) == [], "home"
    kiosk.choose_category("civil")
    expect(kiosk.page.locator("[data-service=birth]")).to_be_visible()
    assert accessibility_violations(kiosk.page) == [], "services"
    kiosk.page.locator("[data-service=birth]").tap()
    expect(kiosk.page.locator(".documents")).to_be_visible()
    assert accessibility_violations(kiosk.page) == [], "service"
    kiosk.want_ticket()
    expect(kiosk.page.locator(".groups")).to_be_visible()
    assert accessibility_violations(kiosk.page) == [], "priority"
    kiosk.answer_priority(True)
    expect(kiosk.page.locator(".with-paper")).to_be_visible()
    assert accessibility_violations(kiosk.page) == [], "ticket"


@LANGUAGES
def test_the_kiosk_in_trouble(language: str, server: LiveServer, visitors: Visitors, printer: PrinterStandIn) -> None:
    printer.out_of_paper = True
    kiosk = KioskScreen(visitors, server)
    kiosk.choose_language(language)
    kiosk.take_ticket()
    expect(kiosk.page.locator(".without-paper")).to_be_visible()
    assert accessibility_violations(kiosk.page) == [], "no paper"
    kiosk.go_home()
    kiosk.page.clock.install()
    kiosk.choose_language(language)
    kiosk.choose_service("civil", "birth")
    kiosk.page.clock.fast_forward(30_000)
    expect(kiosk.page.locator(".question")).to_be_visible()
    assert accessibility_violations(kiosk.page) == [], "do you need more time?"
    kiosk.page.locator(".over").tap()
    kiosk.choose_language(language)
    server.kill()
    expect(kiosk.page.locator("h1")).to_contain_text(say(language, "kiosk.cut_off"))
    assert accessibility_violations(kiosk.page) == [], "no connection"
    server.start()


@LANGUAGES
def test_the_kiosk_in_high_contrast(language: str, server: LiveServer, visitors: Visitors) -> None:
    kiosk = KioskScreen(visitors, server)
    kiosk.choose_language(language)
    kiosk.page.locator(".contrast").tap()
    expect(kiosk.page.locator("html")).to_have_attribute("data-contrast", "high")
    assert accessibility_violations(kiosk.page) == [], "home"
    kiosk.choose_service("land", "land-registration")
    expect(kiosk.page.locator(".documents")).to_be_visible()
    assert accessibility_violations(kiosk.page) == [], "service"
    kiosk.want_ticket()
    kiosk.answer_priority(False)
    expect(kiosk.number).to_be_visible()
    assert accessibility_violations(kiosk.page) == [], "ticket"


def test_a_browser_that_is_no_kiosk(server: LiveServer, visitors: Visitors) -> None:
    page = visitors.new_page(KIOSK_SIZE)
    page.goto(f"{server.address}/kiosk/")
    expect(page.locator("h1")).to_be_visible()
    assert accessibility_violations(page) == []


@LANGUAGES
def test_every_state_of_the_phone(language: str, server: LiveServer, visitors: Visitors) -> None:
    kiosk = server.kiosk_program()
    clerk = server.signed_in("clerk3")
    clerk.command("/counter/3/opening")
    tickets = [kiosk.command("/kiosk/tickets", service="birth", language="lo", priority=False) for _ in range(2)]
    first, second = (PhoneScreen(visitors, ticket["follow_url"], language) for ticket in tickets)
    expect(second.people_ahead).to_have_text("1")
    assert accessibility_violations(second.page) == [], "waiting"
    turn = clerk.command("/counter/3/calls")["turn"]
    expect(second.page.locator(".now-calling")).to_be_visible()
    assert accessibility_violations(second.page) == [], "next"
    expect(first.counter).to_have_text("3")
    assert accessibility_violations(first.page) == [], "called"
    for action, seen, becomes in (
        ("no-show", "called", "no_show"),
        ("call", "no_show", "called"),
        ("start", "called", "serving"),
        ("hold", "serving", "on_hold"),
        ("resume", "on_hold", "serving"),
        ("finish", "serving", "finished"),
    ):
        clerk.command(f"/counter/3/turns/{turn}/{action}", state=seen)
        if becomes != "called":
            expect(first.headline).to_have_text(
                say(language, f"phone.{becomes}", counter=3, time="09:41"),
            )
            assert accessibility_violations(first.page) == [], becomes


@LANGUAGES
def test_a_phone_that_has_lost_its_line_or_its_ticket(language: str, server: LiveServer, visitors: Visitors) -> None:
    ticket = server.kiosk_program().command("/kiosk/tickets", service="birth", language="lo", priority=False)
    phone = PhoneScreen(visitors, ticket["follow_url"], language)
    server.kill()
    expect(phone.page.locator(".live.lost")).to_be_visible()
    assert accessibility_violations(phone.page) == [], "lost line"
    server.start()
    unknown = visitors.new_page(PHONE_SIZE)
    unknown.goto(f"{server.address}/t/{UNKNOWN_TOKEN}?language={language}")
    expect(unknown.locator("h1")).to_have_text(say(language, "phone.unknown"))
    assert accessibility_violations(unknown) == [], "unknown ticket"
