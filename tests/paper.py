"""What the printing tests print."""

import zxingcpp
from PIL import Image, ImageOps

from onedoor.printing.protocol import PaperWidth, PrinterAddress, PrintOrder, TestPageFacts, TicketFacts

FOLLOW_URL = "HTTP://192.168.100.10:8000/T/ABCDEFGHIJKLMNOPQRSTUVWXYZ"
STACKED_MARKS = ("ນ້ຳ", "ປີ້", "ຊັ້ນ", "ເຊື້ອ")
WIDTHS: tuple[PaperWidth, ...] = (576, 384)
QUIET_ZONE = 32


def ticket_facts(**changes: object) -> TicketFacts:
    """A ticket of the demo centre, with some facts changed."""
    facts: dict[str, object] = {
        "number": "A015",
        "centre_lo": "ສູນບໍລິການປະຕູດຽວ ແຂວງຫຼວງພະບາງ",
        "centre_en": "Luang Prabang One Door Service Center",
        "service_lo": "ຈົດທະບຽນການເກີດ",
        "service_en": "Birth registration",
        "icon": "baby",
        "people_ahead": 4,
        "estimate": (10, 20),
        "issued_at_local": "24/11/2026 14:05",
        "follow_url": FOLLOW_URL,
    }
    return TicketFacts.model_validate(facts | changes)


def page_facts() -> TestPageFacts:
    """A test page of the demo centre's printer."""
    return TestPageFacts(
        centre_lo="ສູນບໍລິການປະຕູດຽວ",
        centre_en="One Door Service Center",
        printer_name="1",
        printed_at_local="24/11/2026 08:00",
    )


def print_order(
    job_id: int, transport: str, *, printer: str = "hall", width: PaperWidth = 576, **changes: object
) -> PrintOrder:
    """An order for a ticket on the printer at this address."""
    address = PrinterAddress(code=printer, transport=transport, width_dots=width)
    return PrintOrder(job_id=job_id, printer=address, facts=ticket_facts(**changes))


def qr_codes(picture: Image.Image) -> list[str]:
    """The text of every QR code on a picture, with the white that paper has around it."""
    paper = ImageOps.expand(picture.convert("L"), QUIET_ZONE, fill=255)
    return [code.text for code in zxingcpp.read_barcodes(paper)]


def black_dots(picture: Image.Image) -> int:
    """How much of the paper is black."""
    return picture.histogram()[0]


def same_dots(one: Image.Image, other: Image.Image) -> bool:
    """Whether two pictures agree in every dot."""
    return one.size == other.size and one.tobytes() == other.tobytes()
