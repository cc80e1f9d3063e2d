"""The serving program: green threads first, then the screens, then run. `onedoor serve` starts it."""

import gc
import os
import warnings

# What is loaded stays: to look for garbage in it, again and again, would be a tenth of a second more at every start.
gc.disable()
warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
# The server looks up no names: eventlet's own resolver would only be a tenth of a second more at every start.
os.environ.setdefault("EVENTLET_NO_GREENDNS", "yes")

import eventlet

# Before the locks become green: a count gives nobody else a turn while it holds one, and a real one is far quicker.
import prometheus_client  # noqa: F401

eventlet.monkey_patch()

import faulthandler
import logging
import resource
import signal
import socket
import ssl
import sys
from contextlib import suppress
from functools import partial
from typing import Any

from eventlet import wsgi
from eventlet.green.ssl import GreenSSLSocket
from flask import Flask
from werkzeug.exceptions import RequestTimeout

import counter
import display
import kiosk
import management
import phone
import signin
from onedoor import service_manager
from onedoor.app import Running, create_app
from onedoor.database.schema import CANNOT_OPEN
from onedoor.ending import Bell, wait_until
from onedoor.logs import set_up_logs
from onedoor.settings import Settings, load_settings
from onedoor.tls.errors import TlsError
from onedoor.tls.serving import start_tls
from onedoor.websockets import write_at_once

gc.freeze()
gc.enable()

SURFACES = (
    kiosk.blueprint,
    counter.blueprint,
    display.blueprint,
    management.blueprint,
    phone.blueprint,
    signin.blueprint,
)
MOST_CONNECTIONS = 8192
BACKLOG = 2048
HANDSHAKE_SECONDS = 5
MOST_HANDSHAKES = 512
# The first byte of TLS; no request begins with it.
HANDSHAKE = b"\x16"
REQUESTS_END_SECONDS = 3.0
# A printer that hangs is given up after 3 s.
PAPER_ENDS_SECONDS = 5.0
MENDABLE = (*CANNOT_OPEN, TlsError, OSError)

log = logging.getLogger("onedoor.server")


class FairProtocol(wsgi.HttpProtocol):  # type: ignore[misc]
    """Lets other connections in after each request, and sends small answers at once.

    eventlet serves one fast keep-alive client without end while others wait, and an answer in two writes takes 44 ms
    where Nagle's algorithm meets delayed acknowledgements.
    """

    # Every websocket keeps these two buffers for life: 8 and 16 kB by default, which is a quarter of its memory.
    rbufsize = wbufsize = 2048
    idle_seconds = 75.0
    """How long a connection may stay open between two requests; nginx lets go of one after 60 s."""
    reading_seconds = 10.0
    """How long a request may take to arrive: its head, and then its body. Nobody is kept busy byte by byte."""
    at_work = 0
    """How many requests are being answered; a websocket is none, it lasts as long as its page."""

    def setup(self) -> None:
        self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
        super().setup()

    def get_environ(self) -> dict[str, Any]:
        """The request, without a browser's offer to compress its websocket, which would take 100 kB more for each."""
        environ: dict[str, Any] = super().get_environ()
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        if "HTTP_SEC_WEBSOCKET_KEY" not in environ:
            environ.pop("HTTP_UPGRADE", None)  # a draft of websockets from 2010, on which eventlet fails
        environ["wsgi.input"] = TimelyBody(self, environ["wsgi.input"])
        return environ

    def log_message(self, form: str, *arguments: object) -> None:
        """Nothing: what is no request was written by a stranger, as long as he likes, and may hold a token."""

    def _read_request_line(self) -> bytes:
        with eventlet.Timeout(self.idle_seconds, TimeoutError()):
            line: bytes = super()._read_request_line()
            return line

    def parse_request(self) -> bool:
        """Read the rest of the head."""
        with eventlet.Timeout(self.reading_seconds, TimeoutError()):
            is_well: bool = super().parse_request()
            return is_well

    def handle_one_request(self) -> None:
        super().handle_one_request()
        eventlet.sleep(0)

    def handle_one_response(self) -> None:
        if "HTTP_UPGRADE" in self.environ:
            return super().handle_one_response()  # type: ignore[no-any-return]
        FairProtocol.at_work += 1
        try:
            super().handle_one_response()
        finally:
            FairProtocol.at_work -= 1


class TimelyBody:
    """A request's body, all of which must arrive in time."""

    def __init__(self, protocol: FairProtocol, body: Any) -> None:
        self._protocol = protocol
        self._body = body

    def read(self, size: int | None = None) -> bytes:
        """The next bytes. Raises `RequestTimeout`, and then nothing more is read from this connection."""
        try:
            with eventlet.Timeout(self._protocol.reading_seconds, TimeoutError()):
                read: bytes = self._body.read(size)
                return read
        except TimeoutError:
            self._protocol.close_connection = True
            raise RequestTimeout from None


