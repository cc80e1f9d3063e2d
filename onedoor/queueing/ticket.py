"""The life of a turn: its statuses, what may happen to it, and what the desk offers in each state."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from onedoor.queueing.errors import ErrorCode, QueueingError


class TurnStatus(StrEnum):
    """Where a turn stands."""

    waiting = "waiting"
    called = "called"
    serving = "serving"
    on_hold = "on_hold"
    no_show = "no_show"
    finished = "finished"
    cancelled = "cancelled"
    transferred = "transferred"
    expired = "expired"


class TurnAction(StrEnum):
    """What can happen to a turn."""

    call = "call"
    recall = "recall"
    start = "start"
    finish = "finish"
    no_show = "no_show"
    return_to_queue = "return"
    hold = "hold"
    resume = "resume"
    transfer = "transfer"
    cancel = "cancel"
    expire = "expire"


class GoldenAction(StrEnum):
    """What the one golden key of a desk does."""

    call_next = "call_next"
    start = "start"
    finish_and_call_next = "finish_and_call_next"


FINAL: frozenset[TurnStatus] = frozenset(
    {TurnStatus.finished, TurnStatus.cancelled, TurnStatus.transferred, TurnStatus.expired}
)
"""Nothing happens to a turn any more."""

OPEN: frozenset[TurnStatus] = frozenset({TurnStatus.waiting, TurnStatus.called, TurnStatus.serving, TurnStatus.on_hold})
"""Someone still counts on the turn; the close of the day ends it. A no-show is neither: it may come back today."""

TRANSITIONS: Mapping[tuple[TurnAction, TurnStatus], TurnStatus] = MappingProxyType(
    {
        (TurnAction.call, TurnStatus.waiting): TurnStatus.called,
        (TurnAction.call, TurnStatus.no_show): TurnStatus.called,
        (TurnAction.recall, TurnStatus.called): TurnStatus.called,
        (TurnAction.start, TurnStatus.called): TurnStatus.serving,
        (TurnAction.finish, TurnStatus.serving): TurnStatus.finished,
        (TurnAction.no_show, TurnStatus.called): TurnStatus.no_show,
        (TurnAction.return_to_queue, TurnStatus.called): TurnStatus.waiting,
        (TurnAction.return_to_queue, TurnStatus.serving): TurnStatus.waiting,
        (TurnAction.return_to_queue, TurnStatus.on_hold): TurnStatus.waiting,
        (TurnAction.return_to_queue, TurnStatus.no_show): TurnStatus.waiting,
        (TurnAction.hold, TurnStatus.serving): TurnStatus.on_hold,
        (TurnAction.resume, TurnStatus.on_hold): TurnStatus.serving,
        (TurnAction.transfer, TurnStatus.called): TurnStatus.transferred,
        (TurnAction.transfer, TurnStatus.serving): TurnStatus.transferred,
        (TurnAction.cancel, TurnStatus.waiting): TurnStatus.cancelled,
        (TurnAction.cancel, TurnStatus.called): TurnStatus.cancelled,
        (TurnAction.cancel, TurnStatus.on_hold): TurnStatus.cancelled,
        (TurnAction.expire, TurnStatus.waiting): TurnStatus.expired,
        (TurnAction.expire, TurnStatus.called): TurnStatus.expired,
        (TurnAction.expire, TurnStatus.on_hold): TurnStatus.expired,
    }
)
"""Every allowed change; a pair that is not here is refused."""

REFUSALS: Mapping[TurnAction, ErrorCode] = MappingProxyType(
    {
        TurnAction.call: ErrorCode.cannot_call,
        TurnAction.recall: ErrorCode.cannot_recall,
        TurnAction.start: ErrorCode.cannot_start,
        TurnAction.finish: ErrorCode.cannot_finish,
        TurnAction.no_show: ErrorCode.cannot_mark_no_show,
        TurnAction.return_to_queue: ErrorCode.cannot_return,
        TurnAction.hold: ErrorCode.cannot_hold,
        TurnAction.resume: ErrorCode.cannot_resume,
        TurnAction.transfer: ErrorCode.cannot_transfer,
        TurnAction.cancel: ErrorCode.cannot_cancel,
        TurnAction.expire: ErrorCode.cannot_expire,
    }
)
"""The error code of each action where the table does not allow it."""

GOLDEN_ACTION: Mapping[TurnStatus | None, GoldenAction] = MappingProxyType(
    {
        None: GoldenAction.call_next,
        TurnStatus.called: GoldenAction.start,
        TurnStatus.serving: GoldenAction.finish_and_call_next,
    }
)
"""What the golden key does, by the status of the turn at the desk (None: nobody is there)."""

SIDE_ACTIONS: Mapping[TurnStatus, tuple[TurnAction, ...]] = MappingProxyType(
    {
        TurnStatus.waiting: (TurnAction.cancel,),
        TurnStatus.called: (
            TurnAction.recall,
            TurnAction.no_show,
            TurnAction.return_to_queue,
            TurnAction.transfer,
            TurnAction.cancel,
        ),
        TurnStatus.serving: (
            TurnAction.finish,
            TurnAction.hold,
            TurnAction.transfer,
            TurnAction.return_to_queue,
        ),
        TurnStatus.on_hold: (TurnAction.resume, TurnAction.return_to_queue, TurnAction.cancel),
        TurnStatus.no_show: (TurnAction.call, TurnAction.return_to_queue),
    }
)
"""The other actions a desk offers, in the order of its keys. Calling a waiting turn is left to the discipline."""


def next_status(action: TurnAction, status: TurnStatus) -> TurnStatus:
    """The status after the action; raises QueueingError with the action's own `cannot_...` code if not allowed."""
    try:
        return TRANSITIONS[action, status]
    except KeyError:
        raise QueueingError(REFUSALS[action], status=status.value) from None


def status_at_close(status: TurnStatus) -> TurnStatus | None:
    """How the close of the day ends a turn, or None if it already has an end.

    A no-show stays a no-show, which is its end and what the statistics count. A turn in service is finished;
    the caller marks its duration as unreliable, because nobody pressed the key.
    """
    if status not in OPEN:
        return None
    return TurnStatus.finished if status is TurnStatus.serving else TurnStatus.expired
