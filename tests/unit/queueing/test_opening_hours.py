from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onedoor.queueing.opening_hours import OpeningPeriod, is_open, next_opening

VIENTIANE = ZoneInfo("Asia/Vientiane")
MONDAY, TUESDAY, FRIDAY = 0, 1, 4
WEEK = [
    OpeningPeriod(weekday, opens, closes)
    for weekday in range(MONDAY, FRIDAY + 1)
    for opens, closes in ((time(8), time(12)), (time(13), time(16)))
]


def tuesday(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 24, hour, minute, tzinfo=VIENTIANE)


def on(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=VIENTIANE)


@pytest.mark.parametrize(
    ("local_now", "expected"),
    [
        (tuesday(7, 59), False),
        (tuesday(8), True),
        (tuesday(11, 59), True),
        (tuesday(12), False),
        (tuesday(12, 59), False),
        (tuesday(13), True),
        (tuesday(16), False),
        (on(28, 9), False),
        (on(29, 9), False),
        (on(30, 9), True),
    ],
)
def test_a_centre_is_open_from_the_first_minute_to_before_the_last(local_now: datetime, expected: bool) -> None:
    assert is_open(WEEK, local_now) is expected


def test_without_periods_it_is_always_open() -> None:
    assert is_open([], tuesday(3))


@pytest.mark.parametrize(
    ("local_now", "opening"),
    [
        (tuesday(7), tuesday(8)),
        (tuesday(8), tuesday(13)),
        (tuesday(12, 30), tuesday(13)),
        (tuesday(16), on(25, 8)),
        (on(27, 16), on(30, 8)),
        (on(28, 9), on(30, 8)),
    ],
)
def test_the_next_opening_may_be_today_tomorrow_or_after_the_weekend(local_now: datetime, opening: datetime) -> None:
    assert next_opening(WEEK, local_now) == opening


def test_the_next_opening_of_a_weekly_service_is_in_a_week() -> None:
    assert next_opening([OpeningPeriod(TUESDAY, time(8), time(12))], tuesday(9)) == tuesday(8) + timedelta(days=7)


def test_without_periods_there_is_no_next_opening() -> None:
    assert next_opening([], tuesday(9)) is None


def test_the_next_opening_keeps_the_time_zone_of_now() -> None:
    opening = next_opening(WEEK, tuesday(7))
    assert opening is not None
    assert opening.tzinfo is VIENTIANE


@given(st.integers(0, 7 * 24 * 60 - 1))
def test_at_the_next_opening_it_is_open_and_no_period_opened_before(minute: int) -> None:
    local_now = on(23, 0) + timedelta(minutes=minute)
    opening = next_opening(WEEK, local_now)
    assert opening is not None
    assert local_now < opening
    assert is_open(WEEK, opening)
    assert not is_open(WEEK, opening - timedelta(minutes=1))
    if not is_open(WEEK, local_now):
        closed = range(0, (opening - local_now) // timedelta(minutes=1), 10)
        assert not any(is_open(WEEK, local_now + timedelta(minutes=passed)) for passed in closed)


@pytest.mark.parametrize("weekday", [-1, 7])
def test_an_unknown_weekday_is_refused(weekday: int) -> None:
    with pytest.raises(ValueError):
        OpeningPeriod(weekday, time(8), time(12))


@pytest.mark.parametrize("closes", [time(8), time(7, 59)])
def test_a_period_that_does_not_end_after_its_start_is_refused(closes: time) -> None:
    with pytest.raises(ValueError):
        OpeningPeriod(MONDAY, time(8), closes)
