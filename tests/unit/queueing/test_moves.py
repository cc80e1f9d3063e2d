"""A phone that applies the moves has the place that the server would tell it."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from onedoor.queueing.discipline import QueueKey
from onedoor.queueing.moves import Move, moves_between, place_after

NINE = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
KEYS = st.builds(
    lambda minutes, turn: QueueKey(NINE + timedelta(minutes=minutes), turn), st.integers(0, 5), st.integers(1, 30)
)
QUEUES = st.sets(KEYS, max_size=25).map(sorted)


def key(turn: int) -> QueueKey:
    return QueueKey(NINE, turn)


def test_the_first_of_the_queue_is_called_and_all_others_move_up() -> None:
    assert moves_between([key(1), key(2), key(3)], [key(2), key(3)]) == (Move(1, -1),)


def test_somebody_who_comes_last_moves_nobody() -> None:
    moves = moves_between([key(1), key(2)], [key(1), key(2), key(3)])
    assert [place_after(place, moves) for place in (0, 1)] == [0, 1]


def test_somebody_with_priority_moves_those_behind() -> None:
    moves = moves_between([key(1), key(3), key(4)], [key(1), key(2), key(3), key(4)])
    assert [place_after(place, moves) for place in (0, 1, 2)] == [0, 2, 3]


def test_the_same_queue_has_no_moves() -> None:
    assert moves_between([key(1), key(2)], [key(1), key(2)]) == ()


@given(QUEUES, QUEUES)
def test_everybody_who_stays_gets_the_right_place(before: list[QueueKey], after: list[QueueKey]) -> None:
    moves = moves_between(before, after)
    for each in set(before) & set(after):
        assert place_after(before.index(each), moves) == after.index(each)
