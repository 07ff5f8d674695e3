"""An organisation may say that it finds no common wording for a clash."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "no_common_wording",
        sa.Column("handing_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["handing_id"], ["handing.id"], name="fk_no_common_wording_handing_id_handing"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_no_common_wording_organisation_id_organisation"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_no_common_wording_person_id_person"),
        sa.PrimaryKeyConstraint("handing_id", "organisation_id", name="pk_no_common_wording"),
    )


def downgrade() -> None:
    op.drop_table("no_common_wording")
