"""What commands open before their work: the database, the centre that is meant, the links to its screens."""

from collections.abc import Iterator, Sequence

from sqlalchemy import bindparam, select

from onedoor.centres.queries import find_centre, read_centre_ids
from onedoor.clock import SystemClock
from onedoor.database.engine import make_engine
from onedoor.database.rows import AnyRow
from onedoor.database.schema import require_current_schema
from onedoor.database.session import Database
from onedoor.devices.actions import new_enrolment_code
from onedoor.devices.models import Device, DeviceKind
from onedoor.launch import base_url
from onedoor.settings import Settings

ENROL_PATHS = {DeviceKind.KIOSK: "/kiosk/enrol/", DeviceKind.DISPLAY: "/display/enrol/"}

_DEVICES = (
    select(Device.name, Device.kind, Device.revoked_at)
    .where(Device.centre_id == bindparam("centre"))
    .order_by(Device.id)
)


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


def _devices(database: Database, centre_id: int) -> Sequence[AnyRow]:
    with database.read() as connection:
        return connection.execute(_DEVICES, {"centre": centre_id}).all()
