"""What was answered to items, as one reader sees it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.item import Reply
from workflow.models.organisation import Label, Organisation
from workflow.queries.standing import Standing
from workflow.rules.names import Named, named


@dataclass(frozen=True)
class Answer:
    """A reply, as one reader sees it."""

    who: Named
    body: str
    language: str
    sent_at: datetime


def answers(session: Session, standing: Standing, ids: Collection[int]) -> dict[int, list[Answer]]:
    """Item id -> its replies, oldest first."""
    rows = session.execute(
        select(
            Reply.item_id, Reply.body, Reply.language, Reply.sent_at, Reply.organisation_id, Organisation.name,
            Organisation.language.label("name_language"), Organisation.protected, Label.code,
        )
        .outerjoin(Organisation, Organisation.id == Reply.organisation_id)
        .outerjoin(Label, (Label.organisation_id == Reply.organisation_id) & (Label.statement_id == standing.id))
        .where(Reply.item_id.in_(ids))
        .order_by(Reply.sent_at, Reply.id)
    )  # fmt: skip
    found: dict[int, list[Answer]] = {}
    for row in rows:
        who = named(row.organisation_id, row.name, row.name_language, row.protected, row.code, standing.viewer)
        found.setdefault(row.item_id, []).append(Answer(who, row.body, row.language, row.sent_at))
    return found
