"""What happens before the server program runs. It loads little: a centre may be waiting for its server."""

import fcntl
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from onedoor.database.backup_folder import FOLDER
from onedoor.database.sqlite_file import file_of
from onedoor.database.start_check import require_ready_file
from onedoor.settings import Settings

EVERY_ADDRESS = ("0.0.0.0", "::", "")


class CannotServe(Exception):
    """The server would not run; the message says why and what to do."""


def make_data_folder(settings: Settings) -> None:
    """Make the data folder, closed to other users of the machine: it holds the database."""
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)


def require_ready_database(settings: Settings, say: Callable[[str], None]) -> None:
    """Raise `NotReady` unless a server can work on the database; one that does not answer is waited for."""
    if file := _file_of(settings):
        require_ready_file(file, settings.data_dir / FOLDER)
        return
    # Takes twice as long to load as all else here.
    from onedoor.database.waiting import wait_for_server

    wait_for_server(settings.database, settings.database_wait_seconds, say)


def become_server() -> NoReturn:
    """Replace this process by the server program, so that nothing was imported before it prepares its green threads."""
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "server"])


def require_free_port(settings: Settings) -> None:
    """Raise `CannotServe` if another program listens on the port."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((settings.host, settings.port))
        except OSError as error:
            raise CannotServe(
                f"cannot listen on {settings.host} port {settings.port} ({error.strerror}): choose another ONEDOOR_PORT"
            ) from error


def hold_server_lock(settings: Settings) -> None:
    """Under SQLite one server works on a file; the lock is inherited by the server program and ends with it.

    Raises `CannotServe` if another server holds it.
    """
    file = _file_of(settings)
    if not file:
        return
    lock = Path(f"{file}.lock")
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise CannotServe(f"another server is working on this database ({lock} is locked): stop it first") from None
    os.set_inheritable(descriptor, True)


def base_url(settings: Settings) -> str:
    """The address at which a browser reaches the server: behind a proxy the public one, else this machine's own."""
    if settings.proxies and settings.public_url:
        return settings.public_url
    host = "localhost" if settings.host in EVERY_ADDRESS else settings.host
    scheme = "https" if settings.serving_certificate else "http"
    return f"{scheme}://{f'[{host}]' if ':' in host else host}:{settings.port}"


def _file_of(settings: Settings) -> Path | None:
    return file_of(settings.database_url) if settings.database_url else settings.usual_file
