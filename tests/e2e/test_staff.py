"""Sessions and lock-outs as an administrator ends them, in real browsers."""

from playwright.sync_api import Locator, Page, expect

from onedoor.staff.actions.lockout import FIRST_DELAYED, begin_attempt
from onedoor.staff.queries import NAME
from tests.browser import Visitors
from tests.e2e.screens import DeskScreen, open_management, say, sign_in
from tests.live_server import LiveServer

STAFF = "/management/staff"


def test_an_administrator_signs_a_clerk_out_and_lets_in_one_who_is_locked_out(
    server: LiveServer, visitors: Visitors
) -> None:
    desk = DeskScreen(visitors, server, "clerk3", counter=3)
    page = open_management(visitors, server, "admin", STAFF)
    clerk = line(page, "clerk3")
    # The day of a test starts at 09:41.
    expect(clerk).to_contain_text(say("lo", "management.signed_in", times="09:4"))
    clerk.locator("[data-way=sign-out]").click()
    clerk.locator("[data-way=sure]").click()
    expect(clerk).to_contain_text(say("lo", "management.not_signed_in"))
    expect(desk.page.locator("[name=sign_in_name]")).to_be_visible()

    for _ in range(FIRST_DELAYED[NAME]):
        begin_attempt(server.database, "clerk3", "192.0.2.1")
    sign_in(desk.page, "clerk3", server.passwords["clerk3"])
    expect(desk.page.locator("#problem")).to_contain_text(say("lo", "signin.delayed"))
    clerk.locator("[data-way=unlock]").click()
    expect(clerk.locator("[data-way=unlock]")).to_have_count(0)
    sign_in(desk.page, "clerk3", server.passwords["clerk3"])
    expect(desk.page.locator(".desk")).to_be_visible()


def line(page: Page, sign_in_name: str) -> Locator:
    return page.locator(f"[data-person='{sign_in_name}']")
