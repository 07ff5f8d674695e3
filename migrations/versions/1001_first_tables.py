"""The tables of the first release.

Numbers below 1000 were those of trial databases from before it; no migration leads from there.
"""

import sqlalchemy as sa
from alembic import op

revision = "1001"
down_revision = None
branch_labels = None
depends_on = None

_WORDS = "published_words"
# Each before those that it points at.
_TABLES = (
    "agreement",
    "past_no_common_wording",
    "no_common_wording",
    "joint_wording_item",
    "delivery",
    "common_wording",
    "support",
    "seen_item",
    "response",
    "reply",
    "published_text",
    "printed_file",
    "placement",
    "past_wording",
    "past_response",
    "past_disposition",
    "joint_wording",
    "event",
    "disposition",
    "co_proposer",
    "publication",
    "position",
    "past_position",
    "no_comment",
    "item",
    "elector",
    "consultation_change",
    "look",
    "edition",
    "consultation",
    "ballot",
    "version",
    "taking_part",
    "showing",
    "penholder",
    "opened_paragraph",
    "named_member",
    "label",
    "embargo_end",
    "draft",
    "statement",
    "sign_in",
    "membership_change",
    "link",
    "standard_reply",
    "person",
    "set_aside",
    "worker_process",
    "pulse",
    "organisation",
    "machine_clock",
    "limit_count",
    "last_number",
    "errand",
    "clock_confirmation",
)


