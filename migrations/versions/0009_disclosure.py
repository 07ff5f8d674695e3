"""Each item has a random key, so that what a page says to a script counts nothing."""

import secrets

import sqlalchemy as sa
from alembic import op

from workflow.schema import drop_mails

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_SIGNS = "bcdfghjkmnpqrstvwxz23456789"
_TOLD_SINCE = ("pen_handed_over",)  # of which nobody was told before


def upgrade() -> None:
    op.add_column("item", sa.Column("key", sa.String(length=10), nullable=True))
    connection = op.get_bind()
    item = sa.table("item", sa.column("id", sa.Integer), sa.column("key", sa.String))
    made = set[str]()
    rows = connection.scalars(sa.select(item.c.id)).all()
    while len(made) < len(rows):
        made.add("".join(secrets.choice(_SIGNS) for _ in range(10)))
    if rows:
        mine = item.update().where(item.c.id == sa.bindparam("of")).values(key=sa.bindparam("new"))
        connection.execute(mine, [{"of": id_, "new": key} for id_, key in zip(rows, made, strict=True)])
    with op.batch_alter_table("item") as table:
        table.alter_column("key", existing_type=sa.String(length=10), nullable=False)
        table.create_unique_constraint("uq_item_key", ["key"])


def downgrade() -> None:
    drop_mails(op.get_bind(), _TOLD_SINCE)
    with op.batch_alter_table("item") as table:
        table.drop_constraint("uq_item_key", type_="unique")
        table.drop_column("key")
