"""Which device asks: found by its token, never by its address. And the list of a centre's devices."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, select

from onedoor.centres.models import Hall
from onedoor.database.prepared import Prepared
from onedoor.database.rows import AnyRow
from onedoor.devices.models import Device, DeviceKind, EnrolmentKey
from onedoor.devices.shown_codes import ACCEPTED_FOR, COMES_WITHIN
from onedoor.printing.models import Printer
from onedoor.realtime.device_boards import DeviceLine, DeviceList, DeviceState, HallChoice

_BY_TOKEN = Prepared(
    select(Device.id, Device.centre_id, Device.kind, Device.name, Device.hall_id, Device.printer_id).where(
        Device.token_hash == bindparam("hash"), Device.revoked_at.is_(None)
    )
)
_KEY = Prepared(select(EnrolmentKey.key))
_DEVICES = (
    select(Device, Hall.code.label("hall"), Printer.code.label("printer"))
    .join(Hall, Hall.id == Device.hall_id)
    .outerjoin(Printer, Printer.id == Device.printer_id)
    .where(Device.centre_id == bindparam("centre"))
    .order_by(Device.id)
)
_HALLS = select(Hall.code, Hall.name_lo, Hall.name_en).where(Hall.centre_id == bindparam("centre")).order_by(Hall.id)


@dataclass(frozen=True)
class DeviceCredential:
    """An enrolled kiosk or display: its centre and place come from here."""

    device_id: int
    centre_id: int
    kind: DeviceKind
    name: str = field(compare=False)
    hall_id: int
    printer_id: int | None


def secret_hash(secret: str) -> str:
    """SHA-256 of a random secret: a read of the database gives nobody a key."""
    return hashlib.sha256(secret.encode()).hexdigest()


def find_device(connection: Connection, token: str) -> DeviceCredential | None:
    """The device that holds this token, unless it was revoked."""
    row = _BY_TOKEN.run(connection, {"hash": secret_hash(token)}).first()
    if row is None:
        return None
    return DeviceCredential(row.id, row.centre_id, DeviceKind(row.kind), row.name, row.hall_id, row.printer_id)


def read_key(connection: Connection) -> str:
    """The key from which the codes follow that screens show."""
    return str(_KEY.run(connection, {}).scalar_one())


def read_devices(connection: Connection, centre_id: int, now: datetime) -> DeviceList:
    """The devices of a centre, and the halls in which they may stand."""
    keys = {"centre": centre_id}
    devices = tuple(_line(row, now) for row in connection.execute(_DEVICES, keys))
    halls = tuple(
        HallChoice(code=row.code, name_lo=row.name_lo, name_en=row.name_en) for row in connection.execute(_HALLS, keys)
    )
    return DeviceList(devices=devices, halls=halls)


def _line(row: AnyRow, now: datetime) -> DeviceLine:
    return DeviceLine(
        device=row.id,
        name=row.name,
        kind=row.kind,
        hall=row.hall,
        printer=row.printer,
        state=_state(row, now),
        enrolled_at=row.enrolled_at,
        revoked_at=row.revoked_at,
    )


def _state(row: AnyRow, now: datetime) -> DeviceState:
    if row.revoked_at:
        return "revoked"
    if row.code_expires_at:
        return _state_of_code(row.code_expires_at - now)
    return "enrolled" if row.token_hash else "not_enrolled"


def _state_of_code(remaining: timedelta) -> DeviceState:
    if remaining <= timedelta(0):
        return "missed"
    return "accepted" if ACCEPTED_FOR - remaining <= COMES_WITHIN else "late"