def upgrade() -> None:
    op.create_table(
        "clock_confirmation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_clock_confirmation"),
    )

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
    op.create_index("ix_limit_count_ends_at", "limit_count", ["ends_at"])

    op.create_table(
        "machine_clock",
        sa.Column("boot", sa.String(length=100), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("doubt", sa.String(length=40), nullable=False),
        sa.Column("doubt_by", sa.Integer(), nullable=False),
        sa.Column("doubted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("boot", name="pk_machine_clock"),
    )

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
        "errand",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_errand"),
    )

    op.create_table(
        "worker_process",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("queues", sa.String(length=80), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("busy", sa.Integer(), nullable=False),
        sa.Column("press", sa.String(length=16), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_worker_process"),
    )

    op.create_table(
        "set_aside",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=80), nullable=False),
        sa.Column("file", sa.String(length=120), nullable=False),
        sa.Column("folder", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_back", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_set_aside"),
    )
    op.create_index("ix_set_aside_address", "set_aside", ["address"])

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
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
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
    op.create_index("ix_person_organisation_id", "person", ["organisation_id"])

    op.create_table(
        "standard_reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_standard_reply_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_standard_reply"),
    )

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
    op.create_index("ix_link_person_id", "link", ["person_id"])

    op.create_table(
        "membership_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "turn",
            sa.String(length=40),
            nullable=False,
        ),
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
    op.create_index("ix_sign_in_person_id", "sign_in", ["person_id"])
    op.create_index("ix_sign_in_seen_at", "sign_in", ["seen_at"])

    op.create_table(
        "statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=10), nullable=False),
        sa.Column("prefix", sa.String(length=12), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.String(length=40),
            nullable=False,
        ),
        sa.Column(
            "voice",
            sa.String(length=40),
            nullable=False,
        ),
        sa.Column(
            "voice_before",
            sa.String(length=40),
            nullable=True,
        ),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("occasion", sa.String(length=300), nullable=False),
        sa.Column("procedure", sa.JSON(), nullable=False),
        sa.Column("word_limit", sa.Integer(), nullable=True),
        sa.Column("minutes_limit", sa.Double(), nullable=True),
        sa.Column("words_a_minute", sa.Integer(), nullable=False),
        sa.Column("paces", sa.JSON(), nullable=False),
        sa.Column("count_notes", sa.Boolean(), nullable=False),
        sa.Column(
            "handling",
            sa.String(length=40),
            nullable=False,
        ),
        sa.Column(
            "labelling",
            sa.String(length=40),
            nullable=False,
        ),
        sa.Column("base_version_id", sa.Integer(), nullable=True),
        sa.Column("embargo_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("abandoned_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name="fk_statement_created_by_person"),
        sa.PrimaryKeyConstraint("id", name="pk_statement"),
        sa.UniqueConstraint("key", name="uq_statement_key"),
        sa.UniqueConstraint("year", "number", name="uq_statement_year_number"),
    )
    op.create_index("ix_statement_stage", "statement", ["stage"])

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
        "embargo_end",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("was", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_embargo_end_person_id_person"),
        sa.ForeignKeyConstraint(["statement_id"], ["statement.id"], name="fk_embargo_end_statement_id_statement"),
        sa.PrimaryKeyConstraint("id", name="pk_embargo_end"),
    )
    op.create_index("ix_embargo_end_statement_id", "embargo_end", ["statement_id"])

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
        "opened_paragraph",
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("block", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_opened_paragraph_person_id_person"),
        sa.ForeignKeyConstraint(["statement_id"], ["statement.id"], name="fk_opened_paragraph_statement_id_statement"),
        sa.PrimaryKeyConstraint("statement_id", "block", name="pk_opened_paragraph"),
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
        "showing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_showing_person_id_person"),
        sa.ForeignKeyConstraint(["statement_id"], ["statement.id"], name="fk_showing_statement_id_statement"),
        sa.PrimaryKeyConstraint("id", name="pk_showing"),
    )
    op.create_index("ix_showing_statement_id", "showing", ["statement_id"])

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
    # Statement and version point at each other.
    with op.batch_alter_table("statement") as statement:
        statement.create_foreign_key("fk_statement_base_version_id_version", "version", ["base_version_id"], ["id"])

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
        sa.Column("short_notice", sa.Text(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "outcome",
            sa.String(length=40),
            nullable=False,
        ),
        sa.Column("tally", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["opened_by"], ["person.id"], name="fk_ballot_opened_by_person"),
        sa.ForeignKeyConstraint(["statement_id"], ["statement.id"], name="fk_ballot_statement_id_statement"),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name="fk_ballot_version_id_version"),
        sa.PrimaryKeyConstraint("id", name="pk_ballot"),
        sa.UniqueConstraint("statement_id", "number", name="uq_ballot_statement_id_number"),
    )
    op.create_index("ix_ballot_closes_at", "ballot", ["closes_at"])

    op.create_table(
        "consultation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("guidance", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("blind", sa.Boolean(), nullable=False),
        sa.Column("open_blocks", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["statement_id"], ["statement.id"], name="fk_consultation_statement_id_statement"),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name="fk_consultation_version_id_version"),
        sa.PrimaryKeyConstraint("id", name="pk_consultation"),
        sa.UniqueConstraint("statement_id", "number", name="uq_consultation_statement_id_number"),
    )
    op.create_index("ix_consultation_closes_at", "consultation", ["closes_at"])

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
        "look",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_look_person_id_person"),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name="fk_look_version_id_version"),
        sa.PrimaryKeyConstraint("person_id", "version_id", name="pk_look"),
    )
    op.create_index("ix_look_version_id", "look", ["version_id"])

    op.create_table(
        "consultation_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.String(length=40),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name="fk_consultation_change_consultation_id_consultation"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_consultation_change_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_consultation_change"),
    )
    op.create_index("ix_consultation_change_consultation_id", "consultation_change", ["consultation_id"])

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
        sa.Column("key", sa.String(length=10), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("letter", sa.String(length=1), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.String(length=40),
            nullable=False,
        ),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("block", sa.String(length=16), nullable=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("after", sa.String(length=16), nullable=True),
        sa.Column("proposal", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("wording", sa.Integer(), nullable=False),
        sa.Column("form_token", sa.String(length=40), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultation.id"], name="fk_item_consultation_id_consultation"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_item_organisation_id_organisation"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_item_person_id_person"),
        sa.ForeignKeyConstraint(["statement_id"], ["statement.id"], name="fk_item_statement_id_statement"),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name="fk_item_version_id_version"),
        sa.PrimaryKeyConstraint("id", name="pk_item"),
        sa.UniqueConstraint("form_token", name="uq_item_form_token"),
        sa.UniqueConstraint("key", name="uq_item_key"),
        sa.UniqueConstraint("statement_id", "letter", "number", name="uq_item_statement_id_letter_number"),
    )
    op.create_index("ix_item_organisation_id", "item", ["organisation_id"])
    op.create_index("ix_item_version_state", "item", ["version_id", "state"])

    op.create_table(
        "no_comment",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name="fk_no_comment_consultation_id_consultation"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_no_comment_organisation_id_organisation"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_no_comment_person_id_person"),
        sa.PrimaryKeyConstraint("consultation_id", "organisation_id", name="pk_no_comment"),
    )

    op.create_table(
        "past_position",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ballot_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "stance",
            sa.String(length=40),
            nullable=False,
        ),
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
    op.create_index("ix_past_position_ballot_id", "past_position", ["ballot_id"])

    op.create_table(
        "position",
        sa.Column("ballot_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "stance",
            sa.String(length=40),
            nullable=False,
        ),
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
        sa.Column(
            "progress",
            sa.String(length=40),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease", sa.Integer(), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("printed", sa.JSON(), nullable=False),
        sa.Column("press", sa.String(length=16), nullable=False),
        sa.Column("untrue", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name="fk_publication_ballot_id_ballot"),
        sa.ForeignKeyConstraint(["statement_id"], ["statement.id"], name="fk_publication_statement_id_statement"),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name="fk_publication_version_id_version"),
        sa.PrimaryKeyConstraint("id", name="pk_publication"),
        sa.UniqueConstraint("statement_id", name="uq_publication_statement_id"),
    )
    op.create_index("ix_publication_due_at", "publication", ["due_at"])
    op.create_index("ix_publication_progress_published_at", "publication", ["progress", "published_at"])

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
    op.create_index("ix_co_proposer_organisation_id", "co_proposer", ["organisation_id"])

    op.create_table(
        "disposition",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.String(length=40),
            nullable=False,
        ),
        sa.Column("taken", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("showing_id", sa.Integer(), nullable=True),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("shown_block", sa.String(length=16), nullable=True),
        sa.Column("shown_words", sa.Text(), nullable=False),
        sa.Column("said_anyway", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_disposition_item_id_item"),
        sa.ForeignKeyConstraint(["other_id"], ["item.id"], name="fk_disposition_other_id_item"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_disposition_person_id_person"),
        sa.ForeignKeyConstraint(["showing_id"], ["showing.id"], name="fk_disposition_showing_id_showing"),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name="fk_disposition_version_id_version"),
        sa.PrimaryKeyConstraint("item_id", name="pk_disposition"),
    )

    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.String(length=40),
            nullable=False,
        ),
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
    op.create_index("ix_event_fanned_at", "event", ["fanned_at"])
    op.create_index("ix_event_statement_id_id", "event", ["statement_id", "id"])

    op.create_table(
        "joint_wording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("block", sa.String(length=16), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_joint_wording_item_id_item"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_joint_wording_person_id_person"),
        sa.ForeignKeyConstraint(["statement_id"], ["statement.id"], name="fk_joint_wording_statement_id_statement"),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name="fk_joint_wording_version_id_version"),
        sa.PrimaryKeyConstraint("id", name="pk_joint_wording"),
    )
    op.create_index("ix_joint_wording_statement_id", "joint_wording", ["statement_id"])

    op.create_table(
        "past_disposition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.String(length=40),
            nullable=False,
        ),
        sa.Column("taken", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("shown_block", sa.String(length=16), nullable=True),
        sa.Column("shown_words", sa.Text(), nullable=False),
        sa.Column("said_anyway", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_past_disposition_item_id_item"),
        sa.ForeignKeyConstraint(["other_id"], ["item.id"], name="fk_past_disposition_other_id_item"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_past_disposition_person_id_person"),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name="fk_past_disposition_version_id_version"),
        sa.PrimaryKeyConstraint("id", name="pk_past_disposition"),
    )
    op.create_index("ix_past_disposition_item_id", "past_disposition", ["item_id"])

    op.create_table(
        "past_response",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.String(length=40),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_past_response_item_id_item"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_past_response_organisation_id_organisation"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_past_response_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_past_response"),
    )
    op.create_index("ix_past_response_item_id", "past_response", ["item_id"])

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
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_past_wording_item_id_item"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_past_wording_person_id_person"),
        sa.PrimaryKeyConstraint("item_id", "wording", name="pk_past_wording"),
    )

    op.create_table(
        "placement",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column(
            "verdict",
            sa.String(length=40),
            nullable=False,
        ),
        sa.Column("block", sa.String(length=16), nullable=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("placed_by", sa.Integer(), nullable=True),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_placement_item_id_item"),
        sa.ForeignKeyConstraint(["placed_by"], ["person.id"], name="fk_placement_placed_by_person"),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name="fk_placement_version_id_version"),
        sa.PrimaryKeyConstraint("item_id", "version_id", name="pk_placement"),
    )
    op.create_index("ix_placement_version_id", "placement", ["version_id"])

    op.create_table(
        "printed_file",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("publication_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publication.id"], name="fk_printed_file_publication_id_publication"
        ),
        sa.PrimaryKeyConstraint("name", name="pk_printed_file"),
    )
    op.create_index("ix_printed_file_publication_id", "printed_file", ["publication_id"])

    op.create_table(
        "published_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("occasion", sa.String(length=300), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publication.id"], name="fk_published_text_publication_id_publication"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_published_text"),
        sa.UniqueConstraint("publication_id", "language", name="uq_published_text_publication_id_language"),
    )

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
    op.create_index("ix_reply_item_id", "reply", ["item_id"])
    op.create_index("ix_reply_sent_at", "reply", ["sent_at"])

    op.create_table(
        "response",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.String(length=40),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_response_item_id_item"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_response_organisation_id_organisation"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_response_person_id_person"),
        sa.PrimaryKeyConstraint("item_id", "organisation_id", name="pk_response"),
    )

    op.create_table(
        "seen_item",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_seen_item_item_id_item"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_seen_item_person_id_person"),
        sa.PrimaryKeyConstraint("person_id", "item_id", name="pk_seen_item"),
    )

    op.create_table(
        "support",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wording", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_support_item_id_item"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_support_organisation_id_organisation"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_support_person_id_person"),
        sa.PrimaryKeyConstraint("item_id", "organisation_id", name="pk_support"),
    )
    op.create_index("ix_support_organisation_id", "support", ["organisation_id"])

    op.create_table(
        "common_wording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("joint_wording_id", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["joint_wording_id"], ["joint_wording.id"], name="fk_common_wording_joint_wording_id_joint_wording"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_common_wording_organisation_id_organisation"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_common_wording_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_common_wording"),
        sa.UniqueConstraint("joint_wording_id", "serial", name="uq_common_wording_joint_wording_id_serial"),
    )

    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("message_id", sa.String(length=80), nullable=False),
        sa.Column(
            "progress",
            sa.String(length=40),
            nullable=False,
        ),
        sa.Column("urgency", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease", sa.Integer(), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("later_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("in_doubt", sa.Boolean(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.Column("refused_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("others_taken", sa.Boolean(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_delivery_event_id_event"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_delivery_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_delivery"),
        sa.UniqueConstraint("event_id", "person_id", "channel", name="uq_delivery_event_id_person_id_channel"),
    )
    op.create_index(
        "ix_delivery_doubted",
        "delivery",
        ["refused_since"],
        sqlite_where=sa.text("progress = 'waiting' AND refused_since IS NOT NULL"),
        postgresql_where=sa.text("progress = 'waiting' AND refused_since IS NOT NULL"),
    )
    op.create_index(
        "ix_delivery_unreached",
        "delivery",
        ["event_id"],
        sqlite_where=sa.text("progress IN ('refused', 'set_aside')"),
        postgresql_where=sa.text("progress IN ('refused', 'set_aside')"),
    )
    op.create_index(
        "ix_delivery_waiting",
        "delivery",
        ["urgency", "due_at", "id"],
        sqlite_where=sa.text("progress = 'waiting'"),
        postgresql_where=sa.text("progress = 'waiting'"),
    )

    op.create_table(
        "joint_wording_item",
        sa.Column("joint_wording_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_joint_wording_item_item_id_item"),
        sa.ForeignKeyConstraint(
            ["joint_wording_id"], ["joint_wording.id"], name="fk_joint_wording_item_joint_wording_id_joint_wording"
        ),
        sa.PrimaryKeyConstraint("joint_wording_id", "item_id", name="pk_joint_wording_item"),
    )

    op.create_table(
        "no_common_wording",
        sa.Column("joint_wording_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["joint_wording_id"], ["joint_wording.id"], name="fk_no_common_wording_joint_wording_id_joint_wording"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_no_common_wording_organisation_id_organisation"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_no_common_wording_person_id_person"),
        sa.PrimaryKeyConstraint("joint_wording_id", "organisation_id", name="pk_no_common_wording"),
    )

    op.create_table(
        "past_no_common_wording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("joint_wording_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["joint_wording_id"], ["joint_wording.id"], name="fk_past_no_common_wording_joint_wording_id_joint_wording"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_past_no_common_wording_organisation_id_organisation"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_past_no_common_wording_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_past_no_common_wording"),
    )
    op.create_index("ix_past_no_common_wording_joint_wording_id", "past_no_common_wording", ["joint_wording_id"])

    op.create_table(
        "agreement",
        sa.Column("wording_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_agreement_organisation_id_organisation"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_agreement_person_id_person"),
        sa.ForeignKeyConstraint(["wording_id"], ["common_wording.id"], name="fk_agreement_wording_id_common_wording"),
        sa.PrimaryKeyConstraint("wording_id", "organisation_id", name="pk_agreement"),
    )
    _create_search()


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in ("added", "gone", "changed"):
            op.execute(f"DROP TRIGGER {_WORDS}_{name}")
        op.execute(f"DROP TABLE {_WORDS}")
    with op.batch_alter_table("statement") as statement:
        statement.drop_constraint("fk_statement_base_version_id_version", type_="foreignkey")
    for table in _TABLES:
        op.drop_table(table)


def _create_search() -> None:
    """The full-text index: words come folded and separated, so neither database's own parser touches them."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE INDEX {_WORDS} ON published_text USING gin (array_to_tsvector(string_to_array(words, ' ')))"
        )
        return
    op.execute(
        f"CREATE VIRTUAL TABLE {_WORDS} USING fts5(words, content='published_text', content_rowid='id',"
        " tokenize='ascii', prefix='1 2 3', detail='none', columnsize=0)"
    )
    added = "INSERT INTO published_words(rowid, words) VALUES (new.id, new.words);"
    gone = "INSERT INTO published_words(published_words, rowid, words) VALUES ('delete', old.id, old.words);"
    op.execute(f"CREATE TRIGGER {_WORDS}_added AFTER INSERT ON published_text BEGIN {added} END")
    op.execute(f"CREATE TRIGGER {_WORDS}_gone AFTER DELETE ON published_text BEGIN {gone} END")
    op.execute(f"CREATE TRIGGER {_WORDS}_changed AFTER UPDATE ON published_text BEGIN {gone} {added} END")
