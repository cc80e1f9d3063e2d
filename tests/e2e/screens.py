"""The screens as people use them: what they touch, and what they see."""

from playwright.sync_api import Locator, Page, expect

from onedoor.web.words import words_of
from tests.browser import DESK_SIZE, HALL_SIZE, KIOSK_SIZE, MANAGER_SIZE, PHONE_SIZE, Visitors
from tests.live_server import Door

# The page looks by itself, in each frame: `expect` looks so seldom that each key would cost twice the time.
_DESK_RESTS = """
() => new Promise((resolve, reject) => {
  const look = () => document.querySelector(".desk:not(.working)") ? resolve() : requestAnimationFrame(look);
  setTimeout(() => reject(new Error("the desk does not come to rest")), 10_000);
  look();
})
"""


def say(language: str, key: str, **values: object) -> str:
    """What a screen says under this key."""
    return words_of(key.split(".")[0], language)[key].format(**values)


class KioskScreen:
    """A kiosk's browser, enrolled by its link."""

    def __init__(self, visitors: Visitors, server: Door) -> None:
        self.page = visitors.new_page(KIOSK_SIZE, has_touch=True)
        self.page.goto(server.enrolment_link("kiosk-1"))
        expect(self.categories.first).to_be_visible()

    @property
    def categories(self) -> Locator:
        return self.page.locator("[data-category]")

    @property
    def number(self) -> Locator:
        return self.page.locator(".stub .number")

    @property
    def ticket(self) -> Locator:
        return self.page.locator(".ticket")

    def choose_language(self, language: str) -> None:
        self.page.locator(f"[data-language={language}]").tap()
        expect(self.page.locator("html")).to_have_attribute("lang", language)

    def choose_category(self, category: str) -> None:
        self.page.locator(f"[data-category={category}]").tap()

    def choose_service(self, category: str, service: str) -> None:
        self.choose_category(category)
        self.page.locator(f"[data-service={service}]").tap()

    def want_ticket(self) -> None:
        self.page.locator(".take").tap()

    def answer_priority(self, has_priority: bool) -> None:
        self.page.locator(f"[data-priority={'yes' if has_priority else 'no'}]").tap()

    def take_ticket(self, category: str = "civil", service: str = "birth") -> str:
        """The whole way to a ticket; answers its number."""
        self.choose_service(category, service)
        self.want_ticket()
        self.answer_priority(False)
        expect(self.number).to_be_visible()
        return self.number.inner_text()

    def go_home(self) -> None:
        """Be done with a ticket."""
        self.page.locator(".done").tap()
        expect(self.categories.first).to_be_visible()


class HallScreen:
    """A hall's browser, enrolled by its link."""

    def __init__(self, visitors: Visitors, server: Door, before: str = "") -> None:
        self.page = visitors.new_page(HALL_SIZE)
        if before:
            self.page.add_init_script(before)
        self.page.goto(server.enrolment_link("hall-1"))
        expect(self.page.locator(".hall")).to_be_visible()

    @property
    def number(self) -> Locator:
        return self.page.locator(".current .number")

    @property
    def counter(self) -> Locator:
        return self.page.locator(".current .counter")

    @property
    def earlier(self) -> Locator:
        return self.page.locator(".earlier .row-number")

    @property
    def lost_mark(self) -> Locator:
        return self.page.locator(".lost-mark")


class DeskScreen:
    """A clerk's browser, signed in, at an open counter."""

    def __init__(self, visitors: Visitors, server: Door, sign_in_name: str, counter: int) -> None:
        self.page = visitors.new_page(DESK_SIZE)
        self.page.goto(f"{server.address}/counter/")
        sign_in(self.page, sign_in_name, server.passwords[sign_in_name])
        choice = self.page.locator(f"[data-counter='{counter}']")
        expect(choice).to_be_visible()
        self.page.keyboard.press(str(counter))
        expect(choice).to_have_attribute("aria-checked", "true")
        self.page.keyboard.press("Enter")
        expect(self.page.locator(".desk")).to_be_visible()

    @property
    def number(self) -> Locator:
        return self.page.locator(".turn-number")

    @property
    def golden(self) -> Locator:
        return self.page.locator(".golden-name")

    @property
    def rows(self) -> Locator:
        """The numbers in the list that is shown."""
        return self.page.locator(".row .row-number")

    @property
    def notice(self) -> Locator:
        return self.page.locator(".notice")

    def wait_for_rest(self) -> None:
        """Wait until no command runs: until then, keys do nothing."""
        self.page.evaluate(_DESK_RESTS)

    def press(self, key: str) -> None:
        """Press a key once the desk rests."""
        self.wait_for_rest()
        self.page.keyboard.press(key)

    def call_next(self, number: str) -> None:
        self.press("Space")
        expect(self.number).to_have_text(number)

    def start(self) -> None:
        self.press("Space")
        expect(self.page.locator("[data-action=hold]")).to_be_visible()


class PhoneScreen:
    """A citizen's phone that follows a ticket."""

    def __init__(self, visitors: Visitors, address: str, language: str = "lo") -> None:
        self.page = visitors.new_page(PHONE_SIZE, has_touch=True, is_mobile=True)
        self.page.goto(f"{address}?language={language}")
        expect(self.page.locator(".phone")).to_be_visible()

    @property
    def counter(self) -> Locator:
        """Where to go, while the ticket is called."""
        return self.page.locator(".go-to .counter")

    @property
    def people_ahead(self) -> Locator:
        return self.page.locator(".place .figure").first

    @property
    def headline(self) -> Locator:
        """What a ticket is that neither waits nor is called."""
        return self.page.locator(".mood :is(h1, h2)")


def open_management(visitors: Visitors, server: Door, sign_in_name: str, path: str = "/management/") -> Page:
    """A page of the management, signed in."""
    page = visitors.new_page(MANAGER_SIZE)
    page.goto(server.address + path)
    sign_in(page, sign_in_name, server.passwords[sign_in_name])
    return page


def sign_in(page: Page, sign_in_name: str, password: str) -> None:
    """Fill in the sign-in page and send it."""
    page.locator("[name=sign_in_name]").fill(sign_in_name)
    page.locator("[name=password]").fill(password)
    page.keyboard.press("Enter")
