"""Comments and amendments as their pages show them: who, what words, what was said, what became of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from workflow.models.item import (
    Disposition,
    DispositionKind,
    Item,
    ItemState,
    Submission,
    Support,
    amendment_reference,
    reference,
)
from workflow.models.version import Version
from workflow.queries.items.around import Around, Backing, ShownReply, around
from workflow.queries.shared.disclosure import (
    OWN,
    is_disclosed,
    is_disclosed_to_reader,
    of_organisation,
    of_reader,
    reader,
)
from workflow.queries.shared.many import many
from workflow.queries.shared.organisation_names import named, with_organisation
from workflow.queries.shared.standing import Standing
from workflow.queries.shared.values import columns_of, value_of
from workflow.rules.items.kinds import KINDS, ItemKind
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.names import PUBLIC, Named, Viewer
from workflow.rules.shared.permissions import Action, Role
from workflow.text.document import plain

_SETTLED = frozenset({Stage.DECISION, Stage.ADOPTED, Stage.PUBLISHED})


@dataclass(frozen=True)
class ItemShown:
    """One item as one reader sees it.

    key: what stands for it in an address and to a script while it has no reference; id, a row number, is on no page.
    reference: C7 or A12, empty while it is kept as a draft. late: sent after its consultation had closed. support: how
    many organisations, protected ones among them. supported: the reader's own does. disposition: None until it may
    be told. others: in whose name it is as well. other: the amendment that overtook it. private: for the penholder
    only. wording: which one of its wordings this is; supports and supported count for this one. supported_before: the
    reader's own supported an earlier one; asked_again: how many did, and not this one. backing: who supports it.
    resolved: its thread is talked out. proposed: the disposition that is shown to the reader's own before it is told.
    shown: the words of the version that say it, by the penholder's word; needs_no_words: by the same, none had to
    change; said_anyway: the version says it though the answer does not put it there. sent_in: with which others it was
    sent, with_word: with a word to the penholder; None where it was sent alone and without one, and to who may not
    know. turn: which one of those it was.
    """

    id: int
    key: str
    kind: ItemKind
    reference: str
    state: ItemState
    who: Named
    ours: bool
    version: int
    consultation_id: int
    language: str
    block: str | None
    start: int
    end: int
    quote: str
    after: str | None
    proposal: str
    body: str
    made_at: datetime
    sent_at: datetime | None
    edited_at: datetime | None
    support: int
    supported: bool
    disposition: DispositionKind | None
    taken: str
    because: str
    shown: str
    needs_no_words: bool
    said_anyway: bool
    replies: tuple[ShownReply, ...] = ()
    late: bool = False
    others: tuple[Named, ...] = ()
    other: str = ""
    private: bool = False
    wording: int = 1
    supported_before: bool = False
    backing: Backing | None = None
    resolved: bool = False
    asked_again: int = 0
    proposed: DispositionKind | None = None
    sent_in: int | None = None
    with_word: bool = False
    turn: int = 0

    @property
    def anchor(self) -> str:
        """The id of its note on a page."""
        return self.reference.lower() or f"k{self.key}"

    @property
    def address(self) -> str:
        """What stands for it in an address."""
        return self.reference or self.key

    @property
    def is_tagged(self) -> bool:
        """Whether its note bears a tag of its state."""
        said = self.disposition or self.private or self.resolved or self.late
        return bool(said or self.ours or self.state is not ItemState.SENT)

    @property
    def whole(self) -> bool:
        """Whether it is about a whole paragraph or the whole text rather than about words."""
        return self.start == self.end

    @property
    def proposes_words(self) -> bool:
        """Whether words of it, or their absence, would come into the text."""
        return KINDS[self.kind].proposes_words

    @property
    def is_new_paragraph(self) -> bool:
        """Whether it is about a paragraph that is not in the text yet."""
        return KINDS[self.kind].is_new_paragraph

    @property
    def is_sent(self) -> bool:
        """Whether others see it, and it was not withdrawn."""
        return self.state is ItemState.SENT

    @property
    def is_kept(self) -> bool:
        """Whether it is a draft, which its organisation alone sees."""
        return self.state is ItemState.KEPT

    @property
    def is_edited(self) -> bool:
        """Whether it was changed after it was sent."""
        return self.edited_at is not None and self.sent_at is not None and self.edited_at > self.sent_at

    @property
    def is_explained(self) -> bool:
        """Whether more is to be told of its answer than which one it is."""
        return bool(self.because or self.taken or self.other or self.shown or self.needs_no_words or self.said_anyway)

    @property
    def waits_for_answer(self) -> bool:
        """Whether it was sent and no answer to it may be told."""
        return self.is_sent and not self.disposition and not self.proposed

    @property
    def can_be_supported(self) -> bool:
        """Whether it is another organisation's amendment that waits for its answer and that all may see."""
        is_open = self.is_sent and not self.private and not self.disposition
        return KINDS[self.kind].amends and not self.ours and is_open

    @property
    def can_be_joined(self) -> bool:
        """Whether the reader's organisation could support it and does not yet."""
        return self.can_be_supported and not self.supported

    @property
    def seen(self) -> str:
        """The sign of its text, for the form that changes it."""
        at = (self.edited_at or self.made_at).isoformat()
        return f"{at}/{self.reference}" if self.reference else at


def own(viewer: Viewer) -> ColumnElement[bool]:
    """Items of the viewer's own organisation, alone or with others; the secretariat's for the secretariat."""
    return of_organisation(viewer.organisation_id)


def visible(standing: Standing) -> ColumnElement[bool]:
    """Items that the viewer may see: those sent that it may know of, and the drafts that its organisation keeps."""
    return _visible(is_disclosed(standing.viewer.organisation_id, standing.roles), own(standing.viewer))


