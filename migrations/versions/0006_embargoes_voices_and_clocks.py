"""Early ends of embargoes have a reason, names that nobody can act for are given up, and clocks are watched."""

import json
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from workflow.schema import drop_mails

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
_STATEMENT = sa.table("statement", sa.column("id"), sa.column("stage"), sa.column("voice"), sa.column("voice_before"))
_NAMED = sa.table("named_member", sa.column("statement_id"), sa.column("organisation_id"))
_EVENT = sa.table(
    "event",
    sa.column("id"),
    sa.column("kind"),
    sa.column("at", MOMENT),
    sa.column("statement_id"),
    sa.column("data", sa.JSON),
    sa.column("fanned_at", MOMENT),
    sa.column("attempts"),
)
_PUBLICATION = sa.table(
    "publication",
    sa.column("statement_id"),
    sa.column("progress"),
    sa.column("trouble"),
    sa.column("leased_until", MOMENT),
)
_GONE = ("undersigned", "named")
_WRITING = ("draft", "consultation", "consolidation")


def upgrade() -> None:
    _embargoes()
    _clocks()
    with op.batch_alter_table("statement") as statement:
        statement.add_column(sa.Column("voice_before", sa.String(length=40), nullable=True))
    _let_drafts_fall_back()
    _set_adopted_aside()


def _embargoes() -> None:
    op.create_table(
        "embargo_end",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("was", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_embargo_end_person_id_person"),
        sa.ForeignKeyConstraint(["statement_id"], ["statement.id"], name="fk_embargo_end_statement_id_statement"),
        sa.PrimaryKeyConstraint("id", name="pk_embargo_end"),
    )
    op.create_index("ix_embargo_end_statement_id", "embargo_end", ["statement_id"])


def _clocks() -> None:
    op.create_table(
        "machine_clock",
        sa.Column("boot", sa.String(length=100), nullable=False),
        sa.Column("started_at", MOMENT, nullable=True),
        sa.Column("at", MOMENT, nullable=True),
        sa.Column("doubt", sa.String(length=40), nullable=False),
        sa.Column("doubt_by", sa.Integer(), nullable=False),
        sa.Column("doubted_at", MOMENT, nullable=True),
        sa.Column("looked_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("boot", name="pk_machine_clock"),
    )
    op.create_table(
        "clock_confirmation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_clock_confirmation"),
    )


def _let_drafts_fall_back() -> None:
    """Drafts that nobody decides on yet speak for the coalition; pages and history say what it was before."""
    record, at = op.get_bind(), datetime.now(UTC)
    drafts = sa.select(_STATEMENT.c.id, _STATEMENT.c.voice).where(
        _STATEMENT.c.voice.in_(_GONE), _STATEMENT.c.stage.in_(_WRITING)
    )
    for row in record.execute(drafts).all():
        members = _NAMED.c.statement_id == row.id
        named = sorted(record.scalars(sa.select(_NAMED.c.organisation_id).where(members)))
        data: dict[str, Any] = {"from": row.voice, "to": "coalition", **({"named": named} if named else {})}
        record.execute(sa.delete(_NAMED).where(members))
        changed = sa.update(_STATEMENT).where(_STATEMENT.c.id == row.id)
        record.execute(changed.values(voice="coalition", voice_before=row.voice))
        event = {"kind": "voice_fell_back", "at": at, "statement_id": row.id, "data": data}
        record.execute(sa.insert(_EVENT).values(**event, fanned_at=at, attempts=0))


def _set_adopted_aside() -> None:
    """What was adopted in such a name and is not out goes out when a person has chosen another.

    A text before the Committee keeps its name, which is a part of what is decided on: it is set aside when adopted.
    """
    adopted = sa.select(_STATEMENT.c.id).where(_STATEMENT.c.voice.in_(_GONE), _STATEMENT.c.stage == "adopted")
    waiting = sa.update(_PUBLICATION).where(
        _PUBLICATION.c.statement_id.in_(adopted), _PUBLICATION.c.progress.in_(("waiting", "set_aside"))
    )
    op.get_bind().execute(waiting.values(progress="set_aside", trouble="voice", leased_until=None))


def downgrade() -> None:
    record = op.get_bind()
    back = sa.update(_STATEMENT).where(_STATEMENT.c.voice_before.is_not(None), _STATEMENT.c.stage.in_(_WRITING))
    fallen = sa.select(_EVENT.c.statement_id, _EVENT.c.data).join(_STATEMENT, _STATEMENT.c.id == _EVENT.c.statement_id)
    of_drafts = (_EVENT.c.kind == "voice_fell_back", _STATEMENT.c.stage.in_(_WRITING))
    for row in record.execute(fallen.where(*of_drafts)).all():
        data = json.loads(row.data) if isinstance(row.data, str) else row.data
        for organisation in data.get("named", ()):
            record.execute(sa.insert(_NAMED).values(statement_id=row.statement_id, organisation_id=organisation))
    record.execute(back.values(voice=_STATEMENT.c.voice_before))
    drop_mails(record, ("embargo_ended", "voice_fell_back", "voice_chosen"))
    # Kinds that the release before does not know, as those which it does.
    record.execute(sa.update(_EVENT).where(_EVENT.c.kind == "embargo_ended").values(kind="embargo_set"))
    voices = sa.update(_EVENT).where(_EVENT.c.kind.in_(("voice_fell_back", "voice_chosen")))
    record.execute(voices.values(kind="terms_changed", data={"changed": ["voice"]}))
    with op.batch_alter_table("statement") as statement:
        statement.drop_column("voice_before")
    for table in ("clock_confirmation", "machine_clock", "embargo_end"):
        op.drop_table(table)
