"""Whether a centre's log, or an archive of it, is whole: followed row by row, however long it is."""

from pathlib import Path

from sqlalchemy import Connection, bindparam, select

from onedoor.centres.models import Centre
from onedoor.database.centre_state import CentreState
from onedoor.database.rows import AnyRow
from onedoor.queueing.log_chain import START, BrokenChain, Chain, chained_values
from onedoor.tickets.archive_file import read_archive
from onedoor.tickets.models import LogArchive, TicketLog

ROWS_AT_ONCE = 1000

ROWS = (
    select(TicketLog)
    .where(TicketLog.centre_id == bindparam("centre"))
    .order_by(TicketLog.id)
    .execution_options(yield_per=ROWS_AT_ONCE)
)
"""A centre's log in its order, which comes so many rows at once."""

_HEAD = select(CentreState.log_head).where(CentreState.centre_id == bindparam("centre"))
_ARCHIVES = select(LogArchive).where(LogArchive.centre_id == bindparam("centre")).order_by(LogArchive.year)
_ARCHIVES_OF_CODE = (
    select(LogArchive)
    .join(Centre, Centre.id == LogArchive.centre_id)
    .where(Centre.code == bindparam("code"))
    .order_by(LogArchive.year)
)


def verify_log(connection: Connection, centre_id: int) -> Chain:
    """Follow a centre's log from its archives to the head that the centre's state keeps. Raises BrokenChain."""
    head = connection.execute(_HEAD, {"centre": centre_id}).scalar_one()
    archives = read_archives(connection, centre_id)
    chain = Chain(archives[-1].head if archives else START, sum(archive.row_count for archive in archives))
    for row in connection.execute(ROWS, {"centre": centre_id}):
        chain.follow(chained_values(row._asdict()), row.hash)
    chain.require_end(head)
    return chain


def verify_archive(connection: Connection, file: Path) -> Chain:
    """Follow the file of an archive, and compare it with what the database keeps of it. Raises BrokenChain, OSError."""
    heading, chain = read_archive(file)
    archives = connection.execute(_ARCHIVES_OF_CODE, {"code": heading.centre}).all()
    before = [archive.head for archive in archives if archive.year < heading.year]
    kept = [(archive.row_count, archive.head) for archive in archives if archive.year == heading.year]
    if heading.after != (before or [START])[-1] or kept != [(chain.rows, chain.head)]:
        raise BrokenChain(f"it is not the archive of {heading.centre} of {heading.year} that this database knows")
    return chain


def read_archives(connection: Connection, centre_id: int) -> list[AnyRow]:
    """The years of a centre's log that were moved to files, oldest first."""
    return list(connection.execute(_ARCHIVES, {"centre": centre_id}))
