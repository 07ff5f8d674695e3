"""Points that come in from a file: each is kept as a draft of the organisation, or its fate says why not.

Nothing is sent by it: the drafts are read on the page of the organisation's points, put right and sent from there. The
same file again makes no second point, also where its drafts were edited or sent meanwhile.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.item import Item, ItemState
from workflow.models.person import Person
from workflow.models.point_file import PointFile, PointFileLine
from workflow.models.statement import Statement
from workflow.rules.consultation.openness import is_open
from workflow.rules.items.file_points import (
    FILE_POINTS_LIMIT,
    KEPT_FATES,
    FilePoint,
    PointFate,
    PointsOfFile,
    asked_as_dict,
)
from workflow.rules.items.kinds import KINDS
from workflow.rules.items.proposals import Proposal
from workflow.rules.items.refusals import (
    NothingChanged,
    NothingWritten,
    ParagraphClosed,
    ParagraphGone,
    TooManyPoints,
    WordsCut,
    WordsFoundTwice,
    WordsNotFound,
)
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.refusals import (
    AlreadyDone,
    NotFound,
    OverLength,
    Refusal,
    TextRefused,
    TooManyBlocks,
)
from workflow.services.items.placing import Place, Writing, check_writing, place_writing
from workflow.services.items.sending import (
    OnTheTable,
    enter_statement,
    insert_draft,
    made_by_form,
    on_the_table,
    place_of,
    record_item_event,
    require_change,
    writing_of,
)
from workflow.services.statements.basing import closed_agreed_blocks
from workflow.services.statements.openness import open_blocks
from workflow.text.document import plain
from workflow.text.edits import rewritten
from workflow.text.values import Edit

_NAME = 200


def bring_in(session: Session, person: Person, key: str, given: PointsOfFile, *, form_token: str = "") -> PointFile:
    """The file with the fate of each of its points, of which those that can be are drafts of the organisation now.

    The same form again answers with the first. Raises what `enter_statement` and `on_the_table` raise, TooManyPoints
    and AlreadyDone (a token that is another's). The caller commits.
    """
    statement = enter_statement(session, person, key)
    if earlier := _earlier(session, statement, person, form_token):
        return earlier
    if len(given.points) > FILE_POINTS_LIMIT:
        raise TooManyPoints(count=len(given.points), limit=FILE_POINTS_LIMIT)
    table = on_the_table(session, statement, given.version)
    desk = _desk(session, person, statement, table)
    file = PointFile(
        statement_id=statement.id,
        version_id=table.version.id,
        organisation_id=person.organisation_id,
        person_id=person.id,
        name=given.name[:_NAME],
        digest=given.digest,
        notes=dict(given.notes),
        form_token=form_token or None,
        at=now(session),
    )
    session.add(file)
    session.flush()
    for turn, point in enumerate(given.points, 1):
        fate, facts, item = _end_of(session, desk, point)
        session.add(_line(file, turn, point, fate, facts, item))
    session.flush()
    return file


def settle_line(session: Session, person: Person, key: str, line: str, item: Item) -> None:
    """Note that the point of a file which could not be kept was put right by hand, as `item`.

    Nothing where it has its item already. Raises NotFound for a line of another organisation. The caller commits.
    """
    statement = enter_statement(session, person, key)
    of_it = select(PointFileLine).join(PointFile, PointFile.id == PointFileLine.file_id)
    ours = PointFile.organisation_id.is_not_distinct_from(person.organisation_id)
    found = session.scalar(of_it.where(PointFileLine.key == line, PointFile.statement_id == statement.id, ours))
    if found is None:
        raise NotFound
    if found.fate not in KEPT_FATES:
        found.fate = PointFate.KEPT if item.body else PointFate.KEPT_LACKING
        found.facts, found.item_id = {}, item.id


def _earlier(session: Session, statement: Statement, person: Person, form_token: str) -> PointFile | None:
    found = made_by_form(session, PointFile, form_token)
    if found and (found.statement_id, found.organisation_id) != (statement.id, person.organisation_id):
        raise AlreadyDone
    return found


@dataclass(frozen=True)
class _Desk:
    """What every point of one file is held against. became: what earlier files asked for -> the item that it is. there:
    what is asked for already (`wish`) -> the drafts and what was sent of the organisation on the version; drafts: ids
    of its drafts on any. Both grow.
    """

    person: Person
    statement: Statement
    table: OnTheTable
    opened: set[str] | None
    agreed: frozenset[str]
    became: Mapping[str, Item]
    there: dict[tuple[object, ...], list[Item]] = field(default_factory=dict)
    drafts: list[int] = field(default_factory=list)

    def add(self, item: Item) -> None:
        """Note an item that is there."""
        if item.state is ItemState.KEPT:
            self.drafts.append(item.id)
        if item.version_id == self.table.version.id:
            self.there.setdefault(self.wish(place_of(item), writing_of(item)), []).append(item)

    @property
    def is_full(self) -> bool:
        """Whether the organisation has as many drafts as its page sends at once."""
        return len(self.drafts) >= FILE_POINTS_LIMIT

    def wish(self, place: Place, writing: Writing) -> tuple[object, ...]:
        """What is asked for and where: of a comment its words, of other words what the paragraph then reads, which two
        that change more or fewer words around the same ones have in common.
        """
        kind = KINDS[writing.kind]
        block = next((each for each in self.table.edition.blocks if each.id == place.block), None)
        if not kind.amends:
            return place, writing.kind, writing.body
        if kind.is_about_words and block is not None:
            made, _ = rewritten(block.text, [Edit(place.start, place.end, writing.proposal)])
            return block.id, writing.kind, made
        return place, writing.kind, writing.after, writing.proposal


def _desk(session: Session, person: Person, statement: Statement, table: OnTheTable) -> _Desk:
    ours = Item.organisation_id.is_not_distinct_from(person.organisation_id)
    of_it = select(Item).where(Item.statement_id == statement.id, Item.state != ItemState.WITHDRAWN, ours)
    items = session.scalars(of_it.order_by(Item.id).execution_options(populate_existing=True)).all()
    agreed = frozenset(closed_agreed_blocks(session, statement, table.edition.blocks))
    became = _became(session, person, table, {item.id: item for item in items})
    desk = _Desk(person, statement, table, open_blocks(table.consultation), agreed, became)
    for item in items:
        desk.add(item)
    return desk


def _became(session: Session, person: Person, table: OnTheTable, items: Mapping[int, Item]) -> dict[str, Item]:
    """What files of the organisation asked for on the version -> the item that it became, which is still there."""
    ours = PointFile.organisation_id.is_not_distinct_from(person.organisation_id)
    rows = session.execute(
        select(PointFileLine.asked, PointFileLine.item_id)
        .join(PointFile, PointFile.id == PointFileLine.file_id)
        .where(PointFile.version_id == table.version.id, ours, PointFileLine.fate.in_(KEPT_FATES))
        .order_by(PointFileLine.id)
    )
    return {_sign(row.asked): items[row.item_id] for row in rows if row.item_id in items}


def _sign(asked: Mapping[str, Any]) -> str:
    """What tells one wish of a file from another; in which language its page was read makes no other."""
    return repr(sorted((name, value) for name, value in asked.items() if name not in ("language", "version")))


_End = tuple[PointFate, Mapping[str, Any], Item | None]


def _end_of(session: Session, desk: _Desk, point: FilePoint) -> _End:
    """The fate of a point, what fills its sentence, and the item that it is."""
    if point.refused is not None:
        return point.refused, point.facts, None
    if earlier := desk.became.get(_sign(asked_as_dict(point.asked))):
        return PointFate.SAME, {}, earlier
    try:
        with session.begin_nested():
            return _take(session, desk, point)
    except WordsFoundTwice as refusal:
        if found := _one_of_those(desk, point.asked):
            return PointFate.SAME, {}, found
        return *_fate_of(refusal), None
    except Refusal as refusal:
        fate, facts = _fate_of(refusal)
        return fate, facts, None


def _one_of_those(desk: _Desk, asked: Proposal) -> Item | None:
    """What the organisation said of words that stand several times in the paragraph, as a sheet of ours writes it."""
    said = (asked.kind, asked.block, plain(asked.words or ""), asked.proposal, asked.body)
    there = (item for items in desk.there.values() for item in items)
    return next((it for it in there if (it.kind, it.block, plain(it.quote), it.proposal, it.body) == said), None)


def _take(session: Session, desk: _Desk, point: FilePoint) -> _End:
    """The point as a draft, or as what asks for the same already; raises Refusal."""
    place, writing = place_writing(desk.table.edition, point.asked, check_writing(point.asked))
    same = desk.there.get(desk.wish(place, writing), [])
    if found := next((item for item in same if item.body == writing.body or not writing.body), None):
        return PointFate.SAME, {}, found
    if same and KINDS[writing.kind].amends:
        return _add_reason(session, desk, same[0], writing)
    if desk.is_full:
        return PointFate.TOO_MANY, {"limit": FILE_POINTS_LIMIT}, None
    return _keep(session, desk, point, place, writing)


def _add_reason(session: Session, desk: _Desk, item: Item, writing: Writing) -> _End:
    """The reason for a draft that has none: nobody's words are written over."""
    if item.state is not ItemState.KEPT or item.body:
        return PointFate.OTHER_REASON, {}, item
    item.body, item.edited_at = writing.body, now(session)
    record_item_event(session, EventKind.ITEM_KEPT, desk.person, desk.statement, item)
    return PointFate.REASON_ADDED, {}, item


def _keep(session: Session, desk: _Desk, point: FilePoint, place: Place, writing: Writing) -> _End:
    if KINDS[writing.kind].amends and not is_open(
        writing.kind, place.block, writing.after, desk.opened, desk.table.edition.blocks, desk.agreed
    ):
        raise ParagraphClosed(title=KINDS[writing.kind].is_about_title)
    item = insert_draft(session, desk.person, desk.table, place, writing, None)
    if KINDS[writing.kind].amends:
        require_change(item, desk.table.edition)
    elif not writing.body:
        raise NothingWritten(kind=writing.kind)
    record_item_event(session, EventKind.ITEM_KEPT, desk.person, desk.statement, item)
    desk.add(item)
    return (PointFate.KEPT if writing.body else PointFate.KEPT_LACKING), {}, item


def _line(
    file: PointFile, turn: int, point: FilePoint, fate: PointFate, facts: Mapping[str, Any], item: Item | None
) -> PointFileLine:
    return PointFileLine(
        file_id=file.id,
        turn=turn,
        unit=point.unit,
        number=point.number,
        place=point.place.replace("\x00", "")[:_NAME],
        asked=asked_as_dict(point.asked),
        fate=fate,
        facts=dict(facts),
        item_id=item.id if item else None,
    )


_FATES: Mapping[type[Refusal], tuple[PointFate, Callable[[Any], dict[str, Any]]]] = {
    ParagraphGone: (PointFate.PARAGRAPH_GONE, lambda _: {}),
    ParagraphClosed: (PointFate.PARAGRAPH_CLOSED, lambda _: {}),
    WordsNotFound: (PointFate.WORDS_ABSENT, lambda why: {"closest": why.closest or ""}),
    WordsFoundTwice: (PointFate.WORDS_TWICE, lambda why: {"count": why.count}),
    WordsCut: (PointFate.WORDS_CUT, lambda why: {"words": why.words}),
    NothingWritten: (PointFate.NOTHING_WRITTEN, lambda why: {"kind": why.kind.value}),
    NothingChanged: (PointFate.NOTHING_CHANGED, lambda _: {}),
    OverLength: (PointFate.OVER_LENGTH, lambda why: {"limit": why.limit, "field": why.field or ""}),
    TooManyBlocks: (PointFate.TOO_LONG_TEXT, lambda why: {"limit": why.limit}),
}


def _fate_of(refusal: Refusal) -> tuple[PointFate, dict[str, Any]]:
    """What a refusal of a form is of a point of a file; raises one that is about more than this point."""
    if isinstance(refusal, TextRefused):
        two = refusal.reason == "two_paragraphs"
        return (PointFate.TWO_PARAGRAPHS if two else PointFate.FORBIDDEN), {"codes": refusal.codes}
    if type(refusal) not in _FATES:
        raise refusal
    fate, facts = _FATES[type(refusal)]
    return fate, facts(refusal)
