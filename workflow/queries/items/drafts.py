"""What an organisation keeps in a statement, in its order, and what it sent together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.item import Item, ItemState, Submission
from workflow.queries.items.items import ItemShown, items_by_id
from workflow.queries.shared.disclosure import is_disclosed
from workflow.queries.shared.organisation_names import named, with_organisation
from workflow.queries.shared.standing import Standing
from workflow.rules.shared.names import Named
from workflow.rules.shared.permissions import Action


def draft_ids(session: Session, statement_id: int, organisation_id: int | None) -> Sequence[int]:
    """Ids of what the organisation keeps in the statement, in the order in which its people have put it."""
    ours = Item.organisation_id.is_not_distinct_from(organisation_id)
    kept = (Item.statement_id == statement_id, Item.state == ItemState.KEPT, ours)
    return session.scalars(select(Item.id).where(*kept).order_by(Item.turn, Item.id)).all()


def own_drafts(session: Session, standing: Standing) -> list[ItemShown]:
    """The drafts of the viewer's organisation in the statement, in that order."""
    ids = draft_ids(session, standing.id, standing.viewer.organisation_id)
    items = items_by_id(session, standing, ids)
    return [items[id_] for id_ in ids]


@dataclass(frozen=True)
class SubmissionShown:
    """Points that were sent together. note: the word to the penholder above them; "": none."""

    who: Named
    note: str
    language: str
    sent_at: datetime
    items: tuple[ItemShown, ...]


def submission(session: Session, standing: Standing, id_: int) -> SubmissionShown | None:
    """What was sent together, for its own organisation and who may read what is for the penholder; None for others."""
    asked = select(Submission).where(Submission.id == id_, Submission.statement_id == standing.id)
    row = session.execute(with_organisation(asked, Submission.organisation_id, standing.id)).one_or_none()
    if row is None:
        return None
    sent: Submission = row.Submission
    if sent.organisation_id != standing.viewer.organisation_id and not standing.may(Action.SEE_PRIVATE):
        return None
    known = is_disclosed(standing.viewer.organisation_id, standing.roles)
    ids = session.scalars(
        select(Item.id)
        .where(Item.submission_id == id_, Item.state == ItemState.SENT, known)
        .order_by(Item.turn, Item.id)
    ).all()
    items = items_by_id(session, standing, ids)
    who = named(row, standing.viewer)
    return SubmissionShown(who, sent.note, sent.language, sent.sent_at, tuple(items[id_] for id_ in ids))
