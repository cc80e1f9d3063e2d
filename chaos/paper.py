"""A printer that remembers of each paper only its digest, so that hours of printing fit into memory."""

import threading
from collections import Counter
from hashlib import sha256
from typing import Any

from tests.escpos_decoder import CUT, INITIALISE
from tests.printer_stand_in import PrinterStandIn


class Printer(PrinterStandIn):
    """Every connection has a paper of its own; what never reached its cut is no paper."""

    def __init__(self) -> None:
        super().__init__()
        self.papers: list[str] = []
        # Each connection is served by a thread of its own.
        self._under_way: Any = threading.local()

    def _keep(self, data: bytes) -> None:
        if data == INITIALISE or not hasattr(self._under_way, "digest"):
            self._under_way.digest = sha256()
        self._under_way.digest.update(data)
        if data.startswith(CUT):
            self.papers.append(self._under_way.digest.hexdigest())

    @property
    def printed_twice(self) -> int:
        """How many papers came out more often than once."""
        return sum(times > 1 for times in Counter(self.papers).values())
