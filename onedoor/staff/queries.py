"""Which member of staff asks: found by the session's secret. And who works in a centre, and is signed in."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, Row, bindparam, func, select

from onedoor.database.prepared import Prepared
from onedoor.devices.queries import secret_hash
from onedoor.realtime.staff_boards import StaffLine, StaffList
from onedoor.staff.models import FailedSignIn, Role, StaffSession, StaffUser

NAME, ADDRESS = "name", "address"
"""What failed sign-ins are counted for."""

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
_PEOPLE = (
    select(StaffUser.id, StaffUser.sign_in_name, StaffUser.display_name, StaffUser.role)
    .where(StaffUser.centre_id == bindparam("centre"), StaffUser.is_active)
    .order_by(StaffUser.sign_in_name)
)
_SIGN_IN_NAME = select(StaffUser.sign_in_name).where(
    StaffUser.centre_id == bindparam("centre"), StaffUser.id == bindparam("staff"), StaffUser.is_active
)
_OPEN_SESSIONS = (
    select(StaffSession.staff_user_id, StaffSession.created_at)
    .where(StaffSession.centre_id == bindparam("centre"), StaffSession.expires_at > bindparam("now"))
    .order_by(StaffSession.created_at.desc())
)
# A failure that delays nobody yet locks until the moment at which it came.
_LOCKED = select(FailedSignIn.subject, FailedSignIn.locked_until).where(
    FailedSignIn.subject.in_(bindparam("subjects", expanding=True)),
    FailedSignIn.locked_until > FailedSignIn.last_at,
    FailedSignIn.locked_until > bindparam("now"),
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


def subject_of(kind: str, who: str) -> str:
    """As what the failed sign-ins for a name, or from an address, are stored."""
    return secret_hash(f"{kind}:{who}")


def find_sign_in_name(connection: Connection, centre_id: int, staff_user_id: int) -> str | None:
    """The sign-in name of somebody of this centre."""
    return connection.execute(_SIGN_IN_NAME, {"centre": centre_id, "staff": staff_user_id}).scalar_one_or_none()


def read_staff(connection: Connection, asking: StaffCredential, now: datetime) -> StaffList:
    """The people of the asking administrator's centre, with their open sessions and lock-outs."""
    keys = {"centre": asking.centre_id, "now": now}
    people = connection.execute(_PEOPLE, keys).all()
    subjects = {row.id: subject_of(NAME, row.sign_in_name) for row in people}
    locked = {
        row.subject: row.locked_until
        for row in connection.execute(_LOCKED, {"subjects": list(subjects.values()), "now": now})
    }
    sessions = defaultdict[int, list[datetime]](list)
    for row in connection.execute(_OPEN_SESSIONS, keys):
        sessions[row.staff_user_id].append(row.created_at)
    lines = (
        StaffLine(
            person=row.id,
            sign_in_name=row.sign_in_name,
            display_name=row.display_name,
            role=row.role,
            sessions=tuple(sessions[row.id]),
            locked_until=locked.get(subjects[row.id]),
        )
        for row in people
    )
    return StaffList(people=tuple(lines), you=asking.staff_user_id)
