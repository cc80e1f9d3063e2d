"""How everybody's place in a queue changes, in a few numbers: what every phone needs to compute its own new place."""

from collections.abc import Hashable, Iterable, Sequence
from typing import NamedTuple

Waiting = Hashable
"""Somebody who waits, by whatever names one stay in the queue: who comes back with another key is somebody else."""


class Move(NamedTuple):
    """Whoever has at least `at` people ahead gets `by` more; applied one after the other."""

    at: int
    by: int


def moves_between(before: Sequence[Waiting], after: Sequence[Waiting]) -> tuple[Move, ...]:
    """The moves that lead from one queue to the next, both in the order of their keys, for everybody who waits in both.

    First those who left, from the back, so that the places in front still hold; then those who came, from the front.
    """
    stays = set(before) & set(after)
    left = [Move(place + 1, -1) for place, each in enumerate(before) if each not in stays]
    came = [Move(place, 1) for place, each in enumerate(after) if each not in stays]
    return (*reversed(left), *came)


def place_after(people_ahead: int, moves: Iterable[Move]) -> int:
    """People ahead after the moves; the same as the page on a phone computes."""
    for move in moves:
        if people_ahead >= move.at:
            people_ahead += move.by
    return people_ahead
