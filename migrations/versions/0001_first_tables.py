"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "last_number",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", name="pk_last_number"),
    )
    op.create_table(
        "limit_count",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_limit_count"),
    )
    op.create_index("ix_limit_count_ends_at", "limit_count", ["ends_at"], unique=False)

    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_folded", sa.String(length=400), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("region", sa.String(length=40), nullable=False),
        sa.Column("has_seat", sa.Boolean(), nullable=False),
        sa.Column("protected", sa.Boolean(), nullable=False),
        sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_organisation"),
        sa.UniqueConstraint("key", name="uq_organisation_key"),
        sa.UniqueConstraint("name_folded", name="uq_organisation_name_folded"),
    )
    op.create_table(
        "pulse",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_pulse"),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=10), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_person_organisation_id_organisation"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("email", name="uq_person_email"),
        sa.UniqueConstraint("key", name="uq_person_key"),
    )
    op.create_index("ix_person_organisation_id", "person", ["organisation_id"], unique=False)

    op.create_table(
        "link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_link_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_link"),
        sa.UniqueConstraint("token_hash", name="uq_link_token_hash"),
    )
    op.create_index("ix_link_person_id", "link", ["person_id"], unique=False)

    op.create_table(
        "sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_sign_in_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in"),
        sa.UniqueConstraint("token_hash", name="uq_sign_in_token_hash"),
    )
    op.create_index("ix_sign_in_person_id", "sign_in", ["person_id"], unique=False)
    op.create_index("ix_sign_in_seen_at", "sign_in", ["seen_at"], unique=False)

    op.create_table(
        "statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=10), nullable=False),
        sa.Column("prefix", sa.String(length=12), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("voice", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("occasion", sa.String(length=300), nullable=False),
        sa.Column("procedure", sa.JSON(), nullable=False),
        sa.Column("word_limit", sa.Integer(), nullable=True),
        sa.Column("minutes_limit", sa.Double(), nullable=True),
        sa.Column("words_a_minute", sa.Integer(), nullable=False),
        sa.Column("embargo_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("comments", sa.Integer(), nullable=False),
        sa.Column("amendments", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_up_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name="fk_statement_created_by_person"),
        sa.PrimaryKeyConstraint("id", name="pk_statement"),
        sa.UniqueConstraint("key", name="uq_statement_key"),
        sa.UniqueConstraint("year", "number", name="uq_statement_year_number"),
    )
    op.create_index("ix_statement_stage", "statement", ["stage"], unique=False)

    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("occasion", sa.String(length=300), nullable=False),
        sa.Column("blocks", sa.JSON(), nullable=False),
        sa.Column("translated", sa.JSON(), nullable=False),
        sa.Column("saved_by", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("restored_from", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["saved_by"], ["person.id"], name="fk_draft_saved_by_person"),
        sa.ForeignKeyConstraint(["statement_id"], ["statement.id"], name="fk_draft_statement_id_statement"),
        sa.PrimaryKeyConstraint("id", name="pk_draft"),
        sa.UniqueConstraint("statement_id", "language", "serial", name="uq_draft_statement_id_language_serial"),
    )
    op.create_table(
        "label",
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_label_organisation_id_organisation"),
        sa.ForeignKeyConstraint(["statement_id"], ["statement.id"], name="fk_label_statement_id_statement"),
        sa.PrimaryKeyConstraint("statement_id", "organisation_id", name="pk_label"),
        sa.UniqueConstraint("statement_id", "code", name="uq_label_statement_id_code"),
    )
    op.create_table(
        "named_member",
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_named_member_organisation_id_organisation"
        ),
        sa.ForeignKeyConstraint(["statement_id"], ["statement.id"], name="fk_named_member_statement_id_statement"),
        sa.PrimaryKeyConstraint("statement_id", "organisation_id", name="pk_named_member"),
    )
    op.create_table(
        "penholder",
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_penholder_person_id_person"),
        sa.ForeignKeyConstraint(["statement_id"], ["statement.id"], name="fk_penholder_statement_id_statement"),
        sa.PrimaryKeyConstraint("statement_id", "person_id", name="pk_penholder"),
    )
    op.create_table(
        "taking_part",
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_taking_part_organisation_id_organisation"
        ),
        sa.ForeignKeyConstraint(["statement_id"], ["statement.id"], name="fk_taking_part_statement_id_statement"),
        sa.PrimaryKeyConstraint("statement_id", "organisation_id", name="pk_taking_part"),
    )
    op.create_table(
        "version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("issued_by", sa.Integer(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["issued_by"], ["person.id"], name="fk_version_issued_by_person"),
        sa.ForeignKeyConstraint(["statement_id"], ["statement.id"], name="fk_version_statement_id_statement"),
        sa.PrimaryKeyConstraint("id", name="pk_version"),
        sa.UniqueConstraint("statement_id", "number", name="uq_version_statement_id_number"),
    )
    op.create_table(
        "ballot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("digests", sa.JSON(), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("tally", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["opened_by"], ["person.id"], name="fk_ballot_opened_by_person"),
        sa.ForeignKeyConstraint(["statement_id"], ["statement.id"], name="fk_ballot_statement_id_statement"),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name="fk_ballot_version_id_version"),
        sa.PrimaryKeyConstraint("id", name="pk_ballot"),
        sa.UniqueConstraint("statement_id", "number", name="uq_ballot_statement_id_number"),
    )
    op.create_index("ix_ballot_closes_at", "ballot", ["closes_at"], unique=False)

    op.create_table(
        "edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("occasion", sa.String(length=300), nullable=False),
        sa.Column("blocks", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name="fk_edition_version_id_version"),
        sa.PrimaryKeyConstraint("id", name="pk_edition"),
        sa.UniqueConstraint("version_id", "language", name="uq_edition_version_id_language"),
    )
    op.create_table(
        "round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("guidance", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["statement_id"], ["statement.id"], name="fk_round_statement_id_statement"),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name="fk_round_version_id_version"),
        sa.PrimaryKeyConstraint("id", name="pk_round"),
        sa.UniqueConstraint("statement_id", "number", name="uq_round_statement_id_number"),
    )
    op.create_index("ix_round_closes_at", "round", ["closes_at"], unique=False)

    op.create_table(
        "elector",
        sa.Column("ballot_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name="fk_elector_ballot_id_ballot"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_elector_organisation_id_organisation"
        ),
        sa.PrimaryKeyConstraint("ballot_id", "organisation_id", name="pk_elector"),
    )
    op.create_table(
        "item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("block", sa.String(length=16), nullable=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("change", sa.String(length=40), nullable=True),
        sa.Column("after", sa.String(length=16), nullable=True),
        sa.Column("proposal", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("form_token", sa.String(length=40), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_item_organisation_id_organisation"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_item_person_id_person"),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name="fk_item_round_id_round"),
        sa.ForeignKeyConstraint(["statement_id"], ["statement.id"], name="fk_item_statement_id_statement"),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name="fk_item_version_id_version"),
        sa.PrimaryKeyConstraint("id", name="pk_item"),
        sa.UniqueConstraint("form_token", name="uq_item_form_token"),
        sa.UniqueConstraint("statement_id", "kind", "number", name="uq_item_statement_id_kind_number"),
    )
    op.create_index("ix_item_organisation_id", "item", ["organisation_id"], unique=False)
    op.create_index("ix_item_version_state", "item", ["version_id", "state"], unique=False)

    op.create_table(
        "past_position",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ballot_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("stance", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name="fk_past_position_ballot_id_ballot"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_past_position_organisation_id_organisation"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_past_position_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_past_position"),
    )
    op.create_index("ix_past_position_ballot_id", "past_position", ["ballot_id"], unique=False)

    op.create_table(
        "position",
        sa.Column("ballot_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("stance", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("digests", sa.JSON(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name="fk_position_ballot_id_ballot"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_position_organisation_id_organisation"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_position_person_id_person"),
        sa.PrimaryKeyConstraint("ballot_id", "organisation_id", name="pk_position"),
    )
    op.create_table(
        "publication",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("ballot_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("digests", sa.JSON(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("progress", sa.String(length=40), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease", sa.Integer(), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name="fk_publication_ballot_id_ballot"),
        sa.ForeignKeyConstraint(["statement_id"], ["statement.id"], name="fk_publication_statement_id_statement"),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name="fk_publication_version_id_version"),
        sa.PrimaryKeyConstraint("id", name="pk_publication"),
        sa.UniqueConstraint("statement_id", name="uq_publication_statement_id"),
    )
    op.create_index("ix_publication_due_at", "publication", ["due_at"], unique=False)
    op.create_index("ix_publication_progress", "publication", ["progress"], unique=False)

    op.create_table(
        "disposition",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("taken", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_disposition_item_id_item"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_disposition_person_id_person"),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name="fk_disposition_version_id_version"),
        sa.PrimaryKeyConstraint("item_id", name="pk_disposition"),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("fanned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_event_item_id_item"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_event_organisation_id_organisation"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_event_person_id_person"),
        sa.ForeignKeyConstraint(["statement_id"], ["statement.id"], name="fk_event_statement_id_statement"),
        sa.PrimaryKeyConstraint("id", name="pk_event"),
    )
    op.create_index("ix_event_fanned_at", "event", ["fanned_at"], unique=False)
    op.create_index("ix_event_statement_id_id", "event", ["statement_id", "id"], unique=False)

    op.create_table(
        "past_disposition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("taken", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_past_disposition_item_id_item"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_past_disposition_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_past_disposition"),
    )
    op.create_index("ix_past_disposition_item_id", "past_disposition", ["item_id"], unique=False)

    op.create_table(
        "reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("form_token", sa.String(length=40), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_reply_item_id_item"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_reply_organisation_id_organisation"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_reply_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_reply"),
        sa.UniqueConstraint("form_token", name="uq_reply_form_token"),
    )
    op.create_index("ix_reply_item_id", "reply", ["item_id"], unique=False)

    op.create_table(
        "support",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_support_item_id_item"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_support_organisation_id_organisation"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_support_person_id_person"),
        sa.PrimaryKeyConstraint("item_id", "organisation_id", name="pk_support"),
    )
    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("message_id", sa.String(length=80), nullable=False),
        sa.Column("progress", sa.String(length=40), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease", sa.Integer(), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("later_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("in_doubt", sa.Boolean(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_delivery_event_id_event"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_delivery_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_delivery"),
        sa.UniqueConstraint("event_id", "person_id", "channel", name="uq_delivery_event_id_person_id_channel"),
    )
    op.create_index("ix_delivery_progress_due_at", "delivery", ["progress", "due_at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_delivery_progress_due_at", table_name="delivery")

    op.drop_table("delivery")
    op.drop_table("support")
    op.drop_index("ix_reply_item_id", table_name="reply")

    op.drop_table("reply")
    op.drop_index("ix_past_disposition_item_id", table_name="past_disposition")

    op.drop_table("past_disposition")
    op.drop_index("ix_event_statement_id_id", table_name="event")
    op.drop_index("ix_event_fanned_at", table_name="event")

    op.drop_table("event")
    op.drop_table("disposition")
    op.drop_index("ix_publication_progress", table_name="publication")
    op.drop_index("ix_publication_due_at", table_name="publication")

    op.drop_table("publication")
    op.drop_table("position")
    op.drop_index("ix_past_position_ballot_id", table_name="past_position")

    op.drop_table("past_position")
    op.drop_index("ix_item_version_state", table_name="item")
    op.drop_index("ix_item_organisation_id", table_name="item")

    op.drop_table("item")
    op.drop_table("elector")
    op.drop_index("ix_round_closes_at", table_name="round")

    op.drop_table("round")
    op.drop_table("edition")
    op.drop_index("ix_ballot_closes_at", table_name="ballot")

    op.drop_table("ballot")
    op.drop_table("version")
    op.drop_table("taking_part")
    op.drop_table("penholder")
    op.drop_table("named_member")
    op.drop_table("label")
    op.drop_table("draft")
    op.drop_index("ix_statement_stage", table_name="statement")

    op.drop_table("statement")
    op.drop_index("ix_sign_in_seen_at", table_name="sign_in")
    op.drop_index("ix_sign_in_person_id", table_name="sign_in")

    op.drop_table("sign_in")
    op.drop_index("ix_link_person_id", table_name="link")

    op.drop_table("link")
    op.drop_index("ix_person_organisation_id", table_name="person")

    op.drop_table("person")
    op.drop_table("pulse")
    op.drop_table("organisation")
    op.drop_index("ix_limit_count_ends_at", table_name="limit_count")

    op.drop_table("limit_count")
    op.drop_table("last_number")
