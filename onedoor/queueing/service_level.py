"""How long people wait, in figures a manager reads. All waits are in seconds, from the ticket to the first call."""

import math
import statistics
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple


@dataclass(frozen=True)
class WaitSummary:
    """How many were called, and their waits in seconds; `p90` is the wait that 9 of 10 people did not exceed."""

    count: int
    average: float
    median: float
    p90: float
    longest: float


class SlotWaits(NamedTuple):
    """The waits of one slot of the day in seconds: the median, and the band from the 10th to the 90th percentile."""

    starts_at: datetime
    median: float
    p10: float
    p90: float


def wait_seconds(waiting_since: datetime, first_called_at: datetime) -> float:
    """The wait in seconds; a clock that was set back in between gives 0, never less."""
    return max(0.0, (first_called_at - waiting_since).total_seconds())


def percentile(values: Sequence[float], p: float) -> float:
    """The nearest-rank percentile: the smallest value that at least p percent of the values do not exceed.

    It is always a value that occurred. Raises ValueError without values, or if p is not in 0 < p <= 100.
    """
    if not values or not 0 < p <= 100:
        raise ValueError("a percentile needs values and a percentage above 0 and up to 100")
    rank = math.ceil(len(values) * p / 100)
    return sorted(values)[rank - 1]


def summarise(waits: Iterable[float]) -> WaitSummary | None:
    """The summary of some waits in seconds, or None without any."""
    seconds = list(waits)
    if not seconds:
        return None
    return WaitSummary(
        count=len(seconds),
        average=statistics.fmean(seconds),
        median=statistics.median(seconds),
        p90=percentile(seconds, 90),
        longest=max(seconds),
    )


def within_target(waits_with_targets: Iterable[tuple[float, float]]) -> float | None:
    """The share, 0 to 1, of the (wait, target) pairs in seconds that kept the target, or None without any."""
    kept = [wait <= target for wait, target in waits_with_targets]
    return sum(kept) / len(kept) if kept else None


def waits_over_day(waits: Iterable[tuple[datetime, float]], slot_minutes: int = 30) -> list[SlotWaits]:
    """The waits of a day by slot, earliest first, from pairs of (local time, wait in seconds).

    Slots are counted from midnight. A slot in which nobody was called is left out: it has no wait to show.
    """
    slots: defaultdict[datetime, list[float]] = defaultdict(list)
    for local_time, seconds in waits:
        slots[_slot_start(local_time, slot_minutes)].append(seconds)
    return [
        SlotWaits(starts_at, statistics.median(seconds), percentile(seconds, 10), percentile(seconds, 90))
        for starts_at, seconds in sorted(slots.items())
    ]


def _slot_start(local_time: datetime, slot_minutes: int) -> datetime:
    minutes = local_time.hour * 60 + local_time.minute
    hour, minute = divmod(minutes - minutes % slot_minutes, 60)
    return local_time.replace(hour=hour, minute=minute, second=0, microsecond=0)
