"""Let the index of the waiting turns answer alone: SQLite looks up each row for a column that the index lacks."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

NAME = "ix_turn_waiting"
COLUMNS = ["service_id", "due_at", "id"]
WAITING = sa.text("status = 'waiting'")


def upgrade() -> None:
    op.drop_index(NAME, "turn")
    _create([*COLUMNS, "status"])


def downgrade() -> None:
    op.drop_index(NAME, "turn")
    _create(COLUMNS)


def _create(columns: list[str]) -> None:
    op.create_index(NAME, "turn", columns, sqlite_where=WAITING, postgresql_where=WAITING)
