"""The time of day in a demonstration, which runs faster than life."""

import threading
import time

MINUTE_SECONDS = 60.0
OPENS = 8 * 60
LUNCH_BEGINS = 12 * 60
LUNCH_ENDS = 13 * 60
CLOSES = 16 * 60


class DayClock:
    """Minutes since midnight; the day begins at `starts_at` when this is made."""

    def __init__(self, speed: float, starts_at: float = OPENS) -> None:
        self.over = threading.Event()
        self._speed = speed
        self._starts_at = starts_at
        self._origin = time.monotonic()

    def minute(self) -> float:
        """The minute of the day."""
        return self._starts_at + (time.monotonic() - self._origin) * self._speed / MINUTE_SECONDS

    def wait(self, minutes: float) -> None:
        """Let so many minutes of the day pass, or the day end."""
        self.over.wait(max(0.0, minutes) * MINUTE_SECONDS / self._speed)

    def wait_until(self, minute: float) -> None:
        """Wait for a minute of the day, or for its end."""
        self.wait(minute - self.minute())
