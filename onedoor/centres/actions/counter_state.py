"""Changing the state of counters, for those who sit there and for the close of the day."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update

from onedoor.centres.models import Counter
from onedoor.database.session import Transaction
from onedoor.queueing.events import CounterChanged

_NOT_CLOSED = select(Counter.id).where(Counter.centre_id == bindparam("centre"), Counter.state != "closed")
_CHANGE = update(Counter).where(Counter.centre_id == bindparam("centre"), Counter.id == bindparam("counter"))


def change_counter(
    transaction: Transaction, counter_id: int, break_since: datetime | None = None, **values: Any
) -> None:
    """Set columns of a counter; a break ends with every change that does not begin one."""
    keys = {"centre": transaction.centre_id, "counter": counter_id}
    transaction.execute(_CHANGE, keys | {"break_since": break_since} | values)
    transaction.record(CounterChanged(transaction.centre_id, counter_id))


def close_all_counters(transaction: Transaction) -> None:
    """Close the counters that yesterday's clerks left open, so that nobody finds them taken in the morning."""
    left_open = transaction.execute(_NOT_CLOSED, {"centre": transaction.centre_id})
    for counter_id in left_open.scalars().all():
        change_counter(transaction, counter_id, state="closed", staff_user_id=None, opened_at=None)
