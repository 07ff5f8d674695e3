"""An answer that a version told and that is another one now still says with which version it went out."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("past_disposition") as past:
        past.add_column(sa.Column("version_id", sa.Integer(), nullable=True))
        past.create_foreign_key("fk_past_disposition_version_id_version", "version", ["version_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("past_disposition") as past:
        past.drop_constraint("fk_past_disposition_version_id_version", type_="foreignkey")
        past.drop_column("version_id")
