"""Read models of printers and their jobs."""

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, and_, bindparam, case, func, or_, select

from onedoor.database.centre_state import CentreState
from onedoor.database.prepared import Prepared
from onedoor.database.rows import AnyRow
from onedoor.printing.models import IS_OPEN, Printer, PrintJob
from onedoor.realtime.boards import (
    PrinterLoad,
    PrinterState,
    PrintJobLine,
    PrintJobState,
)

NEWEST_JOBS = 60
READY: PrinterState = "ready"

_STATE = select(Printer.state).where(Printer.id == bindparam("printer"), Printer.centre_id == bindparam("centre"))
_STATES = Prepared(select(Printer.state).where(Printer.centre_id == bindparam("centre")).order_by(Printer.id))
_JOB = (
    select(PrintJob.id, PrintJob.centre_id, PrintJob.device_id, PrintJob.status, PrintJob.reason, Printer.code)
    .join(Printer, Printer.id == PrintJob.printer_id)
    .where(PrintJob.id == bindparam("job"))
)
_OF_PRINTER = select(PrintJob.id).where(PrintJob.printer_id == Printer.id, IS_OPEN)
# A clock may be behind the newest time that its centre wrote down, by which jobs are due.
_IS_DUE = or_(PrintJob.not_before <= bindparam("now"), PrintJob.not_before <= CentreState.newest_time)
_WITH_WORK = Prepared(
    select(Printer.centre_id, Printer.id)
    .join(CentreState, CentreState.centre_id == Printer.centre_id)
    .where(
        _OF_PRINTER.where(_IS_DUE).correlate(Printer, CentreState).exists(),
        ~_OF_PRINTER.where(PrintJob.status == "sending", PrintJob.leased_until > bindparam("now")).exists(),
    )
)
_LOADS = (
    select(
        Printer.code,
        Printer.name,
        Printer.state,
        Printer.state_at,
        func.count(case((PrintJob.status == "queued", 1))).label("queued"),
        func.count(case((PrintJob.status == "uncertain", 1))).label("uncertain"),
        func.count(case((PrintJob.status == "sent", 1))).label("printed"),
    )
    .outerjoin(
        PrintJob,
        # By the centre, because that is how jobs of all states are indexed.
        and_(
            PrintJob.centre_id == bindparam("centre"),
            PrintJob.created_at >= bindparam("since"),
            PrintJob.printer_id == Printer.id,
        ),
    )
    .where(Printer.centre_id == bindparam("centre"))
    .group_by(Printer.id)
    .order_by(Printer.id)
)
_NEWEST = (
    select(PrintJob, Printer.code)
    .join(Printer, Printer.id == PrintJob.printer_id)
    .where(PrintJob.centre_id == bindparam("centre"))
    .order_by(PrintJob.created_at.desc(), PrintJob.id.desc())
    .limit(NEWEST_JOBS)
)
_PICTURE = (
    select(PrintJob.file, Printer.transport)
    .join(Printer, Printer.id == PrintJob.printer_id)
    .where(PrintJob.id == bindparam("job"), PrintJob.centre_id == bindparam("centre"))
)


class JobState(NamedTuple):
    """What became of a print job, and which device is to be told."""

    job_id: int
    centre_id: int
    device_id: int | None
    state: PrintJobState
    reason: str | None
    printer: str


def read_printer_state(connection: Connection, centre_id: int, printer_id: int | None) -> PrinterState | None:
    """The state of one printer, None without a printer."""
    return connection.execute(_STATE, {"centre": centre_id, "printer": printer_id}).scalar_one_or_none()


def read_worst_printer_state(connection: Connection, centre_id: int) -> PrinterState | None:
    """The state that a clerk should know of: the first that is not ready, None in a centre without printers."""
    states = _STATES.run(connection, {"centre": centre_id}).scalars()
    return next((state for state in states if state != READY), READY if states else None)


def read_job_state(connection: Connection, job_id: int) -> JobState:
    """One job, as it stands."""
    row = connection.execute(_JOB, {"job": job_id}).one()
    return JobState(row.id, row.centre_id, row.device_id, row.status, row.reason, row.code)


def read_printers_with_work(connection: Connection, now: datetime) -> list[tuple[int, int]]:
    """Centre and id of every printer that is free and has a job that is due, or one whose lease ran out."""
    return [(row.centre_id, row.id) for row in _WITH_WORK.run(connection, {"now": now})]


def read_printer_loads(connection: Connection, centre_id: int, since: datetime) -> tuple[PrinterLoad, ...]:
    """The centre's printers with their jobs since the start of the day."""
    rows = connection.execute(_LOADS, {"centre": centre_id, "since": since})
    return tuple(PrinterLoad(**row._mapping) for row in rows)


def read_newest_jobs(connection: Connection, centre_id: int) -> tuple[PrintJobLine, ...]:
    """The newest print jobs of a centre, newest first."""
    return tuple(_as_line(row) for row in connection.execute(_NEWEST, {"centre": centre_id}))


def find_picture(connection: Connection, centre_id: int, job_id: int) -> Path | None:
    """Where a printer without hardware kept the picture of a job, None if there is none."""
    row = connection.execute(_PICTURE, {"centre": centre_id, "job": job_id}).one_or_none()
    if row is None or row.file is None:
        return None
    path = Path(row.transport.removeprefix("folder://")) / f"{row.file}.png"
    return path if path.exists() else None


def _as_line(row: AnyRow) -> PrintJobLine:
    return PrintJobLine(
        print_job=row.id,
        printer=row.code,
        number=row.facts.get("number"),
        state=row.status,
        reason=row.reason,
        created_at=row.created_at,
        picture=f"/management/print-jobs/{row.id}/picture.png" if row.file else None,
        is_copy=row.copy_of is not None,
    )
