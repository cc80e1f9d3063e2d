import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

from onedoor.printing.protocol import JobReport, PrinterAddress, PrintOrder
from tests.escpos_decoder import decode
from tests.paper import FOLLOW_URL, page_facts, print_order, qr_codes, same_dots
from tests.print_worker import PROJECT, PrintWorker
from tests.printer_stand_in import PrinterStandIn


def states(worker: PrintWorker, job_id: int) -> list[str]:
    return [report.state for report in worker.reports if isinstance(report, JobReport) and report.job_id == job_id]


def test_a_ticket_comes_out_of_a_printer() -> None:
    with PrinterStandIn() as stand_in, PrintWorker() as worker:
        worker.order(print_order(1, stand_in.address))
        worker.job(1, "sent")
        (ticket,) = stand_in.wait_for_tickets(1)
        worker.printer("hall", "ready")
        assert states(worker, 1) == ["sending", "sent"]
    assert qr_codes(ticket.picture) == [FOLLOW_URL]


def test_without_paper_a_job_fails_before_its_first_byte() -> None:
    with PrinterStandIn(out_of_paper=True) as stand_in, PrintWorker() as worker:
        worker.order(print_order(1, stand_in.address))
        assert worker.job(1, "failed").reason == "out_of_paper"
        worker.printer("hall", "out_of_paper")
        assert stand_in.job_bytes == b""
        assert states(worker, 1) == ["failed"]


def test_a_printer_that_got_new_paper_is_ready_by_itself() -> None:
    with PrinterStandIn(out_of_paper=True) as stand_in, PrintWorker() as worker:
        worker.order(print_order(1, stand_in.address))
        worker.printer("hall", "out_of_paper")
        stand_in.out_of_paper = False
        worker.printer("hall", "ready")
        assert stand_in.job_bytes == b""


def test_an_open_cover_fails_the_job_and_takes_the_printer_off_line() -> None:
    with PrinterStandIn(cover_open=True) as stand_in, PrintWorker() as worker:
        worker.order(print_order(1, stand_in.address))
        assert worker.job(1, "failed").reason == "cover_open"
        worker.printer("hall", "offline")


def test_a_job_that_is_cut_off_in_the_middle_is_uncertain() -> None:
    with PrinterStandIn(cut_off_after=20_000) as stand_in, PrintWorker() as worker:
        worker.order(print_order(1, stand_in.address))
        assert worker.job(1, "uncertain").reason == "cut_off"
        assert stand_in.tickets == [] or not stand_in.tickets[0].is_cut


@pytest.mark.alone
def test_a_printer_that_is_off_fails_the_job_within_three_seconds_and_is_ready_once_it_is_on() -> None:
    with PrinterStandIn() as stand_in, PrintWorker() as worker:
        worker.order(print_order(1, stand_in.address))
        worker.job(1, "sent")
        stand_in.turn_off()
        started = time.monotonic()
        worker.order(print_order(2, stand_in.address))
        assert worker.job(2, "failed").reason == "unreachable"
        assert time.monotonic() - started < 3
        worker.printer("hall", "unreachable")
        stand_in.turn_on()
        worker.reports.clear()
        worker.printer("hall", "ready")


def test_a_printer_that_hangs_holds_no_other_printer() -> None:
    with PrinterStandIn(hangs=True) as hung, PrinterStandIn() as well, PrintWorker() as worker:
        worker.order(print_order(1, hung.address, printer="hung"))
        worker.job(1, "sending")
        worker.order(print_order(2, well.address, printer="well"))
        worker.job(2, "sent")
        assert "uncertain" not in states(worker, 1)
        assert worker.job(1, "uncertain").reason == "timed_out"


def test_the_printer_without_hardware_keeps_bytes_and_picture(tmp_path: Path) -> None:
    with PrintWorker() as worker:
        worker.order(print_order(41, f"folder://{tmp_path}", number="A1000", width=384))
        assert worker.job(41, "sent").file == "41-A1000"
    (ticket,) = decode((tmp_path / "41-A1000.bin").read_bytes())
    with Image.open(tmp_path / "41-A1000.png") as picture:
        assert same_dots(picture, ticket.picture)


def test_a_test_page_is_printed(tmp_path: Path) -> None:
    printer = PrinterAddress(code="hall", transport=f"folder://{tmp_path}", width_dots=576)
    with PrintWorker() as worker:
        worker.order(PrintOrder(job_id=5, printer=printer, facts=page_facts()))
        assert worker.job(5, "sent").file == "5-test"


def test_a_ticket_that_cannot_be_drawn_fails_and_the_next_one_is_printed(tmp_path: Path) -> None:
    with PrintWorker() as worker:
        worker.order(print_order(1, f"folder://{tmp_path}", number="中015"))
        worker.order(print_order(2, f"folder://{tmp_path}"))
        assert worker.job(1, "failed").reason == "drawing_failed"
        worker.job(2, "sent")


def test_lines_that_are_no_orders_are_ignored(tmp_path: Path) -> None:
    with PrintWorker() as worker:
        for line in ("", "{", '{"job_id": "x"}', "\x00"):
            worker.write_line(line)
        worker.order(print_order(1, f"folder://{tmp_path}"))
        worker.job(1, "sent")
        assert worker.end() == 0


def test_a_centre_prints_its_own_template(tmp_path: Path) -> None:
    block = '<g data-block="40"><rect width="576" height="40"/></g>'
    own = f'<svg xmlns="http://www.w3.org/2000/svg" width="576">{block}</svg>'
    (tmp_path / "ticket_576.svg").write_text(own)
    with PrintWorker("--templates", str(tmp_path)) as worker:
        worker.order(print_order(1, f"folder://{tmp_path}"))
        worker.job(1, "sent")
    with Image.open(tmp_path / "1-A015.png") as picture:
        assert (picture.size, picture.getextrema()) == ((576, 40), (0, 0))


def test_the_program_ends_at_end_of_file_although_a_printer_hangs() -> None:
    with PrinterStandIn(hangs=True) as stand_in, PrintWorker() as worker:
        worker.order(print_order(1, stand_in.address))
        worker.job(1, "sending")
        assert worker.end() == 0


def test_the_program_knows_neither_the_database_nor_the_web() -> None:
    code = "import sys, onedoor.printing.worker; print(*{'sqlalchemy', 'flask', 'eventlet'} & sys.modules.keys())"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == ""


def test_the_program_leaves_no_temporary_folder(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "onedoor.printing.worker"]
    subprocess.run(command, cwd=PROJECT, env={"TMPDIR": str(tmp_path)}, stdin=subprocess.DEVNULL, check=True)
    assert list(tmp_path.iterdir()) == []
