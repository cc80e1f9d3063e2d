"""Tables of tickets, turns, calls, the append-only log and its archives, and the answers kept for repeated commands."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, literal_column, text
from sqlalchemy.orm import Mapped, mapped_column

from onedoor.database.base import Base, UtcDateTime

STATUS = String(12)


class SeriesCounter(Base):
    """The last sequence given out for a series on a service day."""

    __tablename__ = "series_counter"
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), primary_key=True)
    service_day: Mapped[date] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"), primary_key=True)
    last_sequence: Mapped[int]


class Ticket(Base):
    """The paper: its number never changes. `language` is erased when the day closes (it hints at ethnicity)."""

    __tablename__ = "ticket"
    __table_args__ = (
        UniqueConstraint("centre_id", "service_day", "series_id", "sequence"),
        UniqueConstraint("centre_id", "request_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    service_day: Mapped[date]
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"))
    sequence: Mapped[int]
    number: Mapped[str] = mapped_column(String(8))
    token: Mapped[str] = mapped_column(String(26), unique=True)
    request_id: Mapped[str] = mapped_column(String(64))
    device_id: Mapped[int | None] = mapped_column(ForeignKey("device.id"))
    is_priority: Mapped[bool]
    language: Mapped[str | None] = mapped_column(String(8))
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Turn(Base):
    """One wait-and-serve of a ticket for one service. `due_at` is the discipline's key, fixed when waiting starts."""

    __tablename__ = "turn"
    __table_args__ = (
        Index(
            "ix_turn_waiting",
            "service_id",
            "due_at",
            "id",
            "call_count",
            "status",  # SQLite reads it although the condition names it, and without it looks up every row
            sqlite_where=text("status = 'waiting'"),
            postgresql_where=text("status = 'waiting'"),
        ),
        Index(
            "uq_turn_at_counter",
            "counter_id",
            unique=True,
            sqlite_where=text("status IN ('called', 'serving')"),
            postgresql_where=text("status IN ('called', 'serving')"),
        ),
        Index("ix_turn_day", "centre_id", "service_day", "status"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), index=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"))
    service_day: Mapped[date]
    status: Mapped[str] = mapped_column(STATUS)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    waiting_since: Mapped[datetime] = mapped_column(UtcDateTime)
    first_called_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    called_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    call_count: Mapped[int] = mapped_column(default=0)
    is_return: Mapped[bool] = mapped_column(default=False)
    duration_is_reliable: Mapped[bool] = mapped_column(default=True)
    counter_id: Mapped[int | None] = mapped_column(ForeignKey("counter.id"))
    staff_user_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))


# Written out, not bound: SQLite uses a partial index only where it can read the index's own condition.
IS_WAITING = Turn.status == literal_column("'waiting'")
IS_AT_COUNTER = Turn.status.in_((literal_column("'called'"), literal_column("'serving'")))


class Call(Base):
    """Every call and recall in order; a hall's board reads the newest of these."""

    __tablename__ = "call"
    __table_args__ = (Index("ix_call_hall", "hall_id", "service_day", "id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    hall_id: Mapped[int] = mapped_column(ForeignKey("hall.id"))
    service_day: Mapped[date]
    turn_id: Mapped[int] = mapped_column(ForeignKey("turn.id"))
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"))
    counter_number: Mapped[int]
    called_at: Mapped[datetime] = mapped_column(UtcDateTime)
    is_recall: Mapped[bool] = mapped_column(default=False)


class TicketLog(Base):
    """The audit: who did what, when, from which state to which. No personal data.

    The database refuses to change or remove a row (`onedoor.database.append_only`). `hash` covers the row and the one
    before it in the centre (`onedoor.queueing.log_chain`); `id` only orders them.
    """

    __tablename__ = "ticket_log"
    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"))
    turn_id: Mapped[int] = mapped_column(ForeignKey("turn.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    action: Mapped[str] = mapped_column(STATUS)
    from_status: Mapped[str | None] = mapped_column(STATUS)
    to_status: Mapped[str] = mapped_column(STATUS)
    staff_user_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    device_id: Mapped[int | None] = mapped_column(ForeignKey("device.id"))
    counter_id: Mapped[int | None] = mapped_column(ForeignKey("counter.id"))
    reason: Mapped[str | None] = mapped_column(String(40))
    hash: Mapped[str] = mapped_column(String(64))


class LogArchive(Base):
    """A year of a centre's log that was moved to a file: as append-only as the log, whose chain it carries on.

    `head` is the hash of the file's last row, from which the rows in the log, or the next year's file, go on. Rows
    up to `last_id` may be removed from the log. `file` is the name that it was written under.
    """

    __tablename__ = "log_archive"
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    row_count: Mapped[int]
    head: Mapped[str] = mapped_column(String(64))
    last_id: Mapped[int]
    file: Mapped[str] = mapped_column(String(200))
    archived_at: Mapped[datetime] = mapped_column(UtcDateTime)


class DeskCommand(Base):
    """A desk command that was carried out, with its answer: the same `request_id` again gets the same answer."""

    __tablename__ = "desk_command"
    counter_id: Mapped[int] = mapped_column(ForeignKey("counter.id"), primary_key=True)
    request_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    service_day: Mapped[date]
    answer: Mapped[dict[str, Any]] = mapped_column(JSON)
