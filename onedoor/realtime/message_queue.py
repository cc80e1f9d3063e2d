"""Between processes: each tells the others what it committed, over one Redis channel (Valkey speaks it too).

Nothing relies on it: a message that is lost costs until the next heartbeat, which compares the versions.
"""

import logging
import queue
import secrets
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from time import monotonic
from typing import Any

import redis
from pydantic import BaseModel, TypeAdapter, ValidationError
from redis.client import PubSub

from onedoor.background import sleep, start_task
from onedoor.database.session import Committed
from onedoor.queueing import events
from onedoor.queueing.events import QueueEvent

CHANNEL = "onedoor:committed"
MOST_WAITING = 1_000
MOST_AT_ONCE = 50
# By then the others know it by their heartbeat, and a call must not ring in their halls long after it was made.
WORTH_TELLING_SECONDS = 3.0
AGAIN_AFTER_SECONDS = 1.0
TIME_OUT_SECONDS = 3.0
KINDS: dict[str, TypeAdapter[QueueEvent]] = {
    name: TypeAdapter(kind)
    for name, kind in vars(events).items()
    if isinstance(kind, type) and issubclass(kind, QueueEvent) and kind is not QueueEvent
}

log = logging.getLogger(__name__)


class Event(BaseModel):
    """A domain event by the name of its class."""

    kind: str
    facts: dict[str, Any]


class Message(BaseModel):
    """What one process tells the others of one commit; `sender` is a name that the process gave itself."""

    sender: str
    centre_id: int
    version: int
    events: tuple[Event, ...]

    @classmethod
    def of(cls, sender: str, committed: Committed) -> "Message":
        """The message about a commit."""
        named = ((type(each).__name__, each) for each in committed.events)
        told = tuple(Event(kind=kind, facts=KINDS[kind].dump_python(each, mode="json")) for kind, each in named)
        return cls(sender=sender, centre_id=committed.centre_id, version=committed.version, events=told)

    def committed(self) -> Committed:
        """The commit that it tells of. Raises KeyError for an event that this process does not know."""
        happened = tuple(KINDS[each.kind].validate_python(each.facts) for each in self.events)
        return Committed(self.centre_id, self.version, happened)


class MessageQueue:
    """Two tasks: one sends what waits, one hears what the others committed. Redis may come and go."""

    def __init__(self, url: str, hear: Callable[[Sequence[Committed]], None]) -> None:
        """`hear` is given commits of one centre: all that have arrived by then, in the order in which they came."""
        self._redis = redis.Redis.from_url(
            url, socket_connect_timeout=TIME_OUT_SECONDS, socket_timeout=TIME_OUT_SECONDS
        )
        self._hear = hear
        self.is_lost = False
        self._sender = secrets.token_hex(8)
        self._waiting: queue.Queue[tuple[float, Committed]] = queue.Queue(MOST_WAITING)

    def start(self) -> None:
        """Begin to send and to hear."""
        start_task(self._again_and_again, self._send_waiting)
        start_task(self._again_and_again, self._listen)

    def tell(self, committed: Committed) -> None:
        """Have the other processes told soon; nobody waits for Redis."""
        try:
            self._waiting.put_nowait((monotonic(), committed))
        except queue.Full:
            log.warning("the message queue is full: other processes learn of a commit by the next heartbeat")

    def _again_and_again(self, work: Callable[[], None]) -> None:
        while True:
            try:
                work()
            except (redis.RedisError, OSError) as error:
                self._note_lost(error)
                sleep(AGAIN_AFTER_SECONDS)

    def _note_lost(self, error: Exception) -> None:
        if not self.is_lost:
            log.warning("the message queue cannot be reached, screens hear of other processes late: %s", error)
        self.is_lost = True

    def _note_found(self) -> None:
        if self.is_lost:
            log.warning("the message queue is back")
        self.is_lost = False

    def _send_waiting(self) -> None:
        since, committed = self._waiting.get()
        if monotonic() - since > WORTH_TELLING_SECONDS:
            return
        message = Message.of(self._sender, committed)
        self._redis.publish(CHANNEL, message.model_dump_json())
        self._note_found()

    def _listen(self) -> None:
        with self._redis.pubsub() as subscription:  # type: ignore[no-untyped-call]
            subscription.subscribe(CHANNEL)
            while told := self._hear_or_ask(subscription):
                self._note_found()
                self._take([told, *self._what_else_came(subscription)])
        raise redis.TimeoutError("it does not answer")

    def _hear_or_ask(self, subscription: PubSub) -> dict[str, Any] | None:
        """What comes next; where nothing comes Redis is asked for a sign of life. None if it gives none."""
        told: dict[str, Any] | None = subscription.get_message(timeout=TIME_OUT_SECONDS)
        if told is None:
            subscription.ping()
            told = subscription.get_message(timeout=TIME_OUT_SECONDS)
        return told

    def _what_else_came(self, subscription: PubSub) -> Iterator[dict[str, Any]]:
        """What arrived while the last was handled; nothing is waited for."""
        for _ in range(MOST_AT_ONCE):
            if (told := subscription.get_message(timeout=0)) is None:
                return
            yield told

    def _take(self, arrived: Iterable[dict[str, Any]]) -> None:
        by_centre: defaultdict[int, list[Committed]] = defaultdict(list)
        for told in arrived:
            if told["type"] == "message" and (committed := self._understand(told["data"])):
                by_centre[committed.centre_id].append(committed)
        for commits in by_centre.values():
            try:
                self._hear(commits)
            except Exception:
                log.exception("could not tell the screens what another process committed")

    def _understand(self, text: bytes) -> Committed | None:
        """What another process said; None for what this one said itself, or does not understand."""
        try:
            message = Message.model_validate_json(text)
            return None if message.sender == self._sender else message.committed()
        except (ValidationError, KeyError):
            log.warning("another process said something that this one does not understand")
            return None
