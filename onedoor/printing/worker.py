"""The print worker: a program of its own that draws, encodes and sends what it is told on standard input.

Drawing holds Python's lock for 45 ms and a hung printer holds its thread for seconds; no call may wait for either.
One JSON line in per order, one out per change of a job or a printer (``protocol``). It ends at end-of-file, so that
a killed server leaves no second printer. It knows neither the database nor the web.
"""

from __future__ import annotations

import argparse
import logging
import os
import re
import signal
import sys
import threading
import time
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Literal, TextIO

from pydantic import ValidationError

from onedoor.logs import set_up_logs
from onedoor.printing.escpos_encoder import encode
from onedoor.printing.fonts import FontsMissing, font_files
from onedoor.printing.protocol import (
    FailureReason,
    JobReport,
    Message,
    PrinterReport,
    PrinterState,
    PrintOrder,
    TicketFacts,
    parse_order,
)
from onedoor.printing.ticket_image import TEMPLATE_FOLDER, draw
from onedoor.printing.transports import (
    Condition,
    Page,
    SendingStopped,
    Transport,
    Unreachable,
    transport_for,
)
from onedoor.settings import load_settings

LOOK_AGAIN_SECONDS = 2.0
"""How often a printer in a bad state is asked whether it is well again."""

FINISH_SECONDS = 5.0
"""How long the job at hand may take after end-of-file."""

_STATE_AFTER: dict[FailureReason, PrinterState] = {
    "out_of_paper": "out_of_paper",
    "cover_open": "offline",
    "offline": "offline",
    "timed_out": "offline",
    "cut_off": "unreachable",
}
"""What a job that stopped half-way says about its printer."""

POLITENESS = 10
"""How far the worker stands back for other programs of the machine (``nice``)."""

logger = logging.getLogger("onedoor.printing.worker")


class ReportWriter:
    """Writes whole lines from any thread."""

    def __init__(self, stdout: TextIO) -> None:
        self._stdout = stdout
        self._lock = threading.Lock()

    def write(self, report: Message) -> None:
        """Raises ``OSError`` when the server is gone, so that a job stops before its first byte."""
        with self._lock:
            self._stdout.write(report.to_line() + "\n")
            self._stdout.flush()


class PrinterThread(threading.Thread):
    """One printer's jobs, one after the other; a hung printer holds nobody else."""

    def __init__(self, code: str, reports: ReportWriter, templates: Path) -> None:
        super().__init__(name=f"printer {code}", daemon=True)
        self._code = code
        self._reports = reports
        self._templates = templates
        self._orders: SimpleQueue[PrintOrder | None] = SimpleQueue()
        self._ended = threading.Event()
        self._address = ""
        self._transport: Transport | None = None
        self._state: PrinterState | None = None

    def submit(self, order: PrintOrder) -> None:
        """Print after what was submitted before."""
        self._orders.put(order)

    def end(self) -> None:
        """Finish the job at hand only: the next server orders the others again."""
        self._ended.set()
        self._orders.put(None)

    def run(self) -> None:
        while not self._ended.is_set():
            try:
                self._do_next()
            except Exception:
                logger.exception("printer %s", self._code)

    def _do_next(self) -> None:
        try:
            order = self._orders.get(timeout=LOOK_AGAIN_SECONDS if self._is_unwell() else None)
        except Empty:
            self._look_again()
        else:
            if order is not None and not self._ended.is_set():
                self._carry_out(order)

    def _is_unwell(self) -> bool:
        return self._state in ("out_of_paper", "offline", "unreachable")

    def _look_again(self) -> None:
        assert self._transport is not None, "a state is known after a first order only"
        try:
            with self._transport as transport:
                self._note_condition(transport.condition())
        except Unreachable:
            self._note_state("unreachable")

    def _carry_out(self, order: PrintOrder) -> None:
        try:
            page = _page(order, self._templates)
        except Exception:
            # Whatever is wrong with one ticket's words must not stop the tickets behind it.
            logger.exception("job %d cannot be drawn", order.job_id)
            return self._report_job(order, "failed", "drawing_failed")
        try:
            with self._transport_to(order.printer.transport) as transport:
                self._print(order, page, transport)
        except Unreachable as error:
            logger.warning("job %d: %s", order.job_id, error)
            self._note_state("unreachable")
            self._report_job(order, "failed", "unreachable")

    def _print(self, order: PrintOrder, page: Page, transport: Transport) -> None:
        condition = transport.condition()
        self._note_condition(condition)
        if condition in ("out_of_paper", "cover_open", "offline"):
            return self._report_job(order, "failed", condition)
        self._report_job(order, "sending")
        try:
            self._report_job(order, "sent", file=transport.send(page))
        except SendingStopped as stop:
            self._report_job(order, "uncertain", stop.reason)
            self._note_state(_STATE_AFTER[stop.reason])

    def _transport_to(self, address: str) -> Transport:
        """The transport is kept between jobs, because it learns what its printer answers."""
        if self._transport is None or address != self._address:
            self._address, self._transport = address, transport_for(address)
        return self._transport

    def _report_job(
        self,
        order: PrintOrder,
        state: Literal["sending", "sent", "failed", "uncertain"],
        reason: FailureReason | None = None,
        file: str | None = None,
    ) -> None:
        self._reports.write(JobReport(job_id=order.job_id, state=state, reason=reason, file=file))

    def _note_condition(self, condition: Condition) -> None:
        self._note_state("offline" if condition == "cover_open" else condition)

    def _note_state(self, state: PrinterState) -> None:
        if state != self._state:
            self._state = state
            self._reports.write(PrinterReport(code=self._code, state=state))


