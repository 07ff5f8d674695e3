"""Many published statements at once, as rows: what a coalition has after years."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.ballot import Ballot
from workflow.models.publication import Progress, Publication, PublishedText
from workflow.models.statement import Statement
from workflow.models.version import Edition, Version
from workflow.text.document import digest, plain
from workflow.text.tokens import keywords
from workflow.text.values import Block


def publish_copies(session: Session, texts: Sequence[tuple[str, tuple[Block, ...]]]) -> None:
    """Published statements with these titles and blocks, one a minute, beside the one that is published already."""
    model = session.scalars(select(Publication).where(Publication.progress == Progress.DONE).limit(1)).one()
    of_it = (Statement, model.statement_id), (Version, model.version_id), (Ballot, model.ballot_id)
    statement, version, ballot = (_columns(session, kind, key) for kind, key in of_it)
    first = {kind: (session.scalar(select(func.max(kind.id))) or 0) + 1 for kind in (Statement, Version, Ballot)}
    at, last = now(session), session.scalar(select(func.max(Publication.id))) or 0
    rows: dict[type, list[dict[str, object]]] = {}
    for place, (title, blocks) in enumerate(texts):
        ids = {kind: start + place for kind, start in first.items()}
        made, number = digest(title, blocks), 10_000 + ids[Statement]
        digests = {"en": made}
        keys = {"statement_id": ids[Statement], "version_id": ids[Version]}
        publication = {
            **_columns(session, Publication, model.id),
            **keys,
            "id": last + 1 + place,
            "ballot_id": ids[Ballot],
            "digests": digests,
            "published_at": at - timedelta(minutes=place + 1),
            "printed": {},
            "press": "",
        }
        text = {"language": "en", "title": title, "occasion": "", "digest": made}
        words = keywords(title, *(plain(block.text) for block in blocks))
        new = {"id": ids[Statement], "key": f"copy{place:06}", "number": number, "title": title}
        for kind, row in (
            (Statement, {**statement, **new}),
            (Version, {**version, "id": ids[Version], "statement_id": ids[Statement]}),
            (Edition, {"version_id": ids[Version], "blocks": blocks, "sources": [], **text}),
            (Ballot, {**ballot, **keys, "id": ids[Ballot], "digests": digests}),
            (Publication, publication),
            (PublishedText, {"publication_id": publication["id"], "words": words, **text}),
        ):
            rows.setdefault(kind, []).append(row)
    for kind, many in rows.items():
        session.execute(insert(kind), many)


def _columns(session: Session, kind: type, key: int) -> dict[str, object]:
    row = session.get_one(kind, key)
    return {attribute.key: getattr(row, attribute.key) for attribute in kind.__mapper__.column_attrs}  # type: ignore[attr-defined]
