"""Work that one process at a time does for all: whoever holds the lease. It moves when the holder dies."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import String, bindparam, or_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from onedoor.database.base import Base, UtcDateTime
from onedoor.database.session import Database

LEASE_LIFE = timedelta(seconds=6)


class LeaseRow(Base):
    """Who does a kind of work, and until when."""

    __tablename__ = "lease"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    holder: Mapped[str] = mapped_column(String(40))
    held_until: Mapped[datetime] = mapped_column(UtcDateTime)


_INSERT = insert(LeaseRow)
_TAKE = _INSERT.on_conflict_do_update(
    index_elements=[LeaseRow.name],
    set_={"holder": _INSERT.excluded.holder, "held_until": _INSERT.excluded.held_until},
    where=or_(LeaseRow.holder == _INSERT.excluded.holder, LeaseRow.held_until <= bindparam("now", type_=UtcDateTime())),
).returning(LeaseRow.name)


class Lease:
    """One kind of work, as seen by one process.

    Clocks of different machines may differ by seconds: then two may hold it for as long, so the work must be harmless
    when it is done twice.
    """

    def __init__(self, database: Database, name: str) -> None:
        self._database = database
        self._name = name
        self._holder = secrets.token_hex(8)

    def is_held(self) -> bool:
        """Whether the work is this process's: taken if nobody has it, kept if it is ours, for 6 seconds more."""
        if self._database.is_embedded:
            return True
        now = self._database.clock.now()
        row = {"name": self._name, "holder": self._holder, "held_until": now + LEASE_LIFE, "now": now}
        with self._database.engine.begin() as connection:
            return connection.execute(_TAKE, row).first() is not None
