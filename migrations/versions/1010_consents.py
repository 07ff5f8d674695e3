"""Members are asked on a mandate whether they may be named; a name chosen after the adoption stands beside it."""

import sqlalchemy as sa
from alembic import op

revision = "1010"
down_revision = "1009"
branch_labels = None
depends_on = None

_NEW_EVENTS = ("consent_asked", "consent_answered")


def upgrade() -> None:
    with op.batch_alter_table("publication") as publication:
        # Where one was chosen before this release the mandate has it already: 1005 took it from the statement.
        publication.add_column(sa.Column("voice", sa.String(length=40), nullable=True))
    op.create_table(
        "consent_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("mandate", sa.JSON(), nullable=False),
        sa.Column("mandate_digest", sa.String(length=64), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["statement_id"], ["statement.id"], name="fk_consent_request_statement_id_statement"),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name="fk_consent_request_version_id_version"),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name="fk_consent_request_asked_by_person"),
        sa.PrimaryKeyConstraint("id", name="pk_consent_request"),
    )
    op.create_index("ix_consent_request_statement_id", "consent_request", ["statement_id"])
    op.create_table(
        "consent",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("is_given", sa.Boolean(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["request_id"], ["consent_request.id"], name="fk_consent_request_id_consent_request"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_consent_organisation_id_organisation"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_consent_person_id_person"),
        sa.PrimaryKeyConstraint("request_id", "organisation_id", name="pk_consent"),
    )


def downgrade() -> None:
    # The release before cannot read an event whose kind it does not know: its history and its mails would end there.
    kinds = ", ".join(f"'{kind}'" for kind in _NEW_EVENTS)
    of_it = f"SELECT id FROM event WHERE kind IN ({kinds})"  # noqa: S608 - nothing of it comes from outside
    op.execute(f"DELETE FROM delivery WHERE event_id IN ({of_it})")  # noqa: S608
    op.execute(f"DELETE FROM event WHERE kind IN ({kinds})")  # noqa: S608
    # Nor does it name members: what is being written for them goes on in the coalition's name, as it said before.
    op.execute(
        "UPDATE statement SET voice_before = voice, voice = 'coalition' WHERE voice = 'named'"
        " AND stage IN ('draft', 'consultation', 'consolidation')"
    )
    op.execute("DELETE FROM named_member WHERE statement_id IN (SELECT id FROM statement WHERE voice = 'coalition')")
    op.drop_table("consent")
    op.drop_index("ix_consent_request_statement_id", "consent_request")
    op.drop_table("consent_request")
    with op.batch_alter_table("publication") as publication:
        publication.drop_column("voice")
