"""The manager's pages in a real browser: who may see them, the printed pictures, and the doubtful clock."""

from datetime import timedelta

from playwright.sync_api import expect
from sqlalchemy import update

from onedoor.database.centre_state import CentreState
from tests.browser import Visitors
from tests.e2e.screens import KioskScreen, open_management, say
from tests.live_server import LiveServer
from tests.waiting import eventually


def test_a_clerk_is_refused(server: LiveServer, visitors: Visitors) -> None:
    page = open_management(visitors, server, "clerk1")
    expect(page.locator("[data-code=wrong_role]")).to_contain_text(say("lo", "error.wrong_role"))


def test_a_head_sees_the_day_and_no_printed_tickets(server: LiveServer, visitors: Visitors) -> None:
    page = open_management(visitors, server, "head")
    expect(page.locator(".head")).to_contain_text(say("lo", "management.overview"))
    expect(page.locator("nav a")).to_have_count(1)
    page.goto(f"{server.address}/management/printers")
    expect(page.locator("[data-code=wrong_role]")).to_contain_text(say("lo", "error.wrong_role"))


def test_the_live_page_follows_the_queue(server: LiveServer, visitors: Visitors) -> None:
    page = open_management(visitors, server, "head")
    waiting = page.locator(".figure").first.locator(".value")
    expect(waiting).to_have_text("0")
    kiosk = server.kiosk_program()
    kiosk.command("/kiosk/tickets", service="birth", language="lo", priority=False)
    kiosk.command("/kiosk/tickets", service="birth", language="lo", priority=True)
    expect(waiting).to_have_text("2")
    clerk = server.signed_in("clerk3")
    clerk.command("/counter/3/opening")
    clerk.command("/counter/3/calls")
    expect(waiting).to_have_text("1")
    busy = page.locator(".counters tr.open")
    expect(busy).to_contain_text("A002")
    expect(busy).to_contain_text(say("lo", "management.calling"))


def test_an_administrator_sees_the_picture_of_a_printed_ticket(server: LiveServer, visitors: Visitors) -> None:
    server.kiosk_program().command("/kiosk/tickets", service="birth", language="lo", priority=False)
    page = open_management(visitors, server, "admin", "/management/printers")
    job = page.locator(".job").first
    expect(job).to_contain_text("A001")
    picture = job.locator("img")
    eventually(lambda: picture.evaluate("(image) => image.complete && image.naturalWidth") == 576)


def test_an_administrator_prints_a_test_page(server: LiveServer, visitors: Visitors) -> None:
    page = open_management(visitors, server, "admin", "/management/printers")
    expect(page.locator(".printer-card")).to_have_count(1)
    page.get_by_role("button", name=say("lo", "management.test_page")).click()
    expect(page.locator(".order-state")).to_contain_text(say("lo", "management.asked"))
    expect(page.locator(".job").first).to_contain_text(say("lo", "management.test"))


def test_a_doubtful_clock_stops_the_kiosk_until_the_head_confirms_the_date(
    server: LiveServer, visitors: Visitors
) -> None:
    kiosk = KioskScreen(visitors, server)
    page = open_management(visitors, server, "head")
    _see_a_later_time(server)
    _open_a_desk(server)
    expect(kiosk.page.locator("h1")).to_contain_text(say("lo", "kiosk.stopped"))
    banner = page.locator(".banner")
    expect(banner).to_be_visible()
    banner.get_by_role("button").click()
    expect(banner).to_have_count(0)
    expect(kiosk.categories.first).to_be_visible()
    assert kiosk.take_ticket() == "A001"


def _see_a_later_time(server: LiveServer) -> None:
    """As if the centre had worked an hour ahead until now: the clock has stepped back."""
    later = server.database.clock.now() + timedelta(hours=1)
    with server.database.write(server.centre_id) as transaction:
        transaction.execute(update(CentreState).values(newest_time=later))


def _open_a_desk(server: LiveServer) -> None:
    """Desks work on while the clock is doubtful; the server notices the time as it writes this down."""
    server.signed_in("clerk3").command("/counter/3/opening")
