"""Tables of printers and print jobs."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, literal_column, text
from sqlalchemy.orm import Mapped, mapped_column

from onedoor.database.base import Base, UtcDateTime
from onedoor.realtime.boards import PrinterState


class Printer(Base):
    """A ticket printer. `transport` is its address as a URL, `width_dots` 576 (80 mm) or 384 (58 mm)."""

    __tablename__ = "printer"
    __table_args__ = (UniqueConstraint("centre_id", "code"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(120))
    transport: Mapped[str] = mapped_column(String(300))
    width_dots: Mapped[int]
    state: Mapped[PrinterState] = mapped_column(String(12), default="unknown")
    state_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PrintJob(Base):
    """One paper to print, with frozen facts, so that printing never asks tickets anything.

    `queued -> sending` is committed before the worker is told. A job goes back to `queued` only if no byte went out,
    else it is `uncertain` and only a person prints again. It expires when it is old or its turn was called.
    """

    __tablename__ = "print_job"
    __table_args__ = (
        # Only a person's command has a request id: papers of tickets cost no page in this index.
        Index(
            "uq_print_job_centre_id_request_id",
            "centre_id",
            "request_id",
            unique=True,
            sqlite_where=text("request_id IS NOT NULL"),
            postgresql_where=text("request_id IS NOT NULL"),
        ),
        Index("ix_print_job_created", "centre_id", "created_at"),
        Index(
            "ix_print_job_open",
            "printer_id",
            "id",
            sqlite_where=text("status IN ('queued', 'sending')"),
            postgresql_where=text("status IN ('queued', 'sending')"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    printer_id: Mapped[int] = mapped_column(ForeignKey("printer.id"))
    turn_id: Mapped[int | None] = mapped_column(ForeignKey("turn.id"), index=True)
    device_id: Mapped[int | None] = mapped_column(ForeignKey("device.id"))
    request_id: Mapped[str | None] = mapped_column(String(64), doc="of the command of a person, if one asked for it")
    status: Mapped[str] = mapped_column(String(12))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    attempts: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str | None] = mapped_column(String(40))
    file: Mapped[str | None] = mapped_column(String(200), doc="where a printer without hardware kept the picture")
    copy_of: Mapped[int | None] = mapped_column(ForeignKey("print_job.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    not_before: Mapped[datetime] = mapped_column(UtcDateTime)
    leased_by: Mapped[str | None] = mapped_column(String(40), doc="the worker that has it")
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


# Written out, not bound: SQLite uses a partial index only where it can read the index's own condition.
IS_OPEN = PrintJob.status.in_((literal_column("'queued'"), literal_column("'sending'")))
