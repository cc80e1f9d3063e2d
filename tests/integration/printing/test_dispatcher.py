"""Server, print worker and printer as real processes."""

import os
import signal
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Row, select, update

from onedoor.clock import StoppedClock
from onedoor.printing.actions import create_printer
from onedoor.printing.models import Printer, PrintJob
from tests.dispatching_server import DispatchingServer
from tests.factories import SmallCentre, create_centre, create_database, let_leases_run_out
from tests.printer_stand_in import PrinterStandIn
from tests.processes import is_alive
from tests.waiting import eventually

PATIENCE = 30.0
ON_ONE_ENGINE = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
"""For what is the same statements on both."""


@pytest.fixture
def printer() -> Iterator[PrinterStandIn]:
    with PrinterStandIn() as printer:
        yield printer


@pytest.fixture
def centre(tmp_path: Path, printer: PrinterStandIn, database_url: str) -> Iterator[SmallCentre]:
    database = create_database(tmp_path, StoppedClock(datetime.now(UTC)), database_url)
    centre = create_centre(database, tmp_path)
    with database.engine.begin() as connection:
        connection.execute(update(Printer).values(transport=printer.address))
    yield centre
    database.close()


@pytest.fixture
def server(centre: SmallCentre, database_url: str) -> Iterator[DispatchingServer]:
    with DispatchingServer(database_url) as server:
        yield server


def job_becomes(centre: SmallCentre, job: int | None, status: str) -> Row[Any]:
    """The print job as soon as it has this status."""

    def look() -> Row[Any] | None:
        with centre.database.read() as connection:
            row = connection.execute(select(PrintJob).where(PrintJob.id == job)).one()
        return row if row.status == status else None

    found = eventually(look, PATIENCE, f"print job {job} is {status}")
    assert found
    return found


def printer_state(centre: SmallCentre) -> str:
    with centre.database.read() as connection:
        return str(connection.execute(select(Printer.state)).scalar_one())


def test_tickets_come_out_in_their_order(
    centre: SmallCentre, server: DispatchingServer, printer: PrinterStandIn
) -> None:
    tickets = [centre.issue() for _ in range(3)]
    assert len(printer.wait_for_tickets(3, PATIENCE)) == 3
    ended = [job_becomes(centre, ticket.print_job, "sent").ended_at for ticket in tickets]
    assert ended == sorted(ended)
    eventually(lambda: printer_state(centre) == "ready", PATIENCE, "the printer is ready")


def test_paper_that_is_refilled_in_time_prints_the_ticket(
    centre: SmallCentre, server: DispatchingServer, printer: PrinterStandIn
) -> None:
    printer.out_of_paper = True
    ticket = centre.issue()
    eventually(lambda: printer_state(centre) == "out_of_paper", PATIENCE, "the printer is out of paper")
    assert printer.job_bytes == b""
    printer.out_of_paper = False
    assert job_becomes(centre, ticket.print_job, "sent").attempts >= 2
    assert len(printer.wait_for_tickets(1, PATIENCE)) == 1


def test_a_worker_that_is_killed_in_the_middle_of_a_paper_leaves_it_uncertain_and_another_prints_on(
    centre: SmallCentre, server: DispatchingServer, printer: PrinterStandIn
) -> None:
    printer.goes_on.clear()
    ticket, killed = centre.issue(), server.worker()
    eventually(lambda: printer.job_bytes, PATIENCE, "the paper has begun")
    os.kill(killed, signal.SIGKILL)
    assert job_becomes(centre, ticket.print_job, "uncertain").reason == "cut_off"
    printer.goes_on.set()
    job_becomes(centre, centre.issue().print_job, "sent")
    assert server.worker() != killed
    assert job_becomes(centre, ticket.print_job, "uncertain").attempts == 1


@ON_ONE_ENGINE
def test_what_a_worker_that_is_killed_had_not_begun_to_send_is_printed_once_by_the_next(
    centre: SmallCentre, server: DispatchingServer, printer: PrinterStandIn
) -> None:
    printer.hangs = True
    ticket, killed = centre.issue(), server.worker()
    job_becomes(centre, ticket.print_job, "sending")
    os.kill(killed, signal.SIGKILL)
    printer.hangs = False
    assert job_becomes(centre, ticket.print_job, "sent").attempts >= 2
    assert server.worker() != killed
    assert len([paper for paper in printer.tickets if paper.is_cut]) == 1


@ON_ONE_ENGINE
def test_an_order_that_a_worker_that_is_killed_had_not_read_is_printed_once_by_the_next(
    centre: SmallCentre, server: DispatchingServer, printer: PrinterStandIn
) -> None:
    job_becomes(centre, centre.issue().print_job, "sent")
    killed = server.worker()
    os.kill(killed, signal.SIGSTOP)
    ticket = centre.issue()
    job_becomes(centre, ticket.print_job, "sending")
    os.kill(killed, signal.SIGKILL)
    assert job_becomes(centre, ticket.print_job, "sent").attempts == 2
    assert len([paper for paper in printer.tickets if paper.is_cut]) == 2


def test_a_server_that_is_killed_leaves_no_worker_behind_and_the_next_one_knows_what_is_uncertain(
    centre: SmallCentre, database_url: str, printer: PrinterStandIn
) -> None:
    printer.hangs = True
    with DispatchingServer(database_url) as server:
        ticket, worker = centre.issue(), server.worker()
        job_becomes(centre, ticket.print_job, "sending")
        server.kill()
        eventually(lambda: not is_alive(worker), PATIENCE, "the worker ends with its server")
    let_leases_run_out(centre.database)
    with DispatchingServer(database_url):
        job_becomes(centre, ticket.print_job, "uncertain")


def test_a_job_that_cannot_be_handed_out_does_not_end_printing(
    centre: SmallCentre, database_url: str, printer: PrinterStandIn
) -> None:
    create_printer(centre.database, centre.id, code="other", name="Other", transport=printer.address, width_dots=384)
    spoilt, fine = centre.issue(), centre.issue()
    with centre.database.engine.begin() as connection:
        connection.execute(update(PrintJob).where(PrintJob.id == spoilt.print_job).values(facts={"kind": "riddle"}))
        connection.execute(update(PrintJob).where(PrintJob.id == fine.print_job).values(printer_id=2))
    with DispatchingServer(database_url):
        job_becomes(centre, fine.print_job, "sent")
