"""Somebody changes the own password in a real browser."""

from playwright.sync_api import Page, expect

from tests.browser import Visitors, accessibility_violations
from tests.e2e.screens import DeskScreen, open_management, say, sign_in
from tests.live_server import LiveServer

NEW = "a new password of tests"


def test_a_head_changes_the_password_at_the_desk_goes_on_there_and_is_signed_out_elsewhere(
    server: LiveServer, visitors: Visitors
) -> None:
    old = server.passwords["head"]
    elsewhere = open_management(visitors, server, "head")
    expect(elsewhere.locator(".figures-row")).to_be_visible()
    desk = DeskScreen(visitors, server, "head", counter=3)
    desk.press("m")
    desk.page.locator("a[href^='/password']").click()

    enter(desk.page, "not the password", NEW, NEW)
    assert_told(desk.page, "signin.wrong_old", focused="old")
    enter(desk.page, old, "short", "short")
    assert_told(desk.page, "signin.short", focused="fresh")
    enter(desk.page, old, NEW, "something else")
    assert_told(desk.page, "signin.differ", focused="again")
    assert accessibility_violations(desk.page) == []
    enter(desk.page, old, NEW, NEW)
    expect(desk.page.locator("h1")).to_have_text(say("lo", "signin.changed"))
    assert accessibility_violations(desk.page) == []

    desk.page.get_by_role("main").get_by_role("link").click()
    expect(desk.page.locator(".desk")).to_be_visible()
    sign_in(elsewhere, "head", NEW)
    elsewhere.get_by_role("link", name=say("lo", "management.password")).click()
    enter(elsewhere, NEW, old, old)
    elsewhere.get_by_role("main").get_by_role("link").click()
    expect(elsewhere).to_have_url(f"{server.address}/management/")


def enter(page: Page, old: str, fresh: str, again: str) -> None:
    page.locator("#old").fill(old)
    page.locator("#fresh").fill(fresh)
    page.locator("#again").fill(again)
    page.keyboard.press("Enter")


def assert_told(page: Page, key: str, *, focused: str) -> None:
    expect(page.locator("#problem")).to_contain_text(say("lo", key, fewest=8))
    expect(page.locator(f"#{focused}")).to_be_focused()
