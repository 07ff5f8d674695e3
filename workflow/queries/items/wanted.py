"""Which items a reader of the tab Comments wants: every item with what is asked about it, and the choices that fit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, literal, select, union_all
from sqlalchemy.orm import Session

from workflow.models.item import CoProposer, Disposition, Item, ItemState, reference
from workflow.models.looking import SeenItem
from workflow.models.organisation import Organisation
from workflow.models.placement import Placement
from workflow.models.version import Version
from workflow.queries.items.items import asking_values, is_told, visible, visible_to_reader
from workflow.queries.items.margin import AMENDS, Show
from workflow.queries.items.newness import look_at, newness
from workflow.queries.shared.disclosure import of_reader
from workflow.queries.shared.many import many
from workflow.queries.shared.organisation_names import named, with_organisation
from workflow.queries.shared.standing import Standing
from workflow.rules.items.kinds import KINDS
from workflow.rules.people.membership import SECRETARIAT
from workflow.rules.shared.names import Named
from workflow.text.unicode import has_all, sought

TEXT, GONE = "text", "gone"
"""Stand for the whole text, and for paragraphs that are no longer in it, where a paragraph's id would stand."""


class Answered(StrEnum):
    """Which items by what became of them. NEW: to the reader, or changed since they saw them."""

    ALL = "all"
    WAITING = "waiting"
    DONE = "done"
    WITHDRAWN = "withdrawn"
    NEW = "new"


@dataclass(frozen=True)
class Wanted:
    """What a reader chose; empty: everything. who: `handle()` of an organisation. block: an id, TEXT or GONE."""

    show: Show = Show.ALL
    answered: Answered = Answered.ALL
    who: str = ""
    block: str = ""
    words: str = ""

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return self == Wanted()


def handle(who: Named, key: str) -> str:
    """What stands for an organisation in an address: nothing that would tell this reader more than its name does."""
    if who.secretariat:
        return SECRETARIAT
    return who.code or key


@dataclass(frozen=True)
class Writer:
    """An organisation as the viewer may know it. items: ids of those in its name, alone or with others."""

    who: Named
    items: frozenset[int]


def writers(session: Session, standing: Standing) -> dict[str, Writer]:
    """`handle()` -> in whose name the viewer may see items, by what they are called; one SQL statement."""
    first = with_organisation(_keys(), Item.organisation_id, standing.id)
    further = _keys().join(CoProposer, CoProposer.item_id == Item.id)
    further = with_organisation(further, CoProposer.organisation_id, standing.id)
    known = (Item.statement_id == standing.id, visible(standing))
    found: dict[int | None, list[Any]] = {}
    for row in session.execute(union_all(*(each.where(*known) for each in (first, further)))):
        found.setdefault(row.who_id, []).append(row)
    by_name = [(named(group[0], standing.viewer), group) for group in found.values()]
    by_name.sort(key=lambda pair: pair[0].sorting)
    return {handle(who, group[0].key): Writer(who, frozenset(row.id for row in group)) for who, group in by_name}


def _keys() -> Select[*tuple[Any, ...]]:
    return select(Item.id, Organisation.key).select_from(Item)


def everything(session: Session, standing: Standing, words: str) -> Sequence[Any]:
    """A row for each item that the viewer may see; their words are read where they are searched. One SQL statement."""
    return many(session, _everything(bool(words)), {**asking_values(standing), "version": standing.version_id})


@cache  # to put it together takes longer than to answer it
def _everything(with_words: bool) -> Any:
    texts = (Item.body, Item.proposal, Item.quote) if with_words else (literal("").label("body"),)
    now, seen = Placement.version_id == bindparam("version"), SeenItem.person_id == bindparam("person")
    asked = (
        select(
            Item.id, Item.kind, Item.number, Item.state, Item.block, Item.start, Item.after,
            of_reader().label("ours"),
            Disposition.kind.label("disposition"), Disposition.version_id, Placement.verdict, Placement.placed_by,
            Placement.block.label("now_block"), Placement.start.label("now_start"), Placement.end.label("now_end"),
            look_at(SeenItem.at).label("look"),
            Organisation.key, *texts,
        )
        .select_from(Item)
        .join(Version, Version.id == Item.version_id)
        .outerjoin(Disposition, Disposition.item_id == Item.id)
        .outerjoin(Placement, and_(Placement.item_id == Item.id, now))
        .outerjoin(SeenItem, and_(SeenItem.item_id == Item.id, seen))
        .where(Item.statement_id == bindparam("statement"), visible_to_reader())
    )  # fmt: skip
    return with_organisation(asked, Item.organisation_id, Item.statement_id)


class RowChoice:
    """Whether rows are wanted; made once for all of them."""

    def __init__(self, standing: Standing, wanted: Wanted, written: Mapping[str, Writer]) -> None:
        """written: what `writers` found, where an organisation is chosen."""
        self._standing, self._wanted, self._words = standing, wanted, sought(wanted.words)
        self._of = written[wanted.who].items if wanted.who in written else frozenset[int]()

    def takes(self, row: Any, place: str) -> bool:
        """Whether the item is wanted; place: the block where it stands now, TEXT or GONE."""
        wanted = self._wanted
        return (
            _is_shown(wanted.show, row)
            and self._is_so(wanted.answered, row)
            and wanted.block in ("", place)
            and (not wanted.who or row.id in self._of)
            and (not self._words or self._has_words(row))
        )

    def _is_so(self, answered: Answered, row: Any) -> bool:
        if answered is Answered.ALL:
            return True
        if answered is Answered.NEW:
            return newness(row) is not None
        withdrawn = row.state is ItemState.WITHDRAWN
        if answered is Answered.WITHDRAWN:
            return withdrawn
        done = row.disposition is not None and is_told(self._standing, row.version_id)
        return done if answered is Answered.DONE else not done and not withdrawn

    def _has_words(self, row: Any) -> bool:
        return has_all(self._words, reference(row.kind, row.number), row.body, row.proposal, row.quote)


def _is_shown(show: Show, row: Any) -> bool:
    if show is Show.OURS:
        return bool(row.ours)
    amends = KINDS[row.kind].amends
    return amends is AMENDS.get(show, amends)
