"""INSERT ... ON CONFLICT, which SQLAlchemy offers per engine with one and the same interface."""

from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite


def upsert(connection: Connection, table: Any) -> sqlite.Insert | postgresql.Insert:
    """An insert into `table` that can say `on_conflict_do_update` or `on_conflict_do_nothing` on this engine."""
    insert: sqlite.Insert | postgresql.Insert = (
        postgresql if connection.dialect.name == "postgresql" else sqlite
    ).insert(table)
    return insert
