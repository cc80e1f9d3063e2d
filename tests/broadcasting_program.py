"""A program for tests of broadcasts: sends numbered messages to every page, served as OneDoor is; says its port.

Run as `python -m tests.broadcasting_program PING_EVERY_SECONDS [CERTIFICATE]`.
"""

import sys
from pathlib import Path

from server import listen, serve, write_at_once  # first: it prepares the green threads

# isort: split
from flask import Flask
from flask_socketio import SocketIO

from onedoor.tls.context import make_context

LONG_TEXT = "x" * 20_000


def create_program(ping_every_seconds: float) -> Flask:
    """`POST /broadcast/<count>` sends so many messages, `[number, text]`, to all who are connected."""
    app = Flask("broadcasting")
    socketio = SocketIO(app, async_mode="eventlet", transports=["websocket"], ping_interval=ping_every_seconds)
    write_at_once(socketio)

    @app.post("/broadcast/<int:count>")
    def broadcast(count: int) -> str:
        for number in range(count):
            socketio.emit("message", (number, LONG_TEXT))
            socketio.sleep(0)
        return "sent"

    return app


if __name__ == "__main__":
    listener = listen("127.0.0.1", 0)
    sys.stdout.write(f"{listener.getsockname()[1]}\n")
    sys.stdout.flush()
    tls = make_context(Path(sys.argv[2])) if len(sys.argv) > 2 else None
    serve(create_program(float(sys.argv[1])), listener, tls)
