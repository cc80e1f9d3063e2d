"""Waiting for a database server that does not answer yet."""

import time
from collections.abc import Callable

from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from onedoor.database.start_check import NotReady

ASK_EVERY_SECONDS = 0.5
CONNECT_SECONDS = 3


def wait_for_server(url: str, seconds: float, say: Callable[[str], None]) -> None:
    """Wait until a database server answers, and `say` so once. Raises `NotReady` if it does not within `seconds`."""
    engine = create_engine(url, poolclass=NullPool, connect_args={"connect_timeout": CONNECT_SECONDS})
    deadline, has_said = time.monotonic() + seconds, False
    while True:
        try:
            engine.connect().close()
            return
        except OperationalError as error:
            reason = " ".join(str(error.orig).split())
        if time.monotonic() > deadline:
            raise NotReady(f"the database does not answer: {reason}")
        if not has_said:
            say(f"Waiting up to {seconds:g} s for the database: {reason}")
            has_said = True
        time.sleep(ASK_EVERY_SECONDS)
