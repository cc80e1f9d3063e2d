"""Who there is to be told in a centre: counters, kiosks, halls."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, select

from onedoor.centres.models import Counter, Hall
from onedoor.database.rows import AnyRow
from onedoor.devices.models import Device, DeviceKind

_COUNTERS = select(Counter.id, Counter.number, Counter.staff_user_id).where(
    Counter.centre_id == bindparam("centre"), Counter.state != "closed"
)
_KIOSKS = select(Device.id, Device.printer_id).where(
    Device.centre_id == bindparam("centre"), Device.kind == DeviceKind.KIOSK, Device.token_hash.is_not(None)
)
_HALLS = select(Hall.id).where(Hall.centre_id == bindparam("centre"))


def read_counters(connection: Connection, centre_id: int) -> Sequence[AnyRow]:
    """The counters at which somebody works: id, number, staff_user_id."""
    return connection.execute(_COUNTERS, {"centre": centre_id}).all()


def read_kiosks(connection: Connection, centre_id: int) -> Sequence[AnyRow]:
    """The enrolled kiosks: id, printer_id."""
    return connection.execute(_KIOSKS, {"centre": centre_id}).all()


def read_hall_ids(connection: Connection, centre_id: int) -> Sequence[int]:
    """The halls."""
    return connection.execute(_HALLS, {"centre": centre_id}).scalars().all()
