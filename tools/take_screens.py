"""Takes the pictures in docs/screens: every screen in Lao and English, from the real server on a lifelike morning.

Run it as `python -m tools.take_screens` after the set-up for tests. The names and sizes follow the design's pictures.
"""

import io
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect
from sqlalchemy import select

from onedoor.clock import StoppedClock
from onedoor.database.engine import make_engine
from onedoor.database.migrate import migrate
from onedoor.database.session import Database
from onedoor.demo.http_client import HttpClient
from onedoor.demo.seed import seed_demo
from onedoor.settings import Settings
from onedoor.staff.actions.lockout import FIRST_DELAYED, begin_attempt
from onedoor.staff.actions.sessions import set_password
from onedoor.staff.queries import NAME
from onedoor.tickets.models import Ticket
from tests.browser import DESK_SIZE, HALL_SIZE, KIOSK_SIZE, MANAGER_SIZE, PHONE_SIZE, Size, open_browser
from tests.e2e.screens import sign_in
from tests.live_server import TUESDAY_MORNING, LiveServer
from tests.printer_stand_in import PrinterStandIn
from tests.waiting import eventually
from tools.lifelike_morning import LifelikeMorning

SCREENS = Path(__file__).resolve().parent.parent / "docs/screens"
LANGUAGES = ("lo", "en")
TABLET_SIZE: Size = (1280, 800)
OPENING = TUESDAY_MORNING.replace(hour=7, minute=55)
NOW = TUESDAY_MORNING.replace(hour=11, minute=12)
WORKING = {"clerk1": 1, "clerk2": 2, "clerk3": 3, "clerk4": 4}
PASSWORD = "only for these pictures"
# The printers page shows ten pictures at once.
LAST_ARRIVALS = (
    "birth",
    "identity-card",
    "business-licence",
    "marriage",
    "residence",
    "payment",
    "family-book",
    "land-tax",
    "land-transfer",
    "birth",
)
COLOURS = 256


class Camera:
    """Opens pages in one language and keeps pictures of them."""

    def __init__(self, browser: Browser, server: LiveServer, language: str) -> None:
        self._browser = browser
        self.server = server
        self.language = language

    def open(self, size: Size, path: str, scale: int = 1, device: str | None = None) -> Page:
        """A page of the server, as an enrolled device if one is named."""
        context = self._browser.new_context(
            viewport={"width": size[0], "height": size[1]}, device_scale_factor=scale, reduced_motion="reduce"
        )
        page = context.new_page()
        if device:
            page.goto(self.server.enrolment_link(device))
        page.goto(f"{self.server.address}{path}{'&' if '?' in path else '?'}language={self.language}")
        return page

    def open_for_staff(self, size: Size, path: str, sign_in_name: str) -> Page:
        """A page of the server for which this person has signed in."""
        page = self.open(size, f"/sign-in?next={path}")
        page.locator(f"button[lang={self.language}]").click()
        sign_in(page, sign_in_name, PASSWORD)
        return page

    def take(self, page: Page, name: str, until: Locator) -> None:
        """Keep a picture of the page once this part of it is there and all letters and icons are drawn."""
        expect(until.first).to_be_visible()
        page.evaluate("document.fonts.ready.then(() => null)")
        eventually(lambda: page.evaluate("[...document.images].every((image) => image.complete)"))
        page.evaluate("Promise.all([...document.images].map((image) => image.decode())).then(() => null)")
        _keep(page.screenshot(), SCREENS / f"{name}.{self.language}.png")


def _keep(png: bytes, path: Path) -> None:
    """Few colours are enough for flat pictures, and a third of the size."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


def main() -> None:
    SCREENS.mkdir(parents=True, exist_ok=True)
    with open_browser() as browser:
        for language in LANGUAGES:
            with _server(_play_morning) as server:
                _take_busy_centre(Camera(browser, server, language))
            with _server(lambda _folder: None) as server:
                _take_quiet_centre(Camera(browser, server, language))


@contextmanager
def _server(prepare: Callable[[Path], None]) -> Iterator[LiveServer]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder)
        with LiveServer(folder, NOW) as server:
            for person in (*WORKING, "clerk5", "head", "admin"):
                set_password(server.database, server.centre_id, person, PASSWORD)
            yield server


def _play_morning(folder: Path) -> None:
    settings = Settings.model_validate({"data_dir": folder})
    migrate(settings.database)
    clock = StoppedClock(OPENING.astimezone(UTC))
    database = Database(make_engine(settings.database), clock)
    centre_id = seed_demo(database, settings).centre_id
    morning = LifelikeMorning(database, clock, centre_id)
    for person, counter in WORKING.items():
        morning.sit_down(person, PASSWORD, counter)
    morning.play(NOW)
    database.close()


def _take_busy_centre(camera: Camera) -> None:
    _take_a_break(camera.server)
    called, waiting = _call_and_queue(camera.server)
    _take_hall(camera)
    _take_phones(camera, called, waiting)
    _take_desks(camera)
    _take_management(camera)
    _take_kiosk(camera)


def _take_a_break(server: LiveServer) -> None:
    """Counter 4 rests, and counter 5 was open this morning."""
    _program(server, "clerk4").command("/counter/4/break")
    cashier = _program(server, "clerk5")
    cashier.command("/counter/5/opening")
    cashier.command("/counter/5/closing")


def _call_and_queue(server: LiveServer) -> tuple[str, str]:
    """Tokens of a ticket that was called a moment ago and of one that waits, the last that was printed."""
    kiosk = server.kiosk_program()
    tickets = [kiosk.command("/kiosk/tickets", service=each, language="lo", priority=False) for each in LAST_ARRIVALS]
    clerk = _program(server, "clerk2")
    finishing = clerk.get("/counter/2/desk")["desk"]["turn"]
    number = clerk.command("/counter/2/calls", turn=finishing["turn"], state="serving")["number"]
    with server.database.read() as connection:
        token: str = connection.execute(select(Ticket.token).where(Ticket.number == number)).scalar_one()
    return token, tickets[-1]["token"]


def _program(server: LiveServer, sign_in_name: str) -> HttpClient:
    client = HttpClient(server.local_address)
    client.post("/session", sign_in_name=sign_in_name, password=PASSWORD)
    return client


def _take_hall(camera: Camera) -> None:
    page = camera.open(HALL_SIZE, "/display/", device="hall-1")
    _wake_sound(page)
    camera.take(page, "display-hall", page.locator(".current .number"))


def _wake_sound(page: Page) -> None:
    """A hall's browser is started so that it may play sounds; this one wants a touch first."""
    page.locator(".sound-mark").click()
    expect(page.locator(".sound-mark")).to_have_count(0)


