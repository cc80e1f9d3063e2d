"""Ways to forge a log behind the database's back, one for each that must be seen.

Each does so in an open transaction, with the triggers dropped; to undo the transaction undoes it all.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from onedoor.database.append_only import unprotect
from onedoor.database.centre_state import CentreState
from onedoor.queueing.log_chain import START, chained_values, link
from onedoor.tickets.models import TicketLog

Values = dict[str, Any]
Forge = Callable[["OpenLog", int], None]
CHANGEABLE = [column.name for column in TicketLog.__table__.columns if column.name not in ("id", "centre_id")]


class OpenLog:
    """The log of a database with one centre, unprotected."""

    def __init__(self, connection: Connection) -> None:
        unprotect(connection)
        self._connection = connection
        self.rows = [dict(row) for row in connection.execute(select(TicketLog).order_by(TicketLog.id)).mappings()]

    def head_before(self, at: int) -> str:
        return str(self.rows[at - 1]["hash"]) if at else START

    def add(self, row: Values) -> None:
        self._connection.execute(insert(TicketLog), row)

    def change(self, at: int, values: Values) -> None:
        self._connection.execute(update(TicketLog).where(TicketLog.id == self.rows[at]["id"]).values(values))

    def remove(self, first: int, last: int) -> None:
        between = TicketLog.id.between(self.rows[first]["id"], self.rows[last]["id"])
        self._connection.execute(delete(TicketLog).where(between))

    def set_head(self, head: str) -> None:
        self._connection.execute(update(CentreState).values(log_head=head))


def a_row_is_removed(log: OpenLog, at: int) -> None:
    log.remove(at, at)


def the_last_rows_are_cut_off(log: OpenLog, at: int) -> None:
    log.remove(at, -1)


def the_first_rows_are_cut_off(log: OpenLog, at: int) -> None:
    log.remove(0, at)


def two_rows_change_places(log: OpenLog, at: int) -> None:
    first, second = at - 1, at
    for place, row in ((second, log.rows[first]), (first, log.rows[second])):
        log.change(place, {name: value for name, value in row.items() if name != "id"})


def a_row_is_there_twice(log: OpenLog, at: int) -> None:
    log.add(log.rows[at] | {"id": log.rows[-1]["id"] + 1})


def a_row_that_fits_is_put_in_at_the_end(log: OpenLog, at: int) -> None:
    row = log.rows[at] | {"id": log.rows[-1]["id"] + 1}
    log.add(row | {"hash": link(log.head_before(len(log.rows)), chained_values(row))})


def a_row_that_fits_is_put_in_at_the_start(log: OpenLog, at: int) -> None:
    row = log.rows[at] | {"id": log.rows[0]["id"] - 1}
    log.add(row | {"hash": link(START, chained_values(row))})


def a_row_is_changed_and_hashed_again(log: OpenLog, at: int) -> None:
    row = log.rows[at] | {"reason": "forged"}
    log.change(at, {"reason": "forged", "hash": link(log.head_before(at), chained_values(row))})


def the_head_is_set_back(log: OpenLog, at: int) -> None:
    log.set_head(log.head_before(at))


def a_value_is_changed(column: str) -> Forge:
    """Any column but the id, which only orders, and the centre's, which would remove the row from this one."""

    def forge(log: OpenLog, at: int) -> None:
        log.change(at, {column: _another(column, log.rows, at)})

    forge.__name__ = f"{column}_is_changed"
    return forge


def _another(column: str, rows: list[Values], at: int) -> Any:
    """Another value, which the column's type and foreign key allow."""
    value = rows[at][column]
    if isinstance(value, datetime):
        return value + timedelta(microseconds=1)
    if column.endswith("_id"):
        return next(row[column] for row in rows if row[column] != value)
    return "forged"


FORGERIES: list[Forge] = [
    a_row_is_removed,
    the_last_rows_are_cut_off,
    the_first_rows_are_cut_off,
    two_rows_change_places,
    a_row_is_there_twice,
    a_row_that_fits_is_put_in_at_the_end,
    a_row_that_fits_is_put_in_at_the_start,
    a_row_is_changed_and_hashed_again,
    the_head_is_set_back,
    *map(a_value_is_changed, CHANGEABLE),
]
