"""What was printed stays as it was printed; each file has its digest; what is published has an index of its words.

Of what is published already the names are kept as they are now: until here each change of a name was printed within
seconds, so that they are what the pages say. The worker adds the coalition's name and the words when it prints them.
"""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

from workflow.schema import drop_mails, keep_as_changes

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_WORDS = "published_words"
_KINDS = ("name_taken_off", "pages_set_aside", "pages_put_back")


def upgrade() -> None:
    with op.batch_alter_table("publication") as publication:
        publication.add_column(sa.Column("printed", sa.JSON(), nullable=False, server_default="{}"))
        publication.add_column(sa.Column("press", sa.String(length=16), nullable=False, server_default=""))
        publication.add_column(sa.Column("untrue", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("publication") as publication:
        for name in ("printed", "press", "untrue"):
            publication.alter_column(name, server_default=None)
    _create_tables()
    _create_search()
    _fill()


def downgrade() -> None:
    drop_mails(op.get_bind(), _KINDS)
    keep_as_changes(op.get_bind(), _KINDS)
    if op.get_bind().dialect.name == "sqlite":
        for name in ("added", "gone", "changed"):
            op.execute(f"DROP TRIGGER {_WORDS}_{name}")
        op.execute(f"DROP TABLE {_WORDS}")
    op.drop_index("ix_set_aside_address", "set_aside")
    op.drop_table("set_aside")
    op.drop_index("ix_printed_file_publication_id", "printed_file")
    op.drop_table("printed_file")
    op.drop_table("published_text")
    with op.batch_alter_table("publication") as publication:
        for name in ("untrue", "press", "printed"):
            publication.drop_column(name)


def _create_tables() -> None:
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


def _fill() -> None:
    """Keep of each publication that is out what its pages say, and the titles of its editions."""
    connection = op.get_bind()
    rows = connection.execute(
        sa.text(
            "SELECT p.id, p.digests, p.version_id, p.due_at, s.id AS statement_id, s.prefix, s.year, s.number,"
            " s.voice, s.labelling, b.settled_at, v.number AS version FROM publication p"
            " JOIN statement s ON s.id = p.statement_id JOIN ballot b ON b.id = p.ballot_id"
            " JOIN version v ON v.id = p.version_id WHERE p.progress = 'done'"
        ).columns(digests=sa.JSON(), due_at=sa.DateTime(timezone=True), settled_at=sa.DateTime(timezone=True))
    ).all()
    for row in rows:
        editions = _editions(row.version_id)
        _keep_texts(row, editions)
        facts = {**_facts(row), "occasions": {each.language: each.occasion for each in editions}}
        connection.execute(
            sa.text("UPDATE publication SET printed = :printed WHERE id = :id").bindparams(
                sa.bindparam("printed", type_=sa.JSON())
            ),
            {"printed": facts, "id": row.id},
        )


def _editions(version_id: int) -> Any:
    found = sa.text("SELECT language, title, occasion FROM edition WHERE version_id = :version ORDER BY id")
    return op.get_bind().execute(found, {"version": version_id}).all()


def _keep_texts(row: Any, editions: Any) -> None:
    digests = row.digests if isinstance(row.digests, dict) else json.loads(row.digests)
    for each in editions:
        op.get_bind().execute(
            sa.text(
                "INSERT INTO published_text (publication_id, language, title, occasion, digest, words)"
                " VALUES (:id, :language, :title, :occasion, :digest, '')"
            ),
            {"id": row.id, **each._mapping, "digest": digests.get(each.language)},
        )


def _facts(row: Any) -> dict[str, Any]:
    members = op.get_bind().execute(
        sa.text(
            "SELECT o.id, o.name, o.language, o.protected FROM organisation o"
            " JOIN named_member n ON n.organisation_id = o.id WHERE n.statement_id = :statement"
        ),
        {"statement": row.statement_id},
    )
    named = list(members)
    shown = sorted((each for each in named if not each.protected), key=lambda each: each.name.casefold())
    adopted_at = row.settled_at or row.due_at
    return {
        "reference": f"{row.prefix} {row.year}/{row.number}",
        "voice": row.voice,
        "labelling": row.labelling,
        "version": row.version,
        "adopted_at": f"{adopted_at.isoformat()}{'' if adopted_at.tzinfo else '+00:00'}",
        "named": [[each.id, each.name, each.language] for each in shown],
        "unnamed": len(named) - len(shown),
    }
