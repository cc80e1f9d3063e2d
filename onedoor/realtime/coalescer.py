"""Work that is wanted faster than anybody can look: done once for all wishes that came meanwhile, with a rest after."""

import logging
import threading
from collections.abc import Callable

from onedoor.background import sleep, start_task

log = logging.getLogger(__name__)


class Coalescer:
    """Runs `work` for a centre `wait_seconds` after it was asked for; a task per centre that has something to do."""

    def __init__(self, work: Callable[[int], None], rest_seconds: float, wait_seconds: float = 0.0) -> None:
        self._work = work
        self._rest_seconds = rest_seconds
        self._wait_seconds = wait_seconds
        self._wanted: set[int] = set()
        self._at_work: set[int] = set()
        self._lock = threading.Lock()

    def ask(self, centre_id: int) -> None:
        """Have the work done for this centre, also when it is being done just now."""
        with self._lock:
            self._wanted.add(centre_id)
            if centre_id in self._at_work:
                return
            self._at_work.add(centre_id)
        start_task(self._run, centre_id)

    def _run(self, centre_id: int) -> None:
        # Even if it is 0: under green threads, who asked goes on first, and has its answer.
        sleep(self._wait_seconds)
        while self._take(centre_id):
            try:
                self._work(centre_id)
            except Exception:
                log.exception("could not tell the screens of centre %s", centre_id, extra={"centre": centre_id})
            sleep(self._rest_seconds)

    def _take(self, centre_id: int) -> bool:
        with self._lock:
            if centre_id not in self._wanted:
                self._at_work.discard(centre_id)
                return False
            self._wanted.discard(centre_id)
            return True
