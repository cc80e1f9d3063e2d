import os
import pty
import threading
from io import FileIO
from pathlib import Path

import pytest

from onedoor.printing.escpos_encoder import encode
from onedoor.printing.ticket_image import draw
from onedoor.printing.transports import Page, SendingStopped, Unreachable, transport_for
from tests.escpos_decoder import QUESTION_IN_TURN, REAL_TIME_QUESTION, decode
from tests.paper import same_dots, ticket_facts
from tests.printer_stand_in import PrinterStandIn


@pytest.fixture(scope="module")
def page() -> Page:
    picture = draw(ticket_facts(), 576)
    return Page("7-A015", picture, encode(picture))


def stop_reason(stand_in: PrinterStandIn, page: Page) -> str:
    with transport_for(stand_in.address) as transport:
        transport.condition()
        with pytest.raises(SendingStopped) as stopped:
            transport.send(page)
    return stopped.value.reason


def test_a_well_printer_prints_and_cuts(page: Page) -> None:
    with PrinterStandIn() as stand_in, transport_for(stand_in.address) as transport:
        assert transport.condition() == "ready"
        transport.send(page)
        (ticket,) = stand_in.wait_for_tickets(1)
    assert same_dots(ticket.picture, page.picture)


@pytest.mark.parametrize(
    ("stand_in", "condition"),
    [
        (PrinterStandIn(out_of_paper=True), "out_of_paper"),
        (PrinterStandIn(cover_open=True), "cover_open"),
        (PrinterStandIn(is_mute=True), "unknown"),
        (PrinterStandIn(hangs=True), "unknown"),
    ],
)
def test_a_printer_says_what_is_wrong_before_a_job(stand_in: PrinterStandIn, condition: str) -> None:
    with stand_in, transport_for(stand_in.address) as transport:
        assert transport.condition() == condition
        assert stand_in.job_bytes == b""


def test_a_printer_that_answers_nothing_is_printed_on(page: Page) -> None:
    with PrinterStandIn(is_mute=True) as stand_in, transport_for(stand_in.address) as transport:
        assert transport.condition() == "unknown"
        transport.send(page)
        assert len(stand_in.wait_for_tickets(1)) == 1


def test_a_printer_that_does_not_know_the_last_question_is_asked_it_in_earnest_once(page: Page) -> None:
    with PrinterStandIn(knows_completion=False) as stand_in:
        transport = transport_for(stand_in.address)
        for _ in range(2):
            with transport:
                assert transport.condition() == "ready"
                transport.send(page)
        assert len(stand_in.wait_for_tickets(2)) == 2


def test_a_connection_that_breaks_in_a_job_stops_it(page: Page) -> None:
    with PrinterStandIn(cut_off_after=20_000) as stand_in:
        assert stop_reason(stand_in, page) == "cut_off"
        assert stand_in.job_bytes != b""


def test_a_printer_that_hangs_stops_the_job_within_the_time_out(page: Page) -> None:
    with PrinterStandIn(hangs=True) as stand_in:
        assert stop_reason(stand_in, page) == "timed_out"


def test_paper_that_ends_during_a_job_stops_it(page: Page) -> None:
    with PrinterStandIn() as stand_in, transport_for(stand_in.address) as transport:
        assert transport.condition() == "ready"
        stand_in.out_of_paper = True
        with pytest.raises(SendingStopped) as stopped:
            transport.send(page)
    assert stopped.value.reason == "out_of_paper"


def test_a_printer_that_is_off_is_unreachable() -> None:
    with PrinterStandIn() as stand_in:
        stand_in.turn_off()
        with pytest.raises(Unreachable), transport_for(stand_in.address):
            pass


@pytest.mark.parametrize(
    "address",
    [
        "tcp://127.0.0.1:notaport",
        "usb://04b8:0202",
        "serial:///dev/no-such-line",
        "serial:///dev/null?speed=9600",
        "file:///dev/no-such-printer",
        "ftp://127.0.0.1",
        "printer",
    ],
)
def test_an_address_without_a_printer_is_unreachable(address: str) -> None:
    with pytest.raises(Unreachable), transport_for(address):
        pass


def test_a_serial_printer_gets_the_whole_job(page: Page) -> None:
    printer, line = pty.openpty()
    received = bytearray()
    with (
        FileIO(printer, "r+b") as end,
        transport_for(f"serial://{os.ttyname(line)}?baudrate=19200") as wire,
    ):
        reader = threading.Thread(target=_read_until_question, args=(end, received))
        reader.start()
        wire.send(page)
        reader.join(10)
    os.close(line)
    assert decode(bytes(received))[0].is_cut


def _read_until_question(end: FileIO, received: bytearray) -> None:
    while not received.endswith(QUESTION_IN_TURN + b"\x01"):
        received += end.read(4096)


def test_a_device_file_gets_the_whole_job_and_no_question(tmp_path: Path, page: Page) -> None:
    device = tmp_path / "lp0"
    device.touch()
    with transport_for(f"file://{device}") as transport:
        assert transport.condition() == "unknown"
        transport.send(page)
    assert device.read_bytes() == page.data
    assert REAL_TIME_QUESTION not in device.read_bytes()[-20:]


def test_a_device_file_that_is_not_there_is_never_made(tmp_path: Path) -> None:
    with pytest.raises(Unreachable), transport_for(f"file://{tmp_path / 'lp0'}"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_the_printer_without_hardware_keeps_bytes_and_picture(tmp_path: Path, page: Page) -> None:
    with transport_for(f"folder://{tmp_path}/tickets of today") as transport:
        assert transport.condition() == "ready"
        assert transport.send(page) == "7-A015"
    kept = tmp_path / "tickets of today"
    assert sorted(file.name for file in kept.iterdir()) == ["7-A015.bin", "7-A015.png"]
    assert (kept / "7-A015.bin").read_bytes() == page.data
