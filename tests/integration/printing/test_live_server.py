"""The real server, under green threads, with its worker and a printer."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from onedoor.printing.models import PrintJob
from tests.factories import let_leases_run_out, new_request_id
from tests.live_server import LiveServer
from tests.printer_stand_in import PrinterStandIn
from tests.processes import is_alive
from tests.waiting import eventually

PATIENCE = 30.0


@pytest.fixture
def printer() -> Iterator[PrinterStandIn]:
    with PrinterStandIn() as printer:
        yield printer


@pytest.fixture
def server(tmp_path: Path, database_url: str, printer: PrinterStandIn) -> Iterator[LiveServer]:
    with LiveServer(tmp_path, database_url=database_url) as server:
        server.use_printer(printer.address)
        yield server


def take_ticket(server: LiveServer) -> int:
    """A citizen's touch; answers the print job."""
    ticket = server.kiosk_program().post(
        "/kiosk/tickets", request_id=new_request_id(), service="birth", language="lo", priority=False
    )
    return int(ticket["print_job"])


def job_becomes(server: LiveServer, job: int, status: str) -> None:
    def status_now() -> str:
        with server.database.read() as connection:
            return str(connection.execute(select(PrintJob.status).where(PrintJob.id == job)).scalar_one())

    eventually(lambda: status_now() == status, PATIENCE, f"print job {job} is {status}")


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_a_server_that_ends_in_the_middle_of_a_print_leaves_no_worker_and_the_next_one_prints_on(
    server: LiveServer, printer: PrinterStandIn, end: str
) -> None:
    printer.hangs = True
    cut_off, worker = take_ticket(server), server.worker()
    job_becomes(server, cut_off, "sending")
    {"stop": server.stop, "kill": server.kill}[end]()
    eventually(lambda: not is_alive(worker), PATIENCE, "the worker ends with its server")
    let_leases_run_out(server.database)
    printer.hangs = False
    server.start()
    job_becomes(server, cut_off, "uncertain")
    job_becomes(server, take_ticket(server), "sent")
    assert len([paper for paper in printer.tickets if paper.is_cut]) == 1


def test_a_worker_that_is_killed_is_replaced_while_the_server_serves_on(
    server: LiveServer, printer: PrinterStandIn
) -> None:
    killed = server.worker()
    os.kill(killed, signal.SIGKILL)
    eventually(lambda: server.worker() != killed, PATIENCE, "another worker")
    job_becomes(server, take_ticket(server), "sent")
    assert len(printer.wait_for_tickets(1, PATIENCE)) == 1
