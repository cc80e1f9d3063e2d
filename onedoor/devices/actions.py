"""Kiosks and displays: adding, accepting, enrolling by a one-time code, revoking, tokens for programs."""

import secrets
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from onedoor.centres.models import Hall
from onedoor.database.session import Database, Transaction
from onedoor.devices.models import Device, DeviceKind
from onedoor.devices.queries import read_key, secret_hash
from onedoor.devices.shown_codes import ACCEPTED_FOR, codes_of, enrolment_code
from onedoor.printing.models import Printer
from onedoor.queueing.events import RightsChanged
from onedoor.refusals import WebError, WebErrorCode

SECRET_BYTES = 32
CODE_BYTES = 16
NO_CODE = {"code_hash": None, "code_expires_at": None}

_HALL = select(Hall.id).where(Hall.centre_id == bindparam("centre"), Hall.code == bindparam("code"))
_PRINTER = select(Printer.id).where(Printer.centre_id == bindparam("centre"), Printer.code == bindparam("code"))
_BY_CODE = select(Device.id, Device.centre_id, Device.token_hash).where(
    Device.code_hash == bindparam("code"),
    Device.kind == bindparam("kind"),
    Device.revoked_at.is_(None),
    or_(Device.code_expires_at.is_(None), Device.code_expires_at > bindparam("now")),
)
_BY_NAME = select(Device.id, Device.kind).where(
    Device.centre_id == bindparam("centre"), Device.name == bindparam("device")
)
_CHANGE = update(Device).where(Device.centre_id == bindparam("centre"))
_CHANGE_BY_NAME = _CHANGE.where(Device.name == bindparam("device"))
_CHANGE_BY_ID = _CHANGE.where(Device.id == bindparam("device"))
_FORGET_CODE = _CHANGE.where(Device.code_hash == bindparam("code"))
_SPEND_CODE = _CHANGE.where(Device.id == bindparam("device"), Device.code_hash == bindparam("code"))


@dataclass(frozen=True)
class Place:
    """Which device a screen is to be: its name in the centre, where it stands, and where it prints."""

    name: str
    kind: DeviceKind
    hall_code: str
    printer_code: str | None


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
    """A one-time code for the device's link; an older unused one is void. The device keeps its token until then.

    A revoked device may be enrolled again.
    """
    code = secrets.token_urlsafe(CODE_BYTES)
    with database.write(centre_id) as transaction:
        _set_on_device(transaction, name, code_hash=secret_hash(code), code_expires_at=None, revoked_at=None)
    return code


def new_token(database: Database, centre_id: int, name: str) -> str:
    """A token for a program that acts as this device; an older one is void."""
    token = secrets.token_urlsafe(SECRET_BYTES)
    with database.write(centre_id) as transaction:
        values = {"token_hash": secret_hash(token), "enrolled_at": transaction.now, "revoked_at": None} | NO_CODE
        _set_on_device(transaction, name, **values)
        transaction.record(RightsChanged(centre_id))
    return token


def enrol(database: Database, kind: DeviceKind, code: str) -> str:
    """Exchange a one-time code for the device's token. Raises code_used for a code that is not, or no more, valid."""
    with database.read() as connection:
        keys = {"code": secret_hash(code), "kind": kind, "now": database.now()}
        device = connection.execute(_BY_CODE, keys).one_or_none()
    if device is None:
        raise WebError(WebErrorCode.code_used)
    token = secrets.token_urlsafe(SECRET_BYTES)
    keys = {"centre": device.centre_id, "device": device.id, "code": secret_hash(code)}
    with database.write(device.centre_id) as transaction:
        values = {"token_hash": secret_hash(token), "enrolled_at": transaction.now} | NO_CODE
        if transaction.execute(_SPEND_CODE, keys | values).rowcount != 1:
            raise WebError(WebErrorCode.code_used)
        if device.token_hash:
            transaction.record(RightsChanged(device.centre_id))
    return token


