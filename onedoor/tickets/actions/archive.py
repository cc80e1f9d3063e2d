"""Moving old years of a centre's log to files: the one way in which a row leaves the log.

A file is written, read back and listed with its head, and only then are its rows removed: the database lets go of what
the list has, of nothing else. Whatever stops it in between, the next time goes on from there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain as joined
from itertools import takewhile
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, delete, insert, select

from onedoor.centres.models import Centre
from onedoor.database.centre_state import CentreState
from onedoor.database.rows import AnyRow
from onedoor.database.session import Database
from onedoor.queueing.log_chain import START, BrokenChain, Chain, chained_values
from onedoor.tickets.archive_file import SUFFIX, Heading, new_archive, read_archive
from onedoor.tickets.models import LogArchive, TicketLog
from onedoor.tickets.queries.audit import ROWS, read_archives

REMOVED_AT_ONCE = 1000
"""Tickets wait while rows are removed: this many take some hundredths of a second."""

_CENTRE = (
    select(Centre.code, CentreState.time_zone)
    .join(CentreState, CentreState.centre_id == Centre.id)
    .where(Centre.id == bindparam("centre"))
)
_INSERT = insert(LogArchive)
_IDS = (
    select(TicketLog.id)
    .where(
        TicketLog.centre_id == bindparam("centre"), TicketLog.id > bindparam("after"), TicketLog.id <= bindparam("last")
    )
    .order_by(TicketLog.id)
    .limit(REMOVED_AT_ONCE)
)
_REMOVE = delete(TicketLog).where(
    TicketLog.centre_id == bindparam("centre"), TicketLog.id >= bindparam("first"), TicketLog.id <= bindparam("last")
)


@dataclass(frozen=True)
class _Written:
    """A year in its file, not listed yet."""

    file: Path
    heading: Heading
    chain: Chain
    last_id: int


def archive_years(database: Database, centre_id: int, before: int, folder: Path) -> Iterator[Path]:
    """Move every year before the year `before` to a file of its own, oldest first; each file when all is done for it.

    Years are those of the centre's time zone; the one that runs stays. A row that a wrong clock dated back stays with
    the rows around it.
    Raises BrokenChain and OSError; what is not archived by then is in the log as before.
    """
    with database.read() as connection:
        archives = read_archives(connection, centre_id)
    if archives:
        _remove(database, centre_id, archives[-1].last_id)
    while written := _write_oldest_year(database, centre_id, before, folder):
        _list(database, centre_id, written)
        _remove(database, centre_id, written.last_id)
        yield written.file


def _write_oldest_year(database: Database, centre_id: int, before: int, folder: Path) -> _Written | None:
    with database.read() as connection:
        centre = connection.execute(_CENTRE, {"centre": centre_id}).one()
        archives, zone = read_archives(connection, centre_id), ZoneInfo(centre.time_zone)
        rows = connection.execute(ROWS, {"centre": centre_id})
        first = rows.fetchone()
        if first is None:
            return None
        year = max(first.at.astimezone(zone).year, archives[-1].year + 1 if archives else 0)
        if year >= min(before, database.now().astimezone(zone).year):
            return None
        of_year = takewhile(lambda row: row.at.astimezone(zone).year <= year, joined([first], rows))
        heading = Heading(centre.code, year, archives[-1].head if archives else START)
        return _write(folder / f"log-{centre.code}-{year}{SUFFIX}", heading, of_year)


def _write(file: Path, heading: Heading, rows: Iterator[AnyRow]) -> _Written:
    """Write the file, and read it back. Raises BrokenChain if the log is not whole, or the disk kept something else."""
    chain, last_id = Chain(heading.after), 0
    with new_archive(file, heading) as write:
        for row in rows:
            values, last_id = chained_values(row._asdict()), row.id
            chain.follow(values, row.hash)
            write(values, row.hash)
    if read_archive(file) != (heading, chain):
        raise BrokenChain(f"{file} does not hold what was written to it")
    return _Written(file, heading, chain, last_id)


def _list(database: Database, centre_id: int, written: _Written) -> None:
    with database.write(centre_id) as transaction:
        row = {
            "centre_id": centre_id,
            "year": written.heading.year,
            "row_count": written.chain.rows,
            "head": written.chain.head,
            "last_id": written.last_id,
            "file": written.file.name,
            "archived_at": transaction.now,
        }
        transaction.execute(_INSERT, row)


def _remove(database: Database, centre_id: int, last_id: int) -> None:
    """Remove the rows up to this one, a few in each transaction."""
    after = 0
    while ids := _ids(database, centre_id, after, last_id):
        after = ids[-1]
        with database.write(centre_id) as transaction:
            transaction.execute(_REMOVE, {"centre": centre_id, "first": ids[0], "last": after})


def _ids(database: Database, centre_id: int, after: int, last_id: int) -> list[int]:
    with database.read() as connection:
        return list(connection.execute(_IDS, {"centre": centre_id, "after": after, "last": last_id}).scalars())
