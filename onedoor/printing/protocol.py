"""What the server and the print worker say to each other: one JSON object per line, orders in, reports out."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

FailureReason = Literal[
    "out_of_paper", "cover_open", "offline", "unreachable", "timed_out", "drawing_failed", "cut_off"
]
"""Why a job did not, or perhaps did not, come out of the printer."""

PaperWidth = Literal[576, 384]
"""Printable dots per line: 576 on 80 mm paper, 384 on 58 mm paper (203 dots per inch)."""


PrinterState = Literal["ready", "out_of_paper", "offline", "unreachable", "unknown"]


def as_printed(local: datetime) -> str:
    """Date and time as on paper: ``24/11/2026 14:05``."""
    # Every ticket pays for it, and `strftime` takes several times as long.
    return f"{local.day:02}/{local.month:02}/{local.year} {local.hour:02}:{local.minute:02}"


class Message(BaseModel):
    """Frozen and closed: an unknown field is an error on both sides, never silently lost."""

    # A line that is refused is logged, and must not take a ticket's address with it.
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    def to_line(self) -> str:
        """One line of JSON without a line end."""
        return self.model_dump_json()


class PrinterAddress(Message):
    """Where a printer is and how wide its paper is.

    ``transport`` is one of ``tcp://192.168.1.50:9100``, ``usb://04b8:0202``,
    ``serial:///dev/ttyUSB0?baudrate=19200``, ``file:///dev/usb/lp0``, or ``folder:///absolute/path``,
    the printer without hardware, which keeps the bytes and the picture of each job as files.
    """

    code: str = Field(min_length=1)
    transport: str = Field(min_length=1)
    width_dots: PaperWidth


class TicketFacts(Message):
    """What stands on a ticket, frozen when it was issued, so that printing never asks tickets anything."""

    kind: Literal["ticket"] = "ticket"
    number: str = Field(min_length=1, max_length=8)
    centre_lo: str
    centre_en: str
    service_lo: str
    service_en: str
    icon: str
    people_ahead: int = Field(ge=0)
    estimate: tuple[int, int] | None = None
    """Shortest and longest wait in minutes; None leaves the line out."""
    issued_at_local: str
    """Date and time in the centre's time zone, `as_printed`."""
    follow_url: str | None = None
    """Address of the QR code; None leaves code and invitation out, because a dead code costs trust."""
    copy_mark: bool = False
    """True prints the word "copy": a person asked for this paper again."""


class TestPageFacts(Message):
    """A page that shows an administrator that a printer prints Lao."""

    __test__ = False  # not a test class, whatever its name tells pytest

    kind: Literal["test_page"] = "test_page"
    centre_lo: str
    centre_en: str
    printer_name: str
    printed_at_local: str


Facts = Annotated[TicketFacts | TestPageFacts, Field(discriminator="kind")]


class PrintOrder(Message):
    """Server to worker: print these facts on this printer."""

    job_id: int
    printer: PrinterAddress
    facts: Facts


class JobReport(Message):
    """Worker to server: what became of a job.

    ``sending`` is reported before the first byte goes out; ``failed`` means that no byte went out, so that the
    job may be tried again; ``uncertain`` means that some bytes may have gone out, so that only a person prints
    again; ``sent`` means that the printer took every byte.
    """

    kind: Literal["job"] = "job"
    job_id: int
    state: Literal["sending", "sent", "failed", "uncertain"]
    reason: FailureReason | None = None
    file: str | None = None
    """Name without ending of the kept ``.bin`` and ``.png`` files of a folder printer."""


class PrinterReport(Message):
    """Worker to server: a printer's state. ``unknown``: it answers no questions; open covers are ``offline``."""

    kind: Literal["printer"] = "printer"
    code: str
    state: PrinterState


WorkerReport = Annotated[JobReport | PrinterReport, Field(discriminator="kind")]

_WORKER_REPORT: TypeAdapter[JobReport | PrinterReport] = TypeAdapter(WorkerReport)


def parse_order(line: str) -> PrintOrder:
    """The order on one line; raises ``pydantic.ValidationError`` for anything else."""
    return PrintOrder.model_validate_json(line)


def parse_report(line: str) -> JobReport | PrinterReport:
    """The report on one line; raises ``pydantic.ValidationError`` for anything else."""
    return _WORKER_REPORT.validate_json(line)
