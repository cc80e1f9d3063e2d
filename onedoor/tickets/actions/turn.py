"""What a clerk does with a turn after the call: start, finish, no-show, return, hold, resume, transfer, cancel."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from onedoor.centres.models import Centre, Counter, CounterService, Service
from onedoor.database.prepared import Prepared
from onedoor.database.rows import AnyRow
from onedoor.database.session import Database
from onedoor.queueing.discipline import QueueKey, key_after_no_show, shared_services
from onedoor.queueing.errors import ErrorCode, QueueingError
from onedoor.queueing.events import TurnChanged
from onedoor.queueing.ticket import TurnAction, TurnStatus, next_status
from onedoor.tickets.actions.desk import Desk, DeskCommandHead, SeenTurn, carry_out
from onedoor.tickets.actions.log import log_change
from onedoor.tickets.models import Turn
from onedoor.tickets.queries.place import read_open_services, read_waiting

TRANSFERRED_HERE = "transferred"

_SERVICE = select(Service.id).where(Service.centre_id == bindparam("centre"), Service.code == bindparam("code"))
_SERVED = (
    select(CounterService.counter_id)
    .join(Counter, Counter.id == CounterService.counter_id)
    .where(Counter.centre_id == bindparam("centre"), CounterService.service_id == bindparam("service"))
    .limit(1)
)
_RETURN_AFTER = select(Centre.return_after).where(Centre.id == bindparam("centre"))
_CHANGE = Prepared(update(Turn).where(Turn.id == bindparam("turn"), Turn.centre_id == bindparam("centre")))
_INSERT_TURN = insert(Turn).returning(Turn.id)

Effect = Callable[[Desk, AnyRow], None]


def change_turn(database: Database, head: DeskCommandHead, seen: SeenTurn, action: TurnAction) -> int | None:
    """Carry out one of the actions in `EFFECTS`; raises the action's own code where the state does not allow it."""

    def work(desk: Desk) -> int:
        turn = desk.find(seen)
        EFFECTS[action](desk, turn)
        return int(turn.id)

    return carry_out(database, head, work)


def transfer(database: Database, head: DeskCommandHead, seen: SeenTurn, service: str) -> int | None:
    """Close the turn and open the next one on the same ticket; it keeps its place in time (its old key).

    Raises unknown_service, same_service, or nobody_serves if no counter serves the service at all.
    """

    def work(desk: Desk) -> int:
        turn = desk.find(seen)
        service_id = _service_to_go_to(desk, turn, service)
        change(desk, turn, TurnAction.transfer, finished_at=desk.transaction.now)
        _open_next_turn(desk, turn, service_id)
        return int(turn.id)

    return carry_out(database, head, work)


def finish(desk: Desk, turn: AnyRow) -> None:
    """End a service."""
    change(desk, turn, TurnAction.finish, finished_at=desk.transaction.now)


def change(desk: Desk, turn: AnyRow, action: TurnAction, **values: Any) -> None:
    """Move a turn along the table of transitions, with a log row and an event; `values` are columns to set."""
    was = TurnStatus(turn.status)
    becomes = next_status(action, was)
    keys = {"centre": desk.transaction.centre_id, "turn": turn.id}
    desk.transaction.run(_CHANGE, keys | {"status": becomes} | values)
    log_change(
        desk.transaction,
        ticket_id=turn.ticket_id,
        turn_id=turn.id,
        action=action,
        from_status=was,
        to_status=becomes,
        actor=desk.actor,
    )
    desk.transaction.record(
        TurnChanged(desk.transaction.centre_id, turn.id, turn.ticket_id, turn.service_id, action, was, becomes)
    )


def _start(desk: Desk, turn: AnyRow) -> None:
    change(desk, turn, TurnAction.start, started_at=desk.transaction.now)


def _no_show(desk: Desk, turn: AnyRow) -> None:
    change(desk, turn, TurnAction.no_show, finished_at=desk.transaction.now)


def _hold(desk: Desk, turn: AnyRow) -> None:
    change(desk, turn, TurnAction.hold)


def _resume(desk: Desk, turn: AnyRow) -> None:
    next_status(TurnAction.resume, TurnStatus(turn.status))
    desk.require_free()
    change(desk, turn, TurnAction.resume, counter_id=desk.counter_id, staff_user_id=desk.staff_user_id)


def _cancel(desk: Desk, turn: AnyRow) -> None:
    change(desk, turn, TurnAction.cancel, finished_at=desk.transaction.now)


def _return(desk: Desk, turn: AnyRow) -> None:
    """Back to the queue: an absentee behind a few others, somebody called by mistake to the old place."""
    if turn.status == TurnStatus.no_show:
        change(
            desk,
            turn,
            TurnAction.return_to_queue,
            due_at=_due_after_absence(desk, turn),
            is_return=True,
            counter_id=None,
            finished_at=None,
        )
    else:
        change(
            desk,
            turn,
            TurnAction.return_to_queue,
            is_return=True,
            counter_id=None,
            first_called_at=None,
            started_at=None,
        )


def _due_after_absence(desk: Desk, turn: AnyRow) -> Any:
    transaction = desk.transaction
    competing = shared_services(turn.service_id, read_open_services(transaction.connection, transaction.centre_id))
    waiting = read_waiting(transaction.connection, transaction.centre_id, transaction.service_day)
    keys = [QueueKey(other.due_at, other.id) for other in waiting if other.service_id in competing]
    after = transaction.execute(_RETURN_AFTER, {"centre": transaction.centre_id}).scalar_one()
    # An absentee who was called out of order (a first choice) must not gain by having been away.
    return max(turn.due_at, key_after_no_show(keys, now=transaction.now, after=after))


EFFECTS: Mapping[TurnAction, Effect] = {
    TurnAction.start: _start,
    TurnAction.finish: finish,
    TurnAction.no_show: _no_show,
    TurnAction.return_to_queue: _return,
    TurnAction.hold: _hold,
    TurnAction.resume: _resume,
    TurnAction.cancel: _cancel,
}


def _service_to_go_to(desk: Desk, turn: AnyRow, code: str) -> int:
    centre = desk.transaction.centre_id
    service_id = desk.transaction.execute(_SERVICE, {"centre": centre, "code": code}).scalar_one_or_none()
    if service_id is None:
        raise QueueingError(ErrorCode.unknown_service)
    if service_id == turn.service_id:
        raise QueueingError(ErrorCode.same_service)
    if desk.transaction.execute(_SERVED, {"centre": centre, "service": service_id}).first() is None:
        raise QueueingError(ErrorCode.nobody_serves)
    return int(service_id)


def _open_next_turn(desk: Desk, turn: AnyRow, service_id: int) -> None:
    now = desk.transaction.now
    values = {
        "centre_id": desk.transaction.centre_id,
        "ticket_id": turn.ticket_id,
        "service_id": service_id,
        "service_day": desk.transaction.service_day,
        "status": TurnStatus.waiting,
        "due_at": turn.due_at,
        "waiting_since": now,
    }
    turn_id = desk.transaction.execute(_INSERT_TURN, values).scalar_one()
    log_change(
        desk.transaction,
        ticket_id=turn.ticket_id,
        turn_id=turn_id,
        action=TurnAction.transfer,
        from_status=None,
        to_status=TurnStatus.waiting,
        actor=desk.actor,
        reason=TRANSFERRED_HERE,
    )
    desk.transaction.record(
        TurnChanged(
            desk.transaction.centre_id,
            turn_id,
            turn.ticket_id,
            service_id,
            TurnAction.transfer,
            TurnStatus(turn.status),
            TurnStatus.waiting,
        )
    )
