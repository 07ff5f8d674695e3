"""When an event's mails were last tried to be made, and the folder that a worker prints to."""

import sqlalchemy as sa
from alembic import op

revision = "1003"
down_revision = "1002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The default stays: workers of the release before sign in without a folder while this one is rolled out.
    op.add_column("event", sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("worker_process", sa.Column("folder", sa.String(length=16), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("worker_process", "folder")
    op.drop_column("event", "tried_at")
