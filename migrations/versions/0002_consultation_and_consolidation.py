"""Consultation and consolidation: rounds in detail, wordings, what each has seen, placements, proposed dispositions."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _rounds()
    _wordings()
    _looking()
    _showings()
    _handings()
    _reasons()
    _more_columns()


def _rounds() -> None:
    op.create_table(
        "round_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("closes_at", MOMENT, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_round_change_person_id_person"),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name="fk_round_change_round_id_round"),
        sa.PrimaryKeyConstraint("id", name="pk_round_change"),
    )
    op.create_index("ix_round_change_round_id", "round_change", ["round_id"], unique=False)
    op.create_table(
        "nothing_more",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_nothing_more_organisation_id_organisation"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_nothing_more_person_id_person"),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name="fk_nothing_more_round_id_round"),
        sa.PrimaryKeyConstraint("round_id", "organisation_id", name="pk_nothing_more"),
    )
    op.create_table(
        "opened_paragraph",
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("block", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_opened_paragraph_person_id_person"),
        sa.ForeignKeyConstraint(["statement_id"], ["statement.id"], name="fk_opened_paragraph_statement_id_statement"),
        sa.PrimaryKeyConstraint("statement_id", "block", name="pk_opened_paragraph"),
    )


def _wordings() -> None:
    op.create_table(
        "past_wording",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("wording", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("after", sa.String(length=16), nullable=True),
        sa.Column("proposal", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_past_wording_item_id_item"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_past_wording_person_id_person"),
        sa.PrimaryKeyConstraint("item_id", "wording", name="pk_past_wording"),
    )
    op.create_table(
        "co_proposer",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_co_proposer_item_id_item"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_co_proposer_organisation_id_organisation"
        ),
        sa.PrimaryKeyConstraint("item_id", "organisation_id", name="pk_co_proposer"),
    )


def _looking() -> None:
    op.create_table(
        "look",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("first_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_look_person_id_person"),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name="fk_look_version_id_version"),
        sa.PrimaryKeyConstraint("person_id", "version_id", name="pk_look"),
    )
    op.create_index("ix_look_version_id", "look", ["version_id"], unique=False)
    op.create_table(
        "seen_item",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_seen_item_item_id_item"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_seen_item_person_id_person"),
        sa.PrimaryKeyConstraint("person_id", "item_id", name="pk_seen_item"),
    )
    op.create_table(
        "placement",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=40), nullable=False),
        sa.Column("block", sa.String(length=16), nullable=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("placed_by", sa.Integer(), nullable=True),
        sa.Column("placed_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_placement_item_id_item"),
        sa.ForeignKeyConstraint(["placed_by"], ["person.id"], name="fk_placement_placed_by_person"),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name="fk_placement_version_id_version"),
        sa.PrimaryKeyConstraint("item_id", "version_id", name="pk_placement"),
    )
    op.create_index("ix_placement_version_id", "placement", ["version_id"], unique=False)


def _showings() -> None:
    op.create_table(
        "showing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("closes_at", MOMENT, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("shown_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_showing_person_id_person"),
        sa.ForeignKeyConstraint(["statement_id"], ["statement.id"], name="fk_showing_statement_id_statement"),
        sa.PrimaryKeyConstraint("id", name="pk_showing"),
    )
    op.create_index("ix_showing_statement_id", "showing", ["statement_id"], unique=False)
    op.create_table("response", *_answer("response"), sa.PrimaryKeyConstraint(
        "item_id", "organisation_id", name="pk_response"
    ))  # fmt: skip
    op.create_table(
        "past_response",
        sa.Column("id", sa.Integer(), nullable=False),
        *_answer("past_response"),
        sa.PrimaryKeyConstraint("id", name="pk_past_response"),
    )
    op.create_index("ix_past_response_item_id", "past_response", ["item_id"], unique=False)


def _answer(table: str) -> tuple[sa.Column[object] | sa.ForeignKeyConstraint, ...]:
    return (
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=f"fk_{table}_item_id_item"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=f"fk_{table}_organisation_id_organisation"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=f"fk_{table}_person_id_person"),
    )


def _handings() -> None:
    op.create_table(
        "handing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("block", sa.String(length=16), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("closes_at", MOMENT, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("handed_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_handing_item_id_item"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_handing_person_id_person"),
        sa.ForeignKeyConstraint(["statement_id"], ["statement.id"], name="fk_handing_statement_id_statement"),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name="fk_handing_version_id_version"),
        sa.PrimaryKeyConstraint("id", name="pk_handing"),
    )
    op.create_index("ix_handing_statement_id", "handing", ["statement_id"], unique=False)
    op.create_table(
        "handed_item",
        sa.Column("handing_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["handing_id"], ["handing.id"], name="fk_handed_item_handing_id_handing"),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_handed_item_item_id_item"),
        sa.PrimaryKeyConstraint("handing_id", "item_id", name="pk_handed_item"),
    )
    op.create_table(
        "common_wording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handing_id", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["handing_id"], ["handing.id"], name="fk_common_wording_handing_id_handing"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_common_wording_organisation_id_organisation"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_common_wording_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_common_wording"),
        sa.UniqueConstraint("handing_id", "serial", name="uq_common_wording_handing_id_serial"),
    )
    op.create_table(
        "agreement",
        sa.Column("wording_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_agreement_organisation_id_organisation"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_agreement_person_id_person"),
        sa.ForeignKeyConstraint(["wording_id"], ["common_wording.id"], name="fk_agreement_wording_id_common_wording"),
        sa.PrimaryKeyConstraint("wording_id", "organisation_id", name="pk_agreement"),
    )


def _reasons() -> None:
    op.create_table(
        "house_reason",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kept_at", MOMENT, nullable=False),
        sa.Column("retired_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_house_reason_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_house_reason"),
    )


def _more_columns() -> None:
    """What rows of before the migration read as: the usual case of each."""
    one, no, yes = sa.text("1"), sa.false(), sa.true()
    with op.batch_alter_table("item") as item:
        item.add_column(sa.Column("private", sa.Boolean(), nullable=False, server_default=no))
        item.add_column(sa.Column("late", sa.Boolean(), nullable=False, server_default=no))
        item.add_column(sa.Column("wording", sa.Integer(), nullable=False, server_default=one))
        item.add_column(sa.Column("touched_at", MOMENT, nullable=True))
        item.add_column(sa.Column("resolved_at", MOMENT, nullable=True))
    op.execute("UPDATE item SET touched_at = COALESCE(edited_at, sent_at)")
    with op.batch_alter_table("support") as support:
        support.add_column(sa.Column("wording", sa.Integer(), nullable=False, server_default=one))
    with op.batch_alter_table("disposition") as disposition:
        disposition.add_column(sa.Column("other_id", sa.Integer(), nullable=True))
        disposition.add_column(sa.Column("showing_id", sa.Integer(), nullable=True))
        disposition.create_foreign_key("fk_disposition_other_id_item", "item", ["other_id"], ["id"])
        disposition.create_foreign_key("fk_disposition_showing_id_showing", "showing", ["showing_id"], ["id"])
    with op.batch_alter_table("past_disposition") as past:
        past.add_column(sa.Column("other_id", sa.Integer(), nullable=True))
        past.create_foreign_key("fk_past_disposition_other_id_item", "item", ["other_id"], ["id"])
    with op.batch_alter_table("round") as round_:
        round_.add_column(sa.Column("blind", sa.Boolean(), nullable=False, server_default=no))
        round_.add_column(sa.Column("open_blocks", sa.JSON(), nullable=True))
        round_.add_column(sa.Column("reminded_at", MOMENT, nullable=True))
    with op.batch_alter_table("statement") as statement:
        statement.add_column(sa.Column("paces", sa.JSON(), nullable=False, server_default=sa.text("'{}'")))
        statement.add_column(sa.Column("count_notes", sa.Boolean(), nullable=False, server_default=yes))
        statement.add_column(sa.Column("handling", sa.String(40), nullable=False, server_default="taking_part"))
        statement.add_column(sa.Column("labelling", sa.String(40), nullable=False, server_default="numbers"))
        statement.add_column(sa.Column("base_version_id", sa.Integer(), nullable=True))
        statement.create_foreign_key("fk_statement_base_version_id_version", "version", ["base_version_id"], ["id"])


def downgrade() -> None:
    _drop("statement", "paces", "count_notes", "handling", "labelling", base_version_id="version")
    _drop("round", "blind", "open_blocks", "reminded_at")
    _drop("past_disposition", other_id="item")
    _drop("disposition", other_id="item", showing_id="showing")
    _drop("support", "wording")
    _drop("item", "private", "late", "wording", "touched_at", "resolved_at")
    for table in (
        "house_reason", "agreement", "common_wording", "handed_item", "handing", "past_response", "response", "showing",
        "placement", "seen_item", "look", "co_proposer", "past_wording", "opened_paragraph", "nothing_more",
        "round_change",
    ):  # fmt: skip
        op.drop_table(table)


def _drop(table: str, *columns: str, **references: str) -> None:
    """Take columns out of a table; `references` those that point at the table named."""
    with op.batch_alter_table(table) as batch:
        for column, other in references.items():
            batch.drop_constraint(f"fk_{table}_{column}_{other}", type_="foreignkey")
            batch.drop_column(column)
        for column in columns:
            batch.drop_column(column)
