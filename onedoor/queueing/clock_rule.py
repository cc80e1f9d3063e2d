"""Whether the wall clock can be believed. Power cuts leave wrong clocks, and a wrong date must not block an office.

Order in the queue never comes from time, so that only what people read and the statistics depend on this rule.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

MAX_STEP_BACK = timedelta(minutes=5)
"""A jump of the clock of this size or more, in either direction, is not believed."""

LONGEST_CLOSURE = timedelta(days=15)
"""The longest time a centre may stand still between two tickets: Lao New Year with repairs."""


@dataclass(frozen=True)
class ClockReading:
    """The time to work with, and whether tickets may be issued (False until the head confirms the date)."""

    now: datetime
    trusted: bool


def read_clock(wall: datetime, newest_seen: datetime | None, expected: datetime | None) -> ClockReading:
    """The believed time, from three witnesses in UTC.

    `wall` is the computer's clock. `newest_seen` is the newest time in the database, None in a fresh one.
    `expected` is this process's last believed time plus the monotonic time since, None at its first reading.
    A small step back gives the newest time seen. A clock that cannot be believed gives the latest time that can, so
    that a wrong date never ends the service day by itself.
    """
    if _stepped_back_too_far(wall, newest_seen, expected) or _jumped_ahead(wall, newest_seen, expected):
        witnesses = [time for time in (newest_seen, expected) if time is not None]
        return ClockReading(max(witnesses), trusted=False)
    return ClockReading(wall if newest_seen is None else max(wall, newest_seen), trusted=True)


def service_day(now_utc: datetime, time_zone: str) -> date:
    """The date on the centre's wall calendar; the day follows the centre's time zone, not UTC.

    Raises ValueError for a time without a zone, ZoneInfoNotFoundError for an unknown `time_zone`.
    """
    if now_utc.tzinfo is None:
        raise ValueError("the time needs a time zone")
    return now_utc.astimezone(ZoneInfo(time_zone)).date()


def _stepped_back_too_far(wall: datetime, newest_seen: datetime | None, expected: datetime | None) -> bool:
    return any(time is not None and time - wall >= MAX_STEP_BACK for time in (newest_seen, expected))


def _jumped_ahead(wall: datetime, newest_seen: datetime | None, expected: datetime | None) -> bool:
    if expected is not None:
        return wall - expected >= MAX_STEP_BACK
    return newest_seen is not None and wall - newest_seen > LONGEST_CLOSURE
