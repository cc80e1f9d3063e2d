from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onedoor.queueing.discipline import (
    QueueKey,
    WaitingTurn,
    due_at,
    key_after_no_show,
    next_turn,
    people_ahead,
    shared_services,
)

NINE = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
SERVICES = (1, 2, 3, 4, 5)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def turn(id: int, service_id: int = 1, due: float = 0) -> WaitingTurn:
    return WaitingTurn(id=id, service_id=service_id, due_at=NINE + minutes(due))


@st.composite
def queues(draw: st.DrawFn) -> list[WaitingTurn]:
    """Waiting turns of several services in any order, many of them due at the same time."""
    places = draw(st.lists(st.tuples(st.sampled_from(SERVICES), st.integers(0, 20)), max_size=30))
    return draw(st.permutations([turn(id, service, due) for id, (service, due) in enumerate(places, start=1)]))


counters = st.lists(st.frozensets(st.sampled_from(SERVICES), min_size=1), max_size=4)


def test_a_turn_is_due_after_the_target_wait() -> None:
    assert due_at(NINE, minutes(15)) == NINE + minutes(15)


def test_priority_makes_a_turn_due_earlier_by_its_head_start() -> None:
    assert due_at(NINE, minutes(15), minutes(20)) == NINE - minutes(5)


def test_the_turn_that_is_due_first_is_next() -> None:
    assert next_turn([turn(1, due=5), turn(2, due=3), turn(3, due=4)], {1}) == turn(2, due=3)


def test_of_turns_due_at_the_same_time_the_older_one_is_next() -> None:
    assert next_turn([turn(8, due=5), turn(7, due=5)], {1}) == turn(7, due=5)


def test_a_counter_calls_only_the_services_it_serves() -> None:
    assert next_turn([turn(1, service_id=1), turn(2, service_id=2, due=9)], {2, 3}) == turn(2, service_id=2, due=9)


def test_nobody_is_next_where_nobody_waits_for_the_counter() -> None:
    assert next_turn([turn(1, service_id=1)], {2}) is None
    assert next_turn([], {1}) is None


def test_a_first_choice_service_comes_before_an_earlier_due_turn() -> None:
    assert next_turn([turn(1, 1, due=0), turn(2, 2, due=9)], {1, 2}, first_choice={2}) == turn(2, 2, due=9)


def test_without_anybody_in_the_first_choice_the_other_services_are_called() -> None:
    assert next_turn([turn(1, 1)], {1, 2}, first_choice={2}) == turn(1, 1)


def test_a_first_choice_that_the_counter_does_not_serve_counts_for_nothing() -> None:
    assert next_turn([turn(1, 1), turn(2, 3)], {1}, first_choice={3}) == turn(1, 1)


@given(queues(), st.frozensets(st.sampled_from(SERVICES)))
def test_the_next_turn_has_the_smallest_key_of_the_served_services(
    waiting: list[WaitingTurn], services: frozenset[int]
) -> None:
    served = sorted((each for each in waiting if each.service_id in services), key=lambda each: each.key)
    assert next_turn(waiting, services) == (served[0] if served else None)


@given(queues(), st.lists(st.integers(0, 20), max_size=20))
def test_nobody_starves_because_only_smaller_keys_are_called_before(
    waiting: list[WaitingTurn], late_dues: list[int]
) -> None:
    arriving = [turn(100 + place, due=due) for place, due in enumerate(late_dues)]
    queue, called = list(waiting), list[WaitingTurn]()
    while chosen := next_turn(queue, set(SERVICES)):
        queue.remove(chosen)
        called.append(chosen)
        queue.extend(arriving[:1])
        del arriving[:1]
    for each in waiting:
        assert all(earlier.key < each.key for earlier in called[: called.index(each)])


@given(queues())
def test_with_one_counter_for_all_the_places_count_up_from_zero(waiting: list[WaitingTurn]) -> None:
    places = [people_ahead(each, waiting, [set(SERVICES)]) for each in waiting]
    assert sorted(places) == list(range(len(waiting)))


def test_services_are_shared_through_open_counters_only() -> None:
    assert shared_services(1, [{1, 2}, {1, 3}, {4, 5}]) == {1, 2, 3}
    assert shared_services(4, []) == {4}


def test_people_of_a_service_that_no_counter_shares_are_not_ahead() -> None:
    waiting = [turn(1, 1, due=0), turn(2, 2, due=1), turn(3, 3, due=2)]
    assert people_ahead(waiting[2], waiting, [{1, 3}, {2}]) == 1


def test_without_an_open_counter_the_people_of_the_same_service_are_ahead() -> None:
    waiting = [turn(1, 1, due=0), turn(2, 2, due=1), turn(3, 1, due=2)]
    assert people_ahead(waiting[2], waiting, []) == 1


def test_nobody_is_ahead_of_the_next_turn() -> None:
    waiting = [turn(1, due=0), turn(2, due=1)]
    assert people_ahead(waiting[0], waiting, [{1}]) == 0


def test_an_absentee_comes_back_behind_the_third_next_turn() -> None:
    keys = [turn(id, due=id).key for id in (5, 2, 4, 3, 6)]
    absentee = QueueKey(key_after_no_show(keys, now=NINE), id=1)
    assert [key.id for key in sorted([*keys, absentee])] == [2, 3, 4, 1, 5, 6]


def test_an_absentee_comes_back_behind_all_that_share_the_due_time_of_the_third() -> None:
    keys = [turn(2, due=1).key, turn(3, due=2).key, turn(4, due=3).key, turn(5, due=3).key, turn(6, due=4).key]
    absentee = QueueKey(key_after_no_show(keys, now=NINE), id=1)
    assert [key.id for key in sorted([*keys, absentee])] == [2, 3, 4, 5, 1, 6]


def test_with_fewer_waiting_an_absentee_comes_back_as_the_last() -> None:
    keys = [turn(2, due=1).key, turn(3, due=2).key]
    assert key_after_no_show(keys, now=NINE) > keys[-1].due_at


def test_with_nobody_waiting_an_absentee_is_due_now() -> None:
    assert key_after_no_show([], now=NINE) == NINE


def test_an_absentee_cannot_come_back_before_everybody() -> None:
    with pytest.raises(ValueError):
        key_after_no_show([turn(2).key], now=NINE, after=0)


@given(queues(), st.integers(1, 5), st.integers(0, 200))
def test_an_absentee_follows_the_next_turns_whatever_its_id(
    waiting: list[WaitingTurn], after: int, absentee_id: int
) -> None:
    keys = sorted(each.key for each in waiting)
    absentee = QueueKey(key_after_no_show(keys, now=NINE, after=after), absentee_id)
    ahead = [key for key in keys if key < absentee]
    assert ahead[:after] == keys[:after]
    assert {key.due_at for key in ahead[after:]} <= {key.due_at for key in keys[:after][-1:]}
