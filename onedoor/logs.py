"""The log, on standard error: lines for people, or one JSON object per line for programs (`ONEDOOR_LOG_FORMAT`).

No line holds what citizens or staff gave us: routes are told by their rules, errors of the database without values, and
people, tickets and devices by the numbers of their rows at most.
"""

import json
import logging
from datetime import UTC, datetime

from onedoor.settings import Settings

DETAILS = ("centre", "request")
"""What a record may say beside its message, as `extra`."""
FOR_PEOPLE = logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s")


class JsonLines(logging.Formatter):
    """Time (UTC), level, logger, message; `centre`, `request` and `error` where they are known."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line."""
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **{name: value for name in DETAILS if (value := getattr(record, name, None)) is not None},
        }
        if record.exc_info:
            told["error"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)


def set_up_logs(settings: Settings) -> None:
    """Let every record of this process, and every warning of a library, go to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if settings.log_format == "json" else FOR_PEOPLE)
    logging.basicConfig(level=settings.log_level, handlers=(handler,))
    logging.captureWarnings(True)
