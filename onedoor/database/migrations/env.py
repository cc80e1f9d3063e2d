"""Runs the migrations on the connection that `onedoor.database.migrate` hands over, or on the one of the settings."""

from alembic import context
from sqlalchemy import Connection

from onedoor.database.migrate import migration_connection
from onedoor.database.tables import METADATA
from onedoor.settings import load_settings


def run(connection: Connection) -> None:
    """Run what was asked for; SQLite changes a table by copying it, so every change is a batch."""
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        render_as_batch=True,
        compare_server_default=True,
    )
    with context.begin_transaction():
        context.run_migrations()


if (handed_over := context.config.attributes.get("connection")) is not None:
    run(handed_over)
else:
    with migration_connection(load_settings().database) as own:
        run(own)
        own.commit()
