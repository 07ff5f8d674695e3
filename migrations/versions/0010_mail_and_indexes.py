"""Mails that the server refused are doubted before they are believed lost; indexes for what is asked most."""

import sqlalchemy as sa
from alembic import op

from workflow.schema import keep_as_changes

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
WAITS = sa.text("progress = 'waiting'")
UNREACHED = sa.text("progress IN ('refused', 'set_aside')")
DOUBTED = sa.text("progress = 'waiting' AND refused_since IS NOT NULL")
_KINDS = ("email_sent_again",)


def upgrade() -> None:
    with op.batch_alter_table("delivery") as delivery:
        delivery.add_column(sa.Column("refused_since", MOMENT, nullable=True))
        delivery.add_column(sa.Column("refused_at", MOMENT, nullable=True))
        delivery.add_column(sa.Column("others_taken", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index("ix_delivery_waiting", "delivery", ["due_at", "id"], sqlite_where=WAITS, postgresql_where=WAITS)
    op.create_index(
        "ix_delivery_doubted", "delivery", ["refused_since"], sqlite_where=DOUBTED, postgresql_where=DOUBTED
    )
    op.create_index(
        "ix_delivery_unreached", "delivery", ["event_id"], sqlite_where=UNREACHED, postgresql_where=UNREACHED
    )
    op.drop_index("ix_delivery_progress_due_at", table_name="delivery")
    op.drop_index("ix_publication_progress", table_name="publication")
    op.create_index("ix_publication_progress_published_at", "publication", ["progress", "published_at"])
    op.create_index("ix_reply_sent_at", "reply", ["sent_at"])
    for table in ("co_proposer", "support"):
        op.create_index(f"ix_{table}_organisation_id", table, ["organisation_id"])


def downgrade() -> None:
    keep_as_changes(op.get_bind(), _KINDS)
    for table in ("co_proposer", "support"):
        op.drop_index(f"ix_{table}_organisation_id", table_name=table)
    op.drop_index("ix_reply_sent_at", table_name="reply")
    op.drop_index("ix_publication_progress_published_at", table_name="publication")
    op.create_index("ix_publication_progress", "publication", ["progress"])
    op.create_index("ix_delivery_progress_due_at", "delivery", ["progress", "due_at"])
    op.drop_index("ix_delivery_unreached", table_name="delivery")
    op.drop_index("ix_delivery_doubted", table_name="delivery")
    op.drop_index("ix_delivery_waiting", table_name="delivery")
    with op.batch_alter_table("delivery") as delivery:
        delivery.drop_column("others_taken")
        delivery.drop_column("refused_at")
        delivery.drop_column("refused_since")
