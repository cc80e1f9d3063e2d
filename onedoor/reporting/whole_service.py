"""How the whole service stands at this moment, for those who run it: centres by their codes, and nobody in person."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, and_, func, select

from onedoor.centres.models import Centre
from onedoor.database.centre_state import CentreState
from onedoor.printing.models import IS_OPEN, Printer, PrintJob
from onedoor.tickets.models import IS_WAITING, Turn

_WAITING = (
    select(Centre.code, func.count(Turn.id), func.min(Turn.waiting_since))
    .join(CentreState, CentreState.centre_id == Centre.id)
    .outerjoin(Turn, and_(Turn.centre_id == Centre.id, Turn.service_day == CentreState.service_day, IS_WAITING))
    .group_by(Centre.id)
)
_OPEN_JOBS = (
    select(Centre.code, PrintJob.status, func.count())
    .join(Printer, Printer.centre_id == Centre.id)
    .join(PrintJob, and_(PrintJob.printer_id == Printer.id, IS_OPEN))
    .group_by(Centre.id, PrintJob.status)
)
_PRINTERS = (
    select(Centre.code, Printer.state, func.count())
    .join(Printer, Printer.centre_id == Centre.id)
    .group_by(Centre.id, Printer.state)
)


class WholeService(NamedTuple):
    """By centre: people who wait and since when the first of them; by centre and state: open print jobs, printers."""

    waiting: tuple[tuple[str, int, datetime | None], ...]
    print_jobs: tuple[tuple[str, str, int], ...]
    printers: tuple[tuple[str, str, int], ...]


def read_whole_service(connection: Connection) -> WholeService:
    """Three statements by index: as many rows as there are centres and states of their printers."""
    statements = (_WAITING, _OPEN_JOBS, _PRINTERS)
    return WholeService(*(tuple(map(tuple, connection.execute(each))) for each in statements))
