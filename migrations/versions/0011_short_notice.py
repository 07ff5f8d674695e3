"""A ballot that closes soon keeps the reason."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("ballot") as ballot:
        ballot.add_column(sa.Column("short_notice", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("ballot") as ballot:
        ballot.alter_column("short_notice", existing_type=sa.Text(), existing_nullable=False, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("ballot") as ballot:
        ballot.drop_column("short_notice")
