"""Let the index of the waiting turns answer for whole queues, too: thousands of rows are looked up for a column."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0007"
branch_labels = None
depends_on = None

NAME = "ix_turn_waiting"
BEFORE = ["service_id", "due_at", "id", "status"]
WAITING = sa.text("status = 'waiting'")


def upgrade() -> None:
    op.drop_index(NAME, "turn")
    _create(["service_id", "due_at", "id", "call_count", "status"])


def downgrade() -> None:
    op.drop_index(NAME, "turn")
    _create(BEFORE)


def _create(columns: list[str]) -> None:
    op.create_index(NAME, "turn", columns, sqlite_where=WAITING, postgresql_where=WAITING)
