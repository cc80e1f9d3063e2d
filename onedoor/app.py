"""Puts the parts together: one Flask application with its database, events, printing and screens."""

import gc
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask
from flask_socketio import SocketIO

from onedoor.background import start_task
from onedoor.clock import Clock, SystemClock
from onedoor.database.engine import make_engine
from onedoor.database.schema import require_current_schema
from onedoor.database.session import Database
from onedoor.event_handlers import AfterCommit, EventHandlers
from onedoor.limits import Limits
from onedoor.printing.dispatcher import Dispatcher
from onedoor.realtime.commits import Commits
from onedoor.realtime.heartbeat import Heartbeat
from onedoor.realtime.levels import Levels
from onedoor.realtime.message_queue import MessageQueue
from onedoor.realtime.packets import LARGEST_PACKET
from onedoor.realtime.publisher import PatientManager, Publisher
from onedoor.realtime.queues import Queues
from onedoor.realtime.rights import Rights
from onedoor.realtime.subscriptions import register_subscriptions
from onedoor.service_manager import beat
from onedoor.settings import Settings
from onedoor.web import assets, logos, openapi, secure
from onedoor.web.compression import register_compression
from onedoor.web.context import EXTENSION, Context
from onedoor.web.converters import RowNumber, Text
from onedoor.web.errors import register_errors
from onedoor.web.health import Readiness, register_health
from onedoor.web.metrics import StateNow, register_metrics
from onedoor.web.security import believe_proxies, register_security

LARGEST_REQUEST_BYTES = 64 * 1024
PACKAGE = Path(__file__).parent


class PlainFlask(Flask):
    """Flask for functions only: it would ask of each one in a request, again and again, whether it is a coroutine."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function as it is."""
        return func


@dataclass(frozen=True)
class Running:
    """An application with the parts that a server starts and a test looks into."""

    app: Flask
    socketio: SocketIO
    database: Database
    dispatcher: Dispatcher
    heartbeat: Heartbeat
    message_queue: MessageQueue | None

    def start(self) -> None:
        """Start what runs beside the requests: close an old day, print, announce the version, hear other processes."""
        if self.message_queue:
            self.message_queue.start()
        self.heartbeat.beat()
        self.dispatcher.start()
        start_task(self.heartbeat.run)
        start_task(beat)
        # A full collection with many websockets takes 100 ms and more, and so does one of all that has come since they
        # connected: small ones, often, and a full one hardly ever. What exists now lives as long as the process.
        gc.collect()
        gc.freeze()
        gc.set_threshold(10_000, 2, 1_000)


def create_app(settings: Settings, surfaces: Iterable[Blueprint], clock: Clock | None = None) -> Running:
    """Build the application for these screens. Raises SchemaError if the database is not at the current schema."""
    logging.getLogger("onedoor").setLevel(settings.log_level)
    engine = make_engine(settings.database)
    require_current_schema(engine)
    database = Database(engine, clock or SystemClock(settings.clock_speed, settings.clock_start))
    surfaces = tuple(surfaces)
    folders = (*(Path(surface.root_path) / "static" for surface in surfaces), PACKAGE / "static")
    limits = Limits(database.clock.steady, settings.message_queue)
    context = Context(settings, database, assets.build_id((*folders, PACKAGE / "translations")), folders, limits)
    app = _flask(context, surfaces)
    believe_proxies(app, settings.proxies)
    socketio = SocketIO(
        app,
        async_mode=settings.async_mode,
        transports=["websocket"],
        cors_allowed_origins=None,
        client_manager=PatientManager(),
        max_http_buffer_size=LARGEST_PACKET,
        async_handlers=False,  # else each packet of a flood would be a task of its own
    )
    if settings.serving_certificate:
        secure.require_https(app)
    publisher, commits = Publisher(socketio), Commits()
    queues = Queues(database, publisher, commits, context.build)
    rights = Rights(database, publisher)
    register_subscriptions(socketio, queues, rights)
    handlers = EventHandlers(database, publisher, Levels(database, publisher), queues, rights, commits)
    dispatcher = Dispatcher(database)
    message_queue = MessageQueue(settings.message_queue, handlers.handle) if settings.message_queue else None
    database.after_commit = AfterCommit(handlers, dispatcher, message_queue)
    register_health(app, Readiness(database, dispatcher, message_queue))
    register_metrics(app, StateNow(database, socketio, message_queue))
    heartbeat = Heartbeat(database, publisher, queues, rights, commits, context.build)
    return Running(app, socketio, database, dispatcher, heartbeat, message_queue)


def _flask(context: Context, surfaces: Iterable[Blueprint]) -> Flask:
    app = PlainFlask("onedoor", static_folder=None, template_folder=str(PACKAGE / "templates"))
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST_BYTES
    app.extensions[EXTENSION] = context
    app.jinja_env.globals["asset"] = assets.asset
    app.url_map.converters.update({"int": RowNumber, "default": Text})
    for blueprint in (*surfaces, assets.blueprint, logos.blueprint, openapi.blueprint, secure.blueprint):
        app.register_blueprint(blueprint)
    register_errors(app)
    register_security(app)
    register_compression(app)
    return app
