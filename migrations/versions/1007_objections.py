"""An objection is words with an answer."""

import sqlalchemy as sa
from alembic import op

revision = "1007"
down_revision = "1006"
branch_labels = None
depends_on = None

_NEW_EVENTS = ("objection_answered", "answers_to_objections_told")


def upgrade() -> None:
    op.create_table(
        "objection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("ballot_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("block", sa.String(length=16), nullable=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("instead", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(length=40), nullable=True),
        sa.Column("answer_reason", sa.Text(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name="fk_objection_answered_by_person"),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name="fk_objection_ballot_id_ballot"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_objection_organisation_id_organisation"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_objection_person_id_person"),
        sa.ForeignKeyConstraint(["statement_id"], ["statement.id"], name="fk_objection_statement_id_statement"),
        sa.PrimaryKeyConstraint("id", name="pk_objection"),
        sa.UniqueConstraint("statement_id", "number", name="uq_objection_statement_id_number"),
    )
    op.create_index("ix_objection_ballot_id", "objection", ["ballot_id"])
    # Whoever objects in a ballot that is open has its answer before the next one, as if it had objected since: to the
    # whole text, for the reason of its position.
    op.execute(
        'INSERT INTO objection (statement_id, ballot_id, organisation_id, person_id, "start", "end", quote, instead,'
        " why, made_at, answer_reason, serial, told)"
        ' SELECT ballot.statement_id, "position".ballot_id, "position".organisation_id, "position".person_id, 0, 0,'
        " '', '', \"position\".reason, \"position\".taken_at, '', 0, 0"
        ' FROM "position" JOIN ballot ON ballot.id = "position".ballot_id'
        " WHERE ballot.outcome = 'pending' AND \"position\".stance = 'object'"
    )


def downgrade() -> None:
    # The release before cannot read an event whose kind it does not know: its history and its mails would end there.
    kinds = ", ".join(f"'{kind}'" for kind in _NEW_EVENTS)
    of_it = f"SELECT id FROM event WHERE kind IN ({kinds})"  # noqa: S608 - nothing of it comes from outside
    op.execute(f"DELETE FROM delivery WHERE event_id IN ({of_it})")  # noqa: S608
    op.execute(f"DELETE FROM event WHERE kind IN ({kinds})")  # noqa: S608
    op.drop_index("ix_objection_ballot_id", "objection")
    op.drop_table("objection")
