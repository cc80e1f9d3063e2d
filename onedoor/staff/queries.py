"""Which member of staff asks: found by the session's secret."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, Row, bindparam, func, select

from onedoor.database.prepared import Prepared
from onedoor.devices.queries import secret_hash
from onedoor.staff.models import Role, StaffSession, StaffUser

_BY_SESSION = Prepared(
    select(StaffUser.id, StaffUser.centre_id, StaffUser.role, StaffUser.display_name, StaffSession.expires_at)
    .join(StaffSession, StaffSession.staff_user_id == StaffUser.id)
    .where(StaffSession.id == bindparam("session"), StaffSession.expires_at > bindparam("now"), StaffUser.is_active)
)
_SIGNED_IN = (
    select(
        StaffUser.sign_in_name,
        StaffUser.display_name,
        StaffUser.role,
        func.count().label("sessions"),
        func.max(StaffSession.created_at).label("latest"),
    )
    .join(StaffSession, StaffSession.staff_user_id == StaffUser.id)
    .where(StaffUser.centre_id == bindparam("centre"), StaffSession.expires_at > bindparam("now"), StaffUser.is_active)
    .group_by(StaffUser.id)
    .order_by(StaffUser.sign_in_name)
)


@dataclass(frozen=True)
class StaffCredential:
    """A signed-in clerk, head or administrator: centre and rights come from here; `ends_at` is the session's end."""

    staff_user_id: int
    centre_id: int
    role: Role
    display_name: str
    ends_at: datetime = field(compare=False)


def find_staff(connection: Connection, secret: str, now: datetime) -> StaffCredential | None:
    """The member of staff whose session has this secret, unless it ended."""
    row = _BY_SESSION.run(connection, {"session": secret_hash(secret), "now": now}).first()
    if row is None:
        return None
    return StaffCredential(row.id, row.centre_id, Role(row.role), row.display_name, row.expires_at)


def read_signed_in(
    connection: Connection, centre_id: int, now: datetime
) -> Sequence[Row[str, str, str, int, datetime]]:
    """Who is signed in: name, role, number of `sessions`, and when the `latest` of them began."""
    return connection.execute(_SIGNED_IN, {"centre": centre_id, "now": now}).all()
