"""Add leases: work that one of several server processes does, and which process has a print job in hand."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lease",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("holder", sa.String(length=40), nullable=False),
        sa.Column("held_until", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_lease"),
    )
    with op.batch_alter_table("print_job") as print_job:
        print_job.add_column(sa.Column("leased_by", sa.String(length=40), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("print_job") as print_job:
        print_job.drop_column("leased_by")
    op.drop_table("lease")
