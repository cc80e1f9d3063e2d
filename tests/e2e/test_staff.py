"""An administrator ends sessions and lock-outs, in real browsers."""

from playwright.sync_api import Locator, Page, expect

from onedoor.staff.actions.lockout import FIRST_DELAYED
from onedoor.staff.queries import NAME
from tests.browser import DESK_SIZE, Visitors
from tests.e2e.screens import DeskScreen, open_management, say, sign_in
from tests.live_server import LiveServer

STAFF = "/management/staff"


def test_a_clerk_who_is_signed_out_leaves_the_desk_at_once(server: LiveServer, visitors: Visitors) -> None:
    desk = DeskScreen(visitors, server, "clerk3", counter=3)
    page = open_management(visitors, server, "admin", STAFF)
    clerk = line(page, "clerk3")
    # The day of a test starts at 09:41.
    expect(clerk).to_contain_text(say("lo", "management.signed_in", times="09:4"))
    clerk.locator("[data-way=sign-out]").click()
    clerk.locator("[data-way=sure]").click()
    expect(clerk).to_contain_text(say("lo", "management.not_signed_in"))
    expect(desk.page.locator("[name=sign_in_name]")).to_be_visible()
    expect(line(page, "admin")).to_contain_text(say("lo", "management.you"))


def test_who_is_locked_out_signs_in_as_soon_as_the_administrator_unlocks(
    server: LiveServer, visitors: Visitors
) -> None:
    page = open_management(visitors, server, "admin", STAFF)
    clerk = visitors.new_page(DESK_SIZE)
    clerk.goto(f"{server.address}/sign-in")
    for _ in range(FIRST_DELAYED[NAME]):
        sign_in(clerk, "clerk3", "not the password")
        expect(clerk.locator("#password")).not_to_have_attribute("readonly", "")
    sign_in(clerk, "clerk3", server.passwords["clerk3"])
    expect(clerk.locator("#problem")).to_contain_text(say("lo", "signin.delayed"))
    line(page, "clerk3").locator("[data-way=unlock]").click()
    expect(line(page, "clerk3").locator("[data-way=unlock]")).to_have_count(0)
    sign_in(clerk, "clerk3", server.passwords["clerk3"])
    expect(clerk.locator(".choices")).to_be_visible()


def line(page: Page, sign_in_name: str) -> Locator:
    return page.locator(f"[data-person='{sign_in_name}']")
