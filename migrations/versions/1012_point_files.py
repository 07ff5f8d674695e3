"""Points come in from files: what each file was, and what became of each of its points."""

import sqlalchemy as sa
from alembic import op

revision = "1012"
down_revision = "1011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    word = sa.String(length=40)
    op.create_table(
        "point_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("form_token", word, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.ForeignKeyConstraint([f"{table}_id"], [f"{table}.id"], name=f"fk_point_file_{table}_id_{table}")
            for table in ("statement", "version", "organisation", "person")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_point_file"),
        sa.UniqueConstraint("form_token", name="uq_point_file_form_token"),
    )
    op.create_index("ix_point_file_statement_id", "point_file", ["statement_id"])
    op.create_table(
        "point_file_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=10), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("unit", word, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("fate", word, nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["file_id"], ["point_file.id"], name="fk_point_file_line_file_id_point_file"),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_point_file_line_item_id_item"),
        sa.PrimaryKeyConstraint("id", name="pk_point_file_line"),
        sa.UniqueConstraint("key", name="uq_point_file_line_key"),
    )
    op.create_index("ix_point_file_line_file_id", "point_file_line", ["file_id"])
    op.create_index("ix_point_file_line_item_id", "point_file_line", ["item_id"])


def downgrade() -> None:
    # What came in stays as the drafts and items that it became.
    op.drop_index("ix_point_file_line_item_id", "point_file_line")
    op.drop_index("ix_point_file_line_file_id", "point_file_line")
    op.drop_table("point_file_line")
    op.drop_index("ix_point_file_statement_id", "point_file")
    op.drop_table("point_file")
