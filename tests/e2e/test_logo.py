"""The centre's own logo, from an administrator's file to the public screens and back, without a reload."""

from playwright.sync_api import FilePayload, Page, expect

from tests.browser import Visitors, accessibility_violations
from tests.e2e.screens import HallScreen, KioskScreen, PhoneScreen, open_management, say
from tests.live_server import LiveServer
from tests.pictures import LOGO

PAGE = "/management/logo"
DRAWN = "(image) => image.complete && image.naturalWidth > 0"


def test_a_logo_stands_on_every_public_screen_as_soon_as_it_is_chosen_until_it_is_removed(
    server: LiveServer, visitors: Visitors
) -> None:
    ticket = server.kiosk_program().command("/kiosk/tickets", service="birth", language="lo", priority=False)
    hall, kiosk = HallScreen(visitors, server), KioskScreen(visitors, server)
    phone = PhoneScreen(visitors, ticket["follow_url"])
    page = open_management(visitors, server, "admin", PAGE)
    screens = (hall.page, kiosk.page, phone.page)
    for screen in screens:
        expect(screen.locator("svg.mark")).to_be_visible()
        screen.evaluate("window.isTheSame = true")

    choose(page, "../../etc/passwd.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")
    expect(page.locator(".page-problem")).to_contain_text(say("lo", "error.not_a_picture"))
    choose(page, "logo.png", LOGO)
    for screen in (*screens, page):
        mark = screen.locator("img.logo").first
        expect(mark).to_be_visible()
        screen.wait_for_function(f"() => ({DRAWN})(document.querySelector('img.logo'))")
    assert accessibility_violations(page) == []

    page.locator("[data-way=remove]").click()
    for screen in screens:
        expect(screen.locator("svg.mark")).to_be_visible()
        assert screen.evaluate("window.isTheSame")
    expect(page.locator("[data-way=remove]")).to_have_count(0)


def choose(page: Page, name: str, content: bytes) -> None:
    """Choose a file of this name from the administrator's own disk."""
    page.locator("input[type=file]").set_input_files(FilePayload(name=name, mimeType="image/png", buffer=content))