def enrol_if_accepted(database: Database, kind: DeviceKind, secret: str) -> str | None:
    """The device's token for the browser with this secret, if the code that it shows was accepted; else None."""
    with database.read() as connection:
        key = read_key(connection)
    for code in codes_of(key, kind, secret, database.now()):
        with suppress(WebError):
            return enrol(database, kind, enrolment_code(key, code))
    return None


def accept_code(database: Database, centre_id: int, code: str, place: Place) -> None:
    """Let the browser that shows this code be the device of this name, which is made or, if it is there, takes it over.

    Raises unknown_hall, unknown_printer, name_taken (by a device of another kind), code_taken (in another centre).
    """
    with database.read() as connection:
        code_hash = secret_hash(enrolment_code(read_key(connection), code))
    try:
        with database.write(centre_id) as transaction:
            _accept(transaction, place, code_hash)
    except IntegrityError:
        raise WebError(WebErrorCode.code_taken) from None


def _accept(transaction: Transaction, place: Place, code_hash: str) -> None:
    keys = {"centre": transaction.centre_id}
    values = _placed(transaction, place) | {
        "code_hash": code_hash,
        "code_expires_at": transaction.now + ACCEPTED_FOR,
        "revoked_at": None,
    }
    transaction.execute(_FORGET_CODE, keys | {"code": code_hash} | NO_CODE)
    known = transaction.execute(_BY_NAME, keys | {"device": place.name}).one_or_none()
    if known is None:
        new = insert(Device).values(centre_id=transaction.centre_id, kind=place.kind, name=place.name, **values)
        transaction.execute(new)
    elif known.kind != place.kind:
        raise WebError(WebErrorCode.name_taken)
    else:
        transaction.execute(_CHANGE_BY_ID, keys | {"device": known.id} | values)
        transaction.record(RightsChanged(transaction.centre_id))


def rename_device(database: Database, centre_id: int, device_id: int, name: str) -> None:
    """Give a device another name. Raises unknown_device, and name_taken if another device of the centre has it."""
    try:
        with database.write(centre_id) as transaction:
            _change_device(transaction, device_id, name=name)
    except IntegrityError:
        raise WebError(WebErrorCode.name_taken) from None


def revoke_device(database: Database, centre_id: int, device_id: int) -> None:
    """Take a device's right away at once. Raises unknown_device."""
    with database.write(centre_id) as transaction:
        _change_device(transaction, device_id, token_hash=None, revoked_at=transaction.now, **NO_CODE)
        transaction.record(RightsChanged(centre_id))


def _change_device(transaction: Transaction, device_id: int, **values: Any) -> None:
    keys = {"centre": transaction.centre_id, "device": device_id}
    if transaction.execute(_CHANGE_BY_ID, keys | values).rowcount != 1:
        raise WebError(WebErrorCode.unknown_device)


def _placed(transaction: Transaction, place: Place) -> dict[str, Any]:
    """The columns that say where a device stands. A display prints nothing."""
    hall = _find(transaction, _HALL, place.hall_code, WebErrorCode.unknown_hall)
    if place.printer_code is None or place.kind == DeviceKind.DISPLAY:
        return {"hall_id": hall, "printer_id": None}
    return {
        "hall_id": hall,
        "printer_id": _find(transaction, _PRINTER, place.printer_code, WebErrorCode.unknown_printer),
    }


def _find(transaction: Transaction, statement: Select[int], code: str, unknown: WebErrorCode) -> int:
    found = transaction.execute(statement, {"centre": transaction.centre_id, "code": code}).scalar_one_or_none()
    if found is None:
        raise WebError(unknown)
    return int(found)


def _set_on_device(transaction: Transaction, name: str, **values: Any) -> None:
    keys = {"centre": transaction.centre_id, "device": name}
    if transaction.execute(_CHANGE_BY_NAME, keys | values).rowcount != 1:
        raise LookupError(f"there is no device {name}")
