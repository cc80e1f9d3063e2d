"""One ticket's whole journey on real parts: a touch, a paper, a call, the hall, the phone, the manager."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from onedoor.tickets.addresses import follow_url
from onedoor.tickets.models import Ticket
from tests.browser import Visitors
from tests.e2e.screens import DeskScreen, HallScreen, KioskScreen, PhoneScreen, open_management, say
from tests.live_server import LiveServer
from tests.paper import qr_codes
from tests.printer_stand_in import PrinterStandIn

FEE = {"lo": "15.000 ກີບ", "en": "15,000 LAK"}
DOCUMENT = {"lo": "ໃບແຈ້ງເກີດຈາກໂຮງໝໍ", "en": "Birth notice from the hospital"}


@pytest.mark.parametrize("language", ["lo", "en"])
def test_a_ticket_goes_from_the_touch_to_the_hall(
    language: str, server: LiveServer, visitors: Visitors, printer: PrinterStandIn
) -> None:
    hall = HallScreen(visitors, server)
    manager = open_management(visitors, server, "head")
    number = _take_ticket(KioskScreen(visitors, server), language)
    phone = PhoneScreen(visitors, _address_on_paper(printer, server, number), language)
    expect(phone.page.locator(".number")).to_have_text(number)

    desk = DeskScreen(visitors, server, "clerk3", counter=3)
    desk.call_next(number)
    expect(hall.number).to_have_text(number)
    expect(hall.counter).to_have_text("3")
    expect(phone.counter).to_have_text("3")

    desk.start()
    expect(phone.headline).to_have_text(say(language, "phone.serving"))
    desk.press("f")
    expect(desk.golden).to_have_text(say("lo", "counter.golden.none"))
    expect(phone.headline).to_have_text(say(language, "phone.finished"))
    _expect_one_wait(manager)


def _take_ticket(kiosk: KioskScreen, language: str) -> str:
    """See papers, fee and time first, then answer the question and see the number."""
    kiosk.choose_language(language)
    kiosk.choose_service("civil", "birth")
    facts = kiosk.page.locator(".facts")
    expect(facts).to_contain_text(FEE[language])
    expect(facts).to_contain_text(say(language, "common.working_days"))
    expect(kiosk.page.locator(".documents")).to_contain_text(DOCUMENT[language])
    kiosk.want_ticket()
    expect(kiosk.page.locator("h1")).to_contain_text(say(language, "kiosk.priority_question"))
    kiosk.answer_priority(False)
    expect(kiosk.number).to_have_text("A001")
    expect(kiosk.ticket).to_have_attribute("data-paper", "printed")
    expect(kiosk.page.locator(".take-paper")).to_contain_text(say(language, "kiosk.take_paper"))
    return kiosk.number.inner_text()


def _address_on_paper(printer: PrinterStandIn, server: LiveServer, number: str) -> str:
    """The address in the QR code of the one printed ticket."""
    [paper] = printer.wait_for_tickets(1)
    [address] = qr_codes(paper.picture)
    with server.database.read() as connection:
        token = connection.execute(select(Ticket.token).where(Ticket.number == number)).scalar_one()
    assert address == follow_url(server.address, token)
    return address


def _expect_one_wait(manager: Page) -> None:
    summary = manager.locator(".summary")
    expect(summary).to_contain_text(f"1 {say('lo', 'management.served')}")
    usual_wait = manager.locator(".figure", has_text=say("lo", "management.usual_wait"))
    expect(usual_wait.locator(".value")).to_have_text("0′ · 0′")
    expect(usual_wait.locator(".more")).to_contain_text("1")
