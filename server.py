"""The serving program: green threads first, then the screens, then run. `onedoor serve` starts it."""

import os
import warnings

warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
# The server looks up no names: eventlet's own resolver would only be a tenth of a second more at every start.
os.environ.setdefault("EVENTLET_NO_GREENDNS", "yes")

import eventlet

eventlet.monkey_patch()

import logging
import resource
import signal
import socket
from types import FrameType
from typing import Any

from eventlet import wsgi
from flask import Flask

import counter
import display
import kiosk
import management
import phone
import signin
from onedoor.app import create_app
from onedoor.settings import load_settings

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


class FairProtocol(wsgi.HttpProtocol):  # type: ignore[misc]
    """Lets other connections in after each request, and sends small answers at once.

    eventlet serves one fast keep-alive client without end while others wait, and an answer in two writes takes 44 ms
    where Nagle's algorithm meets delayed acknowledgements.
    """

    # Every websocket keeps these two buffers for life: 8 and 16 kB by default, which is a quarter of its memory.
    rbufsize = wbufsize = 2048

    def setup(self) -> None:
        self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
        super().setup()

    def get_environ(self) -> dict[str, Any]:
        """The request, without a browser's offer to compress its websocket, which would take 100 kB more for each."""
        environ: dict[str, Any] = super().get_environ()
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        return environ

    def handle_one_request(self) -> None:
        super().handle_one_request()
        eventlet.sleep(0)


def main() -> None:
    """Serve until a signal ends it."""
    settings = load_settings()
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    running = create_app(settings, SURFACES)
    signal.signal(signal.SIGTERM, _end)
    listener = listen(settings.host, settings.port)
    running.start()
    print(f"OneDoor serves on port {listener.getsockname()[1]}", flush=True)
    serve(running.app, listener)


def listen(host: str, port: int) -> socket.socket:
    """A listening socket of its own."""
    # With SO_REUSEPORT, eventlet's default, a second server would share the port without an error.
    listener: socket.socket = eventlet.listen((host, port), backlog=BACKLOG, reuse_port=False)
    return listener


def serve(app: Flask, listener: socket.socket) -> None:
    """Answer requests for as long as the process lives."""
    # Each connection is an open file; many systems give a process 1,024 until it asks for more.
    _, most_files = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most_files, most_files))
    wsgi.server(listener, app, max_size=MOST_CONNECTIONS, log_output=False, protocol=FairProtocol)


def _end(signum: int, frame: FrameType | None) -> None:
    # Leaving in order would wait for every open websocket. What was committed is safe; a cut-off command is repeated
    # by its sender under the same request_id.
    os._exit(0)


if __name__ == "__main__":
    main()
