"""The table of responses: what became of each item, as members may know it; no penholder sees more here.

It goes out as a file too, so items for the penholder only are in it for their own organisation alone.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import takewhile
from math import inf
from typing import Any

from sqlalchemy import and_, false, select
from sqlalchemy.orm import Session, aliased

from workflow.models.item import Item, ItemState
from workflow.models.organisation import Organisation
from workflow.models.placement import Placement
from workflow.models.version import Version
from workflow.queries.consolidation.objections import ObjectionShown, objections_told
from workflow.queries.consolidation.response_table_lines import Places, ResponseLine, lines, places, with_numbers
from workflow.queries.consolidation.told import answers_told, has_lapsed
from workflow.queries.items.items import own
from workflow.queries.items.named_proposers import Proposer, co_proposers, proposer
from workflow.queries.shared.disclosure import is_disclosed_when
from workflow.queries.shared.organisation_names import with_organisation
from workflow.queries.shared.proposers import is_joint
from workflow.queries.shared.standing import Standing
from workflow.queries.shared.values import value_of
from workflow.rules.consolidation.dispositions import DispositionKind
from workflow.rules.items.kinds import KINDS, ItemKind, home_of
from workflow.rules.shared.names import PUBLIC, Viewer

PAGE = 50


class By(StrEnum):
    """What the table of responses is ordered by."""

    PARAGRAPH = "paragraph"
    ORGANISATION = "organisation"


@dataclass(frozen=True)
class Chosen:
    """What of the table of responses is wanted; what is None or empty chooses nothing. organisation: a Proposer's
    address.
    """

    by: By = By.PARAGRAPH
    version: int | None = None
    outcome: DispositionKind | None = None
    organisation: str = ""
    amends: bool | None = None


@dataclass(frozen=True)
class ResponsePart:
    """Items that stand together in the newest version. place: "title", "text", "paragraph" or "gone"; or who."""

    place: str
    block: str
    who: Proposer | None
    lines: tuple[ResponseLine, ...]


@dataclass(frozen=True)
class ResponseTable:
    """One page of it. counts: of all chosen lines, which are of `total` items; versions, outcomes, organisations: what
    can be chosen.

    waiting: how many items that the viewer may know of have no answer in a version yet; lapsed: how many of these had
    one that fell away. objections: those chosen of the ones that were answered, on the first page; objecting: how many
    there are in all.
    """

    parts: tuple[ResponsePart, ...]
    counts: Mapping[DispositionKind, int]
    total: int
    waiting: int
    lapsed: int
    versions: tuple[int, ...]
    outcomes: tuple[DispositionKind, ...]
    organisations: tuple[Proposer, ...]
    places: Places
    page: int
    pages: int
    objections: tuple[ObjectionShown, ...] = ()
    objecting: int = 0

    @property
    def has_answers(self) -> bool:
        """Whether anything was answered, chosen or not."""
        return bool(self.outcomes or self.objecting)

    @property
    def has_lines(self) -> bool:
        """Whether anything of it was chosen."""
        return bool(self.total or self.objections)

    def first_here(self, part: ResponsePart) -> frozenset[int]:
        """The places of the part's lines whose item stands nowhere above: an id is on a page once.

        An item has a line of each version that told of it, and under each organisation that made it.
        """
        above = takewhile(lambda each: each is not part, self.parts)
        seen = {line.anchor for each in above for line in each.lines}
        anchors = [line.anchor for line in part.lines]
        return frozenset(at for at, anchor in enumerate(anchors) if anchor not in seen and anchors.index(anchor) == at)

    @property
    def has_protected(self) -> bool:
        """Whether a protected organisation is among those who can be chosen."""
        return any(each.is_protected for each in self.organisations)


@dataclass(frozen=True)
class _ToldEntry:
    """What a version told of one item, before its words are read.

    made_on: the id of the version that it is about. version: that was issued with the answer, None if withdrawn.
    """

    id: int
    made_on: int
    kind: ItemKind
    letter: str
    number: int
    place: str
    block: str
    order: tuple[int, float]
    by: tuple[Proposer, ...]
    outcome: DispositionKind | None
    version: int | None
    lapsed: bool

    @property
    def key(self) -> tuple[int, int | None]:
        """What its line is known by: an item has one of each version that told of it."""
        return self.id, self.version


def register(
    session: Session,
    standing: Standing,
    chosen: Chosen,
    *,
    page: int = 1,
    size: int | None = PAGE,
    labels_alone: bool = False,
) -> ResponseTable:
    """The chosen items as `standing`'s viewer may know them, `size` a page (None: all on one).

    labels_alone: protected organisations stand under their labels whoever looks, where what is made leaves the service.
    Three SQL statements, four where items of the page are about earlier versions; one more for those of several, and
    two after a ballot.
    """
    there = places(session, standing)
    namer = PUBLIC if labels_alone else standing.viewer
    entries = _entries(session, standing, there, namer)
    told = objections_told(session, standing, namer)
    answered = [entry for entry in entries if entry.outcome]
    wanted = _in_order([entry for entry in answered if _is_chosen(entry, chosen)], chosen)
    pages = max(1, -(-len(wanted) // size)) if size else 1
    here = min(max(page, 1), pages)
    picked = wanted[(here - 1) * size : here * size] if size else wanted
    there = with_numbers(session, standing, there, {entry.made_on for entry in picked})
    read = lines(session, standing, there, {entry.id: tuple(each.who for each in entry.by) for entry in picked})
    once = {entry.key: entry for entry in wanted}
    return ResponseTable(
        parts=_parts(picked, read, chosen.by),
        counts=Counter(entry.outcome for entry in once.values() if entry.outcome),
        total=len({entry.id for entry in wanted}),
        waiting=len(entries) - len(answered),
        lapsed=sum(entry.lapsed for entry in entries if not entry.outcome),
        versions=tuple(sorted({entry.version for entry in answered if entry.version})),
        outcomes=tuple(kind for kind in DispositionKind if any(entry.outcome is kind for entry in answered)),
        organisations=_proposers_in_order(
            {each for entry in answered for each in entry.by} | {each.by for each in told}
        ),
        places=there,
        page=here,
        pages=pages,
        objections=tuple(each for each in told if _is_chosen_objection(each, chosen)) if here == 1 else (),
        objecting=len(told),
    )


def _entries(session: Session, standing: Standing, there: Places, namer: Viewer) -> list[_ToldEntry]:
    """What each version told of every item that was sent and that may be known of; once of one that none told of.

    namer: before whom the organisations are named.
    """
    answered, given = aliased(Version), answers_told(standing.id)
    open_to_all = is_disclosed_when(own(standing.viewer), sees_unseen=false(), sees_private=false())
    asked = (
        select(
            Item.id, Item.kind, Item.letter, Item.number, Item.state, Item.block, Item.start, Item.after,
            Item.version_id.label("made_on"), Placement.verdict, Placement.block.label("now_block"),
            Placement.start.label("now_start"), Placement.end.label("now_end"),
            Organisation.key, is_joint().label("joint"), given.c.kind.label("outcome"),
            answered.number.label("version"), has_lapsed(standing).label("lapsed"),
        )
        .select_from(Item)
        .outerjoin(given, given.c.item_id == Item.id)
        .outerjoin(answered, answered.id == given.c.version_id)
        .outerjoin(Placement, and_(Placement.item_id == Item.id, Placement.version_id == standing.version_id))
        .where(Item.statement_id == standing.id, Item.number.is_not(None), Item.state != ItemState.KEPT, open_to_all)
        .order_by(Item.letter, Item.number, answered.number)
    )  # fmt: skip
    rows = session.execute(with_organisation(asked, Item.organisation_id, Item.statement_id)).all()
    others = co_proposers(session, standing.id, namer, sorted({row.id for row in rows if row.joint}))
    return [_entry(row, namer, there, others.get(row.id, ())) for row in rows]


def _entry(row: Any, namer: Viewer, there: Places, others: tuple[Proposer, ...]) -> _ToldEntry:
    block, start = _stands(row, there)
    place, at = there.of(block, row.kind)
    withdrawn = DispositionKind.WITHDRAWN if row.state is ItemState.WITHDRAWN else None
    return value_of(
        _ToldEntry,
        row,
        place=place,
        block=block or "" if place == "paragraph" else "",
        order=(at, _within(row.kind, place, start)),
        by=(proposer(row, namer), *others),
        outcome=row.outcome or withdrawn,
    )


def _within(kind: ItemKind, place: str, start: int) -> float:
    """Where an item stands among those of its place; a new paragraph behind all that is in the one it would follow."""
    if place != "paragraph":
        return 0  # what stood where in paragraphs that are gone says nothing now
    return inf if KINDS[kind].is_new_paragraph else start


def _stands(row: Any, there: Places) -> tuple[str | None, int]:
    """The block where an item stands in the newest version, "" for the whole text, None without a place; and where."""
    own = home_of(row.kind, row.block, row.after) or ""
    if KINDS[row.kind].is_new_paragraph and not own:  # at the beginning
        return next(iter(there.order), ""), 0
    # What was made on the newest version has no other place, and what was withdrawn is not followed.
    if row.verdict is None or not own:
        return own, row.start
    # Words that are gone from their paragraph stand among the others where they stood.
    gone_at_home = row.now_start == row.now_end and row.now_block == own
    return row.now_block, row.start if gone_at_home else row.now_start


def _is_chosen(entry: _ToldEntry, chosen: Chosen) -> bool:
    return (
        chosen.version in (None, entry.version)
        and chosen.outcome in (None, entry.outcome)
        and chosen.amends in (None, KINDS[entry.kind].amends)
        and (not chosen.organisation or any(each.address == chosen.organisation for each in entry.by))
    )


def _is_chosen_objection(objection: ObjectionShown, chosen: Chosen) -> bool:
    """Whether the choice leaves objections in, which no version answers and no kind of answer to items is for."""
    of_items = (chosen.version, chosen.outcome, chosen.amends)
    return of_items == (None, None, None) and chosen.organisation in ("", objection.by.address)


def _in_order(entries: Sequence[_ToldEntry], chosen: Chosen) -> list[_ToldEntry]:
    """In the order of the text, then of numbers; or of what the organisations are called, an item under each of its."""
    if chosen.by is By.PARAGRAPH:
        return sorted(entries, key=lambda entry: (entry.order, entry.letter, entry.number, entry.version or 0))
    each_own = [
        replace(entry, by=(each, *(other for other in entry.by if other != each)))
        for entry in entries
        for each in entry.by
        if chosen.organisation in ("", each.address)
    ]
    return sorted(each_own, key=lambda entry: (entry.by[0].sorting, entry.letter, entry.number, entry.version or 0))


def _proposers_in_order(proposers: set[Proposer]) -> tuple[Proposer, ...]:
    return tuple(sorted(proposers, key=lambda each: each.sorting))


def _parts(
    picked: Sequence[_ToldEntry], read: Mapping[tuple[int, int | None], ResponseLine], by: By
) -> tuple[ResponsePart, ...]:
    grouped: dict[tuple[str, str, Proposer | None], list[ResponseLine]] = {}
    for entry in picked:
        key = (entry.place, entry.block, None) if by is By.PARAGRAPH else ("", "", entry.by[0])
        grouped.setdefault(key, []).append(read[entry.key])
    return tuple(ResponsePart(place, block, who, tuple(found)) for (place, block, who), found in grouped.items())
