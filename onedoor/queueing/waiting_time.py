"""About how long a citizen will wait: people ahead times the mean time between departures.

With known rates that is the best simple predictor (queue length, Ibrahim and Whitt 2009). It is told as a wide
range in steps of 5 minutes, because a small centre varies much and a wait that was told too short costs trust.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

FEWEST_DEPARTURES = 5
NEWEST_DEPARTURES = 20
LOW_SHARE = 0.75
HIGH_SHARE = 1.5
STEP = timedelta(minutes=5)
LONGEST_TOLD = timedelta(minutes=180)


@dataclass(frozen=True)
class Estimate:
    """A range of minutes, both ends multiples of 5, the high end at least 5 above the low one."""

    low_minutes: int
    high_minutes: int


def estimate(people_ahead: int, departures: Sequence[datetime], now: datetime, open_counters: int) -> Estimate | None:
    """The wait from now on, or None where a number would be a guess.

    `departures` are today's calls of the services that compete with the citizen's, in any order. None without an open
    counter, with fewer than 5 departures, or where the range would reach beyond 3 hours: then people ahead says more.
    """
    return estimate_at(people_ahead, pace(departures, now, open_counters))


def pace(departures: Sequence[datetime], now: datetime, open_counters: int) -> timedelta | None:
    """The time from one departure to the next in whole seconds, or None where it would be a guess."""
    if open_counters < 1 or len(departures) < FEWEST_DEPARTURES:
        return None
    return timedelta(seconds=round(_gap_between(departures, now).total_seconds()))


def estimate_at(people_ahead: int, gap: timedelta | None) -> Estimate | None:
    """The wait at a known pace; a phone computes the same for its own place."""
    return None if gap is None else _range_around((people_ahead + 1) * gap)


def _gap_between(departures: Sequence[datetime], now: datetime) -> timedelta:
    """The mean gap of the newest departures; a long silence since the last one counts as a gap too."""
    newest = sorted(departures)[-NEWEST_DEPARTURES:]
    gaps = len(newest) - 1
    return max((newest[-1] - newest[0]) / gaps, (now - newest[0]) / (gaps + 1))


def _range_around(expected: timedelta) -> Estimate | None:
    low = expected * LOW_SHARE // STEP
    high = max(-(-expected * HIGH_SHARE // STEP), low + 1)
    if high * STEP > LONGEST_TOLD:
        return None
    return Estimate(*(steps * STEP // timedelta(minutes=1) for steps in (low, high)))
