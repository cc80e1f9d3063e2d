"""Kiosks and displays: adding, enrolling by a one-time code, tokens for programs."""

import secrets
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from onedoor.centres.models import Hall
from onedoor.database.session import Database, Transaction
from onedoor.devices.models import Device, DeviceKind
from onedoor.devices.queries import secret_hash
from onedoor.printing.models import Printer
from onedoor.queueing.events import RightsChanged
from onedoor.refusals import WebError, WebErrorCode

SECRET_BYTES = 32
CODE_BYTES = 16

_HALL = select(Hall.id).where(Hall.centre_id == bindparam("centre"), Hall.code == bindparam("code"))
_PRINTER = select(Printer.id).where(Printer.centre_id == bindparam("centre"), Printer.code == bindparam("code"))
_BY_CODE = select(Device.id, Device.centre_id, Device.token_hash).where(
    Device.code_hash == bindparam("code"), Device.kind == bindparam("kind"), Device.revoked_at.is_(None)
)
_CHANGE = update(Device).where(Device.centre_id == bindparam("centre"))
_CHANGE_BY_NAME = _CHANGE.where(Device.name == bindparam("device"))
_SPEND_CODE = _CHANGE.where(Device.id == bindparam("device"), Device.code_hash == bindparam("code"))


def create_device(
    database: Database, centre_id: int, *, kind: DeviceKind, name: str, hall_code: str, printer_code: str | None
) -> int:
    """Add a device; hall and printer must exist (sqlalchemy.exc.NoResultFound)."""
    with database.write(centre_id) as transaction:
        hall = transaction.execute(_HALL, {"centre": centre_id, "code": hall_code})
        printer = transaction.execute(_PRINTER, {"centre": centre_id, "code": printer_code}) if printer_code else None
        device = insert(Device).values(
            centre_id=centre_id,
            kind=kind,
            name=name,
            hall_id=hall.scalar_one(),
            printer_id=printer.scalar_one() if printer else None,
        )
        return int(transaction.execute(device.returning(Device.id)).scalar_one())


def new_enrolment_code(database: Database, centre_id: int, name: str) -> str:
    """A one-time code for the device's link; an older unused one is void. The device keeps its token until then."""
    code = secrets.token_urlsafe(CODE_BYTES)
    with database.write(centre_id) as transaction:
        _set_on_device(transaction, name, code_hash=secret_hash(code))
    return code


def new_token(database: Database, centre_id: int, name: str) -> str:
    """A token for a program that acts as this device; an older one is void."""
    token = secrets.token_urlsafe(SECRET_BYTES)
    with database.write(centre_id) as transaction:
        _set_on_device(transaction, name, token_hash=secret_hash(token), code_hash=None)
        transaction.record(RightsChanged(centre_id))
    return token


def enrol(database: Database, kind: DeviceKind, code: str) -> str:
    """Exchange a one-time code for the device's token. Raises code_used for a code that is not, or no more, valid."""
    with database.read() as connection:
        device = connection.execute(_BY_CODE, {"code": secret_hash(code), "kind": kind}).one_or_none()
    if device is None:
        raise WebError(WebErrorCode.code_used)
    token = secrets.token_urlsafe(SECRET_BYTES)
    keys = {"centre": device.centre_id, "device": device.id, "code": secret_hash(code)}
    with database.write(device.centre_id) as transaction:
        values = {"code_hash": None, "token_hash": secret_hash(token), "enrolled_at": transaction.now}
        if transaction.execute(_SPEND_CODE, keys | values).rowcount != 1:
            raise WebError(WebErrorCode.code_used)
        if device.token_hash:
            transaction.record(RightsChanged(device.centre_id))
    return token


def _set_on_device(transaction: Transaction, name: str, **values: Any) -> None:
    keys = {"centre": transaction.centre_id, "device": name}
    if transaction.execute(_CHANGE_BY_NAME, keys | values).rowcount != 1:
        raise LookupError(f"there is no device {name}")
