"""Limits that several servers count together, on a real Valkey, and each by itself while that is gone."""

import logging
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest

from onedoor import limits as limits_module
from onedoor.limits import Limit, Limits
from onedoor.refusals import WebError
from tests.waiting import eventually
from tools.hosted.valkey import Valkey

LIMIT = Limit("of tests", burst=6, seconds=600.0)


@pytest.fixture
def databases() -> None:
    """No database is asked: the tests of this file run once."""


@pytest.fixture
def valkey(tmp_path: Path) -> Iterator[Valkey]:
    with Valkey(tmp_path) as running:
        yield running


def server(valkey: Valkey) -> Limits:
    """The limits of a server; each has another idea of the time."""
    seconds = float(id(valkey) % 1_000)
    return Limits(lambda: seconds, valkey.url)


def taken(limits: Limits, times: int, limit: Limit = LIMIT) -> int:
    allowed = 0
    for _ in range(times):
        try:
            limits.take(limit, "here")
            allowed += 1
        except WebError:
            pass
    return allowed


def test_two_servers_count_together_and_a_third_that_starts_later_too(valkey: Valkey) -> None:
    here, there = server(valkey), server(valkey)
    assert taken(here, 4) + taken(there, 10) + taken(here, 10) == LIMIT.burst
    assert taken(server(valkey), 1) == 0


def test_what_is_told_by_several_is_bounded_for_all_servers_too(valkey: Valkey) -> None:
    tickets = Limit("told by three", burst=30, seconds=600.0, told_by=3)
    servers = [server(valkey) for _ in range(4)]
    allowed = sum(taken(each, 1, tickets) for _ in range(40) for each in servers)
    assert tickets.burst - len(servers) * tickets.told_by <= allowed <= tickets.burst + len(servers) * tickets.told_by


def test_what_is_refused_does_not_count_there_either(valkey: Valkey) -> None:
    quick = Limit("quick, told by three", burst=6, seconds=0.05, told_by=3)
    here = Limits(monotonic, valkey.url)
    taken(here, 3_000, quick)
    eventually(lambda: taken(here, 1, quick) == 1, within=5, says="one is there again, soon after")


def test_whoever_was_refused_is_known_without_asking(valkey: Valkey) -> None:
    here, there = server(valkey), server(valkey)
    taken(here, LIMIT.burst)
    there.require_left(LIMIT, "here")
    assert taken(there, 1) == 0
    with pytest.raises(WebError, match="too_many_requests"):
        there.require_left(LIMIT, "here")


def test_the_bucket_fills_by_the_clock_of_redis(valkey: Valkey) -> None:
    quick = Limit("quick", burst=2, seconds=0.05)
    here = server(valkey)
    taken(here, 2, quick)
    eventually(lambda: taken(here, 1, quick) == 1, within=10, says="one is there again")


def test_while_redis_is_gone_people_are_served_within_limits_and_the_log_says_so(
    valkey: Valkey, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits_module, "AGAIN_AFTER_SECONDS", 0.0)
    here = server(valkey)
    assert taken(here, 2) == 2
    valkey.stop()
    with caplog.at_level(logging.WARNING):
        assert taken(here, 10) == LIMIT.burst - 2
        assert caplog.text.count("each server counts limits by itself") == 1
        valkey.start()
        taken(here, 1)
    assert "counted for all servers together again" in caplog.text
