"""The table of kiosks and displays."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from onedoor.database.base import Base, UtcDateTime


class DeviceKind(StrEnum):
    """A device is a kiosk (issues tickets) or a display (shows a hall's board)."""

    KIOSK = "kiosk"
    DISPLAY = "display"


class Device(Base):
    """A screen of the centre, enrolled by a one-time code: of a link, or shown by the screen and accepted.

    Secrets are kept as SHA-256 only. `code_expires_at` is None for a link, which is good until it is used.
    """

    __tablename__ = "device"
    __table_args__ = (UniqueConstraint("centre_id", "name"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(60))
    hall_id: Mapped[int] = mapped_column(ForeignKey("hall.id"))
    printer_id: Mapped[int | None] = mapped_column(ForeignKey("printer.id"))
    code_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    code_expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    enrolled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class EnrolmentKey(Base):
    """The one key of the service from which the codes follow that screens show."""

    __tablename__ = "enrolment_key"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64))
