"""The roll of the Committee as rows: seats with their time, and changes that somebody asks for and another confirms.

Whoever had a seat has one since it joined, of before the roll was kept. Changes of before keep their ids: events name
them.
"""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "1006"
down_revision = "1005"
branch_labels = None
depends_on = None

_NEW_EVENTS = ("seat_change_asked", "seat_change_refused", "seat_change_taken_back")
_ACTS = {"seat_given": "give", "seat_removed": "end", "seat_suspended": "suspend", "seat_resumed": "resume"}
_SIGNS = "bcdfghjkmnpqrstvwxz23456789"
_DAY = timedelta(hours=24)
_CHANGE = sa.table(
    "membership_change",
    sa.column("id", sa.Integer),
    sa.column("organisation_id", sa.Integer),
    sa.column("turn", sa.String),
    sa.column("reason", sa.Text),
    sa.column("person_id", sa.Integer),
    sa.column("at", sa.DateTime(timezone=True)),
)
_SEAT_CHANGE = sa.table(
    "seat_change",
    sa.column("id", sa.Integer),
    sa.column("key", sa.String),
    sa.column("organisation_id", sa.Integer),
    sa.column("act", sa.String),
    sa.column("reason", sa.Text),
    sa.column("decided_by", sa.String),
    sa.column("asked_by", sa.Integer),
    sa.column("asked_at", sa.DateTime(timezone=True)),
    sa.column("lapses_at", sa.DateTime(timezone=True)),
    sa.column("state", sa.String),
    sa.column("ended_at", sa.DateTime(timezone=True)),
)
_PROTECTION_END = sa.table(
    "protection_end",
    sa.column("id", sa.Integer),
    sa.column("organisation_id", sa.Integer),
    sa.column("reason", sa.Text),
    sa.column("person_id", sa.Integer),
    sa.column("at", sa.DateTime(timezone=True)),
)
_EVENT = sa.table("event", sa.column("id", sa.Integer), sa.column("kind", sa.String), sa.column("data", sa.JSON))


def upgrade() -> None:
    _create_tables()
    op.execute(
        "INSERT INTO seat (organisation_id, since, reason, decided_by) "
        "SELECT id, joined_at, '', '' FROM organisation WHERE has_seat"
    )
    _bring_changes_along()
    _rewrite_events(_data_of_roll)
    op.drop_index("ix_membership_change_organisation_id", "membership_change")
    op.drop_table("membership_change")
    with op.batch_alter_table("organisation") as organisation:
        organisation.drop_column("has_seat")


def _create_tables() -> None:
    op.create_table(
        "protection_end",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_protection_end_organisation_id_organisation"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_protection_end_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_protection_end"),
    )
    op.create_index("ix_protection_end_organisation_id", "protection_end", ["organisation_id"])

    op.create_table(
        "seat_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=10), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lapses_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_seat_change_organisation_id_organisation"
        ),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name="fk_seat_change_asked_by_person"),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name="fk_seat_change_ended_by_person"),
        sa.PrimaryKeyConstraint("id", name="pk_seat_change"),
        sa.UniqueConstraint("key", name="uq_seat_change_key"),
    )
    op.create_index("ix_seat_change_organisation_id", "seat_change", ["organisation_id"])
    op.create_index("ix_seat_change_ended_at", "seat_change", ["ended_at"])
    # What is asked for twice is one request.
    _create_index_where("ux_seat_change_asked", "seat_change", ["organisation_id", "act"], "state = 'asked'")

    op.create_table(
        "seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("given_by", sa.Integer(), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_seat_organisation_id_organisation"),
        sa.ForeignKeyConstraint(["given_by"], ["seat_change.id"], name="fk_seat_given_by_seat_change"),
        sa.ForeignKeyConstraint(["ended_by"], ["seat_change.id"], name="fk_seat_ended_by_seat_change"),
        sa.PrimaryKeyConstraint("id", name="pk_seat"),
    )
    op.create_index("ix_seat_organisation_id", "seat", ["organisation_id"])
    # An organisation holds one seat.
    _create_index_where("ux_seat_held", "seat", ["organisation_id"], "until IS NULL")


def _create_index_where(name: str, table: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, columns, unique=True, sqlite_where=where, postgresql_where=where)


