"""A program for tests of the serving itself: two small routes, served as OneDoor is; says its port.

Run as `python -m tests.serving_program`.
"""

import itertools
import socket
import sys
import time

from server import listen, serve  # first: it prepares the green threads

# isort: split
from flask import Flask, request

BUSY_SECONDS = 0.002


def create_program() -> Flask:
    """`/turn` counts its requests; `/no-delay` says whether small packets are sent at once."""
    app = Flask("serving")
    turns = itertools.count(1)

    @app.get("/turn")
    def turn() -> str:
        # Busy, not asleep: a real route works between its reads and never yields.
        until = time.perf_counter() + BUSY_SECONDS
        while time.perf_counter() < until:
            pass
        return str(next(turns))

    @app.get("/no-delay")
    def no_delay() -> str:
        connection = request.environ["eventlet.input"].get_socket()
        return str(bool(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)))

    return app


if __name__ == "__main__":
    listener = listen("127.0.0.1", 0)
    sys.stdout.write(f"{listener.getsockname()[1]}\n")
    sys.stdout.flush()
    serve(create_program(), listener)
