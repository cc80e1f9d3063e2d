"""Members of staff and their sessions."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, insert, select, update

from onedoor.database.session import Database, Transaction
from onedoor.devices.queries import secret_hash
from onedoor.refusals import WebError, WebErrorCode
from onedoor.staff.models import Role, StaffSession, StaffUser
from onedoor.staff.passwords import hash_password, verify_password

SESSION_LIFE = timedelta(hours=16)
SECRET_BYTES = 32


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
        user_id = transaction.execute(
            select(StaffUser.id).where(StaffUser.centre_id == centre_id, StaffUser.sign_in_name == sign_in_name)
        ).scalar_one_or_none()
        if user_id is None:
            return False
        transaction.execute(update(StaffUser).where(StaffUser.id == user_id).values(password_hash=password_hash))
        transaction.execute(delete(StaffSession).where(StaffSession.staff_user_id == user_id))
    return True


def sign_in(database: Database, sign_in_name: str, password: str) -> SignedIn:
    """Begin a session. Raises wrong_password, whether the name or the password is wrong."""
    with database.read() as connection:
        user = connection.execute(
            select(StaffUser).where(StaffUser.sign_in_name == sign_in_name, StaffUser.is_active)
        ).one_or_none()
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
        transaction.execute(delete(StaffSession).where(StaffSession.expires_at <= transaction.now))
    return SignedIn(secret, user.display_name, Role(user.role))


def sign_out(database: Database, centre_id: int, secret: str) -> None:
    """End a session."""
    with database.write(centre_id) as transaction:
        transaction.execute(delete(StaffSession).where(StaffSession.id == secret_hash(secret)))


def remember_counter(transaction: Transaction, staff_user_id: int, counter: int) -> None:
    """Note the counter that somebody opened, to offer it first next time."""
    transaction.execute(update(StaffUser).where(StaffUser.id == staff_user_id).values(last_counter=counter))