def _bring_changes_along() -> None:
    connection = op.get_bind()
    for row in connection.execute(sa.select(_CHANGE)).all():
        said = {"id": row.id, "organisation_id": row.organisation_id, "reason": row.reason}
        if row.turn not in _ACTS:
            connection.execute(sa.insert(_PROTECTION_END).values(**said, person_id=row.person_id, at=row.at))
            continue
        asked = {"asked_by": row.person_id, "asked_at": row.at, "lapses_at": row.at + _DAY, "decided_by": ""}
        made = {"key": _key(row.id), "act": _ACTS[row.turn], "state": "confirmed", "ended_at": row.at}
        connection.execute(sa.insert(_SEAT_CHANGE).values(**said, **asked, **made))
    _number_on("seat_change", "protection_end")


def _key(number: int) -> str:
    """A key of ten signs for a change of before; nothing can be answered to it."""
    signs = ""
    for _ in range(10):
        number, sign = divmod(number, len(_SIGNS))
        signs = _SIGNS[sign] + signs
    return signs


def _number_on(*tables: str) -> None:
    """Have further rows of the tables numbered after those that brought their numbers along."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in tables:
        op.execute(f"SELECT setval('{table}_id_seq', (SELECT coalesce(max(id), 0) + 1 FROM {table}), false)")  # noqa: S608


def _rewrite_events(data_of: Any) -> None:
    connection = op.get_bind()
    asked = sa.select(_EVENT).where(_EVENT.c.kind.in_(("seat_changed", "protection_ended")))
    for row in connection.execute(asked).all():
        changed = sa.update(_EVENT).where(_EVENT.c.id == row.id)
        connection.execute(changed.values(data=data_of(row.kind, dict(row.data))))


def _data_of_roll(kind: str, data: dict[str, Any]) -> dict[str, Any]:
    turn = data.pop("turn", "")
    if kind == "protection_ended":
        data["end"] = data.pop("change")
    elif turn in _ACTS:
        data["act"] = _ACTS[turn]
    return data


def downgrade() -> None:
    # The release before cannot read an event whose kind it does not know: its history and its mails would end there.
    kinds = ", ".join(f"'{kind}'" for kind in _NEW_EVENTS)
    of_it = f"SELECT id FROM event WHERE kind IN ({kinds})"  # noqa: S608 - nothing of it comes from outside
    op.execute(f"DELETE FROM delivery WHERE event_id IN ({of_it})")  # noqa: S608
    op.execute(f"DELETE FROM event WHERE kind IN ({kinds})")  # noqa: S608
    with op.batch_alter_table("organisation") as organisation:
        organisation.add_column(sa.Column("has_seat", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(
        "UPDATE organisation SET has_seat = (1 = 1) WHERE id IN (SELECT organisation_id FROM seat WHERE until IS NULL)"
    )
    with op.batch_alter_table("organisation") as organisation:
        organisation.alter_column("has_seat", server_default=None)
    op.create_table(
        "membership_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("turn", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_membership_change_organisation_id_organisation"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_membership_change_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_membership_change"),
    )
    op.create_index("ix_membership_change_organisation_id", "membership_change", ["organisation_id"])
    _bring_changes_back()
    for table in ("seat", "seat_change", "protection_end"):
        op.drop_table(table)


def _bring_changes_back() -> None:
    """Write the changes that were made as the release before knows them, in the order in which they were made."""
    connection = op.get_bind()
    turns = {act: turn for turn, act in _ACTS.items()}
    changed = connection.execute(sa.select(_SEAT_CHANGE).where(_SEAT_CHANGE.c.state == "confirmed")).all()
    rows = [("seat", row.id, row, turns[row.act], row.asked_by, row.ended_at) for row in changed]
    ended = connection.execute(sa.select(_PROTECTION_END)).all()
    rows += [("end", row.id, row, "protection_ended", row.person_id, row.at) for row in ended]
    numbers: dict[tuple[str, int], int] = {}
    in_order = sorted(rows, key=lambda each: (each[5], each[1]))
    for number, (what, old, row, turn, person_id, at) in enumerate(in_order, 1):
        said = {"organisation_id": row.organisation_id, "reason": row.reason, "person_id": person_id}
        connection.execute(sa.insert(_CHANGE).values(id=number, turn=turn, at=at, **said))
        numbers[what, old] = number
    _number_on("membership_change")

    def data_of(kind: str, data: dict[str, Any]) -> dict[str, Any]:
        if kind == "protection_ended":
            return {**data, "change": numbers["end", data.pop("end")], "turn": "protection_ended"}
        if "change" in data:
            return {**data, "change": numbers["seat", data["change"]], "turn": turns[data.pop("act")]}
        changes = [numbers["seat", each] for each in data["changes"]]
        return {"changes": changes, "turn": "seat_given", "from": False, "to": True}

    _rewrite_events(data_of)
