"""What an organisation keeps in a statement, in its order, and what it sent together."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.item import Item, ItemState, Submission
from workflow.models.person import Person
from workflow.models.version import Version
from workflow.queries.items.items import ItemShown, items_by_id, own
from workflow.queries.shared.organisation_names import named, with_organisation
from workflow.queries.shared.original_texts import original_texts
from workflow.queries.shared.standing import Standing
from workflow.queries.shared.values import columns_of, value_of
from workflow.rules.items.kinds import KINDS, ItemKind
from workflow.rules.shared.names import Named
from workflow.rules.shared.permissions import Action
from workflow.text.values import Block


def draft_ids(session: Session, statement_id: int, organisation_id: int | None) -> Sequence[int]:
    """Ids of what the organisation keeps in the statement, in the order in which its people have put it; what came
    since stands at the end.
    """
    ours = Item.organisation_id.is_not_distinct_from(organisation_id)
    kept = (Item.statement_id == statement_id, Item.state == ItemState.KEPT, ours)
    return session.scalars(select(Item.id).where(*kept).order_by(Item.turn == 0, Item.turn, Item.id)).all()


def own_drafts(session: Session, standing: Standing) -> list[ItemShown]:
    """The drafts of the viewer's organisation in the statement, in that order."""
    ids = draft_ids(session, standing.id, standing.viewer.organisation_id)
    items = items_by_id(session, standing, ids)
    return [items[id_] for id_ in ids]


def texts_before(
    session: Session, standing: Standing, drafts: Sequence[ItemShown], now: int
) -> dict[int, tuple[Block, ...]]:
    """Number of a version -> its original text, of those on which these drafts were made before version `now`."""
    before = {draft.version for draft in drafts} - {now}
    return original_texts(session, standing, Version.number.in_(before)) if before else {}


def writers_of(session: Session, ids: Collection[int]) -> dict[int, str]:
    """Item -> the name of who wrote it; "" of one who was removed and left none. For own colleagues alone."""
    asked = select(Item.id, Person).join(Person, Person.id == Item.person_id).where(Item.id.in_(ids))
    return {id_: person.name or ("" if person.removed_at else person.email) for id_, person in session.execute(asked)}


def own_sent(session: Session, standing: Standing, consultation_id: int) -> list[ItemShown]:
    """What the viewer's organisation has sent in the consultation and not withdrawn, in the order of its numbers."""
    sent = (Item.consultation_id == consultation_id, Item.state == ItemState.SENT, own(standing.viewer))
    ids = session.scalars(select(Item.id).where(*sent).order_by(Item.letter, Item.number)).all()
    items = items_by_id(session, standing, ids)
    return [items[id_] for id_ in ids]


@dataclass(frozen=True)
class DeletedDraft:
    """A draft that its organisation has deleted, as it read last."""

    key: str
    kind: ItemKind
    language: str
    block: str | None
    start: int
    end: int
    quote: str
    after: str | None
    proposal: str
    body: str

    @property
    def address(self) -> str:
        """What stands for it in an address."""
        return self.key

    @property
    def proposes_words(self) -> bool:
        """Whether words of it, or their absence, would come into the text."""
        return KINDS[self.kind].proposes_words


def deleted_drafts(session: Session, standing: Standing, keys: Collection[str]) -> list[DeletedDraft]:
    """Those of the viewer's organisation that these keys name."""
    dropped = (Item.number.is_(None), Item.state == ItemState.WITHDRAWN, own(standing.viewer))
    of_it = select(*columns_of(DeletedDraft, Item)).where(
        Item.statement_id == standing.id, Item.key.in_(keys), *dropped
    )
    return [value_of(DeletedDraft, row) for row in session.execute(of_it.order_by(Item.id))]


@dataclass(frozen=True)
class SubmissionShown:
    """Points that were sent together. note: the word to the penholder above them; "": none.

    version, blocks: the text on which they were made; None and empty where all were withdrawn.
    """

    who: Named
    note: str
    language: str
    sent_at: datetime
    items: tuple[ItemShown, ...]
    version: int | None
    blocks: tuple[Block, ...]


def submission(session: Session, standing: Standing, id_: int) -> SubmissionShown | None:
    """What was sent together, for its own organisation and who may read what is for the penholder; None for others."""
    asked = select(Submission).where(Submission.id == id_, Submission.statement_id == standing.id)
    row = session.execute(with_organisation(asked, Submission.organisation_id, standing.id)).one_or_none()
    if row is None:
        return None
    sent: Submission = row.Submission
    if sent.organisation_id != standing.viewer.organisation_id and not standing.may(Action.SEE_PRIVATE):
        return None
    of_it = (Item.submission_id == id_, Item.state == ItemState.SENT)
    ids = session.scalars(select(Item.id).where(*of_it).order_by(Item.turn, Item.id)).all()
    items = items_by_id(session, standing, ids)
    who = named(row, standing.viewer)
    shown = tuple(items[id_] for id_ in ids)
    texts = original_texts(session, standing, Version.number == shown[0].version) if shown else {}
    version, blocks = next(iter(texts.items()), (None, ()))
    return SubmissionShown(who, sent.note, sent.language, sent.sent_at, shown, version, blocks)
