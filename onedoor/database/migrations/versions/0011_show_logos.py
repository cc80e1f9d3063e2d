"""Keep a logo for each centre, by the hash of its picture."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "centre_logo",
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("picture", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_centre_logo_centre_id")),
        sa.PrimaryKeyConstraint("centre_id", name=op.f("pk_centre_logo")),
    )
    op.create_index(op.f("ix_centre_logo_digest"), "centre_logo", ["digest"])


def downgrade() -> None:
    op.drop_table("centre_logo")
