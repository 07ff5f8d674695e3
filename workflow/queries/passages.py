"""The desk by paragraphs, and the items of one paragraph by the words that they want."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from workflow.queries.consolidation import Desk, DeskItem
from workflow.text.amendments import Amendment, AmendmentKind, preview
from workflow.text.blocks import Block, BlockKind, numbers
from workflow.text.consolidation import exclusive
from workflow.text.excerpt import Ops, excerpt, shortened

WHOLE, GONE = "text", "gone"
"""Stand in an address where a paragraph's id would; with their vowels they are no ids."""


class PassageKind(StrEnum):
    """What the items of a passage are about, in the order of the page."""

    WORDS = "words"
    PARAGRAPH = "paragraph"  # to be removed or moved as a whole
    NEW = "new"  # paragraphs to follow this one
    LOST = "lost"  # words that stand in the version no more
    COMMENTS = "comments"


@dataclass(frozen=True)
class Paragraph:
    """A paragraph with items: its id or WHOLE or GONE, the number it is read by, and its first words."""

    key: str
    kind: BlockKind | None
    number: int | None
    words: str
    items: tuple[DeskItem, ...]

    @property
    def left(self) -> int:
        """How many of its items wait."""
        return sum(item.disposition is None for item in self.items)

    @property
    def dealt(self) -> int:
        """How many of its items are dealt with."""
        return len(self.items) - self.left


@dataclass(frozen=True)
class Passage:
    """Items about the same words. rivals: the references of which at most one can be accepted in full."""

    kind: PassageKind
    words: str
    items: tuple[DeskItem, ...]
    rivals: tuple[str, ...] = ()


def paragraphs(desk: Desk) -> tuple[Paragraph, ...]:
    """The paragraphs that have items, the whole text first, in the order of the version; those gone last."""
    number_of = numbers(desk.issued)
    there = {block.id for block in desk.issued}
    of: dict[str, list[DeskItem]] = defaultdict(list)
    for item in desk.items:
        of[WHOLE if item.block is None else item.block if item.block in there else GONE].append(item)
    known = [
        Paragraph(block.id, block.kind, number_of.get(block.id), shortened(block.text, 40), tuple(of[block.id]))
        for block in desk.issued
        if block.id in of
    ]
    whole, gone = ([Paragraph(key, None, None, "", tuple(of[key]))] if key in of else [] for key in (WHOLE, GONE))
    return (*whole, *known, *gone)


def homes(found: Sequence[Paragraph]) -> dict[str, str]:
    """Reference -> the key of the paragraph beside which the item stands."""
    return {item.reference: paragraph.key for paragraph in found for item in paragraph.items}


def chosen(found: Sequence[Paragraph], key: str | None) -> Paragraph | None:
    """The paragraph asked for, else the first that has something left, else the first."""
    named = [paragraph for paragraph in found if paragraph.key == key]
    return next(iter([*named, *(paragraph for paragraph in found if paragraph.left), *found]), None)


def following(found: Sequence[Paragraph], key: str) -> str | None:
    """The next paragraph that has something left, from the beginning again after the end; None where none has."""
    at = next((place for place, paragraph in enumerate(found) if paragraph.key == key), -1)
    return next((paragraph.key for paragraph in [*found[at + 1 :], *found[: at + 1]] if paragraph.left), None)


def passages(desk: Desk, paragraph: Paragraph) -> tuple[Passage, ...]:
    """The items of a paragraph, those that exclude one another together, then by words, then the comments."""
    group_of = {ref: group for group in _rivals(desk, paragraph) for ref in group}
    sets: dict[object, list[DeskItem]] = defaultdict(list)
    for item in paragraph.items:
        sets[group_of.get(item.reference) or _subject(item)].append(item)
    made = [_passage(desk, items, group_of.get(items[0].reference, ())) for items in sets.values()]
    order = list(PassageKind)
    return tuple(sorted(made, key=lambda each: (order.index(each.kind), not each.rivals, _first(each.items))))


def effects(desk: Desk, items: Sequence[DeskItem]) -> Mapping[str, Ops]:
    """Reference -> what the amendment alone would do to its paragraph, with a few words around."""
    blocks = {block.id: block for block in desk.issued}
    return {item.reference: _effect(item, blocks) for item in items if item.change is not None}


def _effect(item: DeskItem, blocks: Mapping[str, Block]) -> Ops:
    place = item.place
    if item.change is AmendmentKind.REPLACE and place is not None:
        block = blocks[place.block]
        alone = preview([block], block.id, [place])
        return excerpt(block.text, alone.text if alone else "")
    if item.change is AmendmentKind.REPLACE:
        return excerpt(item.quote, item.proposal)
    if item.change is AmendmentKind.ADD:
        return ((1, item.proposal),)
    return ((-1, shortened(item.quote, 200)),) if item.change is AmendmentKind.REMOVE else ()


def _rivals(desk: Desk, paragraph: Paragraph) -> list[tuple[str, ...]]:
    """Groups that exclude one another, with at least one item of this paragraph."""
    own = {place for item in paragraph.items if item.place is not None for place in _touched(item.place)}
    near = [item.place for item in desk.items if item.place is not None and own & _touched(item.place)]
    mine = {item.reference for item in paragraph.items}
    return [group for group in exclusive(desk.issued, near) if mine & set(group)]


def _touched(place: Amendment) -> set[str]:
    """The paragraphs that an amendment changes or would have another one follow."""
    changed = {place.block} if place.kind is not AmendmentKind.ADD else set()
    return changed | ({place.after} if place.after is not None else set())


def _subject(item: DeskItem) -> object:
    if item.change is None:
        return PassageKind.COMMENTS
    if item.place is None:
        return PassageKind.LOST
    if item.change is AmendmentKind.ADD:
        return PassageKind.NEW
    return (item.place.start, item.place.end) if item.change is AmendmentKind.REPLACE else PassageKind.PARAGRAPH


def _passage(desk: Desk, items: Sequence[DeskItem], rivals: tuple[str, ...]) -> Passage:
    spans = [item.place for item in items if item.place is not None and item.change is AmendmentKind.REPLACE]
    subjects = {_subject(item) for item in items}
    if spans and (rivals or len(subjects) == 1) and PassageKind.PARAGRAPH not in subjects:
        return Passage(PassageKind.WORDS, _words(desk.issued, spans), tuple(items), rivals)
    kinds = [kind for kind in PassageKind if kind in subjects]
    return Passage(kinds[0] if kinds else PassageKind.WORDS, "", tuple(items), rivals)


def _words(issued: Sequence[Block], spans: Sequence[Amendment]) -> str:
    """The words that the amendments want, from the first to the last of them."""
    text = next((block.text for block in issued if block.id == spans[0].block), "")
    return shortened(text[min(span.start for span in spans) : max(span.end for span in spans)])


def _first(items: Sequence[DeskItem]) -> tuple[int, str]:
    return min((item.place.start if item.place else item.start, item.reference.rjust(9)) for item in items)
