"""Chain the log of tickets by hash, list its archives, and let the database refuse every change of either."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC
from typing import Any

import sqlalchemy as sa
from alembic import op

from onedoor.database.append_only import protect, unprotect
from onedoor.queueing.log_chain import START, chained_values, link

revision = "0008"
down_revision = "0005"
branch_labels = None
depends_on = None

ROWS_AT_ONCE = 5000
LOG = sa.table(
    "ticket_log",
    sa.column("id", sa.Integer),
    sa.column("centre_id", sa.Integer),
    sa.column("ticket_id", sa.Integer),
    sa.column("turn_id", sa.Integer),
    sa.column("at", sa.DateTime),
    sa.column("action", sa.String),
    sa.column("from_status", sa.String),
    sa.column("to_status", sa.String),
    sa.column("staff_user_id", sa.Integer),
    sa.column("device_id", sa.Integer),
    sa.column("counter_id", sa.Integer),
    sa.column("reason", sa.String),
    sa.column("hash", sa.String),
)
STATE = sa.table("centre_state", sa.column("centre_id", sa.Integer), sa.column("log_head", sa.String))


def upgrade() -> None:
    with op.batch_alter_table("ticket_log") as log:
        log.add_column(sa.Column("hash", sa.String(length=64), nullable=False, server_default=""))
    with op.batch_alter_table("centre_state") as state:
        state.add_column(sa.Column("log_head", sa.String(length=64), nullable=False, server_default=START))
    chain(op.get_bind())
    with op.batch_alter_table("ticket_log") as log:
        log.alter_column("hash", server_default=None)
    with op.batch_alter_table("centre_state") as state:
        state.alter_column("log_head", server_default=None)
    create_log_archive()
    protect(op.get_bind())


def downgrade() -> None:
    unprotect(op.get_bind())
    op.drop_table("log_archive")
    with op.batch_alter_table("centre_state") as state:
        state.drop_column("log_head")
    with op.batch_alter_table("ticket_log") as log:
        log.drop_column("hash")


def create_log_archive() -> None:
    op.create_table(
        "log_archive",
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.Column("file", sa.String(length=200), nullable=False),
        sa.Column("archived_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name="fk_log_archive_centre_id"),
        sa.PrimaryKeyConstraint("centre_id", "year", name="pk_log_archive"),
    )


def chain(connection: sa.Connection) -> None:
    """Give every row its hash, and every centre the head of its chain."""
    heads: dict[int, str] = defaultdict(lambda: START)
    for rows in pages(connection):
        for row in rows:
            values = {**row, "at": row["at"].replace(tzinfo=UTC)}
            heads[row["centre_id"]] = row["hash"] = link(heads[row["centre_id"]], chained_values(values))
        write = sa.update(LOG).where(LOG.c.id == sa.bindparam("row")).values(hash=sa.bindparam("its_hash"))
        connection.execute(write, [{"row": row["id"], "its_hash": row["hash"]} for row in rows])
    for centre, head in heads.items():
        connection.execute(sa.update(STATE).where(STATE.c.centre_id == centre).values(log_head=head))


def pages(connection: sa.Connection) -> Iterator[list[dict[str, Any]]]:
    """The rows in their order, so many at once."""
    last = 0
    page = sa.select(LOG).where(LOG.c.id > sa.bindparam("last")).order_by(LOG.c.id).limit(ROWS_AT_ONCE)
    while rows := [dict(row) for row in connection.execute(page, {"last": last}).mappings()]:
        yield rows
        last = rows[-1]["id"]
