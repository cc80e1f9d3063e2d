"""Calling: the next citizen by the discipline, an absentee who came late, and the same number once more."""

from functools import cache

from sqlalchemy import bindparam, func, insert, select, union_all, update

from onedoor.database.base import UtcDateTime
from onedoor.database.prepared import Prepared, numbered, numbered_parameters
from onedoor.database.rows import AnyRow
from onedoor.database.session import Database
from onedoor.queueing.discipline import WaitingTurn, next_turn
from onedoor.queueing.errors import ErrorCode, QueueingError
from onedoor.queueing.events import TurnCalled, TurnRecalled
from onedoor.queueing.ticket import TurnAction, TurnStatus, next_status
from onedoor.tickets.actions.desk import Desk, DeskCommandHead, SeenTurn, carry_out
from onedoor.tickets.actions.log import log_change
from onedoor.tickets.actions.turn import change, finish
from onedoor.tickets.models import IS_WAITING, Call, Turn

_NOW = bindparam("now", type_=UtcDateTime())
_CLAIM = Prepared(
    update(Turn)
    .where(Turn.id == bindparam("turn"), Turn.centre_id == bindparam("centre"), Turn.status == bindparam("expected"))
    .values(
        status=TurnStatus.called,
        counter_id=bindparam("counter"),
        staff_user_id=bindparam("staff"),
        called_at=_NOW,
        first_called_at=func.coalesce(Turn.first_called_at, _NOW),
        call_count=Turn.call_count + 1,
        finished_at=None,
    )
    .returning(Turn.id, Turn.ticket_id, Turn.service_id)
)
_INSERT_CALL = Prepared(insert(Call).returning(Call.id))


def call_next(database: Database, head: DeskCommandHead, finishing: SeenTurn | None = None) -> int | None:
    """Call the citizen who is due first at this counter; with `finishing`, end that turn in the same step.

    Answers the called turn, or None if a turn was finished and nobody waits. Raises nobody_waiting when the desk
    was empty and nobody waits, counter_busy when somebody is at the desk.
    """

    def work(desk: Desk) -> int | None:
        if finishing:
            finish(desk, desk.find(finishing))
        desk.require_free()
        called = _claim_next(desk)
        if called is None and not finishing:
            raise QueueingError(ErrorCode.nobody_waiting)
        return called

    return carry_out(database, head, work)


def call_absentee(database: Database, head: DeskCommandHead, seen: SeenTurn) -> int | None:
    """Call somebody again who had not come and stands there now."""

    def work(desk: Desk) -> int:
        turn = desk.find(seen)
        next_status(TurnAction.call, TurnStatus(turn.status))
        desk.require_free()
        _claim(desk, turn.id, TurnStatus(turn.status))
        return int(turn.id)

    return carry_out(database, head, work)


def recall(database: Database, head: DeskCommandHead, seen: SeenTurn) -> int | None:
    """Call the same number once more to the same counter."""

    def work(desk: Desk) -> int:
        turn = desk.find(seen)
        change(desk, turn, TurnAction.recall, called_at=desk.transaction.now, call_count=turn.call_count + 1)
        call_id = _write_call(desk, turn, is_recall=True)
        desk.transaction.record(
            TurnRecalled(desk.transaction.centre_id, turn.id, turn.ticket_id, call_id, desk.counter_id, desk.hall_id)
        )
        return int(turn.id)

    return carry_out(database, head, work)


def _claim_next(desk: Desk) -> int | None:
    """Pick and claim until a claim holds: another counter may take the picked turn in between."""
    services, first_choice = desk.services()
    while heads := _heads_of_queues(desk, services):
        turn = next_turn(heads, services, first_choice)
        if turn and _claim(desk, turn.id, TurnStatus.waiting):
            return turn.id
    return None


def _heads_of_queues(desk: Desk, services: frozenset[int]) -> list[WaitingTurn]:
    """The first waiting turn of each service: one look into the partial index per service, however many wait."""
    if not services:
        return []
    keys = numbered("service", sorted(services)) | {"day": desk.transaction.service_day}
    return [WaitingTurn(*row) for row in desk.transaction.run(_heads(len(services)), keys)]


@cache
def _heads(services: int) -> Prepared:
    """The statement for so many services; to build it takes longer than to run it."""
    heads = [
        select(Turn.id, Turn.service_id, Turn.due_at)
        .where(Turn.service_id == service, IS_WAITING, Turn.service_day == bindparam("day"))
        .order_by(Turn.due_at, Turn.id)
        .limit(1)
        .subquery()
        for service in numbered_parameters("service", services)
    ]
    return Prepared(union_all(*(select(head) for head in heads)))


def _claim(desk: Desk, turn_id: int, expected: TurnStatus) -> bool:
    """Take the turn for this counter if it still is as expected; the log and the call follow."""
    claim = {
        "turn": turn_id,
        "centre": desk.transaction.centre_id,
        "expected": expected,
        "counter": desk.counter_id,
        "staff": desk.staff_user_id,
        "now": desk.transaction.now,
    }
    turn = desk.transaction.run(_CLAIM, claim).one_or_none()
    if turn is None:
        return False
    _announce(desk, turn, expected)
    return True


def _announce(desk: Desk, turn: AnyRow, was: TurnStatus) -> None:
    log_change(
        desk.transaction,
        ticket_id=turn.ticket_id,
        turn_id=turn.id,
        action=TurnAction.call,
        from_status=was,
        to_status=TurnStatus.called,
        actor=desk.actor,
    )
    call_id = _write_call(desk, turn, is_recall=False)
    desk.transaction.record(
        TurnCalled(desk.transaction.centre_id, turn.id, turn.ticket_id, call_id, desk.counter_id, desk.hall_id)
    )


def _write_call(desk: Desk, turn: AnyRow, *, is_recall: bool) -> int:
    call = {
        "centre_id": desk.transaction.centre_id,
        "hall_id": desk.hall_id,
        "service_day": desk.transaction.service_day,
        "turn_id": turn.id,
        "service_id": turn.service_id,
        "counter_number": desk.counter_number,
        "called_at": desk.transaction.now,
        "is_recall": is_recall,
    }
    return int(desk.transaction.run(_INSERT_CALL, call).scalar_one())
