"""The one source of time: UTC now, and a steady clock that no step of the wall clock touches."""

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """What the rest of OneDoor asks of a clock; tests bring their own."""

    speed: float

    def now(self) -> datetime:
        """The wall clock, aware, in UTC."""

    def steady(self) -> float:
        """Seconds that only ever go forward, suspended time included."""


def _boot_seconds() -> float:
    # CLOCK_BOOTTIME counts while a laptop sleeps; without it every wake-up would look like a clock jump.
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


class SystemClock:
    """The machine's clock. A demonstration starts it at another time and lets it run faster."""

    def __init__(self, speed: float = 1.0, start: datetime | None = None) -> None:
        self.speed = speed
        self._origin = datetime.now(UTC)
        self._start = start or self._origin

    def now(self) -> datetime:
        elapsed = datetime.now(UTC) - self._origin
        return self._start + elapsed * self.speed

    def steady(self) -> float:
        return _boot_seconds() * self.speed


class StoppedClock:
    """A clock that moves only when told: `advance` lets time pass, `step` moves the wall clock alone."""

    speed = 1.0

    def __init__(self, start: datetime) -> None:
        self._now = start
        self._steady = 0.0

    def now(self) -> datetime:
        return self._now

    def steady(self) -> float:
        return self._steady

    def advance(self, duration: timedelta) -> None:
        """Let `duration` pass."""
        self._now += duration
        self._steady += duration.total_seconds()

    def step(self, duration: timedelta) -> None:
        """Set the wall clock forward or back, as a power cut or a wrong setting does."""
        self._now += duration