def visible_to_reader() -> ColumnElement[bool]:
    """The same in a statement that is put together once and given `asked`."""
    return _visible(is_disclosed_to_reader(), of_reader())


def asking_values(standing: Standing) -> dict[str, Any]:
    """The values of such a statement: of which statement, and who asks."""
    viewer = standing.viewer
    return {"statement": standing.id, "person": viewer.person_id, **reader(viewer.organisation_id, standing.roles)}


def _visible(known: ColumnElement[bool], own: ColumnElement[bool]) -> ColumnElement[bool]:
    return or_(and_(Item.number.is_not(None), known), and_(Item.state == ItemState.KEPT, own))


def items_by_id(
    session: Session, standing: Standing, ids: Collection[int], *, labels_alone: bool = False
) -> dict[int, ItemShown]:
    """Item id -> the item as `standing`'s viewer sees it, with what stands around it; two SQL statements.

    labels_alone: protected organisations stand under their labels whoever looks, where what is made leaves the service.
    """
    if not ids:
        return {}
    namer = PUBLIC if labels_alone else standing.viewer
    rows = many(session, _of_ids(), {**asking_values(standing), "ids": list(ids)})
    there = around(session, standing, [row.id for row in rows], namer)
    return {row.id: _item(row, standing, there, namer) for row in rows}


def one(session: Session, standing: Standing, *named_so: ColumnElement[bool]) -> ItemShown | None:
    """The item that those conditions name; None where there is none that the viewer may see."""
    row = session.execute(_item_columns().where(*named_so), asking_values(standing)).one_or_none()
    if row is None:
        return None
    viewer = standing.viewer
    return _item(row, standing, around(session, standing, [row.id], viewer), viewer)


def was_dropped(session: Session, standing: Standing, *named_so: ColumnElement[bool]) -> bool:
    """Whether those conditions name a draft that the viewer's own organisation has dropped."""
    dropped = (Item.number.is_(None), Item.state == ItemState.WITHDRAWN, own(standing.viewer))
    found = select(Item.id).where(Item.statement_id == standing.id, *dropped, *named_so)
    return session.scalar(found) is not None


@cache  # to put it together takes longer than to answer it
def _of_ids() -> Any:
    return _item_columns().where(Item.id.in_(bindparam("ids", expanding=True)))


@cache
def _item_columns() -> Any:
    given = select(func.count()).where(Support.item_id == Item.id, Support.wording == Item.wording).correlate(Item)
    earlier = select(func.count()).where(Support.item_id == Item.id, Support.wording < Item.wording).correlate(Item)
    own_one = (Support.item_id == Item.id, Support.organisation_id == OWN)
    ours = select(Support.wording).where(*own_one).correlate(Item)
    other = aliased(Item)
    asked = (
        select(
            *columns_of(ItemShown, Item), Item.number, Item.resolved_at, Version.number.label("version"),
            Disposition.kind.label("disposition"), Disposition.taken, Disposition.reason,
            Disposition.shown_words, Disposition.needs_no_words.label("no_words"),
            Disposition.said_anyway.label("said"), Disposition.version_id.label("answered_in"), Disposition.showing_id,
            given.scalar_subquery().label("support"),
            ours.scalar_subquery().label("own_support"), earlier.scalar_subquery().label("asked_again"),
            other.number.label("other"), sent_in().label("sent_with"), Submission.note.label("note"),
        )
        .join(Version, Version.id == Item.version_id)
        .outerjoin(Disposition, Disposition.item_id == Item.id)
        .outerjoin(Submission, Submission.id == Item.submission_id)
        .outerjoin(other, other.id == Disposition.other_id)
        .where(Item.statement_id == bindparam("statement"), visible_to_reader())
    )  # fmt: skip
    return with_organisation(asked, Item.organisation_id, Item.statement_id)


def sent_in() -> ColumnElement[int | None]:
    """The submission with which an item was sent with others or with a word."""
    sibling = aliased(Item)
    beside = (sibling.submission_id == Item.submission_id, sibling.id != Item.id, sibling.state == ItemState.SENT)
    is_told = or_(Submission.note != "", exists().where(*beside).correlate(Item))
    return case((is_told, Item.submission_id))


def _item(row: Any, standing: Standing, there: Around, namer: Viewer) -> ItemShown:
    others = there.others.get(row.id, ())
    told = is_told(standing, row.answered_in)
    knows = row.who_id == standing.viewer.organisation_id or standing.may(Action.SEE_PRIVATE)
    ours = row.who_id == standing.viewer.organisation_id or any(each.ours for each in others)
    return value_of(
        ItemShown,
        row,
        reference=reference(row.kind, row.number),
        who=named(row, namer),
        ours=ours,
        proposed=row.disposition if ours and not told and row.showing_id is not None else None,
        supported=row.own_support == row.wording,
        disposition=row.disposition if told else None,
        taken=(row.taken or "") if told else "",
        because=(row.reason or "") if told else "",
        shown=plain(row.shown_words or "") if told else "",
        needs_no_words=bool(told and row.no_words),
        said_anyway=bool(told and row.said),
        replies=tuple(there.replies.get(row.id, ())),
        supported_before=row.own_support is not None and row.own_support < row.wording,
        backing=there.backing.get(row.id),
        resolved=row.resolved_at is not None,
        others=others,
        other=amendment_reference(row.other) if told else "",
        sent_in=row.sent_with if knows else None,
        with_word=bool(knows and row.note),
    )


def is_told(standing: Standing, answered_in: int | None) -> bool:
    """Whether a disposition may be told: to penholders at once, to all with the version that answers."""
    return answered_in is not None or Role.PENHOLDER in standing.roles or standing.stage in _SETTLED
