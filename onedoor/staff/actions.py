"""Members of staff and their sessions."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import bindparam, delete, insert, select, update

from onedoor.database.session import Database, Transaction
from onedoor.devices.queries import secret_hash
from onedoor.queueing.events import RightsChanged
from onedoor.refusals import WebError, WebErrorCode
from onedoor.staff.models import Role, StaffSession, StaffUser
from onedoor.staff.passwords import hash_password, verify_password

SESSION_LIFE = timedelta(hours=16)
SECRET_BYTES = 32

_OF_CENTRE = StaffUser.centre_id == bindparam("centre")
_BY_NAME = select(StaffUser.id).where(_OF_CENTRE, StaffUser.sign_in_name == bindparam("name"))
_WHO_SIGNS_IN = select(StaffUser).where(StaffUser.sign_in_name == bindparam("name"), StaffUser.is_active)
_CHANGE = update(StaffUser).where(_OF_CENTRE, StaffUser.id == bindparam("staff"))
_SESSIONS = delete(StaffSession).where(StaffSession.centre_id == bindparam("centre"))
_END_ALL = _SESSIONS.where(StaffSession.staff_user_id == bindparam("staff"))
_END_OLD = _SESSIONS.where(StaffSession.expires_at <= bindparam("now"))
_END_ONE = _SESSIONS.where(StaffSession.id == bindparam("session"))


@dataclass(frozen=True)
class SignedIn:
    """A new session: its secret goes into the cookie and nowhere else."""

    secret: str
    display_name: str
    role: Role


def create_user(
    database: Database, centre_id: int, sign_in_name: str, display_name: str, role: Role, password: str
) -> int:
    """Add a member of staff; the name must be new (sqlalchemy.exc.IntegrityError)."""
    password_hash = hash_password(password)
    with database.write(centre_id) as transaction:
        user = insert(StaffUser).values(
            centre_id=centre_id,
            sign_in_name=sign_in_name,
            display_name=display_name,
            role=role,
            password_hash=password_hash,
        )
        return int(transaction.execute(user.returning(StaffUser.id)).scalar_one())


def set_password(database: Database, centre_id: int, sign_in_name: str, password: str) -> bool:
    """Give somebody a new password and end their sessions; False if nobody has this name."""
    password_hash = hash_password(password)
    with database.write(centre_id) as transaction:
        user_id = transaction.execute(_BY_NAME, {"centre": centre_id, "name": sign_in_name}).scalar_one_or_none()
        if user_id is None:
            return False
        person = {"centre": centre_id, "staff": user_id}
        transaction.execute(_CHANGE, person | {"password_hash": password_hash})
        transaction.execute(_END_ALL, person)
        transaction.record(RightsChanged(centre_id))
    return True


def sign_in(database: Database, sign_in_name: str, password: str) -> SignedIn:
    """Begin a session. Raises wrong_password, whether the name or the password is wrong."""
    with database.read() as connection:
        user = connection.execute(_WHO_SIGNS_IN, {"name": sign_in_name}).one_or_none()
    if not verify_password(user.password_hash if user else None, password) or user is None:
        raise WebError(WebErrorCode.wrong_password)
    secret, now = secrets.token_urlsafe(SECRET_BYTES), database.now()
    with database.write(user.centre_id) as transaction:
        transaction.execute(
            insert(StaffSession).values(
                id=secret_hash(secret),
                centre_id=user.centre_id,
                staff_user_id=user.id,
                created_at=now,
                expires_at=now + SESSION_LIFE,
            )
        )
        transaction.execute(_END_OLD, {"centre": user.centre_id, "now": transaction.now})
    return SignedIn(secret, user.display_name, Role(user.role))


def sign_out(database: Database, centre_id: int, secret: str) -> None:
    """End a session."""
    with database.write(centre_id) as transaction:
        transaction.execute(_END_ONE, {"centre": centre_id, "session": secret_hash(secret)})
        transaction.record(RightsChanged(centre_id))


def remember_counter(transaction: Transaction, staff_user_id: int, counter: int) -> None:
    """Note the counter that somebody opened, to offer it first next time."""
    person = {"centre": transaction.centre_id, "staff": staff_user_id}
    transaction.execute(_CHANGE, person | {"last_counter": counter})


def end_all_sessions(database: Database, centre_id: int) -> None:
    """Sign everybody of a centre out."""
    with database.write(centre_id) as transaction:
        transaction.execute(_SESSIONS, {"centre": centre_id})
