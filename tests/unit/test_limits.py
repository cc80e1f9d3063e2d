"""A bucket may be used up at once or bit by bit, and fills up steadily."""

import pytest

from onedoor import limits as limits_module
from onedoor.limits import Limit, Limits, tickets_of_kiosk
from onedoor.refusals import WebError, WebErrorCode

LIMIT = Limit("of tests", burst=3, seconds=10.0)


class Time:
    """A steady clock that a test moves."""

    def __init__(self) -> None:
        self.seconds = 5_000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def limits(time: Time) -> Limits:
    return Limits(time, "")


def taken(limits: Limits, times: int, key: str = "here") -> int:
    """How many of so many attempts were allowed."""
    allowed = 0
    for _ in range(times):
        try:
            limits.take(LIMIT, key)
            allowed += 1
        except WebError:
            pass
    return allowed


def test_a_burst_is_allowed_and_no_more(limits: Limits) -> None:
    assert taken(limits, 10) == 3


def test_then_one_comes_back_after_the_other(limits: Limits, time: Time) -> None:
    taken(limits, 10)
    allowed = []
    for _ in range(6):
        time.seconds += 5.0
        allowed.append(taken(limits, 1))
    assert allowed == [0, 1, 0, 1, 0, 1]


def test_whoever_waits_long_enough_has_the_whole_burst_again_and_no_more(limits: Limits, time: Time) -> None:
    taken(limits, 10)
    time.seconds += 3_600
    assert taken(limits, 10) == 3


def test_what_is_refused_does_not_count(limits: Limits, time: Time) -> None:
    taken(limits, 1_000)
    time.seconds += 10.0
    assert taken(limits, 10) == 1


def test_one_does_not_use_up_what_another_has(limits: Limits) -> None:
    taken(limits, 10)
    assert taken(limits, 10, "there") == 3


def test_a_refusal_says_how_long_to_wait(limits: Limits, time: Time) -> None:
    taken(limits, 3)
    time.seconds += 2.5
    with pytest.raises(WebError, match="too_many_requests") as refused:
        limits.take(LIMIT, "here")
    assert refused.value.detail["seconds"] == 8
    time.seconds += 8
    limits.take(LIMIT, "here")


def test_to_ask_whether_something_is_left_uses_nothing(limits: Limits) -> None:
    for _ in range(10):
        limits.require_left(LIMIT, "here")
    taken(limits, 3)
    with pytest.raises(WebError, match="too_many_requests"):
        limits.require_left(LIMIT, "here")


def test_those_who_came_long_ago_are_forgotten(limits: Limits, time: Time, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits_module, "MOST_BUCKETS", 100)
    for number in range(1_000):
        time.seconds += 1.0
        limits.take(LIMIT, str(number))
    assert len(limits._full_at) <= 100


def test_a_family_gets_its_tickets_and_a_jammed_kiosk_no_thousand() -> None:
    limit = tickets_of_kiosk(360)
    assert limit.code is WebErrorCode.too_many_tickets
    assert limit.burst >= 10
    assert limit.burst + 3_600 / limit.seconds < 1_000
