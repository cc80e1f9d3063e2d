"""The kiosk in a real browser: every way other than the straight one to a ticket."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from onedoor.tickets.models import Ticket
from tests.browser import KIOSK_SIZE, Visitors, first_sight, note_first_sights
from tests.e2e.screens import KioskScreen, say
from tests.live_server import TUESDAY_MORNING, LiveServer
from tests.paper import qr_codes
from tests.printer_stand_in import PrinterStandIn

WEDNESDAY_MORNING = TUESDAY_MORNING + timedelta(days=1)
# The screen must say within 3 seconds that no paper comes.
NO_PAPER_MS = 3_000
# The server answers, but its first answer does not arrive.
LOSE_THE_FIRST_ANSWER = """() => {
  const send = window.fetch;
  window.statuses = [];
  window.fetch = async (...request) => {
    const answer = await send(...request);
    window.statuses.push(answer.status);
    if (window.statuses.length === 1) throw new TypeError("the answer is lost");
    return answer;
  };
}"""


def _numbers(server: LiveServer) -> list[str]:
    with server.database.read() as connection:
        return list(connection.execute(select(Ticket.number).order_by(Ticket.id)).scalars())


def test_back_goes_one_step_back_and_cancel_goes_home(server: LiveServer, visitors: Visitors) -> None:
    kiosk = KioskScreen(visitors, server)
    kiosk.choose_language("en")
    kiosk.choose_service("civil", "birth")
    kiosk.want_ticket()
    back = kiosk.page.locator(".back")
    back.tap()
    expect(kiosk.page.locator(".documents")).to_be_visible()
    back.tap()
    expect(kiosk.page.locator("[data-service=birth]")).to_be_visible()
    kiosk.page.locator(".cancel").tap()
    expect(kiosk.categories.first).to_be_visible()
    expect(kiosk.page.locator("html"), "nothing is left of the last citizen").to_have_attribute("lang", "lo")
    assert _numbers(server) == []


def test_a_kiosk_that_nobody_touches_asks_and_starts_again(server: LiveServer, visitors: Visitors) -> None:
    kiosk = KioskScreen(visitors, server)
    kiosk.page.clock.install()
    kiosk.page.reload()
    kiosk.choose_language("en")
    kiosk.choose_service("civil", "birth")
    question = kiosk.page.locator(".question")
    kiosk.page.clock.fast_forward(30_000)
    expect(question).to_be_visible()
    kiosk.page.locator(".more").tap()
    expect(question).to_have_count(0)
    expect(kiosk.page.locator(".documents")).to_be_visible()
    kiosk.page.clock.fast_forward(46_000)
    expect(kiosk.categories.first).to_be_visible()
    expect(kiosk.page.locator("html")).to_have_attribute("lang", "lo")


def test_a_double_touch_gives_one_ticket(server: LiveServer, visitors: Visitors) -> None:
    kiosk = KioskScreen(visitors, server)
    kiosk.choose_service("civil", "birth")
    kiosk.want_ticket()
    kiosk.page.locator("[data-priority=no]").evaluate("(button) => { button.click(); button.click(); button.click(); }")
    expect(kiosk.number).to_have_text("A001")
    assert _numbers(server) == ["A001"]


def test_a_lost_answer_gives_the_same_ticket(server: LiveServer, visitors: Visitors) -> None:
    kiosk = KioskScreen(visitors, server)
    kiosk.page.evaluate(LOSE_THE_FIRST_ANSWER)
    assert kiosk.take_ticket() == "A001"
    assert kiosk.page.evaluate("window.statuses") == [201, 201]
    assert _numbers(server) == ["A001"]


def test_the_ticket_gives_way_to_the_next_citizen(server: LiveServer, visitors: Visitors) -> None:
    kiosk = KioskScreen(visitors, server)
    kiosk.take_ticket()
    kiosk.go_home()
    assert kiosk.take_ticket() == "A002"
    expect(kiosk.page.locator(".prospect")).to_contain_text("1")


@pytest.mark.alone
def test_the_screen_says_soon_that_no_paper_comes_and_an_old_ticket_never_prints(
    server: LiveServer, visitors: Visitors, printer: PrinterStandIn
) -> None:
    printer.out_of_paper = True
    kiosk = KioskScreen(visitors, server)
    note_first_sights(kiosk.page, ".ticket", ".without-paper")
    assert kiosk.take_ticket() == "A001"
    expect(kiosk.ticket).to_have_attribute("data-paper", "out_of_paper")
    assert first_sight(kiosk.page, ".without-paper") - first_sight(kiosk.page, ".ticket") <= NO_PAPER_MS
    expect(kiosk.number).to_have_text("A001")
    expect(kiosk.page.locator(".scan img")).to_be_visible()
    kiosk.go_home()

    clerk = server.signed_in("clerk3")
    clerk.command("/counter/3/opening")
    assert clerk.command("/counter/3/calls")["number"] == "A001"
    printer.out_of_paper = False
    assert kiosk.take_ticket() == "A002"
    expect(kiosk.ticket).to_have_attribute("data-paper", "printed")
    [paper] = printer.wait_for_tickets(1)
    assert qr_codes(paper.picture) == [_follow_url(server, "A002")]


def _follow_url(server: LiveServer, number: str) -> str:
    with server.database.read() as connection:
        token = connection.execute(select(Ticket.token).where(Ticket.number == number)).scalar_one()
    return f"{server.address}/t/{token}".upper()


@pytest.mark.parametrize("server", [WEDNESDAY_MORNING], indirect=True)
def test_a_closed_service_is_greyed_and_says_when_it_opens(server: LiveServer, visitors: Visitors) -> None:
    kiosk = KioskScreen(visitors, server)
    kiosk.choose_language("en")
    kiosk.choose_category("land")
    closed = kiosk.page.locator("[data-service=land-mortgage]")
    expect(closed).to_be_disabled()
    expect(closed).to_contain_text(say("en", "kiosk.opens_on", weekday="Thursday", time="08:00"))
    expect(kiosk.page.locator("[data-service=land-registration]")).to_be_enabled()


def test_a_browser_that_is_no_kiosk_is_told_so_and_a_link_works_once(server: LiveServer, visitors: Visitors) -> None:
    link = server.enrolment_link("kiosk-1")
    kiosk = visitors.new_page(KIOSK_SIZE)
    kiosk.goto(link)
    expect(kiosk.locator("[data-category]").first).to_be_visible()
    stranger = visitors.new_page(KIOSK_SIZE)
    answer = stranger.goto(link)
    assert answer is not None
    assert answer.status == 410
    _expect_not_enrolled(stranger, server)


def _expect_not_enrolled(page: Page, server: LiveServer) -> None:
    page.goto(f"{server.address}/kiosk/")
    expect(page.locator("h1")).to_contain_text(say("lo", "kiosk.not_enrolled"))
    expect(page.locator("[data-category]")).to_have_count(0)


def test_a_kiosk_without_its_server_begins_no_visit_and_comes_back_by_itself(
    server: LiveServer, visitors: Visitors
) -> None:
    kiosk = KioskScreen(visitors, server)
    server.kill()
    expect(kiosk.page.locator("h1")).to_contain_text(say("lo", "kiosk.cut_off"))
    server.start()
    expect(kiosk.categories.first).to_be_visible()
    assert kiosk.take_ticket() == "A001"
