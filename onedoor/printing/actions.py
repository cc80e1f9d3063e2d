"""What happens to print jobs: queued in the ticket's transaction, claimed, reported on, printed again by a person.

What follows a ticket without anybody waiting for it shares a commit with the calls and tickets that come meanwhile.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import and_, bindparam, insert, or_, select, update

from onedoor.centres.models import Centre
from onedoor.database.prepared import Prepared
from onedoor.database.rows import AnyRow
from onedoor.database.session import Database, Transaction
from onedoor.devices.queries import DeviceCredential
from onedoor.printing.models import IS_OPEN, Printer, PrintJob
from onedoor.printing.protocol import (
    JobReport,
    PrinterAddress,
    PrinterReport,
    PrintOrder,
    TestPageFacts,
    TicketFacts,
    as_printed,
)
from onedoor.queueing.events import PrinterChanged, PrintJobChanged
from onedoor.refusals import WebError, WebErrorCode
from onedoor.tickets.models import Turn

# Refilled paper must not spit out old tickets for the next citizen to take.
JOB_LIFE = timedelta(seconds=90)
# A printer answers within 3 seconds or not at all; a job that is silent for so long was lost with its worker.
LEASE = timedelta(seconds=30)
RETRY_AFTER = timedelta(seconds=2)
# A job by which each worker ends must not keep the others from ever printing.
MOST_ATTEMPTS = 3
PAPER_PROBLEMS = ("out_of_paper", "offline", "unreachable")

_OF_CENTRE = PrintJob.centre_id == bindparam("centre")
_THIS_PRINTER = (Printer.id == bindparam("printer"), Printer.centre_id == bindparam("centre"))
_PRINTER = Prepared(select(Printer.state).where(*_THIS_PRINTER))
_PRINTER_TO_TEST = (
    select(Printer.id, Printer.name, Centre.name_lo, Centre.name_en)
    .join(Centre, Centre.id == Printer.centre_id)
    .where(Printer.centre_id == bindparam("centre"), Printer.code == bindparam("code"))
)
_CHANGE_PRINTER = update(Printer).where(*_THIS_PRINTER)
_INSERT_JOB = Prepared(insert(PrintJob).returning(PrintJob.id))
_PAPER = (
    select(PrintJob.id, PrintJob.status, Printer.state)
    .join(Printer, Printer.id == PrintJob.printer_id)
    .where(PrintJob.turn_id == bindparam("turn"), _OF_CENTRE)
    .order_by(PrintJob.id)
)
_JOB = select(PrintJob).where(PrintJob.id == bindparam("job"), _OF_CENTRE)
_ASKED_BEFORE = select(PrintJob.id).where(_OF_CENTRE, PrintJob.request_id == bindparam("request"))
_CHANGE_JOB = update(PrintJob).where(PrintJob.id == bindparam("job"), _OF_CENTRE)
_SENDING = (
    select(PrintJob.id, PrintJob.attempts)
    .join(Printer, Printer.id == PrintJob.printer_id)
    .where(Printer.centre_id == bindparam("centre"), IS_OPEN, PrintJob.status == "sending")
)
# By the printer, because that is how open jobs are indexed.
_OF_PRINTER = (PrintJob.printer_id == select(Printer.id).where(*_THIS_PRINTER).scalar_subquery(), IS_OPEN)
_UNDER_WAY = select(PrintJob.id).where(*_OF_PRINTER, PrintJob.status == "sending").limit(1)
_NEXT_DUE = (
    select(PrintJob, Printer.transport, Printer.width_dots)
    .join(Printer, Printer.id == PrintJob.printer_id)
    .where(*_OF_PRINTER, PrintJob.status == "queued", PrintJob.not_before <= bindparam("now"))
    .order_by(PrintJob.id)
    .limit(1)
)
_STALE = (
    select(PrintJob.id)
    .outerjoin(Turn, Turn.id == PrintJob.turn_id)
    .where(
        *_OF_PRINTER,
        PrintJob.status == "queued",
        or_(PrintJob.expires_at <= bindparam("now"), and_(PrintJob.turn_id.is_not(None), Turn.status != "waiting")),
    )
)
_LOST = select(PrintJob.id).where(*_OF_PRINTER, PrintJob.status == "sending", PrintJob.leased_until <= bindparam("now"))


@dataclass(frozen=True)
class Paper:
    """The print job of a ticket, and whether its paper can be expected."""

    print_job: int
    is_expected: bool


def create_printer(database: Database, centre_id: int, *, code: str, name: str, transport: str, width_dots: int) -> int:
    """Add a printer; `transport` and `width_dots` (576 or 384) must be what the worker takes (ValidationError)."""
    PrinterAddress.model_validate({"code": code, "transport": transport, "width_dots": width_dots})
    with database.write(centre_id) as transaction:
        printer = insert(Printer).values(
            centre_id=centre_id, code=code, name=name, transport=transport, width_dots=width_dots
        )
        printer_id = int(transaction.execute(printer.returning(Printer.id)).scalar_one())
        transaction.record(PrinterChanged(centre_id, printer_id))
    return printer_id


def queue_ticket_paper(
    transaction: Transaction, kiosk: DeviceCredential, turn_id: int, facts: TicketFacts
) -> Paper | None:
    """Queue the paper of a ticket in the ticket's own transaction; None for a kiosk without a printer."""
    if kiosk.printer_id is None:
        return None
    keys = {"centre": kiosk.centre_id, "printer": kiosk.printer_id}
    state = transaction.run(_PRINTER, keys).scalar_one()
    job = _queue(transaction, kiosk.printer_id, facts, turn_id=turn_id, device_id=kiosk.device_id)
    return Paper(job, state not in PAPER_PROBLEMS)


