"""Work that is asked for again and again is done once for all that came meanwhile."""

import threading

import pytest

from onedoor.realtime import coalescer as module
from onedoor.realtime.coalescer import Coalescer
from tests.waiting import eventually

CENTRE = 1


def test_all_wishes_that_come_during_the_work_are_one_more_round() -> None:
    rounds, begun, go_on = [], threading.Event(), threading.Event()

    def work(centre_id: int) -> None:
        rounds.append(centre_id)
        begun.set()
        assert go_on.wait(10)

    coalescer = Coalescer(work, rest_seconds=0)
    coalescer.ask(CENTRE)
    assert begun.wait(10)
    for _ in range(5):
        coalescer.ask(CENTRE)
    go_on.set()
    eventually(lambda: len(rounds) == 2)
    coalescer.ask(CENTRE)
    eventually(lambda: len(rounds) == 3)


def test_centres_do_not_wait_for_each_other() -> None:
    both = threading.Barrier(2, timeout=10)
    done = []

    def work(centre_id: int) -> None:
        both.wait()
        done.append(centre_id)

    coalescer = Coalescer(work, rest_seconds=0)
    coalescer.ask(CENTRE)
    coalescer.ask(CENTRE + 1)
    eventually(lambda: sorted(done) == [CENTRE, CENTRE + 1])


def test_work_that_fails_does_not_end_the_work_that_comes_after() -> None:
    tried = []

    def work(centre_id: int) -> None:
        tried.append(centre_id)
        raise RuntimeError("this time it fails")

    coalescer = Coalescer(work, rest_seconds=0)
    coalescer.ask(CENTRE)
    eventually(lambda: len(tried) == 1)
    coalescer.ask(CENTRE)
    eventually(lambda: len(tried) == 2)


def test_it_waits_before_the_first_round_and_rests_after_each(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[object] = []
    monkeypatch.setattr(module, "sleep", done.append)
    coalescer = Coalescer(lambda centre_id: done.append("work"), rest_seconds=2, wait_seconds=1)
    coalescer.ask(CENTRE)
    eventually(lambda: done == [1, "work", 2])
