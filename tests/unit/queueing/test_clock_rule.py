from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfoNotFoundError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onedoor.queueing.clock_rule import LONGEST_CLOSURE, MAX_STEP_BACK, ClockReading, read_clock, service_day

NINE = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
A_MOMENT = timedelta(milliseconds=1)
A_YEAR = timedelta(days=365)


@pytest.mark.parametrize(
    ("wall", "newest_seen", "expected", "now", "trusted"),
    [
        pytest.param(NINE, None, None, NINE, True, id="fresh database"),
        pytest.param(NINE, NINE - A_MOMENT, NINE, NINE, True, id="the clock runs on"),
        pytest.param(NINE, NINE - timedelta(hours=16), None, NINE, True, id="start on the next morning"),
        pytest.param(NINE, NINE - LONGEST_CLOSURE, None, NINE, True, id="start after the longest closure"),
        pytest.param(NINE, NINE + timedelta(minutes=1), None, NINE + timedelta(minutes=1), True, id="small step back"),
        pytest.param(
            NINE,
            NINE + MAX_STEP_BACK - A_MOMENT,
            NINE + MAX_STEP_BACK - A_MOMENT,
            NINE + MAX_STEP_BACK - A_MOMENT,
            True,
            id="largest small step back",
        ),
        pytest.param(NINE, NINE + MAX_STEP_BACK, None, NINE + MAX_STEP_BACK, False, id="smallest large step back"),
        pytest.param(NINE, NINE + A_YEAR, None, NINE + A_YEAR, False, id="start in the past"),
        pytest.param(NINE, NINE - A_YEAR, NINE + A_YEAR, NINE + A_YEAR, False, id="step back in a quiet hour"),
        pytest.param(
            NINE, NINE - timedelta(hours=3), NINE - MAX_STEP_BACK + A_MOMENT, NINE, True, id="small step ahead"
        ),
        pytest.param(
            NINE, NINE - timedelta(hours=3), NINE - MAX_STEP_BACK, NINE - MAX_STEP_BACK, False, id="large step ahead"
        ),
        pytest.param(NINE, None, NINE - A_YEAR, NINE - A_YEAR, False, id="step ahead before the first ticket"),
        pytest.param(
            NINE,
            NINE - LONGEST_CLOSURE - A_MOMENT,
            None,
            NINE - LONGEST_CLOSURE - A_MOMENT,
            False,
            id="start after too long a closure",
        ),
        pytest.param(NINE, NINE - A_YEAR, NINE, NINE, True, id="the old gap counts only at the start"),
    ],
)
def test_the_clock_is_believed_within_its_limits(
    wall: datetime, newest_seen: datetime | None, expected: datetime | None, now: datetime, trusted: bool
) -> None:
    assert read_clock(wall, newest_seen, expected) == ClockReading(now, trusted)


offsets = st.none() | st.timedeltas(timedelta(days=-800), timedelta(days=800))


@given(offsets, offsets)
def test_the_believed_time_is_never_before_the_newest_seen(
    seen_offset: timedelta | None, expected_offset: timedelta | None
) -> None:
    newest_seen = None if seen_offset is None else NINE + seen_offset
    expected = None if expected_offset is None else NINE + expected_offset
    reading = read_clock(NINE, newest_seen, expected)
    assert newest_seen is None or reading.now >= newest_seen


@given(st.timedeltas(timedelta(minutes=5), timedelta(days=800)))
def test_a_clock_that_jumped_ahead_stays_unbelieved_while_it_runs_on(jump: timedelta) -> None:
    first = read_clock(NINE + jump, newest_seen=NINE, expected=NINE)
    a_second = timedelta(seconds=1)
    second = read_clock(NINE + jump + a_second, newest_seen=NINE, expected=first.now + a_second)
    assert second == ClockReading(NINE + a_second, trusted=False)


@pytest.mark.parametrize(
    ("now_utc", "day"),
    [
        (datetime(2026, 11, 23, 16, 59, 59, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 11, 23, 17, 0, tzinfo=UTC), date(2026, 11, 24)),
        (datetime(2026, 11, 24, 16, 59, 59, tzinfo=UTC), date(2026, 11, 24)),
    ],
)
def test_the_service_day_follows_the_time_zone_of_the_centre(now_utc: datetime, day: date) -> None:
    assert service_day(now_utc, "Asia/Vientiane") == day


def test_a_time_without_a_zone_has_no_service_day() -> None:
    with pytest.raises(ValueError):
        service_day(datetime(2026, 11, 24, 9, 0), "Asia/Vientiane")


def test_an_unknown_time_zone_has_no_service_day() -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        service_day(NINE, "Asia/Nowhere")
