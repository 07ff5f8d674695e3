"""Each item has a random key, so that what a page says to a script counts nothing."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_SIGNS = "bcdfghjkmnpqrstvwxz23456789"
_EVENT = sa.table("event", sa.column("id"), sa.column("kind"))
_DELIVERY = sa.table(
    "delivery", sa.column("event_id"), sa.column("progress"), sa.column("leased_until"), sa.column("ended_at")
)
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
    _drop_mails(_TOLD_SINCE)
    with op.batch_alter_table("item") as table:
        table.drop_constraint("uq_item_key", type_="unique")
        table.drop_column("key")


def _drop_mails(kinds: tuple[str, ...]) -> None:
    """Mails of which the release before has no words are not sent by it; what was sent stays noted."""
    of_kinds = sa.select(_EVENT.c.id).where(_EVENT.c.kind.in_(kinds))
    unsent = sa.update(_DELIVERY).where(_DELIVERY.c.progress != "done", _DELIVERY.c.event_id.in_(of_kinds))
    ended_at = sa.func.coalesce(_DELIVERY.c.ended_at, sa.func.current_timestamp())
    op.get_bind().execute(unsent.values(progress="dropped", leased_until=None, ended_at=ended_at))
