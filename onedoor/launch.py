"""What happens before the server runs: the data folder, the lock, the links that a person needs."""

import fcntl
import os
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NoReturn

from sqlalchemy import bindparam, make_url, select

from onedoor.centres.queries import find_centre, read_centre_ids
from onedoor.clock import SystemClock
from onedoor.database.backup import FOLDER
from onedoor.database.engine import make_engine
from onedoor.database.migrate import require_current_schema
from onedoor.database.rows import AnyRow
from onedoor.database.session import Database
from onedoor.database.sqlite_file import file_of
from onedoor.database.start_check import require_ready_file, wait_for_server
from onedoor.devices.actions import new_enrolment_code
from onedoor.devices.models import Device, DeviceKind
from onedoor.settings import Settings

EVERY_ADDRESS = ("0.0.0.0", "::", "")
ENROL_PATHS = {DeviceKind.KIOSK: "/kiosk/enrol/", DeviceKind.DISPLAY: "/display/enrol/"}

_DEVICES = (
    select(Device.name, Device.kind, Device.revoked_at)
    .where(Device.centre_id == bindparam("centre"))
    .order_by(Device.id)
)


class CannotServe(Exception):
    """The server would not run; the message says why and what to do."""


def make_data_folder(settings: Settings) -> None:
    """Make the data folder, closed to other users of the machine: it holds the database."""
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)


def require_ready_database(settings: Settings, say: Callable[[str], None]) -> None:
    """Raise `NotReady` unless a server can work on the database; one that does not answer is waited for."""
    if file := file_of(settings.database):
        require_ready_file(file, settings.data_dir / FOLDER)
    else:
        wait_for_server(settings.database, settings.database_wait_seconds, say)


def open_database(settings: Settings) -> Database:
    """The database, with the clock of the settings. Raises `SchemaError` if its schema is not the newest."""
    engine = make_engine(settings.database)
    require_current_schema(engine)
    return Database(engine, SystemClock(settings.clock_speed, settings.clock_start))


def chosen_centre(database: Database, code: str | None) -> int:
    """The id of the centre with this code, or of the only one. Raises LookupError if it is not clear which is meant."""
    with database.read() as connection:
        named, centres = find_centre(connection, code or ""), read_centre_ids(connection)
    if code and named is None:
        raise LookupError(f"there is no centre {code}")
    if not centres:
        raise LookupError("there is no centre yet: run `onedoor seed --plan FILE`, or `onedoor seed --demo`")
    if named is None and len(centres) > 1:
        raise LookupError(f"this database has {len(centres)} centres: say which with --centre CODE")
    return named or centres[0]


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
    url = make_url(settings.database)
    if url.get_backend_name() != "sqlite" or not url.database:
        return
    lock = Path(f"{url.database}.lock")
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise CannotServe(f"another server is working on this database ({lock} is locked): stop it first") from None
    os.set_inheritable(descriptor, True)


def screen_links(database: Database, centre_id: int, settings: Settings) -> Iterator[tuple[str, str]]:
    """Name and address of every screen; the link of a kiosk or display enrols, once, the browser that opens it.

    What was revoked stays so.
    """
    for name in (row.name for row in _devices(database, centre_id) if row.revoked_at is None):
        yield name, enrolment_link(database, centre_id, settings, name)
    for screen in ("counter", "management"):
        yield screen, f"{base_url(settings)}/{screen}/"


def enrolment_link(database: Database, centre_id: int, settings: Settings, name: str) -> str:
    """The address that makes the browser which opens it this kiosk or display, once. Raises LookupError."""
    kinds = {row.name: DeviceKind(row.kind) for row in _devices(database, centre_id)}
    if name not in kinds:
        raise LookupError(f"there is no device {name}")
    return f"{base_url(settings)}{ENROL_PATHS[kinds[name]]}{new_enrolment_code(database, centre_id, name)}"


def base_url(settings: Settings) -> str:
    """The address at which a browser reaches the server: behind a proxy the public one, else this machine's own."""
    if settings.proxies and settings.public_url:
        return settings.public_url
    host = "localhost" if settings.host in EVERY_ADDRESS else settings.host
    scheme = "https" if settings.serving_certificate else "http"
    return f"{scheme}://{f'[{host}]' if ':' in host else host}:{settings.port}"


def _devices(database: Database, centre_id: int) -> Sequence[AnyRow]:
    with database.read() as connection:
        return connection.execute(_DEVICES, {"centre": centre_id}).all()
