"""A position may be entered by a newcomer or by the secretariat, and is none until somebody of the seat confirms it."""

import sqlalchemy as sa
from alembic import op

revision = "1009"
down_revision = "1008"
branch_labels = None
depends_on = None

_NEW_EVENTS = ("position_proposed", "position_entered", "proposed_position_ended")


def upgrade() -> None:
    moment, word = sa.DateTime(timezone=True), sa.String(length=40)
    keys = {"ballot_id": "ballot", "organisation_id": "organisation", "person_id": "person", "ended_by": "person"}
    named = ((column, table, f"fk_proposed_position_{column}_{table}") for column, table in keys.items())
    op.create_table(
        "proposed_position",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=10), nullable=False),
        sa.Column("ballot_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("stance", word, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("source", word, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", moment, nullable=False),
        sa.Column("means", word, nullable=True),
        sa.Column("given_at", moment, nullable=True),
        sa.Column("given_by", sa.String(length=120), nullable=False),
        sa.Column("end", word, nullable=True),
        sa.Column("ended_at", moment, nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        *(sa.ForeignKeyConstraint([column], [f"{table}.id"], name=name) for column, table, name in named),
        sa.PrimaryKeyConstraint("id", name="pk_proposed_position"),
        sa.UniqueConstraint("key", name="uq_proposed_position_key"),
    )
    waits = sa.text("ended_at IS NULL")
    op.create_index(
        "ix_proposed_position_waiting",
        "proposed_position",
        ["ballot_id", "organisation_id"],
        unique=True,
        sqlite_where=waits,
        postgresql_where=waits,
    )
    for table in ("position", "past_position"):
        with op.batch_alter_table(table) as changed:
            changed.add_column(sa.Column("proposed_id", sa.Integer(), nullable=True))
            name = f"fk_{table}_proposed_id_proposed_position"
            changed.create_foreign_key(name, "proposed_position", ["proposed_id"], ["id"])


def downgrade() -> None:
    # The release before cannot read an event whose kind it does not know: its history and its mails would end there.
    kinds = ", ".join(f"'{kind}'" for kind in _NEW_EVENTS)
    of_it = f"SELECT id FROM event WHERE kind IN ({kinds})"  # noqa: S608 - nothing of it comes from outside
    op.execute(f"DELETE FROM delivery WHERE event_id IN ({of_it})")  # noqa: S608
    op.execute(f"DELETE FROM event WHERE kind IN ({kinds})")  # noqa: S608
    for table in ("position", "past_position"):
        with op.batch_alter_table(table) as changed:
            changed.drop_constraint(f"fk_{table}_proposed_id_proposed_position", type_="foreignkey")
            changed.drop_column("proposed_id")
    op.drop_index("ix_proposed_position_waiting", "proposed_position")
    op.drop_table("proposed_position")
