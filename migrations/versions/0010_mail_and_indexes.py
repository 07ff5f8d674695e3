"""Mails that the server refused are doubted before they are believed lost; indexes for what is asked most."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
WAITS = sa.text("progress = 'waiting'")
UNREACHED = sa.text("progress IN ('refused', 'set_aside')")
DOUBTED = sa.text("progress = 'waiting' AND refused_since IS NOT NULL")
_EVENT = sa.table(
    "event",
    sa.column("id"),
    sa.column("kind"),
    sa.column("at"),
    sa.column("statement_id"),
    sa.column("data", sa.JSON),
    sa.column("fanned_at"),
)
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
    _keep_as_changes(_KINDS)
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


def _keep_as_changes(kinds: tuple[str, ...]) -> None:
    """Kinds that the release before does not know, as one that it keeps and shows nowhere; data says what they were."""
    record = op.get_bind()
    for row in record.execute(sa.select(_EVENT).where(_EVENT.c.kind.in_(kinds))).all():
        data = {**(row.data or {}), "kind": row.kind, "statement": row.statement_id}
        kept = sa.update(_EVENT).where(_EVENT.c.id == row.id)
        fanned_at = sa.func.coalesce(_EVENT.c.fanned_at, _EVENT.c.at)
        record.execute(kept.values(kind="organisation_changed", statement_id=None, data=data, fanned_at=fanned_at))
