"""Which device asks: found by its token, never by its address."""

import hashlib
from dataclasses import dataclass, field

from sqlalchemy import Connection, bindparam, select

from onedoor.database.prepared import Prepared
from onedoor.devices.models import Device, DeviceKind

_BY_TOKEN = Prepared(
    select(Device.id, Device.centre_id, Device.kind, Device.name, Device.hall_id, Device.printer_id).where(
        Device.token_hash == bindparam("hash"), Device.revoked_at.is_(None)
    )
)


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
