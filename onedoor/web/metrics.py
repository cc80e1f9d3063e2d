"""`/metrics`: figures for Prometheus, for this machine's own programs or for whoever has the token."""

from collections.abc import Iterator, Mapping
from functools import cache
from hmac import compare_digest
from ipaddress import ip_address
from time import perf_counter

from flask import Flask, Response, request
from flask_socketio import SocketIO
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from onedoor.database.session import Database
from onedoor.metrics import REQUESTS
from onedoor.realtime.message_queue import MessageQueue
from onedoor.refusals import WebError, WebErrorCode
from onedoor.reporting.whole_service import WholeService, read_whole_service
from onedoor.web.auth import PUBLIC, bearer
from onedoor.web.context import context
from onedoor.web.endpoints import page

KINDS = {"hall": "display", "desk": "counter", "kiosk": "kiosk", "managers": "management", "ticket": "phone"}
"""The kind of screen by the room that each websocket of it is in."""

BEGAN = "onedoor.began"


class StateNow(Collector):
    """What is so at the moment of the question."""

    def __init__(self, database: Database, socketio: SocketIO, message_queue: MessageQueue | None) -> None:
        self._database = database
        self._socketio = socketio
        self._message_queue = message_queue

    def collect(self) -> Iterator[Metric]:
        """The figures; those of the database are left out while it does not answer."""
        yield self._websockets()
        if self._message_queue:
            is_heard = GaugeMetricFamily("onedoor_message_queue_heard", "1 while other servers are heard")
            is_heard.add_metric((), not self._message_queue.is_lost)
            yield is_heard
        try:
            with self._database.read() as connection:
                service = read_whole_service(connection)
        except SQLAlchemyError:
            return  # counted as an error of the database
        yield from self._of_centres(service)

    def _websockets(self) -> Metric:
        server = self._socketio.server
        open_now = dict.fromkeys(KINDS.values(), 0) | {"unknown": len(server.eio.sockets)}
        for room, members in list(server.manager.rooms.get("/", {}).items()):
            kind = KINDS.get(str(room).partition(":")[0])
            if kind:
                open_now[kind] += len(members)
                open_now["unknown"] -= len(members)
        return _gauge("onedoor_websockets", "Open websockets by kind of screen", ("kind",), open_now)

    def _of_centres(self, service: WholeService) -> Iterator[Metric]:
        now = self._database.now()
        lengths = {centre: count for centre, count, _ in service.waiting}
        waits = {centre: (now - since).total_seconds() if since else 0 for centre, _, since in service.waiting}
        jobs = {(centre, state): count for centre, state, count in service.print_jobs}
        printers = {(centre, state): count for centre, state, count in service.printers}
        yield _gauge("onedoor_people_waiting", "People who wait", ("centre",), lengths)
        yield _gauge("onedoor_longest_wait_seconds", "How long the first of them has waited", ("centre",), waits)
        yield _gauge("onedoor_print_jobs_open", "Print jobs not at their end", ("centre", "state"), jobs)
        yield _gauge("onedoor_printers", "Printers by their state", ("centre", "state"), printers)


def register_metrics(app: Flask, state: StateNow) -> None:
    """Count every request, and add the route."""
    registry = CollectorRegistry()
    registry.register(state)
    app.before_request(_note_begin)
    app.after_request(_count_request)

    @app.get("/metrics")
    @page(allow=PUBLIC)
    def metrics() -> Response:
        """The figures as text."""
        _require_reader()
        return Response(generate_latest(registry) + generate_latest(REGISTRY), content_type=CONTENT_TYPE_LATEST)


def _note_begin() -> None:
    request.environ[BEGAN] = perf_counter()


def _count_request(response: Response) -> Response:
    # The request itself: each look through Flask's stand-in for it costs half a microsecond.
    asked = request._get_current_object()  # type: ignore[attr-defined]
    rule = asked.url_rule
    # An address that leads nowhere may hold anything, and so may its method.
    method, route = (asked.method, rule.rule) if rule else ("any", "none")
    now = perf_counter()
    # Whoever is led to https is answered before the clock starts.
    _requests(method, route, response.status_code).observe(now - asked.environ.get(BEGAN, now))
    return response


@cache
def _requests(method: str, route: str, status: int) -> Histogram:
    return REQUESTS.labels(method, route, status)


def _require_reader() -> None:
    """Raise not_found unless the token is shown or, where none is set, the question comes from this machine."""
    token = context().settings.metrics_token
    if token:
        may_read = compare_digest((bearer() or "").encode(), token.encode())
    else:
        may_read = ip_address(request.remote_addr or "0.0.0.0").is_loopback
    if not may_read:
        raise WebError(WebErrorCode.not_found)


def _gauge(
    name: str, says: str, labels: tuple[str, ...], values: Mapping[str, float] | Mapping[tuple[str, str], float]
) -> Metric:
    gauge = GaugeMetricFamily(name, says, labels=labels)
    for label, value in values.items():
        gauge.add_metric((label,) if isinstance(label, str) else label, value)
    return gauge
