"""A statement says when its occasion begins; what an organisation was called and was before is kept."""

import sqlalchemy as sa
from alembic import op

revision = "1008"
down_revision = "1007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fact_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("fact", sa.String(length=20), nullable=False),
        sa.Column("was", sa.String(length=200), nullable=False),
        sa.Column("became", sa.String(length=200), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("covered", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_fact_change_organisation_id_organisation"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_fact_change_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_fact_change"),
    )
    op.create_index("ix_fact_change_organisation_id", "fact_change", ["organisation_id"])
    op.create_index("ix_delivery_ended_at", "delivery", ["ended_at"])
    with op.batch_alter_table("statement") as statement:
        statement.add_column(sa.Column("occasion_at", sa.DateTime(timezone=True), nullable=True))
        statement.add_column(sa.Column("occasion_zone", sa.String(length=64), nullable=False, server_default=""))
    with op.batch_alter_table("statement") as statement:
        statement.alter_column("occasion_zone", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("statement") as statement:
        statement.drop_column("occasion_zone")
        statement.drop_column("occasion_at")
    op.drop_index("ix_delivery_ended_at", "delivery")
    op.drop_index("ix_fact_change_organisation_id", "fact_change")
    op.drop_table("fact_change")
