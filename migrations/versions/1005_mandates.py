"""A ballot holds its mandate and the rule it is decided by; what a person does to it is kept; a release may be held."""

import json
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "1005"
down_revision = "1004"
branch_labels = None
depends_on = None

_NEW_EVENTS = (
    "ballot_reminded",
    "ballot_extended",
    "ballot_stopped",
    "statement_held",
    "statement_released",
)
_BALLOT = sa.table(
    "ballot",
    sa.column("id", sa.Integer),
    sa.column("statement_id", sa.Integer),
    sa.column("version_id", sa.Integer),
    sa.column("digests", sa.JSON),
    sa.column("tally", sa.JSON),
    sa.column("mandate", sa.JSON),
    sa.column("mandate_digest", sa.String),
    sa.column("rule", sa.JSON),
)
_STATEMENT = sa.table(
    "statement",
    sa.column("id", sa.Integer),
    sa.column("language", sa.String),
    sa.column("voice", sa.String),
    sa.column("procedure", sa.JSON),
    sa.column("embargo_at", sa.DateTime(timezone=True)),
)
_EDITION = sa.table(
    "edition",
    sa.column("version_id", sa.Integer),
    sa.column("language", sa.String),
    sa.column("occasion", sa.String),
)


def upgrade() -> None:
    with op.batch_alter_table("ballot") as ballot:
        ballot.add_column(sa.Column("mandate", sa.JSON(), nullable=False, server_default="{}"))
        ballot.add_column(sa.Column("mandate_digest", sa.String(length=64), nullable=False, server_default=""))
        ballot.add_column(sa.Column("rule", sa.JSON(), nullable=False, server_default="{}"))
        ballot.add_column(sa.Column("electorate", sa.String(length=40), nullable=False, server_default="committee"))
        ballot.add_column(sa.Column("same_text", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("statement") as statement:
        statement.add_column(sa.Column("addressees", sa.String(length=300), nullable=False, server_default=""))
        statement.add_column(sa.Column("release", sa.String(length=40), nullable=False, server_default="on_adoption"))
    op.create_table(
        "steering_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ballot_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("was", sa.DateTime(timezone=True), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name="fk_steering_act_ballot_id_ballot"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_steering_act_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_steering_act"),
    )
    op.create_index("ix_steering_act_ballot_id", "steering_act", ["ballot_id"])
    _bring_ballots_along()
    op.execute("UPDATE statement SET release = 'at_time' WHERE embargo_at IS NOT NULL")
    with op.batch_alter_table("ballot") as ballot:
        for name in ("mandate", "mandate_digest", "rule", "electorate", "same_text"):
            ballot.alter_column(name, server_default=None)
    with op.batch_alter_table("statement") as statement:
        statement.alter_column("addressees", server_default=None)
        statement.alter_column("release", server_default=None)


def _bring_ballots_along() -> None:
    """Give each ballot the mandate and the rule that it was opened with: they ruled it, though nothing said so."""
    connection = op.get_bind()
    statements = {row.id: row for row in connection.execute(sa.select(_STATEMENT))}
    for row in connection.execute(sa.select(_BALLOT)).all():
        mandate = _mandate(connection, row, statements[row.statement_id])
        written = json.dumps(mandate, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        decision = statements[row.statement_id].procedure["decision"]
        changed = {
            "mandate": mandate,
            "mandate_digest": sha256(written.encode()).hexdigest(),
            "rule": {**decision, "recused_leave": False, "settling": "certain"},
            "tally": _tally(row.tally),
        }
        connection.execute(sa.update(_BALLOT).where(_BALLOT.c.id == row.id).values(**changed))


def _mandate(connection: sa.Connection, ballot: Any, statement: Any) -> dict[str, Any]:
    asked = sa.select(_EDITION.c.language, _EDITION.c.occasion).where(_EDITION.c.version_id == ballot.version_id)
    occasions = {row.language: row.occasion for row in connection.execute(asked) if row.language in ballot.digests}
    until: datetime | None = statement.embargo_at
    if until is not None and until.tzinfo is None:  # SQLite forgets it
        until = until.replace(tzinfo=UTC)
    return {
        "digests": ballot.digests,
        "voice": statement.voice,
        "named": [],
        "occasions": occasions,
        "addressees": "",
        "authentic": statement.language if statement.language in ballot.digests else min(ballot.digests, default=""),
        "release": "at_time" if until else "on_adoption",
        "release_at": until.astimezone(UTC).isoformat() if until else None,
    }


def _tally(kept: dict[str, Any]) -> dict[str, Any]:
    if not kept:
        return kept
    since = {"recused": 0, "missing": [], "approvals_left": None}
    return {**kept, **since, "if_closed": kept["outcome"], "certain": kept["outcome"]}


def downgrade() -> None:
    # The release before cannot read an event whose kind it does not know: its history and its mails would end there.
    kinds = ", ".join(f"'{kind}'" for kind in _NEW_EVENTS)
    of_it = f"SELECT id FROM event WHERE kind IN ({kinds})"  # noqa: S608 - nothing of it comes from outside
    op.execute(f"DELETE FROM delivery WHERE event_id IN ({of_it})")  # noqa: S608
    op.execute(f"DELETE FROM event WHERE kind IN ({kinds})")  # noqa: S608
    # Nor an outcome: the ballot ended and nothing was adopted.
    op.execute("UPDATE ballot SET outcome = 'abandoned' WHERE outcome = 'stopped'")
    connection = op.get_bind()
    for row in connection.execute(sa.select(_BALLOT.c.id, _BALLOT.c.tally)).all():
        newer = ("recused", "missing", "approvals_left", "if_closed", "certain")
        kept = {name: value for name, value in row.tally.items() if name not in newer}
        connection.execute(sa.update(_BALLOT).where(_BALLOT.c.id == row.id).values(tally=kept))
    op.drop_index("ix_steering_act_ballot_id", "steering_act")
    op.drop_table("steering_act")
    with op.batch_alter_table("statement") as statement:
        statement.drop_column("release")
        statement.drop_column("addressees")
    with op.batch_alter_table("ballot") as ballot:
        for name in ("same_text", "electorate", "rule", "mandate_digest", "mandate"):
            ballot.drop_column(name)
