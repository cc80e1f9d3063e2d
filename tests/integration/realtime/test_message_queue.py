"""Between processes, over a real Valkey: what one commits the others hear, also after it was gone for a while."""

import os
import signal
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import redis

from onedoor.database.session import Committed
from onedoor.queueing.events import CounterChanged
from onedoor.realtime import message_queue
from onedoor.realtime.message_queue import CHANNEL, MOST_WAITING, WORTH_TELLING_SECONDS, MessageQueue
from tests.waiting import eventually
from tools.hosted.valkey import Valkey


@pytest.fixture(scope="module")
def valkey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Valkey]:
    with Valkey(tmp_path_factory.mktemp("valkey")) as running:
        yield running


class Process:
    """One server process as far as the message queue is concerned."""

    def __init__(self, url: str) -> None:
        self.heard_at_once: list[list[Committed]] = []
        self.may_hear = threading.Event()
        self.may_hear.set()
        self.queue = MessageQueue(url, self._hear)
        self.queue.start()

    @property
    def heard(self) -> list[Committed]:
        """Everything so far, in its order."""
        return [committed for together in self.heard_at_once for committed in together]

    def _hear(self, commits: Sequence[Committed]) -> None:
        self.heard_at_once.append(list(commits))
        self.may_hear.wait()


def committed(version: int, centre: int = 1) -> Committed:
    return Committed(centre, version, (CounterChanged(centre, 3),))


def listening(valkey: Valkey) -> int:
    with redis.Redis.from_url(valkey.url) as client:
        return int(client.pubsub_numsub(CHANNEL)[0][1])


@pytest.fixture
def processes(valkey: Valkey) -> tuple[Process, Process]:
    before = listening(valkey)
    both = Process(valkey.url), Process(valkey.url)
    eventually(lambda: listening(valkey) == before + 2, says="both listen")
    return both


def test_the_other_process_hears_and_the_own_does_not(processes: tuple[Process, Process]) -> None:
    one, other = processes
    one.queue.tell(committed(7))
    other.queue.tell(committed(8))
    eventually(lambda: one.heard and other.heard)
    assert (one.heard, other.heard) == ([committed(8)], [committed(7)])


def test_commits_come_in_their_order(processes: tuple[Process, Process]) -> None:
    one, other = processes
    for version in range(100):
        one.queue.tell(committed(version))
    eventually(lambda: len(other.heard) == 100)
    assert [each.version for each in other.heard] == list(range(100))


def test_what_came_while_one_was_busy_is_handed_on_together_centre_by_centre(
    valkey: Valkey, processes: tuple[Process, Process]
) -> None:
    """One by one, a process that hears of much would come ever later."""
    before, (one, other), witness = listening(valkey), processes, Process(valkey.url)
    eventually(lambda: listening(valkey) == before + 1)
    other.may_hear.clear()
    for version in range(10):
        one.queue.tell(committed(version))
        one.queue.tell(committed(version, centre=2))
    eventually(lambda: other.heard and len(witness.heard) == 20, says="all was said, and the other is at the first")
    other.may_hear.set()
    eventually(lambda: len(other.heard) == 20)
    for centre in (1, 2):
        assert [each for each in other.heard if each.centre_id == centre] == [
            committed(version, centre) for version in range(10)
        ]
    assert all(len({each.centre_id for each in together}) == 1 for together in other.heard_at_once)
    assert len(other.heard_at_once) < len(other.heard)


def test_what_is_no_message_is_passed_over(valkey: Valkey, processes: tuple[Process, Process]) -> None:
    one, other = processes
    with redis.Redis.from_url(valkey.url) as client:
        client.publish(CHANNEL, "no message")
    one.queue.tell(committed(9))
    eventually(lambda: other.heard == [committed(9)])


def test_after_the_server_was_gone_the_processes_hear_each_other_again(tmp_path: Path) -> None:
    with Valkey(tmp_path) as valkey:
        one, other = Process(valkey.url), Process(valkey.url)
        eventually(lambda: listening(valkey) == 2)
        valkey.kill()
        one.queue.tell(committed(1))
        valkey.start()
        eventually(lambda: listening(valkey) == 2, within=20, says="both listen again")
        one.queue.tell(committed(2))
        eventually(lambda: committed(2) in other.heard)


def test_what_waited_for_long_is_not_told_any_more(valkey: Valkey, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others know it by their heartbeat; a call of ten minutes ago must not ring in the hall."""
    before, now = listening(valkey), [0.0]
    monkeypatch.setattr(message_queue, "monotonic", lambda: now[0], raising=False)
    other, late = Process(valkey.url), MessageQueue(valkey.url, lambda committed: None)
    eventually(lambda: listening(valkey) == before + 1)
    late.tell(committed(1))
    now[0] = WORTH_TELLING_SECONDS + 1
    late.tell(committed(2))
    late.start()
    eventually(lambda: other.heard)
    assert other.heard == [committed(2)]


def test_a_server_that_is_silent_counts_as_lost(tmp_path: Path) -> None:
    """A machine that is gone closes no connection."""
    with Valkey(tmp_path) as valkey:
        one, other = Process(valkey.url), Process(valkey.url)
        eventually(lambda: listening(valkey) == 2)
        os.kill(valkey.pid, signal.SIGSTOP)
        eventually(lambda: one.queue.is_lost and other.queue.is_lost, within=20, says="both noticed it")
        os.kill(valkey.pid, signal.SIGCONT)
        eventually(lambda: not one.queue.is_lost and not other.queue.is_lost, within=20, says="both found it again")
        one.queue.tell(committed(2))
        eventually(lambda: committed(2) in other.heard)


def test_without_a_server_nobody_waits_and_nothing_piles_up() -> None:
    queue = MessageQueue("redis://127.0.0.1:1/0", lambda committed: None)
    queue.start()
    for version in range(MOST_WAITING + 10):
        queue.tell(committed(version))
