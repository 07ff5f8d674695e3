"""The consolidation: the items that no version has answered yet, and the text as it will read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, cached_property
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased

from workflow.models.consultation import Consultation
from workflow.models.item import Disposition, Item, ItemState, Submission, Support, reference
from workflow.models.placement import Placement
from workflow.models.version import Draft, Edition
from workflow.queries.consolidation.consolidation_item import ConsolidationItem, consolidation_item
from workflow.queries.consolidation.lasting_ids import provisional_ids, with_lasting_ids
from workflow.queries.items.items import sent_in
from workflow.queries.items.pins import is_pin, pin_columns, pin_of
from workflow.queries.shared.many import many
from workflow.queries.shared.newest import newest_saves
from workflow.queries.shared.organisation_names import named, with_organisation
from workflow.queries.shared.standing import Standing
from workflow.queries.shared.values import columns_of
from workflow.queries.statements.translations import TranslationProgress, progress
from workflow.rules.consolidation.dispositions import ASIDE, ENTERS_TEXT, IN_TEXT, DispositionKind, amendment
from workflow.rules.items.kinds import KINDS
from workflow.rules.shared.names import Named
from workflow.text.amendments import Accepted, ParagraphOrder, carried, orders, pinned
from workflow.text.consolidation import Consolidated, consolidate, reopened, said_anyway, with_comments
from workflow.text.diff import word_diff
from workflow.text.document import TITLE, titled
from workflow.text.values import Amendment, Block, Source

Ops = Sequence[tuple[int, str]]


@dataclass(frozen=True)
class Unborne:
    """References of amendments whose answers the text does not bear out.

    accepted: it lacks their words; in_part: those taken of them. alike: it has other words, or has them elsewhere.
    moved: the paragraph is not where it was to go. bracketed: no brackets stand there. refused: it leaves their words
    open. total: how many they are.
    """

    accepted: Sequence[str]
    in_part: Sequence[str]
    alike: Sequence[str]
    moved: Sequence[str]
    bracketed: Sequence[str]
    refused: Sequence[str]
    total: int

    @property
    def first(self) -> str:
        """The reference of the one to begin with; "" where there is none."""
        groups = (self.accepted, self.in_part, self.alike, self.moved, self.bracketed, self.refused)
        return next((ref for group in groups for ref in group), "")

    @property
    def may_be_shown(self) -> tuple[str, ...]:
        """Those whose words a person may find in the text."""
        return (*self.accepted, *self.in_part, *self.alike, *self.moved)


@dataclass(frozen=True)
class Consolidation:
    """What lies on the consolidation.

    issued: the text of the version issued last; draft: what was written since, without any amendment; text: as it will
    read; each with its title as a block before the others. serial: of the draft's save. saved_at: the newest answer or
    save. orders: of accepted paragraphs that come after the same one. language: of the text.
    """

    issued: tuple[Block, ...]
    draft: tuple[Block, ...]
    text: tuple[Block, ...]
    items: tuple[ConsolidationItem, ...]
    consolidated: Consolidated
    changed: bool
    closed_at: datetime | None
    saved_at: datetime
    serial: int = 0
    translations: tuple[TranslationProgress, ...] = ()
    orders: tuple[ParagraphOrder, ...] = ()
    language: str = ""

    @property
    def title_change(self) -> Ops:
        """The title as issued against the one that it will have; nothing where it stays."""
        before, after = self.issued[0].text, self.text[0].text
        return tuple(word_diff(before, after)) if before != after else ()

    @property
    def title_sources(self) -> tuple[Source, ...]:
        """What stands behind that change."""
        return tuple(source for source in self.consolidated.sources if source.block == TITLE)

    @cached_property
    def said_anyway(self) -> tuple[str, ...]:
        """References of amendments whose answers put nothing into the text, and that the text says all the same."""
        aside = [item.place for item in self.items if item.disposition in ASIDE and item.place]
        return said_anyway(self.issued, self.text, aside, self.language)

    @property
    def waiting(self) -> tuple[ConsolidationItem, ...]:
        """The items without a disposition."""
        return tuple(item for item in self.items if item.disposition is None)

    @property
    def answered(self) -> int:
        """How many items have one."""
        return len(self.items) - len(self.waiting)

    @property
    def has_news(self) -> bool:
        """Whether the next version would read otherwise than the last one, or tell an answer."""
        return self.changed or bool(self.answered)

    @property
    def share_answered(self) -> float:
        """The share of the items that have one; all where there are no items."""
        return self.answered / len(self.items) if self.items else 1.0

    def unborne(self, refs: Sequence[str], refused: Sequence[str]) -> Unborne:
        """Those of `refs` whose answers the text does not bear out, by what it lacks, and the `refused` as they are."""
        found: dict[str, list[str]] = {name: [] for name in ("accepted", "in_part", "bracketed", "moved", "alike")}
        for item in self.items:
            if item.reference in refs:
                found[self._what_it_lacks(item)].append(item.reference)
        return Unborne(**found, refused=refused, total=len(refs) + len(refused))

    def _what_it_lacks(self, item: ConsolidationItem) -> str:
        if item.disposition is DispositionKind.BRACKETED:
            return "bracketed"
        if KINDS[item.kind].moves_paragraph:
            return "moved"
        if item.reference in self.consolidated.alike:
            return "alike"
        return "in_part" if item.disposition is DispositionKind.PART else "accepted"

    @property
    def unborne_answers(self) -> Unborne:
        """All answers that the text does not bear out: no version is issued with them."""
        return self.unborne(self.consolidated.unapplied, self.consolidated.refused)

    @property
    def has_shown_answers(self) -> bool:
        """Whether some answer is shown to its organisation as a draft."""
        return any(item.showing_id is not None for item in self.items)

    @property
    def wordless(self) -> tuple[ConsolidationItem, ...]:
        """The accepted comments for which no words are shown, and of which nobody said that none need changing."""
        return tuple(
            item
            for item in self.items
            if not KINDS[item.kind].amends
            and item.disposition in ENTERS_TEXT
            and not item.needs_no_words
            and item.reference not in self.consolidated.shown
        )

    @property
    def perhaps_worded(self) -> tuple[ConsolidationItem, ...]:
        """The comments of which it was said that no words need changing, and whose paragraph was written by hand."""
        written = set(self.draft) - set(self.issued)
        ids = {block.id for block in written}
        return tuple(item for item in self.items if item.needs_no_words and item.block in ids)

    def lacks(self, item: ConsolidationItem) -> bool:
        """Whether the item is accepted, and nobody finds it in the text."""
        return item.disposition in ENTERS_TEXT and item.reference in self.consolidated.unapplied

    def count(self, kind: DispositionKind | str) -> int:
        """How many items became that."""
        return sum(item.disposition == kind for item in self.items)


Answers = Mapping[str, tuple[DispositionKind, str]]
"""Reference -> what becomes of the item, with the words taken of it in part."""


def consolidation(session: Session, standing: Standing, supposed: Answers | None = None) -> Consolidation:
    """The consolidation of a statement that has a version; three SQL statements.

    supposed: answers that nobody gave yet, in the place of those on the record.
    """
    asked = {"statement": standing.id, "version": standing.version_id, "language": standing.language}
    rows = [_supposing(row, supposed or {}) for row in many(session, _items(), asked)]
    texts = {row.version_id: titled(row.title, row.blocks) for row in session.execute(_texts(), asked)}
    drafts = session.execute(_newest_drafts(), asked).all()
    draft = next(row for row in drafts if row.language == standing.language)
    issued, written = texts[standing.version_id or 0], titled(draft.title, draft.blocks)
    amending = [row for row in rows if KINDS[row.kind].amends]
    places = _places(amending, texts, issued)
    names = _names(rows, standing)
    accepted = [_accepted_from_row(row, texts) for row in amending if row.disposition in IN_TEXT]
    refused = [_accepted_from_row(row, texts) for row in amending if row.disposition is DispositionKind.NOT_ACCEPTED]
    if supposed:  # as a save of them would leave it
        lost = [_accepted_from_row(row, texts) for row in amending if _is_no_more(row, supposed)]
        written = reopened(issued, written, accepted, lost)
    made = consolidate(issued, written, accepted, provisional_ids(), standing.language, refused)
    made = with_comments(with_lasting_ids(made, standing.key, standing.version or 0), issued, _comments_shown(rows))
    text = titled(made.title, made.blocks)
    return Consolidation(
        issued=issued,
        draft=written,
        text=text,
        items=tuple(consolidation_item(row, names[row.who_id], places.get(row.id)) for row in rows),
        consolidated=made,
        changed=text != issued,
        closed_at=draft.closed_at,
        saved_at=max([draft.saved_at, *(row.given_at for row in rows if row.given_at)]),
        serial=draft.serial,
        language=standing.language,
        translations=progress(drafts, standing, made.blocks),
        orders=tuple(orders(issued, accepted, (*made.by_hand, *made.unapplied))),
    )


def is_told(session: Session, version_id: int) -> bool:
    """Whether answers went out with the version; one SQL statement."""
    return session.scalar(select(Disposition.item_id).where(Disposition.version_id == version_id).limit(1)) is not None


_STATEMENT: Any = bindparam("statement")
_VERSION: Any = bindparam("version")
_LANGUAGE: Any = bindparam("language")


def _without_answer() -> tuple[ColumnElement[bool], ...]:
    """The conditions on Item and (joined outwardly) Disposition for what no version has answered."""
    return (
        Item.statement_id == _STATEMENT,
        Item.state == ItemState.SENT,
        or_(Disposition.item_id.is_(None), Disposition.version_id.is_(None)),
    )


@cache  # to put it together takes longer than to answer it
def _items() -> Any:
    support = (
        select(func.count())
        .where(Support.item_id == Item.id, Support.wording == Item.wording)
        .correlate(Item)
        .scalar_subquery()
    )
    other, pin = aliased(Item), aliased(Placement)
    asked = (
        select(
            *pin_columns(pin), Placement.verdict, Placement.block.label("now_block"),
            *columns_of(ConsolidationItem, Item), Item.number, Item.version_id, support.label("support"),
            other.number.label("other"), Disposition.kind.label("disposition"), Disposition.taken,
            Disposition.reason, Disposition.serial, Disposition.given_at, Disposition.turn,
            Disposition.shown_block, Disposition.shown_words, Disposition.showing_id,
            sent_in().label("sent_in"), (Submission.note != "").label("with_word"),
        )
        .outerjoin(Submission, Submission.id == Item.submission_id)
        .outerjoin(Disposition, Disposition.item_id == Item.id)
        .outerjoin(Placement, and_(Placement.item_id == Item.id, Placement.version_id == _VERSION))
        .outerjoin(pin, is_pin(pin))
        .outerjoin(other, other.id == Disposition.other_id)
        .where(*_without_answer())
        .order_by(Item.letter, Item.number)
    )  # fmt: skip
    return with_organisation(asked, Item.organisation_id, _STATEMENT)


def _names(rows: Sequence[Any], standing: Standing) -> dict[int | None, Named]:
    """Organisation id -> what it is called; most have several items."""
    return {id_: named(row, standing.viewer) for id_, row in {row.who_id: row for row in rows}.items()}


@cache
def _texts() -> Any:
    """Version ids and texts: of the newest version, and of those that unanswered items were made on or placed in."""
    answers = Disposition.item_id == Item.id
    asked = select(Item.version_id).outerjoin(Disposition, answers).where(*_without_answer())
    pins = select(Placement.version_id).join(Item, Item.id == Placement.item_id).outerjoin(Disposition, answers)
    wanted = asked.union(pins.where(*_without_answer(), Placement.placed_by.is_not(None)))
    text = select(Edition.version_id, Edition.title, Edition.blocks).where(Edition.language == _LANGUAGE)
    return text.where(or_(Edition.version_id == _VERSION, Edition.version_id.in_(wanted)))


@cache
def _newest_drafts() -> Any:
    """The newest save in each language; each row says the end of the last consultation as well."""
    closed_at = (
        select(func.max(Consultation.closed_at)).where(Consultation.statement_id == _STATEMENT).scalar_subquery()
    )
    columns = (Draft.language, Draft.title, Draft.blocks, Draft.saved_at, Draft.serial, Draft.translated)
    return select(*columns, closed_at.label("closed_at")).where(Draft.id.in_(newest_saves(_STATEMENT)))


def _supposing(row: Any, supposed: Answers) -> Any:
    """The row as it would be with the answer supposed, if there is one."""
    if not supposed or (ref := reference(row.kind, row.number)) not in supposed:
        return row
    kind, taken = supposed[ref]
    if (row.disposition, row.taken) == (kind, taken):
        return row
    return row._replace(disposition=kind, taken=taken, shown_block=None)  # what was shown is shown for its own answer


def _comments_shown(rows: Sequence[Any]) -> dict[str, tuple[str, str]]:
    """Reference -> the id of a block, and the words there that a penholder wrote for an accepted comment."""
    comments = (row for row in rows if not KINDS[row.kind].amends and row.disposition in ENTERS_TEXT)
    return {
        reference(row.kind, row.number): (row.shown_block, row.shown_words)
        for row in comments
        if row.shown_block is not None and row.shown_words
    }


def _is_no_more(row: Any, supposed: Answers) -> bool:
    return reference(row.kind, row.number) in supposed and row.disposition not in IN_TEXT


def _accepted_from_row(row: Any, texts: Mapping[int, tuple[Block, ...]]) -> Accepted:
    taken = row.taken if row.disposition is DispositionKind.PART else None
    in_full, bracketed = (row.disposition is kind for kind in (DispositionKind.ACCEPTED, DispositionKind.BRACKETED))
    asked, made_to = _placed_amendment(row, texts, taken)
    shown = None if row.shown_block is None else (row.shown_block, row.shown_words)
    return Accepted(replace(asked, turn=row.turn or 0), made_to, in_full, bracketed, shown)


def _placed_amendment(
    row: Any, texts: Mapping[int, tuple[Block, ...]], taken: str | None = None
) -> tuple[Amendment, tuple[Block, ...]]:
    """What the item asks for, and of which text; where a person placed it, there."""
    asked, made_to = _amendment_from_row(row, taken), texts[row.version_id]
    pin = pin_of(row)
    return pinned(asked, made_to, pin, texts[pin.version]) if pin else (asked, made_to)


def _amendment_from_row(row: Any, taken: str | None = None) -> Amendment:
    return amendment(reference(row.kind, row.number), row, taken)


def _places(
    rows: Sequence[Any], texts: Mapping[int, tuple[Block, ...]], issued: tuple[Block, ...]
) -> dict[int, Amendment | None]:
    """Id of an amendment -> what it asks of the version issued last, None where its words no longer stand."""
    asked = {row.id: Accepted(*_placed_amendment(row, texts)) for row in rows}
    return dict(zip(asked, carried(list(asked.values()), issued), strict=True))
