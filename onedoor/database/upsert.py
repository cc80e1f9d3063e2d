"""INSERT ... ON CONFLICT, which SQLAlchemy offers per engine with one and the same interface."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from onedoor.database.prepared import Prepared


class Upsert:
    """Insert a row into `table`, or set `update` on the row that has the same `key`; answers `returning` of it.

    Made once and kept: to build such a statement takes ten times as long as to run it.
    """

    def __init__(self, table: Any, *, key: Sequence[Any], update: Mapping[str, Any], returning: Any) -> None:
        self._by_engine = {
            name: Prepared(
                engine.insert(table).on_conflict_do_update(index_elements=key, set_=update).returning(returning)
            )
            for name, engine in (("sqlite", sqlite), ("postgresql", postgresql))
        }

    def run(self, connection: Connection, row: Mapping[str, Any]) -> Any:
        """Insert or update, and answer the value."""
        return self._by_engine[connection.dialect.name].run(connection, row).scalar_one()
