"""The few figures that a measurement is told in. Latencies are milliseconds."""

import math
from collections.abc import Callable, Iterable, Sequence
from statistics import median
from typing import TypeVar

Round = TypeVar("Round")


def percentile(values: Iterable[float], share: float) -> float:
    """The smallest value that at least this share (0 to 1) of all values does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def median_of(rounds: Sequence[Round], figure: Callable[[Round], float]) -> float:
    """The median over the rounds of one figure of each: one disturbed round does not count."""
    return median(figure(each) for each in rounds)
