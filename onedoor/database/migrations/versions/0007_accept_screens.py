"""Let an administrator accept a screen by the code that it shows: what was accepted is good for a while only.

The codes follow from a key of the service, which is made here.
"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

KEY_BYTES = 32


def upgrade() -> None:
    op.add_column("device", sa.Column("code_expires_at", sa.DateTime()))
    keys = op.create_table(
        "enrolment_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment_key")),
    )
    op.bulk_insert(keys, [{"id": 1, "key": secrets.token_urlsafe(KEY_BYTES)}])


def downgrade() -> None:
    op.drop_table("enrolment_key")
    with op.batch_alter_table("device") as device:
        device.drop_column("code_expires_at")
