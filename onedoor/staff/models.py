"""Tables of the people who work in a centre."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from onedoor.database.base import Base, UtcDateTime


class Role(StrEnum):
    """What a member of staff may do: a head also does what clerks do, an administrator also what heads do."""

    CLERK = "clerk"
    HEAD = "head"
    ADMINISTRATOR = "administrator"


class StaffUser(Base):
    """A clerk, head or administrator; the password is kept as an Argon2 hash only."""

    __tablename__ = "staff_user"
    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    sign_in_name: Mapped[str] = mapped_column(String(60), unique=True)
    display_name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(20))
    password_hash: Mapped[str] = mapped_column(String(200))
    is_active: Mapped[bool] = mapped_column(default=True)
    last_counter: Mapped[int | None] = mapped_column(doc="the counter number opened last, offered first next time")


class FailedSignIn(Base):
    """How often signing in failed for one name, or from one address. Who that is stays unknown: `subject` is a SHA-256,
    for people also type their password where their name belongs.
    """

    __tablename__ = "failed_sign_in"
    subject: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(UtcDateTime)
    locked_until: Mapped[datetime] = mapped_column(UtcDateTime)


class StaffSession(Base):
    """A signed-in browser or program. The id is the SHA-256 of the cookie's secret, so a stolen copy is no key."""

    __tablename__ = "staff_session"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    staff_user_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
