"""The server's side of printing: starts and watches the worker program, hands it jobs, writes down its reports."""

import logging
import os
import secrets
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import ParamSpec, TextIO

from pydantic import ValidationError

from onedoor.background import sleep, start_task
from onedoor.centres.queries import read_centre_ids
from onedoor.database.session import Database
from onedoor.ending import wait_until
from onedoor.metrics import PRINT_REPORTS
from onedoor.printing import actions
from onedoor.printing.protocol import JobReport, PrintOrder, parse_report
from onedoor.printing.queries import read_job_state, read_printers_with_work

LOOK_EVERY_SECONDS = 1.0
RESTART_AFTER_SECONDS = 1.0
REST_SECONDS = 0.01
WORKER = (sys.executable, "-m", "onedoor.printing.worker")

P = ParamSpec("P")
log = logging.getLogger(__name__)


@dataclass
class Worker:
    """One worker program: the name under which it has jobs, and those that it said it begins to send.

    It says so before the first byte: when it has ended, was heard to its end and was always understood, it sent nothing
    of any other job.
    """

    name: str = field(default_factory=lambda: secrets.token_hex(8))
    orders: TextIO | None = None
    begun: set[int] = field(default_factory=set)
    was_heard_out: bool = False
    was_misheard: bool = False


class Dispatcher:
    """One worker program and the two tasks that speak with it.

    A socket pair serves as the worker's standard input and output: unlike a pipe it is green under eventlet, and it
    ends by itself with the server, so that no second printer is ever left alive.
    """

    def __init__(self, database: Database, command: tuple[str, ...] = WORKER) -> None:
        self._database = database
        self._command = command
        self._wake = threading.Event()
        self._worker = Worker()
        self._centre_of_printer: dict[str, int] = {}
        self._at_hand: set[int] = set()
        self._handing_out = threading.Lock()
        self._is_ending = False

    def start(self) -> None:
        """Begin; jobs that were under way when an earlier server ended become uncertain.

        At once where no other server can have them, else when their lease has run out.
        """
        if self._database.is_embedded:
            self._give_up_sending()
        start_task(self._keep_worker_alive)
        start_task(self._hand_out_jobs)

    @property
    def has_worker(self) -> bool:
        """Whether a worker program is there to take orders."""
        return self._worker.orders is not None

    def wake(self) -> None:
        """Look for work now instead of within a second."""
        if not self._wake.is_set():
            self._wake.set()

    def finish(self, seconds: float) -> bool:
        """Hand out nothing more, and wait until the jobs at hand are written down; false if that takes longer."""
        self._is_ending = True
        return wait_until(lambda: not self._at_hand and not self._handing_out.locked(), seconds)

    def _keep_worker_alive(self) -> None:
        while True:
            self._worker = worker = Worker()
            self._survive(self._run, worker)
            self._survive(self._give_up_sending, worker)
            self._at_hand.clear()
            log.warning("the print worker ended and is started again")
            sleep(RESTART_AFTER_SECONDS)

    def _run(self, worker: Worker) -> None:
        """Start the program and read its reports until it ends."""
        ours, theirs = socket.socketpair()
        with ours, theirs:
            # A green socket does not block by itself; the worker's plain reads must.
            os.set_blocking(theirs.fileno(), True)
            program = subprocess.Popen(self._command, stdin=theirs.fileno(), stdout=theirs.fileno(), env=os.environ)
            theirs.close()
            try:
                self._listen(worker, ours)
            finally:
                worker.orders = None
                program.kill()
                program.wait()

    def _listen(self, worker: Worker, line: socket.socket) -> None:
        with line.makefile("w", encoding="utf-8") as orders, line.makefile("r", encoding="utf-8") as reports:
            worker.orders = orders
            self.wake()
            # The line breaks instead of ending where an order was not read; what was said comes before that.
            with suppress(ConnectionResetError):
                for report in reports:
                    self._survive(self._write_down, worker, report)
            worker.was_heard_out = True

    def _hand_out_jobs(self) -> None:
        while True:
            self._wake.wait(LOOK_EVERY_SECONDS)
            self._wake.clear()
            # Calls and tickets that come in meanwhile go first, and one look serves them all.
            sleep(REST_SECONDS)
            with self._handing_out:
                worker = self._worker
                if worker.orders is not None:
                    self._survive(self._hand_out, worker, worker.orders)

    def _hand_out(self, worker: Worker, orders: TextIO) -> None:
        with self._database.glance() as connection:
            work = read_printers_with_work(connection, self._database.now())
        for centre_id, printer_id in work:
            if self._is_ending:
                return
            order = actions.claim_next_job(self._database, centre_id, printer_id, worker.name)
            if order is not None:
                self._centre_of_printer[order.printer.code] = centre_id
                self._at_hand.add(order.job_id)
                self._send(worker, orders, order, centre_id)

    def _send(self, worker: Worker, orders: TextIO, order: PrintOrder, centre_id: int) -> None:
        try:
            orders.write(order.to_line() + "\n")
            orders.flush()
        except (OSError, ValueError):
            log.warning("an order did not reach the print worker")
            # The worker is gone and never read it: no byte went out.
            self._record(worker, centre_id, JobReport(job_id=order.job_id, state="failed"))

    def _write_down(self, worker: Worker, line: str) -> None:
        try:
            report = parse_report(line)
        except ValidationError:
            log.error("the print worker said something that is no report")
            worker.was_misheard = True
            return
        if isinstance(report, JobReport):
            self._write_down_job(worker, report)
        elif report.code in self._centre_of_printer:
            actions.record_printer_report(self._database, self._centre_of_printer[report.code], report)

    def _write_down_job(self, worker: Worker, report: JobReport) -> None:
        if report.state == "sending":
            worker.begun.add(report.job_id)  # in the database it has been under way since it was claimed
            return
        with self._database.read() as connection:
            job = read_job_state(connection, report.job_id)
        self._record(worker, job.centre_id, report)
        worker.begun.discard(report.job_id)
        self.wake()

    def _record(self, worker: Worker, centre_id: int, report: JobReport) -> None:
        PRINT_REPORTS.labels(report.state).inc()
        try:
            actions.record_job_report(self._database, centre_id, worker.name, report)
        finally:
            self._at_hand.discard(report.job_id)

    def _survive(self, work: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> None:
        """One job that cannot be handed out, or a database that is busy for long, must not end all printing."""
        try:
            work(*args, **kwargs)
        except Exception as error:
            if not self._database.outages.note(error):
                log.exception("printing goes on after an error")

    def _give_up_sending(self, worker: Worker | None = None) -> None:
        """Of one worker that ended, or of all when no process can have any."""
        with self._database.read() as connection:
            centres = read_centre_ids(connection)
        name = worker.name if worker else None
        is_known = worker is not None and worker.was_heard_out and not worker.was_misheard
        begun = worker.begun if worker and is_known else None
        for centre_id in centres:
            actions.give_up_sending(self._database, centre_id, name, begun)
