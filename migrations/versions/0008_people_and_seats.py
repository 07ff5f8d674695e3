"""When a person was first invited; changes of seats and of protection keep their reason."""

import sqlalchemy as sa
from alembic import op

from workflow.schema import drop_mails, keep_as_changes

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_CHANGES = "membership_change"
_KINDS = ("seat_changed", "protection_ended", "colleague_invited", "names_taken")
_TOLD_SINCE = ("position_taken", "person_joined", "person_removed")  # of which nobody was told before


def upgrade() -> None:
    with op.batch_alter_table("person") as person:
        person.add_column(sa.Column("added_at", sa.DateTime(timezone=True), nullable=True))
    _date_the_people()
    with op.batch_alter_table("person") as person:
        person.alter_column("added_at", existing_type=sa.DateTime(timezone=True), nullable=False)
    op.create_table(
        _CHANGES,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("turn", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=f"fk_{_CHANGES}_organisation_id_organisation"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=f"fk_{_CHANGES}_person_id_person"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{_CHANGES}"),
    )
    op.create_index(f"ix_{_CHANGES}_organisation_id", _CHANGES, ["organisation_id"])


def _date_the_people() -> None:
    """The first invitation of each, by the record; without one there, the last that is known."""
    person = sa.table("person", sa.column("id", sa.Integer), sa.column("invited_at"), sa.column("added_at"))
    event = sa.table(
        "event", sa.column("id", sa.Integer), sa.column("kind"), sa.column("at"), sa.column("data", sa.JSON)
    )
    here = op.get_bind()
    here.execute(sa.update(person).values(added_at=person.c.invited_at))
    told = sa.select(event.c.data, event.c.at).where(event.c.kind == "person_invited").order_by(event.c.id.desc())
    first = {row.data["person"]: row.at for row in here.execute(told) if "person" in (row.data or {})}
    for invited, at in first.items():
        here.execute(sa.update(person).where(person.c.id == invited, person.c.invited_at > at).values(added_at=at))


def downgrade() -> None:
    drop_mails(op.get_bind(), (*_KINDS, *_TOLD_SINCE))
    keep_as_changes(op.get_bind(), _KINDS)
    op.drop_table(_CHANGES)
    with op.batch_alter_table("person") as person:
        person.drop_column("added_at")
