"""When a service or centre is open, in the local time of the centre."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

DAYS_OF_WEEK = 7


@dataclass(frozen=True)
class OpeningPeriod:
    """One stretch of opening on a weekday (Monday is 0); it is open at `opens` and no longer at `closes`.

    Raises ValueError for an unknown weekday or a period that does not end after it starts on the same day.
    """

    weekday: int
    opens: time
    closes: time

    def __post_init__(self) -> None:
        if not 0 <= self.weekday < DAYS_OF_WEEK:
            raise ValueError(f"there is no weekday {self.weekday}")
        if self.closes <= self.opens:
            raise ValueError("a period closes after it opens, on the same day")


def is_open(periods: Sequence[OpeningPeriod], local_now: datetime) -> bool:
    """Whether one of the periods covers the moment; no periods at all means always open."""
    return not periods or any(_covers(period, local_now) for period in periods)


def next_opening(periods: Sequence[OpeningPeriod], local_now: datetime) -> datetime | None:
    """The first moment after now at which a period opens, in the zone of `local_now`; None without periods."""
    return min((_next_start(period, local_now) for period in periods), default=None)


def _covers(period: OpeningPeriod, local_now: datetime) -> bool:
    return period.weekday == local_now.weekday() and period.opens <= local_now.time() < period.closes


def _next_start(period: OpeningPeriod, local_now: datetime) -> datetime:
    days = (period.weekday - local_now.weekday()) % DAYS_OF_WEEK
    start = datetime.combine(local_now.date() + timedelta(days=days), period.opens, tzinfo=local_now.tzinfo)
    return start if start > local_now else start + timedelta(days=DAYS_OF_WEEK)
