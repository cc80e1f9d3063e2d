"""Earliest due first: who is next, who is ahead of whom, and where an absentee comes back.

A turn gets its key once, when it starts to wait, so that nobody can be overtaken without end. Order between
equal due times is the order of the ids.
"""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

SMALLEST_STEP = timedelta(microseconds=1)


class QueueKey(NamedTuple):
    """The place of a turn in the queue; the smallest key is next."""

    due_at: datetime
    id: int


@dataclass(frozen=True, slots=True)
class WaitingTurn:
    """What the discipline needs to know of a turn that waits."""

    id: int
    service_id: int
    due_at: datetime

    @property
    def key(self) -> QueueKey:
        """The turn's place in the queue."""
        return QueueKey(self.due_at, self.id)


def due_at(waiting_since: datetime, target_wait: timedelta, head_start: timedelta = timedelta(0)) -> datetime:
    """When the turn should be called at the latest; `head_start` is what its priority gains (zero for most)."""
    return waiting_since + target_wait - head_start


def next_turn(
    waiting: Iterable[WaitingTurn], services: AbstractSet[int], first_choice: AbstractSet[int] = frozenset()
) -> WaitingTurn | None:
    """The turn that a counter with these services calls next, or None if nobody waits for it.

    Turns of its first-choice services come before all others; first choices that it does not serve count for nothing.
    """
    served = [turn for turn in waiting if turn.service_id in services]
    preferred = [turn for turn in served if turn.service_id in first_choice]
    return min(preferred or served, key=_key_of, default=None)


def key_after_no_show(waiting_keys: Sequence[QueueKey], *, now: datetime, after: int = 3) -> datetime:
    """The due time of a returned absentee: behind the next `after` waiting turns, or behind the last if fewer wait.

    It is one microsecond later than the due time of the turn it follows: the absentee's id may be the smaller one and
    would win a tie. Turns that share that due time all go first. With nobody waiting it is `now`. `waiting_keys` may
    come in any order; `after` below 1 raises ValueError.
    """
    if after < 1:
        raise ValueError("an absentee comes back behind at least one waiting turn")
    if not waiting_keys:
        return now
    followed = sorted(waiting_keys)[:after][-1]
    return followed.due_at + SMALLEST_STEP


def shared_services(service_id: int, open_counters: Iterable[AbstractSet[int]]) -> frozenset[int]:
    """The services whose turns compete with this one: all that some open counter serves beside it, and itself."""
    return frozenset({service_id}).union(*(services for services in open_counters if service_id in services))


def people_ahead(turn: WaitingTurn, waiting: Iterable[WaitingTurn], open_counters: Iterable[AbstractSet[int]]) -> int:
    """How many waiting turns with a smaller key compete with this one at the open counters."""
    competing = shared_services(turn.service_id, open_counters)
    return sum(other.service_id in competing and other.key < turn.key for other in waiting)


def _key_of(turn: WaitingTurn) -> QueueKey:
    return turn.key
