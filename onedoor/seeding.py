"""Sets up a centre by its plan. A second run changes nothing."""

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Select, bindparam, select

from onedoor.centres.actions.catalogue import ensure_catalogue, ensure_centre
from onedoor.centres.models import Centre
from onedoor.centres.plan import CentrePlan
from onedoor.database.session import Database
from onedoor.devices.actions import create_device
from onedoor.devices.models import Device
from onedoor.printing.actions import create_printer
from onedoor.printing.models import Printer
from onedoor.staff.actions.users import create_user
from onedoor.staff.models import StaffUser

# Without letters and digits that look alike on paper.
PASSWORD_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
PASSWORD_SHAPE = (4, 4, 4)

_TAKEN_ELSEWHERE = (
    select(StaffUser.sign_in_name)
    .join(Centre, Centre.id == StaffUser.centre_id)
    .where(StaffUser.sign_in_name.in_(bindparam("names", expanding=True)), Centre.code != bindparam("code"))
    .order_by(StaffUser.sign_in_name)
)


@dataclass(frozen=True)
class SeedReport:
    """What a run made. Passwords by sign-in name: only of people who are new, and kept nowhere else."""

    centre_id: int
    new_passwords: dict[str, str]


def seed_centre(database: Database, plan: CentrePlan, data_dir: Path) -> SeedReport:
    """Make what the database lacks of this centre.

    Raises LookupError, before anything is made, if somebody in another centre has one of the sign-in names: they are
    unique in the whole service, because whoever signs in does not name a centre.
    """
    _require_free_names(database, plan)
    centre_id = ensure_centre(database, plan)
    ensure_catalogue(database, centre_id, plan)
    _add_printers(database, centre_id, plan, data_dir)
    _add_devices(database, centre_id, plan)
    return SeedReport(centre_id, _add_staff(database, centre_id, plan))


def new_password() -> str:
    """A random password that can be read aloud and typed; about 59 bits."""
    return "-".join("".join(secrets.choice(PASSWORD_ALPHABET) for _ in range(length)) for length in PASSWORD_SHAPE)


def _require_free_names(database: Database, plan: CentrePlan) -> None:
    names = [person.sign_in_name for person in plan.staff]
    with database.read() as connection:
        taken = connection.execute(_TAKEN_ELSEWHERE, {"names": names, "code": plan.code}).scalars().all()
    if taken:
        raise LookupError(
            f"sign-in names of another centre: {', '.join(taken)}; choose others, such as {plan.code}-{taken[0]}"
        )


def _add_printers(database: Database, centre_id: int, plan: CentrePlan, data_dir: Path) -> None:
    known = known_names(database, centre_id, Printer, Printer.code)
    for printer in plan.printers:
        if printer.code not in known:
            values = printer.model_dump() | {"transport": printer.transport.format(data_dir=data_dir.resolve())}
            create_printer(database, centre_id, **values)


def _add_devices(database: Database, centre_id: int, plan: CentrePlan) -> None:
    known = known_names(database, centre_id, Device, Device.name)
    for device in plan.devices:
        if device.name not in known:
            create_device(
                database,
                centre_id,
                kind=device.kind,
                name=device.name,
                hall_code=device.hall,
                printer_code=device.printer,
            )


def _add_staff(database: Database, centre_id: int, plan: CentrePlan) -> dict[str, str]:
    known = known_names(database, centre_id, StaffUser, StaffUser.sign_in_name)
    passwords = {person.sign_in_name: new_password() for person in plan.staff if person.sign_in_name not in known}
    for person in plan.staff:
        if person.sign_in_name in passwords:
            password = passwords[person.sign_in_name]
            create_user(database, centre_id, person.sign_in_name, person.display_name, person.role, password)
    return passwords


def known_names(database: Database, centre_id: int, model: Any, column: Any) -> set[str]:
    """The names or codes that a table of the centre holds already."""
    with database.read() as connection:
        return set(connection.execute(_names(model, column, centre_id)).scalars())


def _names(model: Any, column: Any, centre_id: int) -> Select[str]:
    return select(column).where(model.centre_id == centre_id)