def _take_phones(camera: Camera, called: str, waiting: str) -> None:
    page = camera.open(PHONE_SIZE, f"/t/{called}", scale=2)
    camera.take(page, "phone-called", page.locator(".go-to"))
    page = camera.open(PHONE_SIZE, f"/t/{waiting}", scale=2)
    camera.take(page, "phone-ticket", page.locator(".place"))


def _take_desks(camera: Camera) -> None:
    page = camera.open(DESK_SIZE, "/sign-in")
    page.locator(f"button[lang={camera.language}]").click()
    camera.take(page, "sign-in", page.locator(f"html[lang={camera.language}] form"))
    page = camera.open_for_staff(DESK_SIZE, "/counter/", "clerk5")
    camera.take(page, "counter-choose", page.locator(".choice[aria-checked=true]"))
    page = camera.open_for_staff(DESK_SIZE, "/counter/", "clerk3")
    camera.take(page, "counter-desk", page.locator(".turn-number"))
    page.keyboard.press("m")
    page.locator("a[href^='/password']").click()
    camera.take(page, "password", page.locator("#again"))


def _take_management(camera: Camera) -> None:
    page = camera.open_for_staff(MANAGER_SIZE, "/management/", "head")
    camera.take(page, "management-live", page.locator(".uplot canvas"))
    page = camera.open_for_staff(MANAGER_SIZE, "/management/printers", "admin")
    camera.take(page, "management-printers", page.locator(".job:first-child img"))
    page.goto(f"{camera.server.address}/management/devices")
    camera.take(page, "management-devices", page.locator(".device"))
    page.goto(f"{camera.server.address}/management/logo")
    camera.take(page, "management-logo", page.locator(".logo-choice"))
    _lock_out(camera.server, "clerk1")
    page.goto(f"{camera.server.address}/management/staff")
    camera.take(page, "management-staff", page.locator("[data-way=unlock]"))


def _lock_out(server: LiveServer, sign_in_name: str) -> None:
    """Somebody types a wrong password too often."""
    for _ in range(FIRST_DELAYED[NAME]):
        begin_attempt(server.database, sign_in_name, "192.0.2.1")


def _take_kiosk(camera: Camera) -> None:
    page = camera.open(KIOSK_SIZE, "/kiosk/", device="kiosk-1")
    camera.take(page, "kiosk-1-home", page.locator("[data-category]"))
    page.locator("[data-category=civil]").click()
    camera.take(page, "kiosk-2-services", page.locator("[data-service]"))
    page.locator("[data-service=birth]").click()
    camera.take(page, "kiosk-3-service", page.locator(".documents"))
    page.locator(".take").click()
    camera.take(page, "kiosk-5-priority", page.locator(".groups"))
    page.locator("[data-priority=no]").click()
    camera.take(page, "kiosk-4-ticket", page.locator("[data-paper=printed]"))
    page.locator(".done").click()
    page.set_viewport_size({"width": TABLET_SIZE[0], "height": TABLET_SIZE[1]})
    camera.take(page, "kiosk-1-home-landscape", page.locator("[data-category]"))
    page.set_viewport_size({"width": KIOSK_SIZE[0], "height": KIOSK_SIZE[1]})
    _take_kiosk_without_paper(camera, page)


def _take_kiosk_without_paper(camera: Camera, page: Page) -> None:
    with PrinterStandIn(out_of_paper=True) as printer:
        camera.server.use_printer(printer.address)
        for place in ("[data-category=civil]", "[data-service=birth]", ".take", "[data-priority=no]"):
            page.locator(place).click()
        camera.take(page, "kiosk-6-no-paper", page.locator("[data-paper=out_of_paper]"))


def _take_quiet_centre(camera: Camera) -> None:
    """Nobody is called yet, and the line is lost."""
    page = camera.open(HALL_SIZE, "/display/", device="hall-1")
    expect(page.locator(".idle")).to_be_visible()
    _take_unknown_screens(camera)
    camera.server.kill()
    camera.take(page, "display-idle-offline", page.locator(".lost-mark"))


def _take_unknown_screens(camera: Camera) -> None:
    """Screens that nobody has enrolled."""
    for screen, size in (("kiosk", KIOSK_SIZE), ("display", HALL_SIZE)):
        page = camera.open(size, f"/{screen}/")
        expect(page.locator(".shown-code")).to_have_text(re.compile(r"\w"))
        camera.take(page, f"{screen}-not-enrolled", page.locator(".shown-code"))


if __name__ == "__main__":
    main()
