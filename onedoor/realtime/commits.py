"""Which commits of each centre this process has heard of, so that one that was lost on the way is noticed."""

import threading
from collections import defaultdict

MOST_REMEMBERED = 512


class Commits:
    """The versions heard of, by centre, and which of them moved the queues.

    Versions have no gaps: each writing transaction of a centre raises it by one.
    """

    def __init__(self) -> None:
        self._heard: defaultdict[int, dict[int, bool]] = defaultdict(dict)
        self._complete_until: dict[int, int] = {}
        self._lock = threading.Lock()

    def hear(self, centre_id: int, version: int, *, moves_queues: bool) -> None:
        """Note one commit; they may come in any order."""
        with self._lock:
            heard = self._heard[centre_id]
            heard[version] = moves_queues
            if len(heard) > MOST_REMEMBERED:
                del heard[next(iter(heard))]  # the first that was heard of
            self._complete(centre_id, self._complete_until.get(centre_id, version))

    def has_missed(self, centre_id: int, version: int) -> bool:
        """Whether a commit up to `version` was not heard of; of a centre that is new here nothing was missed."""
        with self._lock:
            return self._complete_until.setdefault(centre_id, version) < version

    def accept(self, centre_id: int, version: int) -> None:
        """Count everything up to `version` as heard: its screens were told to ask."""
        with self._lock:
            self._complete(centre_id, max(version, self._complete_until.get(centre_id, version)))

    def unmoved_until(self, centre_id: int, version: int) -> int:
        """The last version at which the queues certainly are as they were at `version`."""
        with self._lock:
            heard = self._heard[centre_id]
            while heard.get(version + 1) is False:
                version += 1
        return version

    def _complete(self, centre_id: int, version: int) -> None:
        """Count everything up to `version` as heard, and what was heard of right after it."""
        heard = self._heard[centre_id]
        while version + 1 in heard:
            version += 1
        self._complete_until[centre_id] = version
