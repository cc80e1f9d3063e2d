"""The audit: one row for every change of a turn, written in the transaction of the change.

The head of the centre's chain travels with the transaction, so that a row costs one statement.
"""

from dataclasses import dataclass

from sqlalchemy import insert

from onedoor.database.prepared import Prepared
from onedoor.database.session import Transaction
from onedoor.queueing.log_chain import chained_values, link
from onedoor.queueing.ticket import TurnAction, TurnStatus
from onedoor.tickets.models import TicketLog

ISSUE = "issue"
_INSERT = Prepared(insert(TicketLog))


@dataclass(frozen=True)
class Actor:
    """Who did it: a member of staff at a counter, a device, or (all None) the system itself."""

    staff_user_id: int | None = None
    device_id: int | None = None
    counter_id: int | None = None


SYSTEM = Actor()


def log_change(
    transaction: Transaction,
    *,
    ticket_id: int,
    turn_id: int,
    action: TurnAction | str,
    from_status: TurnStatus | None,
    to_status: TurnStatus,
    actor: Actor,
    reason: str | None = None,
) -> None:
    """Write who changed which turn from which status to which, when, and why."""
    row = {
        "centre_id": transaction.centre_id,
        "ticket_id": ticket_id,
        "turn_id": turn_id,
        "at": transaction.now,
        "action": str(action),
        "from_status": from_status,
        "to_status": to_status,
        "staff_user_id": actor.staff_user_id,
        "device_id": actor.device_id,
        "counter_id": actor.counter_id,
        "reason": reason,
    }
    transaction.log_head = link(transaction.log_head, chained_values(row))
    transaction.run(_INSERT, row | {"hash": transaction.log_head})
