"""Whether a version says what was asked, though the answer that went out with it does not put it there."""

import sqlalchemy as sa
from alembic import op

revision = "1002"
down_revision = "1001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("disposition", "past_disposition"):
        with op.batch_alter_table(table) as changed:
            changed.add_column(sa.Column("said_anyway", sa.Boolean(), nullable=False, server_default=sa.false()))
        with op.batch_alter_table(table) as changed:
            changed.alter_column("said_anyway", existing_type=sa.Boolean(), server_default=None)


def downgrade() -> None:
    for table in ("past_disposition", "disposition"):
        with op.batch_alter_table(table) as changed:
            changed.drop_column("said_anyway")
