"""A screen that nobody has enrolled, from the code that it shows to its work, and back when it is revoked."""

import re
from datetime import timedelta

from playwright.sync_api import Locator, Page, expect
from sqlalchemy import update

from onedoor.devices.models import Device
from onedoor.devices.shown_codes import ACCEPTED_FOR, COMES_WITHIN
from tests.browser import HALL_SIZE, KIOSK_SIZE, Visitors
from tests.e2e.screens import open_management, say
from tests.live_server import LiveServer

DEVICES = "/management/devices"


def test_a_kiosk_shows_a_code_works_when_it_is_accepted_and_shows_a_code_again_when_it_is_revoked(
    server: LiveServer, visitors: Visitors
) -> None:
    kiosk = visitors.new_page(KIOSK_SIZE, has_touch=True)
    kiosk.goto(f"{server.address}/kiosk/")
    page = open_management(visitors, server, "admin", DEVICES)

    accept(page, shown_code(kiosk), name="At the door", kind="kiosk", printer=True)
    expect(kiosk.locator("[data-category]").first).to_be_visible()
    expect(card(page, "At the door")).to_have_attribute("data-state", "enrolled")
    kiosk.locator("[data-category=civil]").tap()
    expect(kiosk.locator("[data-service=birth]")).to_be_visible()

    card(page, "At the door").locator("[data-way=revoke]").click()
    card(page, "At the door").locator("[data-way=sure]").click()
    expect(card(page, "At the door")).to_have_attribute("data-state", "revoked")
    assert shown_code(kiosk)

    card(page, "At the door").locator("[data-way=again]").click()
    expect(page.locator("[name=name]")).to_have_value("At the door")
    page.locator("[name=code]").fill(shown_code(kiosk))
    page.keyboard.press("Enter")
    expect(kiosk.locator("[data-category]").first).to_be_visible()


def test_a_hall_screen_is_accepted_after_mistyped_codes_and_named_anew(server: LiveServer, visitors: Visitors) -> None:
    hall = visitors.new_page(HALL_SIZE)
    hall.goto(f"{server.address}/display/")
    page = open_management(visitors, server, "admin", DEVICES)
    accept(page, "O0", name="Hall 9", kind="display")
    expect(page.locator(".page-problem")).to_contain_text(say("lo", "management.no_code"))
    expect(card(page, "Hall 9")).to_have_count(0)
    accept(page, code_of_no_screen(hall), name="Hall 9", kind="display")
    expect(page.locator(".awaited")).to_contain_text(say("lo", "management.device.accepted"))
    let_time_pass(server)
    expect(page.locator(".awaited")).to_contain_text(say("lo", "management.device.late"))
    page.locator("[data-way=retype]").click()
    expect(page.locator("[name=name]")).to_have_value("Hall 9")
    expect(page.locator("[name=code]")).to_be_focused()
    page.locator("[name=code]").fill(shown_code(hall).lower())
    page.keyboard.press("Enter")
    expect(hall.locator(".idle")).to_be_visible()
    expect(page.locator(".awaited")).to_contain_text(say("lo", "management.device.enrolled", time="24/11/2026"))
    card(page, "Hall 9").locator("[data-way=rename]").click()
    page.locator(".rename input").fill("Hall 10")
    page.keyboard.press("Enter")
    expect(card(page, "Hall 10")).to_have_attribute("data-state", "enrolled")
    expect(hall.locator(".idle")).to_be_visible()


def let_time_pass(server: LiveServer) -> None:
    """As if the code had been accepted so long ago that a screen would have come for it."""
    remaining = ACCEPTED_FOR - COMES_WITHIN - timedelta(seconds=1)
    with server.database.write(server.centre_id) as transaction:
        accepted = update(Device).where(Device.centre_id == server.centre_id, Device.code_hash.is_not(None))
        transaction.execute(accepted.values(code_expires_at=transaction.now + remaining))


def accept(page: Page, code: str, *, name: str, kind: str, printer: bool = False) -> None:
    page.locator("[name=code]").fill(code)
    page.locator("[name=name]").fill(name)
    page.locator("[name=kind]").select_option(kind)
    if printer:
        page.locator("[name=printer]").select_option(index=1)
    page.locator(".accept button").click()


def shown_code(screen: Page) -> str:
    """What a person reads off the screen, once it stands there."""
    sign = screen.locator(".shown-code")
    expect(sign).to_have_text(re.compile(r"\w{3}\s+\w{3}"))
    return sign.inner_text()


def code_of_no_screen(screen: Page) -> str:
    """A code that might be, but is not shown."""
    code = shown_code(screen)
    return code[:-1] + ("A" if code[-1] != "A" else "C")


def card(page: Page, name: str) -> Locator:
    return page.locator(f".device[data-device='{name}']")
