"""Which saves of a draft were made by themselves while somebody wrote."""

import sqlalchemy as sa
from alembic import op

revision = "1002"
down_revision = "1001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    kept = sa.Column("copy", sa.String(length=40), nullable=False, server_default="kept")
    with op.batch_alter_table("draft") as draft:
        draft.add_column(kept)
    with op.batch_alter_table("draft") as draft:
        draft.alter_column("copy", server_default=None)


def downgrade() -> None:
    op.execute("DELETE FROM draft WHERE copy = 'passed'")
    with op.batch_alter_table("draft") as draft:
        draft.drop_column("copy")
