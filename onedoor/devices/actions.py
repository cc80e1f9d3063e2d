"""Kiosks and displays: adding, enrolling by a one-time code, tokens for programs."""

import secrets

from sqlalchemy import insert, select, update

from onedoor.centres.models import Hall
from onedoor.database.session import Database
from onedoor.devices.models import Device, DeviceKind
from onedoor.devices.queries import secret_hash
from onedoor.printing.models import Printer
from onedoor.refusals import WebError, WebErrorCode

SECRET_BYTES = 32
CODE_BYTES = 16


def create_device(
    database: Database, centre_id: int, *, kind: DeviceKind, name: str, hall_code: str, printer_code: str | None
) -> int:
    """Add a device; hall and printer must exist (sqlalchemy.exc.NoResultFound)."""
    with database.write(centre_id) as transaction:
        hall = select(Hall.id).where(Hall.centre_id == centre_id, Hall.code == hall_code)
        printer = select(Printer.id).where(Printer.centre_id == centre_id, Printer.code == printer_code)
        device = insert(Device).values(
            centre_id=centre_id,
            kind=kind,
            name=name,
            hall_id=transaction.execute(hall).scalar_one(),
            printer_id=transaction.execute(printer).scalar_one() if printer_code else None,
        )
        return int(transaction.execute(device.returning(Device.id)).scalar_one())


def new_enrolment_code(database: Database, centre_id: int, name: str) -> str:
    """A one-time code for the device's link; an older unused one is void. The device keeps its token until then."""
    code = secrets.token_urlsafe(CODE_BYTES)
    _set_on_device(database, centre_id, name, code_hash=secret_hash(code))
    return code


def new_token(database: Database, centre_id: int, name: str) -> str:
    """A token for a program that acts as this device; an older one is void."""
    token = secrets.token_urlsafe(SECRET_BYTES)
    _set_on_device(database, centre_id, name, token_hash=secret_hash(token), code_hash=None)
    return token


def enrol(database: Database, kind: DeviceKind, code: str) -> str:
    """Exchange a one-time code for the device's token. Raises code_used for a code that is not, or no more, valid."""
    with database.read() as connection:
        device = connection.execute(
            select(Device.id, Device.centre_id).where(
                Device.code_hash == secret_hash(code), Device.kind == kind, Device.revoked_at.is_(None)
            )
        ).one_or_none()
    if device is None:
        raise WebError(WebErrorCode.code_used)
    token = secrets.token_urlsafe(SECRET_BYTES)
    with database.write(device.centre_id) as transaction:
        spent = transaction.execute(
            update(Device)
            .where(Device.id == device.id, Device.code_hash == secret_hash(code))
            .values(code_hash=None, token_hash=secret_hash(token), enrolled_at=transaction.now)
        )
        if spent.rowcount != 1:
            raise WebError(WebErrorCode.code_used)
    return token


def _set_on_device(database: Database, centre_id: int, name: str, **values: str | None) -> None:
    with database.write(centre_id) as transaction:
        changed = transaction.execute(
            update(Device).where(Device.centre_id == centre_id, Device.name == name).values(**values)
        )
        if changed.rowcount != 1:
            raise LookupError(f"there is no device {name}")
