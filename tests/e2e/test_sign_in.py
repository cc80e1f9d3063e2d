"""Signing in and out in a real browser."""

from playwright.sync_api import expect

from tests.browser import DESK_SIZE, Visitors
from tests.e2e.screens import say, sign_in
from tests.live_server import LiveServer


def test_a_wrong_password_is_said_and_can_be_mended(server: LiveServer, visitors: Visitors) -> None:
    page = visitors.new_page(DESK_SIZE)
    page.goto(f"{server.address}/sign-in")
    sign_in(page, "clerk3", "not the password")
    expect(page.locator("#problem")).to_contain_text(say("lo", "signin.wrong"))
    expect(page.locator("#password")).to_be_focused()
    sign_in(page, "clerk3", server.passwords["clerk3"])
    expect(page.locator(".choices")).to_be_visible()


def test_whoever_signs_out_must_sign_in_again(server: LiveServer, visitors: Visitors) -> None:
    page = visitors.new_page(DESK_SIZE)
    page.goto(f"{server.address}/counter/")
    expect(page).to_have_url(f"{server.address}/sign-in?next=/counter/")
    sign_in(page, "clerk3", server.passwords["clerk3"])
    page.get_by_role("button", name=say("lo", "counter.menu.sign_out")).click()
    expect(page.locator("[name=password]")).to_be_visible()
    page.goto(f"{server.address}/counter/")
    expect(page).to_have_url(f"{server.address}/sign-in?next=/counter/")


def test_a_head_comes_to_the_live_page(server: LiveServer, visitors: Visitors) -> None:
    page = visitors.new_page(DESK_SIZE)
    page.goto(f"{server.address}/sign-in")
    sign_in(page, "head", server.passwords["head"])
    expect(page).to_have_url(f"{server.address}/management/")
    expect(page.locator(".figures-row")).to_be_visible()


def test_the_language_of_the_staff_is_remembered(server: LiveServer, visitors: Visitors) -> None:
    page = visitors.new_page(DESK_SIZE)
    page.goto(f"{server.address}/sign-in")
    page.locator("button[lang=en]").click()
    expect(page.locator("h1")).to_have_text(say("en", "signin.heading"))
    sign_in(page, "clerk3", server.passwords["clerk3"])
    expect(page.locator("h1")).to_have_text(say("en", "counter.choose.title"))