def find_paper(transaction: Transaction, turn_id: int) -> Paper | None:
    """The first paper of a turn."""
    row = transaction.execute(_PAPER, {"centre": transaction.centre_id, "turn": turn_id}).first()
    return (
        Paper(row.id, row.status in ("queued", "sending", "sent") and row.state not in PAPER_PROBLEMS) if row else None
    )


def queue_test_page(database: Database, centre_id: int, printer_code: str, request_id: str) -> int:
    """Queue a test page; a repeated `request_id` answers the first job. Raises unknown_printer."""
    with database.write(centre_id) as transaction:
        if (asked := _asked_before(transaction, request_id)) is not None:
            return asked
        printer = transaction.execute(_PRINTER_TO_TEST, {"centre": centre_id, "code": printer_code}).one_or_none()
        if printer is None:
            raise WebError(WebErrorCode.unknown_printer)
        facts = TestPageFacts(
            centre_lo=printer.name_lo,
            centre_en=printer.name_en,
            printer_name=printer.name,
            printed_at_local=as_printed(transaction.local_now),
        )
        job = _queue(transaction, printer.id, facts, request_id=request_id)
        transaction.record(PrintJobChanged(centre_id, job))
    return job


def queue_copy(database: Database, centre_id: int, job_id: int, request_id: str) -> int:
    """Print a job again because a person asked for it, marked as a copy; a repeated `request_id` prints no more.

    Raises unknown_print_job.
    """
    with database.write(centre_id) as transaction:
        if (asked := _asked_before(transaction, request_id)) is not None:
            return asked
        original = transaction.execute(_JOB, {"centre": centre_id, "job": job_id}).one_or_none()
        if original is None:
            raise WebError(WebErrorCode.unknown_print_job)
        facts = original.facts | ({"copy_mark": True} if original.facts["kind"] == "ticket" else {})
        job = _queue(transaction, original.printer_id, facts, copy_of=original.id, request_id=request_id)
        transaction.record(PrintJobChanged(centre_id, job))
    return job


def claim_next_job(database: Database, centre_id: int, printer_id: int, holder: str) -> PrintOrder | None:
    """Take the printer's next job for sending by the worker `holder`; committed before any byte goes out.

    None while another job of this printer is under way, or when none is due. Jobs that are stale expire here, and
    those whose lease ran out become uncertain: their worker is gone, and what it sent nobody knows.
    """

    def work(transaction: Transaction) -> AnyRow | None:
        _expire_stale(transaction, printer_id)
        _give_up_lost(transaction, printer_id)
        job = _next_due(transaction, printer_id)
        if job is not None:
            until = transaction.now + LEASE
            _set_status(transaction, job.id, "sending", leased_by=holder, leased_until=until, attempts=job.attempts + 1)
        return job

    job = database.write_together(centre_id, work)
    if job is None:
        return None
    # The row id names the printer to the worker: two centres may call theirs alike.
    address = PrinterAddress(code=str(printer_id), transport=job.transport, width_dots=job.width_dots)
    return PrintOrder.model_validate({"job_id": job.id, "printer": address, "facts": job.facts})