def _page(order: PrintOrder, templates: Path) -> Page:
    facts = order.facts
    title = facts.number if isinstance(facts, TicketFacts) else "test"
    picture = draw(facts, order.printer.width_dots, templates)
    return Page(f"{order.job_id}-{re.sub(r'[^A-Za-z0-9]', '', title)}", picture, encode(picture))


def run(stdin: TextIO, stdout: TextIO, templates: Path = TEMPLATE_FOLDER) -> None:
    """Carry out orders until end-of-file, then let every printer finish the job at hand, for a few seconds."""
    reports = ReportWriter(stdout)
    threads: dict[str, PrinterThread] = {}
    for line in stdin:
        order = _order_on(line)
        if order is None:
            continue
        if order.printer.code not in threads:
            threads[order.printer.code] = PrinterThread(order.printer.code, reports, templates)
            threads[order.printer.code].start()
        threads[order.printer.code].submit(order)
    _end(list(threads.values()))


def _order_on(line: str) -> PrintOrder | None:
    try:
        return parse_order(line)
    except ValidationError as error:
        logger.error("ignored a line that is no order: %s", error)
        return None


def _end(threads: list[PrinterThread]) -> None:
    deadline = time.monotonic() + FINISH_SECONDS
    for thread in threads:
        thread.end()
    for thread in threads:
        thread.join(max(0.0, deadline - time.monotonic()))


def _private_stdout() -> TextIO:
    """The server's end of the pipe, for reports only: what a library prints goes to standard error instead."""
    reports = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return reports


def main() -> int:
    """The program: exit code 0 after end-of-file, 1 when it cannot draw at all."""
    parser = argparse.ArgumentParser(prog="onedoor print-worker", description=__doc__)
    parser.add_argument("--templates", type=Path, default=TEMPLATE_FOLDER, help="folder of the centre's own templates")
    arguments = parser.parse_args()
    set_up_logs(load_settings())
    # Whoever ends the server may signal this program, too: the server lets the job at hand end, and closes the pipe.
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)
    # Drawing may take a whole core: a call to the hall goes first, and is not interrupted when an order comes.
    os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
    os.nice(POLITENESS)
    try:
        font_files()
    except FontsMissing as error:
        logger.error("%s", error)
        return 1
    with open(sys.stdin.fileno(), encoding="utf-8", errors="replace", closefd=False) as orders:
        run(orders, _private_stdout(), arguments.templates)
    return 0


if __name__ == "__main__":
    sys.exit(main())
