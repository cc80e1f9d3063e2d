from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onedoor.queueing.waiting_time import Estimate, estimate

NINE = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


def departures(count: int, every_minutes: float) -> list[datetime]:
    """Departures at even distances, the last one at NINE."""
    return [NINE - timedelta(minutes=every_minutes) * place for place in range(count)]


@pytest.mark.parametrize(
    ("people_ahead", "every_minutes", "low", "high"),
    [
        pytest.param(0, 4, 0, 10, id="next one: 3 to 6 minutes"),
        pytest.param(4, 4, 15, 30, id="exact steps stay"),
        pytest.param(5, 4, 15, 40, id="18 to 36 minutes are rounded outwards"),
        pytest.param(0, 0, 0, 5, id="at least five minutes wide"),
        pytest.param(29, 4, 90, 180, id="three hours are still told"),
    ],
)
def test_the_wait_is_told_as_a_range_in_steps_of_five_minutes(
    people_ahead: int, every_minutes: float, low: int, high: int
) -> None:
    assert estimate(people_ahead, departures(20, every_minutes), NINE, open_counters=1) == Estimate(low, high)


def test_a_range_beyond_three_hours_is_not_told() -> None:
    assert estimate(30, departures(20, 4), NINE, open_counters=1) is None


def test_nothing_is_told_without_an_open_counter() -> None:
    assert estimate(3, departures(20, 4), NINE, open_counters=0) is None


def test_nothing_is_told_before_five_departures() -> None:
    assert estimate(3, departures(4, 4), NINE, open_counters=2) is None
    assert estimate(3, departures(5, 4), NINE, open_counters=2) is not None


def test_only_the_newest_twenty_departures_count() -> None:
    slow_morning = [NINE - timedelta(hours=hours) for hours in range(3, 7)]
    assert estimate(4, slow_morning + departures(20, 4), NINE, open_counters=1) == Estimate(15, 30)


def test_a_long_silence_since_the_last_departure_lengthens_the_estimate() -> None:
    at_once, after_an_hour = (
        estimate(2, departures(5, 4), NINE + timedelta(minutes=silence), open_counters=1) for silence in (0, 60)
    )
    assert at_once == Estimate(5, 20)
    assert after_an_hour == Estimate(30, 70)


@given(
    st.integers(0, 50),
    st.lists(st.integers(0, 600).map(lambda minute: NINE - timedelta(minutes=minute)), max_size=40),
    st.integers(0, 3),
)
def test_every_range_is_in_steps_of_five_and_inside_three_hours(
    people_ahead: int, departed: list[datetime], open_counters: int
) -> None:
    told = estimate(people_ahead, departed, NINE, open_counters)
    if told is not None:
        assert told.low_minutes % 5 == told.high_minutes % 5 == 0
        assert 0 <= told.low_minutes <= told.high_minutes - 5 <= 175


@given(st.integers(0, 30), st.permutations(departures(12, 3)))
def test_the_order_of_the_departures_does_not_matter(people_ahead: int, shuffled: list[datetime]) -> None:
    in_order = estimate(people_ahead, departures(12, 3), NINE, open_counters=1)
    assert estimate(people_ahead, shuffled, NINE, open_counters=1) == in_order
