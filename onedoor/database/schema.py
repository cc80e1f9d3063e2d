"""Which schema this program works on. It is known without the migrations: a server that starts need not load them."""

import logging

from sqlalchemy import Connection, Engine, inspect
from sqlalchemy.exc import SQLAlchemyError

from onedoor.database.sqlite_file import REVISION

# What Alembic loads, and which database it found, helps nobody.
logging.getLogger("alembic").setLevel(logging.WARNING)

NEWEST = "0011"
"""The revision that the migrations in this program lead to."""


class SchemaError(Exception):
    """The database does not have the schema of this program; the message says what to do."""


CANNOT_OPEN = (SchemaError, SQLAlchemyError)
"""The errors of a database that a server cannot work on as it is."""


def require_current_schema(engine: Engine) -> None:
    """Raise `SchemaError` unless the database has exactly the newest schema."""
    with engine.connect() as connection:
        found = read_revision(connection)
    if found == NEWEST:
        return
    # Alembic takes a tenth of a second to load, and only it knows which revisions came before.
    from onedoor.database.migrate import require_known

    require_known(found, "the database")
    raise SchemaError(f"the database has schema {found or 'none'}, this program needs {NEWEST}: run `onedoor migrate`")


def read_revision(connection: Connection) -> str | None:
    """The revision of a database, None where nothing was migrated yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    held: str | None = connection.exec_driver_sql(REVISION).scalar_one_or_none()
    return held
