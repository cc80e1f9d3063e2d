"""Declarative base and the column types that all tables share."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Date, DateTime, Dialect, MetaData, TypeDecorator
from sqlalchemy.orm import DeclarativeBase

Convert = Callable[[Any], Any]
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime in Python, stored in UTC: SQLite keeps no time zone, so it is taken off and put back here.

    SQLite gets the same text as SQLAlchemy writes, in one call each way: a ticket writes a dozen of them.
    """

    impl = DateTime(timezone=False)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Convert | None:
        return _to_text if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: object) -> Convert | None:
        return _from_text if dialect.name == "sqlite" else super().result_processor(dialect, coltype)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class Day(TypeDecorator[date]):
    """A date, as SQLAlchemy stores it, of which SQLite's text is made once."""

    impl = Date
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Convert | None:
        return _day_to_text if dialect.name == "sqlite" else super().bind_processor(dialect)


class Base(DeclarativeBase):
    """Base of all models; the naming convention lets every engine drop what it made."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {date: Day()}  # noqa: RUF012


def _to_text(value: datetime | None) -> str | None:
    # First in UTC: elsewhere the two hours of a night at which clocks are set back are equal to Python.
    return None if value is None else _utc_to_text(value.astimezone(UTC))


# One transaction writes the same moment a dozen times, and all of a day the same date.
@lru_cache(maxsize=64)
def _utc_to_text(moment: datetime) -> str:
    return moment.isoformat(" ", "microseconds")[:26]


@lru_cache(maxsize=16)
def _day_to_text(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _from_text(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value + "+00:00")
