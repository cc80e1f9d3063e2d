"""A phone computes its place and its wait as the server does: both sides are asked the same questions."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from onedoor.queueing.moves import Move, place_after
from onedoor.queueing.waiting_time import Estimate, estimate_at

SHARED: dict[str, list[dict[str, Any]]] = json.loads(Path(__file__).with_name("queue.json").read_text("utf-8"))


@pytest.mark.parametrize("case", SHARED["places"])
def test_the_place_after_moves(case: dict[str, Any]) -> None:
    moves = [Move(**move) for move in case["moves"]]
    assert place_after(case["people_ahead"], moves) == case["expected"]


@pytest.mark.parametrize("case", SHARED["waits"])
def test_the_wait_at_a_pace(case: dict[str, Any]) -> None:
    seconds, expected = case["seconds_per_person"], case["expected"]
    gap = None if seconds is None else timedelta(seconds=seconds)
    assert estimate_at(case["people_ahead"], gap) == (Estimate(**expected) if expected else None)
