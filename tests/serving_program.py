"""A program for tests of the serving itself: small routes, served as OneDoor is; says its port.

Run as `python -m tests.serving_program [URL [SECONDS]]`, with the database for `/locked/...`, and how long the head of
a request may take to arrive, then its body, and a connection may rest.
"""

import itertools
import socket
import sys
import time

from server import FairProtocol, listen, serve  # first: it prepares the green threads

# isort: split
from flask import Flask, request

from onedoor.database.engine import make_engine

BUSY_SECONDS = 0.002


def create_program(database_url: str = "") -> Flask:
    """`/turn` counts its requests; `/no-delay` says whether small packets are sent at once.

    `/size` says how long the body was. `/locked/...` runs a query on PostgreSQL that takes as long as somebody else
    holds this lock.
    """
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

    @app.post("/size")
    def size() -> str:
        return str(len(request.get_data()))

    @app.get("/locked/<int:lock>")
    def locked(lock: int) -> str:
        with make_engine(database_url).begin() as connection:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({lock})")
        return "had the lock"

    return app


if __name__ == "__main__":
    listener = listen("127.0.0.1", 0)
    sys.stdout.write(f"{listener.getsockname()[1]}\n")
    sys.stdout.flush()
    if seconds := [float(argument) for argument in sys.argv[2:]]:
        FairProtocol.idle_seconds = FairProtocol.reading_seconds = seconds[0]
    serve(create_program(*sys.argv[1:2]), listener)
