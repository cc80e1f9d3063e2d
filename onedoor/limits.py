"""How often anybody may do what is open to many: a bucket that is used up at once or bit by bit, and fills up steadily.

Where several servers work together the buckets stand in their Redis. While that is gone each server goes by its own:
people are served in any case.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from math import ceil
from time import monotonic

import redis

from onedoor.refusals import WebError, WebErrorCode

MOST_BUCKETS = 20_000
TIME_OUT_SECONDS = 0.25
AGAIN_AFTER_SECONDS = 5.0

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Limit:
    """At most `burst` at once, then one every `seconds`; beyond that the answer is `code`.

    Servers that count together tell of `told_by` at a time: each may allow one less than that more.
    """

    name: str
    burst: int
    seconds: float
    code: WebErrorCode = WebErrorCode.too_many_requests
    told_by: int = 1


# 128 random bits are not found by any number of guesses: this keeps a stubborn guesser from being a load.
GUESSES = Limit("guesses", burst=120, seconds=1.0)


@cache
def tickets_of_kiosk(per_hour: int) -> Limit:
    """A twelfth of an hour's tickets at once, which no family needs, and the hour's pace after that."""
    # To ask Redis takes 80 us of the processor: for every fifth ticket it is no more than a tenth of a ticket's own.
    return Limit("tickets", ceil(per_hour / 12), 3_600 / per_hour, WebErrorCode.too_many_tickets, told_by=5)


class Limits:
    """The buckets of one server; `steady` is the clock by which they fill."""

    def __init__(self, steady: Callable[[], float], message_queue: str) -> None:
        self._steady = steady
        self._full_at: dict[tuple[str, str], float] = {}
        self._untold: dict[tuple[str, str], int] = {}
        self._shared = SharedBuckets(message_queue) if message_queue else None

    def take(self, limit: Limit, key: str) -> None:
        """Use one of what `key` has left. Raises the limit's code with the `seconds` until there is one again."""
        bucket, now = (limit.name, key), self._steady()
        count = self._untold.get(bucket, 0) + 1
        told = self._shared.take(limit, key, count) if self._shared and count >= limit.told_by else None
        missing = max(self._full_at.get(bucket, now) - now, 0.0) + limit.seconds if told is None else told
        is_allowed = missing <= limit.burst * limit.seconds
        # A refusal is known here, too, so that `require_left` refuses without asking.
        self._keep(bucket, now + missing - (0.0 if is_allowed else limit.seconds))
        if told is not None:
            self._untold.pop(bucket, None)
        elif is_allowed and limit.told_by > 1:
            self._untold[bucket] = min(count, limit.told_by - 1)
        if not is_allowed:
            raise _refusal(limit, missing)

    def require_left(self, limit: Limit, key: str) -> None:
        """Raise like `take` if nothing is left, and use nothing: as far as this server knows."""
        missing = self._full_at.get((limit.name, key), 0.0) - self._steady() + limit.seconds
        if missing > limit.burst * limit.seconds:
            raise _refusal(limit, missing)

    def _keep(self, bucket: tuple[str, str], full_at: float) -> None:
        if len(self._full_at) >= MOST_BUCKETS and bucket not in self._full_at:
            now = self._steady()
            self._full_at = {each: until for each, until in self._full_at.items() if until > now}
            if len(self._full_at) >= MOST_BUCKETS:
                self._full_at.clear()
        self._full_at[bucket] = full_at


class SharedBuckets:
    """The same buckets in Redis, by the clock of Redis. It may come and go."""

    # What is missing of a full bucket, with the last one that is asked for. Those before it were given already.
    SCRIPT = """
        local time = redis.call('TIME')
        local now = time[1] + time[2] / 1000000
        local missing = math.max(tonumber(redis.call('GET', KEYS[1]) or '0') - now, 0) + ARGV[1] * ARGV[3]
        local used = missing
        if missing > ARGV[1] * ARGV[2] then used = missing - ARGV[1] end
        redis.call('SET', KEYS[1], string.format('%.6f', now + used), 'PX', math.ceil(used * 1000))
        return string.format('%.6f', missing)
    """

    def __init__(self, url: str) -> None:
        client = redis.Redis.from_url(url, socket_connect_timeout=TIME_OUT_SECONDS, socket_timeout=TIME_OUT_SECONDS)
        self._take = client.register_script(self.SCRIPT)
        self._lost_until: float | None = None

    def take(self, limit: Limit, key: str, count: int) -> float | None:
        """Seconds until the bucket would be full after this; None while Redis does not answer."""
        if self._lost_until is not None and monotonic() < self._lost_until:
            return None
        try:
            bucket = [f"onedoor:limit:{limit.name}:{key}"]
            missing = float(self._take(keys=bucket, args=[limit.seconds, limit.burst, count]))
        except (redis.RedisError, OSError) as error:
            self._note_lost(error)
            return None
        if self._lost_until is not None:
            log.warning("limits are counted for all servers together again")
            self._lost_until = None
        return missing

    def _note_lost(self, error: Exception) -> None:
        if self._lost_until is None:
            log.warning("Redis cannot be reached, each server counts limits by itself: %s", error)
        self._lost_until = monotonic() + AGAIN_AFTER_SECONDS


def _refusal(limit: Limit, missing: float) -> WebError:
    return WebError(limit.code, seconds=ceil(missing - limit.burst * limit.seconds))
