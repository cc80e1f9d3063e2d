"""The one row per centre that every writing transaction reads first and writes last."""

from datetime import date, datetime

from sqlalchemy import Connection, ForeignKey, String, update
from sqlalchemy.orm import Mapped, mapped_column

from onedoor.database.base import Base, UtcDateTime
from onedoor.queueing.log_chain import START


class CentreState(Base):
    """`version` orders everything that screens see; `service_day` is the day that the centre is in.

    `newest_time` is the newest time ever written (the clock rule); `suspect_time` is the wall clock that was not
    believed: while it is set no ticket is issued. `time_zone` is an IANA name, from which the service day follows.
    `log_head` is the hash of the newest row of the centre's log (`onedoor.queueing.log_chain`).
    """

    __tablename__ = "centre_state"
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), primary_key=True)
    time_zone: Mapped[str] = mapped_column(String(40))
    version: Mapped[int] = mapped_column(default=0)
    service_day: Mapped[date]
    newest_time: Mapped[datetime] = mapped_column(UtcDateTime)
    suspect_time: Mapped[datetime | None] = mapped_column(UtcDateTime)
    log_head: Mapped[str] = mapped_column(String(64), default=START)


# More than a centre commits in a hundred busy days.
FAR_BEYOND = 1_000_000
_COUNT_ON = update(CentreState).values(version=CentreState.version + FAR_BEYOND)


def count_on(connection: Connection) -> None:
    """Let the versions of all centres go on beyond what any screen has seen: a restored database counts lower."""
    connection.execute(_COUNT_ON)
