"""Tables of a centre: the building, what it offers."""

from datetime import datetime, time
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from onedoor.database.base import Base, UtcDateTime

CODE = String(40)
NAME = String(200)


class Centre(Base):
    """One building with one queue system. Everything belongs to a centre."""

    __tablename__ = "centre"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(CODE, unique=True)
    name_lo: Mapped[str] = mapped_column(NAME)
    name_en: Mapped[str] = mapped_column(NAME)
    opening_hours: Mapped[list[str]] = mapped_column(JSON)
    head_start_minutes: Mapped[int] = mapped_column(doc="priority people count as issued this many minutes earlier")
    return_after: Mapped[int] = mapped_column(doc="an absentee who comes back waits behind this many people")


class CentreLogo(Base):
    """The mark that a centre shows on its public screens, as a PNG; a centre without a row shows OneDoor's."""

    __tablename__ = "centre_logo"
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), index=True, doc="SHA-256 of the picture, its address")
    picture: Mapped[bytes] = mapped_column(LargeBinary)


class Hall(Base):
    """A waiting area with its own displays."""

    __tablename__ = "hall"
    __table_args__ = (UniqueConstraint("centre_id", "code"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    code: Mapped[str] = mapped_column(CODE)
    name_lo: Mapped[str] = mapped_column(NAME)
    name_en: Mapped[str] = mapped_column(NAME)


class Category(Base):
    """A group of services on the kiosk's first page, with its colour token."""

    __tablename__ = "category"
    __table_args__ = (UniqueConstraint("centre_id", "code"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    code: Mapped[str] = mapped_column(CODE)
    name_lo: Mapped[str] = mapped_column(NAME)
    name_en: Mapped[str] = mapped_column(NAME)
    icon: Mapped[str] = mapped_column(CODE)
    colour: Mapped[str] = mapped_column(String(20))
    position: Mapped[int]


class Series(Base):
    """A letter that starts ticket numbers; several services may share one."""

    __tablename__ = "series"
    __table_args__ = (UniqueConstraint("centre_id", "letter"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    letter: Mapped[str] = mapped_column(String(1))


class Service(Base):
    """What the citizen came for. Fee in kip, processing time in working days, targets in minutes."""

    __tablename__ = "service"
    __table_args__ = (UniqueConstraint("centre_id", "code"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"))
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"))
    code: Mapped[str] = mapped_column(CODE)
    name_lo: Mapped[str] = mapped_column(NAME)
    name_en: Mapped[str] = mapped_column(NAME)
    icon: Mapped[str] = mapped_column(CODE)
    documents: Mapped[list[dict[str, Any]]] = mapped_column(JSON, doc="name_lo, name_en, icon of each paper to bring")
    fee_kip: Mapped[int]
    processing_days: Mapped[int]
    target_wait_minutes: Mapped[int]
    target_service_minutes: Mapped[int]
    is_open: Mapped[bool] = mapped_column(default=True, doc="switched off by the head: nobody may take a ticket")
    position: Mapped[int]


class ServiceHours(Base):
    """A period in which a service may be chosen, in the centre's time; a service with no rows has no limits."""

    __tablename__ = "service_hours"
    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"), index=True)
    weekday: Mapped[int] = mapped_column(doc="Monday is 0")
    opens: Mapped[time]
    closes: Mapped[time]


class Counter(Base):
    """A numbered desk in a hall; who sits there, and whether it calls people."""

    __tablename__ = "counter"
    __table_args__ = (UniqueConstraint("centre_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    hall_id: Mapped[int] = mapped_column(ForeignKey("hall.id"))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(10), default="closed")
    staff_user_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    break_since: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CounterService(Base):
    """A counter serves a set of services; `first_choice` ones are called before the others."""

    __tablename__ = "counter_service"
    counter_id: Mapped[int] = mapped_column(ForeignKey("counter.id"), primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"), primary_key=True)
    first_choice: Mapped[bool] = mapped_column(default=False)
