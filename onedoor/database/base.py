"""Declarative base and the column types that all tables share."""

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import DateTime, Dialect, MetaData, TypeDecorator
from sqlalchemy.dialects.sqlite import DATETIME
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeEngine

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Base of all models; the naming convention lets every engine drop what it made."""

    metadata = MetaData(naming_convention=NAMING)


class _SqliteDateTime(DATETIME):
    """The same text as SQLAlchemy writes, in a fifth of the time: a ticket writes a dozen of them."""

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], str | None]:
        return lambda value: None if value is None else value.isoformat(" ", "microseconds")


_SQLITE_DATE_TIME: TypeEngine[datetime] = _SqliteDateTime()  # type: ignore[no-untyped-call]


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime in Python, stored in UTC: SQLite keeps no time zone, so it is taken off and put back here."""

    impl = DateTime(timezone=False)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[datetime]:
        return _SQLITE_DATE_TIME if dialect.name == "sqlite" else super().load_dialect_impl(dialect)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)
