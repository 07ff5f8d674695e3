"""The lines of the table of responses: what each item asked for and where, and what became of it."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, aliased

from workflow.models.item import Item, amendment_reference
from workflow.models.version import Version
from workflow.queries.consolidation.told import answers_told, has_lapsed
from workflow.queries.shared.disclosure import may_be_named
from workflow.queries.shared.original_texts import original_texts
from workflow.queries.shared.standing import Standing
from workflow.queries.shared.values import value_of
from workflow.rules.consolidation.dispositions import DispositionKind
from workflow.rules.items.kinds import KINDS, ItemKind
from workflow.rules.shared.names import Named
from workflow.text.document import numbers, plain
from workflow.text.values import Block

_FIRST = -1


@dataclass(frozen=True)
class Places:
    """The blocks of the newest version in order, and the numbers of paragraphs in those versions that were read."""

    newest: tuple[Block, ...]
    numbers: Mapping[int, Mapping[str, int]]  # version -> block id -> number for reading
    order: Mapping[str, int]

    def of(self, block: str | None, kind: ItemKind) -> tuple[str, int]:
        """Where items about that block stand, and the order of that place; "": the whole text, None: words gone."""
        if KINDS[kind].is_about_title:
            return "title", _FIRST - 1
        if block == "":
            return "text", _FIRST
        at = self.order.get(block) if block is not None else None
        return ("gone", len(self.order)) if at is None else ("paragraph", at)

    def number(self, version: int, block: str | None) -> int | None:
        """The number that the paragraph had in that version."""
        return self.numbers.get(version, {}).get(block or "")

    def words(self, block: str) -> str:
        """The words of a block of the newest version."""
        return self.newest[self.order[block]].text if block in self.order else ""


@dataclass(frozen=True)
class ResponseLine:
    """One item with what became of it. who: all in whose name it is made.

    made_on: the version that it is about; whole: it is about no words in particular; number, after_number: of its
    paragraphs there. quote, proposal: without their marks. other: the amendment that overtook it, where the viewer may
    know of it, and its words. version: that was issued with the answer; again: the later one that answers it anew.
    lapsed: an earlier answer fell away before. shown: the words of the version that say it, by the penholder's word.
    needs_no_words: by the same, none had to change. said_anyway: the version says it though the answer does not put it
    there.
    """

    reference: str
    kind: ItemKind
    who: tuple[Named, ...]
    late: bool
    private: bool
    language: str
    made_on: int
    whole: bool
    block: str | None
    number: int | None
    after: str | None
    after_number: int | None
    quote: str
    proposal: str
    body: str
    outcome: DispositionKind
    other: str
    other_words: str
    taken: str
    because: str
    version: int | None
    again: int | None = None
    lapsed: bool = False
    shown: str = ""
    needs_no_words: bool = False
    said_anyway: bool = False

    @property
    def anchor(self) -> str:
        """The id of its line on a page."""
        return self.reference.lower()


def places(session: Session, standing: Standing) -> Places:
    """The text of the newest version, in one SQL statement."""
    newest = original_texts(session, standing, Version.id == standing.version_id).get(standing.version or 0, ())
    order = {block.id: at for at, block in enumerate(newest)}
    return Places(newest, {standing.version or 0: numbers(newest)}, order)


def with_numbers(session: Session, standing: Standing, there: Places, versions: Collection[int]) -> Places:
    """The same with the numbers in the versions of those ids; one SQL statement where one is not the newest."""
    wanted = set(versions) - {standing.version_id}
    read = original_texts(session, standing, Version.id.in_(wanted)) if wanted else {}
    return replace(there, numbers={**there.numbers, **{number: numbers(text) for number, text in read.items()}})


def lines(
    session: Session, standing: Standing, there: Places, items: Mapping[int, tuple[Named, ...]]
) -> dict[tuple[int, int | None], ResponseLine]:
    """Item id and version -> the line, of the items given with those in whose name they are made; one SQL statement."""
    if not items:
        return {}
    made, answered, other, given = aliased(Version), aliased(Version), aliased(Item), answers_told(standing.id)
    may_know = may_be_named(other, standing.viewer.organisation_id)
    rows = session.execute(
        select(
            Item, made.number.label("made_on"), answered.number.label("version"), other.number.label("other"),
            given.c.kind.label("outcome"), given.c.taken, given.c.reason, given.c.former,
            given.c.shown_words.label("shown"), given.c.needs_no_words, given.c.said_anyway,
            other.proposal.label("other_words"), has_lapsed(standing).label("lapsed"),
        )
        .join(made, made.id == Item.version_id)
        .outerjoin(given, given.c.item_id == Item.id)
        .outerjoin(answered, answered.id == given.c.version_id)
        .outerjoin(other, and_(other.id == given.c.other_id, may_know))
        .where(Item.id.in_(items))
    )  # fmt: skip
    told_of = defaultdict(list)
    for row in rows:
        told_of[row.Item.id].append(row)
    return {
        (item, row.version): _line(row, there, items[item], again)
        for item, each in told_of.items()
        for row, again in _with_next(each)
    }


def _with_next(told_of: Sequence[Any]) -> Iterator[tuple[Any, int | None]]:
    """Each row with the version that told of the same item next."""
    rows = sorted(told_of, key=lambda row: row.version or 0)
    return zip(rows, [*(row.version for row in rows[1:]), None], strict=True)


def _line(row: Any, there: Places, who: tuple[Named, ...], again: int | None) -> ResponseLine:
    item: Item = row.Item
    return value_of(
        ResponseLine,
        item,
        who=who,
        made_on=row.made_on,
        whole=item.start == item.end,
        number=there.number(row.made_on, item.block),
        after_number=there.number(row.made_on, item.after),
        quote=plain(item.quote),
        proposal=plain(item.proposal),
        outcome=row.outcome or DispositionKind.WITHDRAWN,
        other=amendment_reference(row.other),
        other_words=plain(row.other_words or ""),
        taken=row.taken or "",
        because=row.reason or "",
        shown=plain(row.shown or ""),
        needs_no_words=bool(row.needs_no_words),
        said_anyway=bool(row.said_anyway),
        version=row.version,
        again=again,
        lapsed=row.lapsed and row.former is False,  # of a withdrawn one, and of the one that fell away, that is no news
    )
