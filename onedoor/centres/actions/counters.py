"""Opening and closing a counter, and breaks."""

from sqlalchemy import bindparam, select

from onedoor.centres.actions.counter_state import change_counter
from onedoor.centres.models import Counter
from onedoor.database.rows import AnyRow
from onedoor.database.session import Database, Transaction
from onedoor.queueing.errors import ErrorCode, QueueingError
from onedoor.staff.actions.users import remember_counter
from onedoor.staff.queries import StaffCredential
from onedoor.tickets.actions.day import enter_today
from onedoor.tickets.models import IS_AT_COUNTER, Turn

_COUNTER = select(Counter).where(Counter.centre_id == bindparam("centre"), Counter.number == bindparam("number"))
_MINE = select(Counter.number).where(
    Counter.centre_id == bindparam("centre"), Counter.staff_user_id == bindparam("staff"), Counter.state != "closed"
)
_AT_HAND = select(Turn.id).where(
    Turn.centre_id == bindparam("centre"), Turn.counter_id == bindparam("counter"), IS_AT_COUNTER
)


def open_counter(database: Database, staff: StaffCredential, number: int) -> None:
    """Sit down at a counter; opening one's own open counter again changes nothing.

    Raises unknown_counter, counter_taken if somebody else sits there, counter_busy if this clerk has another one open.
    """
    with database.write(staff.centre_id) as transaction:
        enter_today(transaction)
        counter = _find(transaction, number)
        if counter.staff_user_id == staff.staff_user_id and counter.state != "closed":
            return
        if counter.state != "closed":
            raise QueueingError(ErrorCode.counter_taken)
        if transaction.execute(_MINE, {"centre": staff.centre_id, "staff": staff.staff_user_id}).first():
            raise QueueingError(ErrorCode.counter_busy)
        change_counter(
            transaction, counter.id, state="open", staff_user_id=staff.staff_user_id, opened_at=transaction.now
        )
        remember_counter(transaction, staff.staff_user_id, number)


def close_counter(database: Database, staff: StaffCredential, number: int) -> None:
    """Leave the counter; a closed one stays as it is. Raises counter_not_yours, or counter_busy at a taken desk."""
    with database.write(staff.centre_id) as transaction:
        enter_today(transaction)
        if _find(transaction, number).state == "closed":
            return
        counter = _find_own(transaction, staff, number)
        _require_free(transaction, counter)
        change_counter(transaction, counter.id, state="closed", staff_user_id=None, opened_at=None)


def start_break(database: Database, staff: StaffCredential, number: int) -> None:
    """Pause; nobody is called here meanwhile. Raises counter_not_yours or counter_busy."""
    with database.write(staff.centre_id) as transaction:
        enter_today(transaction)
        counter = _find_own(transaction, staff, number)
        _require_free(transaction, counter)
        if counter.state == "open":
            change_counter(transaction, counter.id, state="on_break", break_since=transaction.now)


def end_break(database: Database, staff: StaffCredential, number: int) -> None:
    """Back to work. Raises counter_not_yours."""
    with database.write(staff.centre_id) as transaction:
        enter_today(transaction)
        counter = _find_own(transaction, staff, number)
        if counter.state == "on_break":
            change_counter(transaction, counter.id, state="open")


def _find(transaction: Transaction, number: int) -> AnyRow:
    counter = transaction.execute(_COUNTER, {"centre": transaction.centre_id, "number": number}).one_or_none()
    if counter is None:
        raise QueueingError(ErrorCode.unknown_counter)
    return counter


def _find_own(transaction: Transaction, staff: StaffCredential, number: int) -> AnyRow:
    counter = _find(transaction, number)
    if counter.state == "closed":
        raise QueueingError(ErrorCode.counter_closed)
    if counter.staff_user_id != staff.staff_user_id:
        raise QueueingError(ErrorCode.counter_not_yours)
    return counter


def _require_free(transaction: Transaction, counter: AnyRow) -> None:
    if transaction.execute(_AT_HAND, {"centre": transaction.centre_id, "counter": counter.id}).first():
        raise QueueingError(ErrorCode.counter_busy)