class Handshakes:
    """The handshakes of TLS under way. Each has a time limit, and where there are too many the oldest, a silent one,
    gives way.
    """

    def __init__(self, tls: ssl.SSLContext) -> None:
        self._tls = tls
        self._under_way: dict[Any, None] = {}

    def secure(self, connection: Any) -> Any:
        """The connection as TLS, or as it is if it speaks plainly. Raises TimeoutError, which closes it quietly."""
        if len(self._under_way) >= MOST_HANDSHAKES:
            eventlet.kill(next(iter(self._under_way)), TimeoutError)
        thread = eventlet.getcurrent()
        self._under_way[thread] = None
        try:
            with eventlet.Timeout(HANDSHAKE_SECONDS, TimeoutError):
                return self._shake_hands(connection)
        except OSError as error:
            raise TimeoutError from error
        finally:
            del self._under_way[thread]

    def _shake_hands(self, connection: Any) -> Any:
        if connection.recv(1, socket.MSG_PEEK) != HANDSHAKE:
            return connection
        secured = self._tls.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
        try:
            secured.do_handshake()
        except BaseException:
            secured.close()
            raise
        return secured


class SecureProtocol(FairProtocol):
    """The same over TLS, in the connection's own green thread. A plain request comes in as such."""

    def __init__(self, handshakes: Handshakes, conn_state: list[Any], server: wsgi.Server) -> None:
        # Whoever closes the connection finds it in its state.
        conn_state[1] = handshakes.secure(conn_state[1])
        super().__init__(conn_state, server)

    def handle(self) -> None:
        with suppress(ssl.SSLError):  # what came was not encrypted by whom it should: the connection ends
            super().handle()

    def get_environ(self) -> dict[str, Any]:
        environ = super().get_environ()
        if isinstance(self.connection, GreenSSLSocket):
            environ["wsgi.url_scheme"] = "https"
        return environ


def main() -> None:
    """Serve until a signal ends it."""
    settings = load_settings()
    set_up_logs(settings)
    # A service manager ends a frozen server by SIGABRT: where it was frozen stands in the log.
    faulthandler.enable()
    running, listener, tls = prepare(settings)
    write_at_once(running.socketio)
    bell = Bell(signal.SIGTERM, signal.SIGINT)
    running.start()
    serving = eventlet.spawn(serve, running.app, listener, tls)
    serving.link(lambda _ended: bell.ring())
    service_manager.notify(service_manager.READY)
    log.info("OneDoor serves on port %d", listener.getsockname()[1])
    bell.wait()
    if serving.dead:
        serving.wait()  # raises what went wrong
    listener.shutdown(socket.SHUT_RDWR)
    serving.kill()
    end(running)


def prepare(settings: Settings) -> tuple[Running, socket.socket, ssl.SSLContext | None]:
    """What is served, where, and how. Ends the process with one line in the log for what a person can mend."""
    try:
        return create_app(settings, SURFACES), listen(settings.host, settings.port), start_tls(settings)
    except MENDABLE as error:
        log.error(str(error).splitlines()[0])
        sys.exit(2)


def listen(host: str, port: int) -> socket.socket:
    """A listening socket of its own."""
    # With SO_REUSEPORT, eventlet's default, a second server would share the port without an error.
    listener: socket.socket = eventlet.listen((host, port), backlog=BACKLOG, reuse_port=False)
    return listener


def serve(app: Flask, listener: socket.socket, tls: ssl.SSLContext | None = None) -> None:
    """Answer requests for as long as the process lives, over TLS if there is a context for it."""
    # Each connection is an open file; many systems give a process 1,024 until it asks for more.
    _, most_files = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most_files, most_files))
    protocol = partial(SecureProtocol, Handshakes(tls)) if tls else FairProtocol
    # With debug, eventlet's default, whoever provokes an error outside the application is shown its trace.
    wsgi.server(listener, app, max_size=MOST_CONNECTIONS, log_output=False, debug=False, protocol=protocol)


def end(running: Running) -> None:
    """Leave when requests at work are answered and the print job at hand has ended.

    Websockets are not waited for: there may be thousands, and each screen connects again by itself.
    """
    service_manager.notify(service_manager.ENDING)
    log.info("the server ends when the work at hand is done")
    if not wait_until(lambda: FairProtocol.at_work == 0, REQUESTS_END_SECONDS):
        # What was committed is safe; a cut-off command is repeated by its sender under the same request_id.
        log.warning("%d requests were cut off", FairProtocol.at_work)
    if not running.dispatcher.finish(PAPER_ENDS_SECONDS):
        log.warning("a print job was cut off: it is uncertain")
    os._exit(0)


if __name__ == "__main__":
    main()
