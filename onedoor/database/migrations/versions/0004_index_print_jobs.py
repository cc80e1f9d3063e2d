"""Index print jobs by their centre and time; only those that a person asked for stand in the index of requests."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0002"
branch_labels = None
depends_on = None

REQUESTS = "uq_print_job_centre_id_request_id"
ASKED_FOR = sa.text("request_id IS NOT NULL")


def upgrade() -> None:
    with op.batch_alter_table("print_job") as print_job:
        print_job.drop_constraint(REQUESTS, type_="unique")
    op.create_index(
        REQUESTS,
        "print_job",
        ["centre_id", "request_id"],
        unique=True,
        sqlite_where=ASKED_FOR,
        postgresql_where=ASKED_FOR,
    )
    op.create_index("ix_print_job_created", "print_job", ["centre_id", "created_at"])


def downgrade() -> None:
    op.drop_index("ix_print_job_created", "print_job")
    op.drop_index(REQUESTS, "print_job")
    with op.batch_alter_table("print_job") as print_job:
        print_job.create_unique_constraint(REQUESTS, ["centre_id", "request_id"])
