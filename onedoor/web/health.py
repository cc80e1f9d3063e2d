"""`/healthz`: the process lives and answers. `/readyz`: it can do its work too, or which of its parts cannot."""

import threading
from collections.abc import Iterator
from time import monotonic
from typing import Literal

from flask import Flask
from pydantic import BaseModel
from sqlalchemy.exc import SQLAlchemyError

from onedoor.database.schema import SchemaError, require_current_schema
from onedoor.database.session import Database
from onedoor.printing.dispatcher import Dispatcher
from onedoor.realtime.message_queue import MessageQueue
from onedoor.refusals import WebError, WebErrorCode
from onedoor.web.auth import PUBLIC
from onedoor.web.endpoints import endpoint

# Everybody may ask: however often, the database is asked once a second.
LOOK_EVERY_SECONDS = 1.0

Part = Literal["database", "schema", "print_worker", "message_queue"]


class Well(BaseModel):
    """The answer while all is well."""

    status: Literal["ok"] = "ok"


class Readiness:
    """Looks at the parts without which this process cannot do its work."""

    def __init__(self, database: Database, dispatcher: Dispatcher, message_queue: MessageQueue | None) -> None:
        self._database = database
        self._dispatcher = dispatcher
        self._message_queue = message_queue
        self._lock = threading.Lock()
        self._looked_at = float("-inf")
        self._missing: tuple[Part, ...] = ()

    def missing(self) -> tuple[Part, ...]:
        """The parts that fail, as they were at most a second ago."""
        with self._lock:
            if monotonic() - self._looked_at >= LOOK_EVERY_SECONDS:
                self._missing = tuple(self._look())
                self._looked_at = monotonic()
            return self._missing

    def _look(self) -> Iterator[Part]:
        try:
            require_current_schema(self._database.engine)
        except SchemaError:
            yield "schema"
        except SQLAlchemyError:
            yield "database"
        if not self._dispatcher.has_worker:
            yield "print_worker"
        if self._message_queue and self._message_queue.is_lost:
            yield "message_queue"


def register_health(app: Flask, readiness: Readiness) -> None:
    """Add both routes; they tell no secrets, so that whatever watches over the servers needs none."""

    @app.get("/healthz")
    @endpoint(allow=PUBLIC, answer=Well)
    def healthz() -> Well:
        """The process lives and answers."""
        return Well()

    @app.get("/readyz")
    @endpoint(allow=PUBLIC, answer=Well, errors=("not_ready",))
    def readyz() -> Well:
        """The process can do its work; not_ready names in `parts` what cannot."""
        if missing := readiness.missing():
            raise WebError(WebErrorCode.not_ready, parts=missing)
        return Well()
