"""How everybody's place in a queue changes, in a few numbers: what every phone needs to compute its own new place."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from onedoor.queueing.discipline import QueueKey


class Move(NamedTuple):
    """Whoever has at least `at` people ahead gets `by` more; applied one after the other."""

    at: int
    by: int


def moves_between(before: Sequence[QueueKey], after: Sequence[QueueKey]) -> tuple[Move, ...]:
    """The moves that lead from one queue to the next, both sorted by key, for everybody who waits in both.

    First those who left, from the back, so that the places in front still hold; then those who came, from the front.
    """
    stays = set(before) & set(after)
    left = [Move(place + 1, -1) for place, key in enumerate(before) if key not in stays]
    came = [Move(place, 1) for place, key in enumerate(after) if key not in stays]
    return (*reversed(left), *came)


def place_after(people_ahead: int, moves: Iterable[Move]) -> int:
    """People ahead after the moves; the same as the page on a phone computes."""
    for move in moves:
        if people_ahead >= move.at:
            people_ahead += move.by
    return people_ahead
