import statistics
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onedoor.queueing.service_level import (
    SlotWaits,
    WaitSummary,
    percentile,
    summarise,
    wait_seconds,
    waits_over_day,
    within_target,
)

EIGHT = datetime(2026, 11, 24, 8, 0)
waits = st.lists(st.floats(0, 20_000), min_size=1, max_size=50)


def test_a_wait_is_counted_in_seconds() -> None:
    assert wait_seconds(EIGHT, EIGHT + timedelta(minutes=2, milliseconds=500)) == 120.5


def test_a_clock_that_was_set_back_never_gives_a_negative_wait() -> None:
    assert wait_seconds(EIGHT, EIGHT - timedelta(seconds=3)) == 0


@pytest.mark.parametrize(("p", "value"), [(5, 15), (30, 20), (40, 20), (50, 35), (100, 50)])
def test_a_percentile_is_the_value_at_the_nearest_rank(p: float, value: float) -> None:
    assert percentile([50, 15, 35, 20, 40], p) == value


@given(waits, st.integers(1, 100))
def test_a_percentile_occurred_and_covers_its_share(values: list[float], p: int) -> None:
    value = percentile(values, p)
    assert value in values
    assert sum(each <= value for each in values) * 100 >= p * len(values)
    assert sum(each < value for each in values) * 100 < p * len(values)


@pytest.mark.parametrize(("values", "p"), [([], 50), ([1.0], 0), ([1.0], 101), ([1.0], -5)])
def test_a_percentile_of_nothing_or_outside_of_100_is_refused(values: list[float], p: float) -> None:
    with pytest.raises(ValueError):
        percentile(values, p)


def test_ten_waits_are_summarised() -> None:
    summary = summarise(range(60, 660, 60))
    assert summary == WaitSummary(count=10, average=330, median=330, p90=540, longest=600)


def test_without_waits_there_is_no_summary() -> None:
    assert summarise([]) is None


@given(waits)
def test_a_summary_agrees_with_the_standard_library(values: list[float]) -> None:
    summary = summarise(iter(values))
    assert summary is not None
    assert summary.count == len(values)
    assert summary.average == pytest.approx(statistics.mean(values))
    assert summary.median == statistics.median(values)
    assert summary.longest == max(values)


@given(
    st.sampled_from([9, 19, 99]).flatmap(lambda size: st.lists(st.integers(0, 20_000), min_size=size, max_size=size))
)
def test_the_ninetieth_percentile_agrees_with_the_quantiles_of_the_standard_library(values: list[int]) -> None:
    """With 9, 19 or 99 values the cut points of `statistics.quantiles` fall on values, so that both agree."""
    assert percentile(values, 90) == pytest.approx(statistics.quantiles(values, n=10)[-1])


def test_a_wait_as_long_as_the_target_keeps_it() -> None:
    assert within_target([(600, 900), (900, 900), (901, 900), (700, 600)]) == 0.5


def test_without_waits_no_share_kept_the_target() -> None:
    assert within_target([]) is None


def test_waits_are_gathered_in_slots_of_half_an_hour() -> None:
    called = [(EIGHT + timedelta(minutes=35), 300.0), (EIGHT, 60.0), (EIGHT + timedelta(minutes=29, seconds=59), 120.0)]
    assert waits_over_day(called) == [
        SlotWaits(EIGHT, median=90, p10=60, p90=120),
        SlotWaits(EIGHT + timedelta(minutes=30), median=300, p10=300, p90=300),
    ]


def test_a_slot_in_which_nobody_was_called_is_left_out() -> None:
    slots = waits_over_day([(EIGHT, 60.0), (EIGHT + timedelta(hours=4), 60.0)])
    assert [slot.starts_at.hour for slot in slots] == [8, 12]


@given(
    st.lists(st.tuples(st.integers(0, 1439), st.floats(0, 20_000)), max_size=50), st.sampled_from([10, 15, 30, 60, 120])
)
def test_slots_are_in_order_aligned_and_hold_a_median_within_the_band(
    called: list[tuple[int, float]], slot_minutes: int
) -> None:
    midnight = EIGHT.replace(hour=0)
    slots = waits_over_day([(midnight + timedelta(minutes=minute), wait) for minute, wait in called], slot_minutes)
    assert all(earlier.starts_at < later.starts_at for earlier, later in pairwise(slots))
    assert all((slot.starts_at - midnight) % timedelta(minutes=slot_minutes) == timedelta(0) for slot in slots)
    assert all(slot.p10 <= slot.median <= slot.p90 for slot in slots)
    assert {slot.starts_at for slot in slots} == {
        midnight + timedelta(minutes=minute - minute % slot_minutes) for minute, _ in called
    }
