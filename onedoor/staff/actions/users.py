"""Members of staff."""

from sqlalchemy import bindparam, insert, update

from onedoor.database.session import Database, Transaction
from onedoor.staff.models import Role, StaffUser
from onedoor.staff.passwords import hash_password

_CHANGE = update(StaffUser).where(StaffUser.centre_id == bindparam("centre"), StaffUser.id == bindparam("staff"))


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


def remember_counter(transaction: Transaction, staff_user_id: int, counter: int) -> None:
    """Note the counter that somebody opened, to offer it first next time."""
    person = {"centre": transaction.centre_id, "staff": staff_user_id}
    transaction.execute(_CHANGE, person | {"last_counter": counter})
