"""Passwords, and the sessions that they begin."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, select, update

from onedoor.database.session import Database
from onedoor.devices.queries import secret_hash
from onedoor.queueing.events import RightsChanged
from onedoor.refusals import WebError, WebErrorCode
from onedoor.staff.actions.lockout import begin_attempt, succeed
from onedoor.staff.models import Role, StaffSession, StaffUser
from onedoor.staff.passwords import hash_password, is_outdated, verify_password
from onedoor.staff.queries import StaffCredential

SESSION_LIFE = timedelta(hours=16)
SECRET_BYTES = 32

_OF_CENTRE = StaffUser.centre_id == bindparam("centre")
_BY_NAME = select(StaffUser.id).where(_OF_CENTRE, StaffUser.sign_in_name == bindparam("name"))
_WHO_SIGNS_IN = select(StaffUser).where(StaffUser.sign_in_name == bindparam("name"), StaffUser.is_active)
_CHANGE = update(StaffUser).where(_OF_CENTRE, StaffUser.id == bindparam("staff"))
_BEGIN = insert(StaffSession)
_SESSIONS = delete(StaffSession).where(StaffSession.centre_id == bindparam("centre"))
_END_ALL = _SESSIONS.where(StaffSession.staff_user_id == bindparam("staff"))
_END_OLD = _SESSIONS.where(StaffSession.expires_at <= bindparam("now"))
_END_ONE = _SESSIONS.where(StaffSession.id == bindparam("session"))
_END_OTHERS = _END_ALL.where(StaffSession.id != bindparam("session"))
_OF_PERSON = select(StaffUser).where(_OF_CENTRE, StaffUser.id == bindparam("staff"))
_STILL_THE_SAME = select(StaffUser.id).where(
    _OF_CENTRE,
    StaffUser.id == bindparam("staff"),
    StaffUser.is_active,
    StaffUser.password_hash == bindparam("checked"),
)


@dataclass(frozen=True)
class SignedIn:
    """A new session: its secret goes into the cookie and nowhere else."""

    secret: str
    display_name: str
    role: Role


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


def change_password(database: Database, staff: StaffCredential, secret: str, old: str, new: str, address: str) -> None:
    """Change the own password and end the own sessions but the one with this `secret`.

    Raises wrong_password if `old` is wrong, and sign_in_delayed: nobody guesses at a desk that was left open.
    """
    person = {"centre": staff.centre_id, "staff": staff.staff_user_id}
    with database.read() as connection:
        user = connection.execute(_OF_PERSON, person).one()
    _require_password(database, user.sign_in_name, user, old, address)
    password_hash = hash_password(new)
    with database.write(staff.centre_id) as transaction:
        transaction.execute(_CHANGE, person | {"password_hash": password_hash})
        transaction.execute(_END_OTHERS, person | {"session": secret_hash(secret)})
        transaction.record(RightsChanged(staff.centre_id))


def sign_in(database: Database, sign_in_name: str, password: str, address: str) -> SignedIn:
    """Begin a session.

    Raises wrong_password, whether the name or the password is wrong, and sign_in_delayed after too many failures.
    """
    with database.read() as connection:
        user = connection.execute(_WHO_SIGNS_IN, {"name": sign_in_name}).one_or_none()
    user = _require_password(database, sign_in_name, user, password, address)
    password_hash = hash_password(password) if is_outdated(user.password_hash) else user.password_hash
    secret, now = secrets.token_urlsafe(SECRET_BYTES), database.now()
    person = {"centre": user.centre_id, "staff": user.id}
    with database.write(user.centre_id) as transaction:
        # Meanwhile somebody may have given them another password, to keep out whoever knows this one.
        if transaction.execute(_STILL_THE_SAME, person | {"checked": user.password_hash}).first() is None:
            raise WebError(WebErrorCode.wrong_password)
        transaction.execute(_CHANGE, person | {"password_hash": password_hash})
        session = {"id": secret_hash(secret), "created_at": now, "expires_at": now + SESSION_LIFE}
        transaction.execute(_BEGIN, session | {"centre_id": user.centre_id, "staff_user_id": user.id})
        # By the time that judges sessions: the transaction's is another one while the clock is far behind.
        transaction.execute(_END_OLD, {"centre": user.centre_id, "now": now})
    return SignedIn(secret, user.display_name, Role(user.role))


def _require_password(
    database: Database, sign_in_name: str, user: Row[Any] | None, password: str, address: str
) -> Row[Any]:
    """The user, if there is one with this password."""
    begin_attempt(database, sign_in_name, address)
    if not verify_password(user.password_hash if user else None, password) or user is None:
        raise WebError(WebErrorCode.wrong_password)
    succeed(database, sign_in_name, address)
    return user


def sign_out(database: Database, centre_id: int, secret: str) -> None:
    """End a session."""
    with database.write(centre_id) as transaction:
        transaction.execute(_END_ONE, {"centre": centre_id, "session": secret_hash(secret)})
        transaction.record(RightsChanged(centre_id))


def end_sessions(database: Database, centre_id: int, sign_in_name: str) -> int:
    """Sign somebody out everywhere; gives the number of sessions that ended. Raises LookupError for an unknown name."""
    with database.write(centre_id) as transaction:
        user_id = transaction.execute(_BY_NAME, {"centre": centre_id, "name": sign_in_name}).scalar_one_or_none()
        if user_id is None:
            raise LookupError(f"there is nobody with the sign-in name {sign_in_name}")
        transaction.record(RightsChanged(centre_id))
        return transaction.execute(_END_ALL, {"centre": centre_id, "staff": user_id}).rowcount


def end_all_sessions(database: Database, centre_id: int) -> None:
    """Sign everybody of a centre out."""
    with database.write(centre_id) as transaction:
        transaction.execute(_SESSIONS, {"centre": centre_id})
