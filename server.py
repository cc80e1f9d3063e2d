"""The serving program: green threads first, then the screens, then run. `onedoor serve` starts it."""

import warnings

warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")

import eventlet

eventlet.monkey_patch()

import logging
import os
import signal
from types import FrameType

from eventlet import wsgi

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


class FairProtocol(wsgi.HttpProtocol):
    """Lets other connections in after each request, and sends small answers at once.

    eventlet serves one fast keep-alive client without end while others wait, and an answer in two writes takes 44 ms
    where Nagle's algorithm meets delayed acknowledgements.
    """

    disable_nagle_algorithm = True

    def handle_one_request(self) -> None:
        super().handle_one_request()
        eventlet.sleep(0)


def main() -> None:
    """Serve until a signal ends it."""
    settings = load_settings()
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    running = create_app(settings, SURFACES)
    signal.signal(signal.SIGTERM, _end)
    # With SO_REUSEPORT, eventlet's default, a second server would share the port without an error.
    listener = eventlet.listen((settings.host, settings.port), backlog=BACKLOG, reuse_port=False)
    running.start()
    print(f"OneDoor serves on port {listener.getsockname()[1]}", flush=True)
    wsgi.server(listener, running.app, max_size=MOST_CONNECTIONS, log_output=False, protocol=FairProtocol)


def _end(signum: int, frame: FrameType | None) -> None:
    # Leaving in order would wait for every open websocket. What was committed is safe; a cut-off command is repeated
    # by its sender under the same request_id.
    os._exit(0)


if __name__ == "__main__":
    main()
