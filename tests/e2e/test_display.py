"""The hall screen in a real browser: it is never wrong for long, and says when it cannot know."""

import pytest
from playwright.sync_api import Page, expect

from onedoor.database.backup import make_backup
from onedoor.demo.http_client import HttpClient
from onedoor.restoring import restore
from onedoor.staff.actions.sessions import sign_in
from onedoor.staff.queries import find_staff
from onedoor.tickets.actions.call import call_next
from onedoor.tickets.actions.desk import DeskCommandHead
from tests.browser import HALL_SIZE, Visitors, first_sight, note_first_sights
from tests.e2e.screens import HallScreen, say
from tests.live_server import LiveServer

# A missed event must be mended within this time.
MENDED_WITHIN_MS = 3_000
# The page hears nothing of calls and boards once it is deaf; announcements of the version still reach it.
DEAF_TO_CALLS = """
const onmessage = Object.getOwnPropertyDescriptor(WebSocket.prototype, "onmessage");
window.missed = [];
Object.defineProperty(WebSocket.prototype, "onmessage", {
  set(hear) {
    onmessage.set.call(this, (event) => {
      const lost = window.isDeaf && /^42\\["(ticket_called|board_changed)"/.test(event.data);
      if (lost) window.missed.push(performance.now());
      else hear.call(this, event);
    });
  },
});
"""


def _open_desk(server: LiveServer) -> HttpClient:
    clerk = server.signed_in("clerk3")
    clerk.command("/counter/3/opening")
    return clerk


def _issue(kiosk: HttpClient, count: int) -> None:
    for _ in range(count):
        kiosk.command("/kiosk/tickets", service="birth", language="lo", priority=False)


def _mark(page: Page) -> None:
    """A page that is loaded again loses the mark."""
    page.evaluate("window.isSamePage = true")


def test_the_newest_call_is_large_and_earlier_ones_stay_below(server: LiveServer, visitors: Visitors) -> None:
    hall = HallScreen(visitors, server)
    expect(hall.page.locator(".idle")).to_contain_text(say("lo", "display.wait"))
    clerk = _open_desk(server)
    _issue(server.kiosk_program(), 2)
    first = clerk.command("/counter/3/calls")
    expect(hall.number).to_have_text("A001")
    clerk.command(f"/counter/3/turns/{first['turn']}/no-show", state="called")
    clerk.command("/counter/3/calls")
    expect(hall.number).to_have_text("A002")
    expect(hall.earlier).to_have_text(["A001"])


def test_a_call_and_a_recall_flash(server: LiveServer, visitors: Visitors) -> None:
    hall = HallScreen(visitors, server)
    flashing = hall.page.locator(".current.flashing")
    clerk = _open_desk(server)
    _issue(server.kiosk_program(), 1)
    turn = clerk.command("/counter/3/calls")["turn"]
    expect(flashing).to_be_visible()
    expect(flashing).to_have_count(0)
    clerk.command(f"/counter/3/turns/{turn}/recall", state="called")
    expect(flashing).to_be_visible()


def test_a_lost_connection_is_said_and_mended_without_a_reload(server: LiveServer, visitors: Visitors) -> None:
    hall = HallScreen(visitors, server)
    clerk = _open_desk(server)
    _issue(server.kiosk_program(), 2)
    turn = clerk.command("/counter/3/calls")["turn"]
    expect(hall.number).to_have_text("A001")
    _mark(hall.page)
    server.kill()
    expect(hall.lost_mark).to_contain_text(say("lo", "display.lost_since", time="09:4").rstrip())
    expect(hall.number).to_have_text("A001")
    server.start()
    clerk.command(f"/counter/3/turns/{turn}/start", state="called")
    clerk.command("/counter/3/calls", turn=turn, state="serving")
    expect(hall.number).to_have_text("A002")
    expect(hall.lost_mark).to_have_count(0)
    assert hall.page.evaluate("window.isSamePage")


def test_after_a_restore_the_hall_shows_the_restored_board_without_a_reload(
    server: LiveServer, visitors: Visitors
) -> None:
    hall = HallScreen(visitors, server)
    clerk = _open_desk(server)
    _issue(server.kiosk_program(), 2)
    first = clerk.command("/counter/3/calls")
    backup = make_backup(server.settings.database, server.settings.data_dir / "kept").file
    clerk.command(f"/counter/3/turns/{first['turn']}/no-show", state="called")
    clerk.command("/counter/3/calls")
    expect(hall.number).to_have_text("A002")
    _mark(hall.page)
    server.stop()
    server.database.close()
    restore(server.settings, backup, skip=100)
    server.start()
    expect(hall.number).to_have_text("A001")
    expect(hall.earlier).to_have_count(0)
    clerk = server.signed_in("clerk3")
    clerk.command(f"/counter/3/turns/{first['turn']}/no-show", state="called")
    clerk.command("/counter/3/calls")
    expect(hall.number).to_have_text("A002")
    assert hall.page.evaluate("window.isSamePage")


@pytest.mark.alone
def test_a_missed_event_is_mended_by_the_announced_version(server: LiveServer, visitors: Visitors) -> None:
    hall = HallScreen(visitors, server, before=DEAF_TO_CALLS)
    clerk = _open_desk(server)
    _issue(server.kiosk_program(), 1)
    _mark(hall.page)
    note_first_sights(hall.page, ".current")
    hall.page.evaluate("window.isDeaf = true")
    clerk.command("/counter/3/calls")
    expect(hall.number).to_have_text("A001")
    expect(hall.counter).to_have_text("3")
    missed = hall.page.evaluate("window.missed")
    assert len(missed) == 2, "neither the call nor the board had come"
    assert first_sight(hall.page, ".current") - missed[0] <= MENDED_WITHIN_MS
    assert hall.page.evaluate("window.isSamePage")


def test_a_call_of_another_process_is_shown_too(server: LiveServer, visitors: Visitors) -> None:
    hall = HallScreen(visitors, server)
    _open_desk(server)
    _issue(server.kiosk_program(), 1)
    _call_in_this_process(server)
    expect(hall.number).to_have_text("A001")


def _call_in_this_process(server: LiveServer) -> None:
    """Call past the server: it learns of it from the database alone."""
    secret = sign_in(server.database, "clerk3", server.passwords["clerk3"], "127.0.0.1").secret
    with server.database.read() as connection:
        staff = find_staff(connection, secret, server.database.clock.now())
    assert staff is not None
    call_next(server.database, DeskCommandHead(staff, 3, "a-call-of-another-process"), None)


def test_a_browser_that_is_no_hall_screen_is_told_so(server: LiveServer, visitors: Visitors) -> None:
    page = visitors.new_page(HALL_SIZE)
    page.goto(f"{server.address}/display/")
    expect(page.locator("h1")).to_contain_text(say("lo", "display.not_enrolled"))


def test_the_hall_speaks_english_first_where_the_address_asks_for_it(server: LiveServer, visitors: Visitors) -> None:
    hall = HallScreen(visitors, server)
    hall.page.goto(f"{server.address}/display/?language=en")
    expect(hall.page.locator("html")).to_have_attribute("lang", "en")
    expect(hall.page.locator(".idle .wait")).to_contain_text(say("en", "display.wait"))
