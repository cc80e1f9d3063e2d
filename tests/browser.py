"""Real browsers for tests.

Pages are reached under a name that is not localhost, as in an office without certificates: what browsers keep from
plain http there (wake lock, `crypto.randomUUID`) is missing here too.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.live_server import HOST
from tools.chromium import ARGUMENTS, find_chromium

Size = tuple[int, int]

KIOSK_SIZE: Size = (1080, 1920)
HALL_SIZE: Size = (1920, 1080)
DESK_SIZE: Size = (1366, 768)
MANAGER_SIZE: Size = (1440, 900)
PHONE_SIZE: Size = (390, 780)

AXE = Path(__file__).parents[1] / "node_modules/axe-core/axe.min.js"
_NOTE_FIRST_SIGHTS = """
(selectors) => {
  window.firstSights = {};
  const look = () => {
    for (const selector of selectors) {
      if (document.querySelector(selector)) window.firstSights[selector] ??= performance.now();
    }
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
}
"""
_WORDS_OF_VIOLATIONS = """
async () => (await axe.run(document)).violations.map(
  (violation) => `${violation.id}: ${violation.help}: ${violation.nodes.map((node) => node.html).join(" | ")}`)
"""


@contextmanager
def open_browser(*more_arguments: str) -> Iterator[Browser]:
    """A Chromium, called with these arguments, too; closed on leaving."""
    program = find_chromium()
    assert program is not None, "there is no Chromium: run tools/set_up.py --test"
    arguments = [*ARGUMENTS, *more_arguments, f"--host-resolver-rules=MAP {HOST} 127.0.0.1"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        yield browser
        browser.close()


class Visitors:
    """The people and devices of one test: each has a browser profile of its own. `close` fails on any script error."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self.script_errors: list[str] = []

    def new_page(self, size: Size, **options: Any) -> Page:
        """A page in a fresh profile, with this window size in CSS pixels."""
        context = self._browser.new_context(viewport={"width": size[0], "height": size[1]}, **options)
        context.on("weberror", lambda found: self.script_errors.append(str(found.error)))
        self._contexts.append(context)
        return context.new_page()

    def close(self) -> None:
        """Close all profiles."""
        for context in self._contexts:
            context.close()
        assert self.script_errors == []


def accessibility_violations(page: Page) -> list[str]:
    """What axe-core finds on the page as it is now, in words; moving parts are judged where they come to rest."""
    page.emulate_media(reduced_motion="reduce")
    page.evaluate(AXE.read_text("utf-8"))
    found: list[str] = page.evaluate(_WORDS_OF_VIOLATIONS)
    return found


def note_first_sights(page: Page, *selectors: str) -> None:
    """From now on the page notes when each of these is first there, by its own clock: a busy test is no slow page."""
    page.evaluate(_NOTE_FIRST_SIGHTS, list(selectors))


def first_sight(page: Page, selector: str) -> float:
    """When it was first there, in milliseconds of `performance.now()`."""
    moment: float = page.evaluate("(selector) => window.firstSights[selector]", selector)
    return moment
