"""What was noticed when a text came in stays beside the draft until somebody answers it."""

import sqlalchemy as sa
from alembic import op

revision = "1011"
down_revision = "1010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "import_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=10), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("block", sa.String(length=16), nullable=False),
        sa.Column("other", sa.String(length=16), nullable=False),
        sa.Column("author", sa.String(length=300), nullable=False),
        sa.Column("noticed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("end", sa.String(length=40), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["statement_id"], ["statement.id"], name="fk_import_notice_statement_id_statement"),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name="fk_import_notice_ended_by_person"),
        sa.PrimaryKeyConstraint("id", name="pk_import_notice"),
        sa.UniqueConstraint("key", name="uq_import_notice_key"),
    )
    op.create_index("ix_import_notice_statement_id", "import_notice", ["statement_id"])


def downgrade() -> None:
    op.drop_index("ix_import_notice_statement_id", "import_notice")
    op.drop_table("import_notice")
