"""The parts of a mail that are about a consultation, a reply, changed words or an embargo."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.consultation import Consultation, ConsultationChange
from workflow.models.event import Event
from workflow.models.item import Item, ItemState, PastWording, Reply, Submission
from workflow.models.person import Person
from workflow.models.publication import EmbargoEnd
from workflow.models.version import Edition
from workflow.queries.consolidation.item_ends import ParagraphMove, quote_of, texts_of_versions, words_of
from workflow.queries.shared.organisation_names import named, with_organisation
from workflow.queries.shared.values import value_of
from workflow.rules.items.kinds import KINDS, ItemKind, words_before
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.names import Named, Viewer
from workflow.text.document import numbers, plain
from workflow.text.values import Block


@dataclass(frozen=True)
class ConsultationPart:
    """A consultation consultation. before: its deadline before an extension, else None. reason: why it was changed.

    early: it was closed before its deadline.
    """

    number: int
    guidance: str
    closes_at: datetime
    closed_at: datetime | None
    before: datetime | None
    reason: str = ""
    blind: bool = False
    early: bool = False
    is_part: bool = False  # some paragraphs alone are open to amendments

    @property
    def is_closed(self) -> bool:
        """Whether it is over: a mail that comes late asks for nothing."""
        return self.closed_at is not None

    @property
    def opens_part(self) -> bool:
        """Whether a reader has to know that some paragraphs cannot be amended."""
        return self.is_part and not self.is_closed

    @property
    def hides_others(self) -> bool:
        """Whether a reader has to know that others' words are shown later."""
        return self.blind and not self.is_closed


@dataclass(frozen=True)
class ReplyPart:
    """A reply to one of the recipient's items. paragraph: its number in the version of the item, where it has one.

    kind, proposal, words, quote: the item's own, as `item_ends` says them. private: the item is for the penholder
    only. moved: nothing, a reply does not say where a paragraph would go.
    """

    who: Named
    body: str
    language: str
    reference: str
    kind: ItemKind
    paragraph: int | None
    proposal: str
    words: str
    quote: str
    private: bool
    moved: ParagraphMove | None


@dataclass(frozen=True)
class RewordedPart:
    """An amendment whose words were changed: what it asked for before, and asks for now."""

    who: Named
    reference: str
    quote: str
    before: str
    after: str
    paragraph: int | None


@dataclass(frozen=True)
class PointPart:
    """One of several points. turn: which one of them it was when they were sent. block: where it stands, None for the
    whole text. words, quote: as `item_ends` says them.

    about: the words that a comment is about; "": none. reason: of an amendment, in `language`; "": none.
    """

    turn: int
    reference: str
    kind: ItemKind
    block: str | None
    after: str | None
    proposal: str
    words: str
    quote: str
    about: str
    reason: str
    language: str
    private: bool


@dataclass(frozen=True)
class SubmissionPart:
    """Points of one organisation that were sent together. note: a word to the penholder; "": none.

    blocks: the text on which they were made.
    """

    id: int
    who: Named
    note: str
    language: str
    points: tuple[PointPart, ...]
    blocks: tuple[Block, ...]


def submission_of(session: Session, event: Event, viewer: Viewer) -> SubmissionPart | None:
    """The points that the event names, those that were not withdrawn meanwhile."""
    if event.kind is not EventKind.POINTS_SENT:
        return None
    asked = select(Submission).where(Submission.id == event.data["submission"])
    row = session.execute(with_organisation(asked, Submission.organisation_id, event.statement_id)).one()
    sent: Submission = row.Submission
    of_it = (Item.submission_id == sent.id, Item.state == ItemState.SENT)
    items = session.scalars(select(Item).where(*of_it).order_by(Item.turn, Item.id)).all()
    texts = texts_of_versions(session, {item.version_id for item in items})
    blocks = next(iter(texts.values()), ())
    points = tuple(_point(item) for item in items)
    return value_of(SubmissionPart, sent, who=named(row, viewer), points=points, blocks=blocks)


def _point(item: Item) -> PointPart:
    kind = KINDS[item.kind]
    # A removal and a move say by a sentence what they do to a paragraph, which is named.
    words = words_of(item) if kind.proposes_words or not kind.amends else ""
    about = "" if kind.amends or item.start == item.end else plain(item.quote)
    said = {"words": words, "quote": quote_of(item), "about": about, "reason": item.body if kind.amends else ""}
    return value_of(PointPart, item, reference=item.reference, **said)


@dataclass(frozen=True)
class EmbargoPart:
    """An embargo that was ended early, or moved to an earlier moment, `until`. by: a person of the secretariat."""

    was: datetime
    until: datetime | None
    reason: str
    by: str


def embargo_of(session: Session, event: Event) -> EmbargoPart | None:
    """The early end that the event names."""
    if event.kind is not EventKind.EMBARGO_ENDED:
        return None
    of_it = select(EmbargoEnd, Person).join(Person, Person.id == EmbargoEnd.person_id)
    row = session.execute(of_it.where(EmbargoEnd.id == event.data["embargo_end"])).one()
    end, person = row.EmbargoEnd, row.Person
    return EmbargoPart(end.was, end.until, end.reason, person.name or person.email)


def consultation_of(session: Session, event: Event) -> ConsultationPart | None:
    """The consultation that the event names, as it stands now."""
    if "consultation" not in event.data:
        return None
    row = session.get_one(Consultation, event.data["consultation"])
    change = session.get(ConsultationChange, event.data["change"]) if "change" in event.data else None
    before = event.data.get("before")
    return value_of(
        ConsultationPart,
        row,
        before=datetime.fromisoformat(before) if before else None,
        reason=change.reason if change else "",
        early=row.closed_at is not None and row.closed_at < row.closes_at,
        is_part=row.open_blocks is not None,
    )


def reply_of(session: Session, event: Event, viewer: Viewer) -> ReplyPart | None:
    """The reply that the event names, its author as `viewer` may see it."""
    if "reply" not in event.data:
        return None
    asked = select(Reply, Item).join(Item, Item.id == Reply.item_id).where(Reply.id == event.data["reply"])
    row = session.execute(with_organisation(asked, Reply.organisation_id, Item.statement_id)).one()
    item = row.Item
    return value_of(
        ReplyPart,
        row.Reply,
        who=named(row, viewer),
        reference=item.reference,
        kind=item.kind,
        paragraph=_paragraph(session, item),
        proposal=item.proposal,
        words=words_of(item),
        quote=quote_of(item),
        moved=None,
        private=item.private,
    )


def rewording_part(session: Session, event: Event, viewer: Viewer) -> RewordedPart | None:
    """The amendment that was changed, as it reads at the moment of sending."""
    if event.kind is not EventKind.AMENDMENT_REWORDED:
        return None
    asked = (
        select(Item, PastWording.proposal)
        .join(PastWording, (PastWording.item_id == Item.id) & (PastWording.wording == event.data["wording"] - 1))
        .where(Item.id == event.item_id)
    )
    row = session.execute(with_organisation(asked, Item.organisation_id, Item.statement_id)).one()
    item, who = row.Item, named(row, viewer)
    quote, before, after = (plain(each) for each in (words_before(item), row.proposal, item.proposal))
    return RewordedPart(who, item.reference, quote, before, after, _paragraph(session, item))


def _paragraph(session: Session, item: Item) -> int | None:
    if item.block is None:
        return None
    editions = session.scalars(select(Edition.blocks).where(Edition.version_id == item.version_id))
    return next((found[item.block] for found in map(numbers, editions) if item.block in found), None)