def record_job_report(database: Database, centre_id: int, holder: str, report: JobReport) -> None:
    """Write down what became of a job; a report on one that the worker `holder` no longer has changes nothing."""

    def work(transaction: Transaction) -> None:
        job = transaction.execute(_JOB, {"centre": centre_id, "job": report.job_id}).one_or_none()
        if job is None or (job.status, job.leased_by) != ("sending", holder) or report.state == "sending":
            return
        if report.state == "failed" and report.reason != "drawing_failed":
            later = transaction.now + RETRY_AFTER
            _set_status(transaction, job.id, "queued", reason=report.reason, not_before=later, leased_until=None)
        else:
            _set_status(
                transaction, job.id, report.state, reason=report.reason, file=report.file, ended_at=transaction.now
            )

    database.write_together(centre_id, work)


def record_printer_report(database: Database, centre_id: int, report: PrinterReport) -> None:
    """Write down the state of a printer."""

    def work(transaction: Transaction) -> None:
        keys = {"centre": centre_id, "printer": int(report.code)}
        state = transaction.run(_PRINTER, keys).scalar_one_or_none()
        if state is None or state == report.state:
            return
        transaction.execute(_CHANGE_PRINTER, keys | {"state": report.state, "state_at": transaction.now})
        transaction.record(PrinterChanged(centre_id, keys["printer"]))

    database.write_together(centre_id, work)


def give_up_sending(
    database: Database, centre_id: int, holder: str | None = None, begun: Collection[int] | None = None
) -> None:
    """Give up the jobs under way of a worker that ended, or all when no process can have any.

    Of those in `begun` nobody knows what came out: they are uncertain, and only a person may print them again. The
    others are queued again, a few times; without `begun` nobody knows of any.
    """
    with database.write(centre_id) as transaction:
        statement = _SENDING if holder is None else _SENDING.where(PrintJob.leased_by == holder)
        for job in transaction.execute(statement, {"centre": centre_id}).all():
            if begun is None or job.id in begun or job.attempts >= MOST_ATTEMPTS:
                _set_status(transaction, job.id, "uncertain", reason="cut_off", ended_at=transaction.now)
            else:
                _set_status(transaction, job.id, "queued", leased_by=None, leased_until=None)


def _asked_before(transaction: Transaction, request_id: str) -> int | None:
    keys = {"centre": transaction.centre_id, "request": request_id}
    return transaction.execute(_ASKED_BEFORE, keys).scalar_one_or_none()


def _queue(
    transaction: Transaction, printer_id: int, facts: TicketFacts | TestPageFacts | dict[str, Any], **links: Any
) -> int:
    now = transaction.now
    job = {
        "centre_id": transaction.centre_id,
        "printer_id": printer_id,
        "turn_id": None,
        "device_id": None,
        "copy_of": None,
        "request_id": None,
        "status": "queued",
        "facts": facts,
        "created_at": now,
        "expires_at": now + JOB_LIFE,
        "not_before": now,
    }
    return int(transaction.run(_INSERT_JOB, job | links).scalar_one())


def _set_status(transaction: Transaction, job_id: int, status: str, **values: Any) -> None:
    keys = {"centre": transaction.centre_id, "job": job_id}
    transaction.execute(_CHANGE_JOB, keys | {"status": status} | values)
    transaction.record(PrintJobChanged(transaction.centre_id, job_id))


def _expire_stale(transaction: Transaction, printer_id: int) -> None:
    """Expire what is too old, and papers of people who were called meanwhile (but not what a person asked for)."""
    for job_id in transaction.execute(_STALE, _keys(transaction, printer_id)).scalars().all():
        _set_status(transaction, job_id, "expired", ended_at=transaction.now)


def _give_up_lost(transaction: Transaction, printer_id: int) -> None:
    for job_id in transaction.execute(_LOST, _keys(transaction, printer_id)).scalars().all():
        _set_status(transaction, job_id, "uncertain", reason="timed_out", ended_at=transaction.now)


def _next_due(transaction: Transaction, printer_id: int) -> AnyRow | None:
    keys = _keys(transaction, printer_id)
    if transaction.execute(_UNDER_WAY, keys).first():
        return None
    return transaction.execute(_NEXT_DUE, keys).first()


def _keys(transaction: Transaction, printer_id: int) -> dict[str, Any]:
    return {"centre": transaction.centre_id, "printer": printer_id, "now": transaction.now}
