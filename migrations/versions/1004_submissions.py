"""Drafts of an organisation have an order, and are sent together."""

import sqlalchemy as sa
from alembic import op

revision = "1004"
down_revision = "1003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "submission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("form_token", sa.String(length=40), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name="fk_submission_consultation_id_consultation"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_submission_organisation_id_organisation"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_submission_person_id_person"),
        sa.ForeignKeyConstraint(["statement_id"], ["statement.id"], name="fk_submission_statement_id_statement"),
        sa.PrimaryKeyConstraint("id", name="pk_submission"),
        sa.UniqueConstraint("form_token", name="uq_submission_form_token"),
    )
    op.create_index("ix_submission_statement_id", "submission", ["statement_id"])
    with op.batch_alter_table("item") as item:
        item.add_column(sa.Column("turn", sa.Integer(), nullable=False, server_default="0"))
        item.add_column(sa.Column("submission_id", sa.Integer(), nullable=True))
        item.create_foreign_key("fk_item_submission_id_submission", "submission", ["submission_id"], ["id"])
        item.create_index("ix_item_submission_id", ["submission_id"])
    with op.batch_alter_table("item") as item:
        item.alter_column("turn", server_default=None)


def downgrade() -> None:
    # The release before cannot read an event whose kind it does not know: its history and its mails would end there.
    # The points themselves stay, each with its own event.
    of_it = "SELECT id FROM event WHERE kind = 'points_sent'"
    op.execute(f"DELETE FROM delivery WHERE event_id IN ({of_it})")  # noqa: S608 - nothing of it comes from outside
    op.execute("DELETE FROM event WHERE kind = 'points_sent'")
    with op.batch_alter_table("item") as item:
        item.drop_index("ix_item_submission_id")
        item.drop_constraint("fk_item_submission_id_submission", type_="foreignkey")
        item.drop_column("submission_id")
        item.drop_column("turn")
    op.drop_table("submission")
