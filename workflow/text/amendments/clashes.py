"""Which amendments to one version can't stand together, or not without a look.

Two that quote the same words stand together where they change others of them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from itertools import combinations, product

from workflow.text.amendments.places import has_place
from workflow.text.document.lines import one_line
from workflow.text.edits.fitting import alone, whole
from workflow.text.edits.narrowing import changes, spliced
from workflow.text.merge.merge import merge3
from workflow.text.values.amendment import Amendment, AmendmentKind
from workflow.text.values.block import Block
from workflow.text.values.spans import Edit

Reads = Callable[[Amendment], str]
_REPLACE, _ADD, _REMOVE, _MOVE = (
    AmendmentKind.REPLACE,
    AmendmentKind.ADD,
    AmendmentKind.REMOVE,
    AmendmentKind.MOVE,
)


class ClashKind(StrEnum):
    """Why two amendments clash. MOVE_EDIT alone is no hindrance: the edit follows the paragraph that moves."""

    SAME_WORDS = "same_words"
    OVERLAP = "overlap"
    CONTAINS = "contains"
    SAME_POINT = "same_point"  # two insertions, or two paragraphs after the same one
    DELETE_EDIT = "delete_edit"
    MOVE_EDIT = "move_edit"
    TWO_PLACES = "two_places"  # one paragraph moved to two places
    MOVED_ANCHOR = "moved_anchor"  # the paragraph that the other should follow is itself moved


@dataclass(frozen=True, slots=True)
class Clash:
    """Two amendments and why they clash. `exclusive`: at most one of them can be applied."""

    kind: ClashKind
    refs: tuple[str, str]

    @property
    def exclusive(self) -> bool:
        return self.kind is not ClashKind.MOVE_EDIT


def clashes(blocks: Sequence[Block], amendments: Sequence[Amendment]) -> list[tuple[str, ...]]:
    """Groups of references that clash with one another, directly or through a third, in the order given.

    Groups of which at most one can be accepted come first, then each moved paragraph with the edits inside it. Two
    amendments with the same effect don't clash. Raises ValueError for offsets that are no words of the paragraph.
    """
    moved = [clash.refs for clash in clash_list(blocks, amendments) if not clash.exclusive]
    return exclusive(blocks, amendments) + _groups(moved, amendments)


def exclusive(blocks: Sequence[Block], amendments: Sequence[Amendment]) -> list[tuple[str, ...]]:
    """Of these groups those of which at most one can be accepted in full."""
    return _groups([clash.refs for clash in clash_list(blocks, amendments) if clash.exclusive], amendments)


def clash_list(blocks: Sequence[Block], amendments: Sequence[Amendment], solid: Set[str] = frozenset()) -> list[Clash]:
    """Every pair that clashes and why; amendments whose place is not there clash with none.

    solid: references of those that stand with all the words that they quote, as alternatives in brackets do.
    """
    by_id = {block.id: block for block in blocks}
    placed = [with_whole_marks(amendment, by_id) for amendment in amendments if has_place(amendment, by_id)]
    reads = cache(lambda amendment: alone(by_id[amendment.block], amendment))  # once each, however many it meets
    found = {}
    for one, other in _neighbours(placed):
        if (kind := _kind(one, other, by_id, reads)) and not (
            solid.isdisjoint((one.ref, other.ref)) and _are_apart(by_id.get(one.block), one, other, reads)
        ):
            found[one.ref, other.ref] = Clash(kind, (one.ref, other.ref))
    return [*found.values(), *_titles(amendments)]


def _titles(amendments: Sequence[Amendment]) -> Iterator[Clash]:
    """A text has one title: two that read differently exclude each other."""
    titles = [each for each in amendments if each.kind is AmendmentKind.TITLE]
    for one, other in combinations(titles, 2):
        if one_line(one.words) != one_line(other.words):
            yield Clash(ClashKind.SAME_WORDS, (one.ref, other.ref))


def with_whole_marks(amendment: Amendment, blocks: Mapping[str, Block]) -> Amendment:
    """The amendment with the whole of every mark that it would break: two that break one mark clash."""
    if amendment.kind is not _REPLACE:
        return amendment
    edit = whole(blocks[amendment.block].text, Edit(amendment.start, amendment.end, amendment.words))
    return replace(amendment, start=edit.start, end=edit.end)


def _are_apart(block: Block | None, one: Amendment, other: Amendment, reads: Reads) -> bool:
    """Whether two replacements that quote some of the same words of the block change others of them.

    A word at least stands between their changes, and the two readings of the paragraph are merged without a question.
    """
    if block is None or {one.kind, other.kind} != {_REPLACE}:
        return False
    mine, theirs = (changes(block.text, Edit(each.start, each.end, each.words)) for each in (one, other))
    if not all(a == b or _has_word_between(block.text, a, b) for a, b in product(mine, theirs)):
        return False
    merged, conflicts = merge3(block.text, reads(one), reads(other))
    return not conflicts and merged == spliced(block.text, sorted({*mine, *theirs}))[0]


def _has_word_between(text: str, one: Edit, other: Edit) -> bool:
    first, second = sorted((one, other))
    return first.end <= second.start and any(map(str.isalnum, text[first.end : second.start]))


def _neighbours(amendments: Sequence[Amendment]) -> Iterator[tuple[Amendment, Amendment]]:
    touching: dict[str, list[Amendment]] = defaultdict(list)
    for amendment in amendments:
        # In a fixed order, which a set of strings has not: the same clashes are listed alike on every machine.
        for place in dict.fromkeys((amendment.block if amendment.kind is not _ADD else None, _anchor(amendment))):
            if place is not None:
                touching[place].append(amendment)
    for group in touching.values():
        yield from combinations(group, 2)


def _anchor(amendment: Amendment) -> str | None:
    return amendment.after if amendment.kind in (_ADD, _MOVE) else None


def _kind(one: Amendment, other: Amendment, blocks: Mapping[str, Block], reads: Reads) -> ClashKind | None:
    kinds = {one.kind, other.kind}
    if _anchor(one) is not None and _anchor(one) == _anchor(other):
        return None if _same_paragraph(one, other) else ClashKind.SAME_POINT
    if any(move.kind is _MOVE and move.block == _anchor(follower) for move, follower in ((one, other), (other, one))):
        return ClashKind.MOVED_ANCHOR
    if _ADD in kinds or one.block != other.block:
        return None
    if kinds == {_REPLACE}:
        return _words_clash(blocks[one.block], one, other, reads)
    if kinds == {_REMOVE}:
        return None
    if _REMOVE in kinds:
        return ClashKind.DELETE_EDIT
    return ClashKind.MOVE_EDIT if _REPLACE in kinds else ClashKind.TWO_PLACES


def _same_paragraph(one: Amendment, other: Amendment) -> bool:
    if one.kind is not other.kind:
        return False
    return one.block == other.block if one.kind is _MOVE else one.words.split() == other.words.split()


def quote_the_same(block: Block, one: Amendment, other: Amendment) -> bool:
    """Whether two replacements could not both be made as they are quoted."""
    return _words_clash(block, one, other, lambda amendment: alone(block, amendment)) is not None


def _words_clash(block: Block, one: Amendment, other: Amendment, reads: Reads) -> ClashKind | None:
    first, second = sorted((one, other), key=lambda a: (a.start, a.end))
    if first.end < second.start or (
        first.end == second.start and first.start < first.end and second.start < second.end
    ):
        return _same_gap(block.text, first, second)
    if reads(one) == reads(other):
        return None
    if (first.start, first.end) == (second.start, second.end):
        return ClashKind.SAME_WORDS if first.start < first.end else ClashKind.SAME_POINT
    if first.end == second.start or (second.start == second.end == first.end):
        return ClashKind.SAME_POINT
    within = second.end <= first.end or first.start == second.start
    return ClashKind.CONTAINS if within else ClashKind.OVERLAP


def _same_gap(text: str, first: Amendment, second: Amendment) -> ClashKind | None:
    """`heard` → `heard repeatedly` and `over` → `in public over` both put words between `heard` and `over`."""
    if text[first.end : second.start].strip():
        return None
    grows_right = one_line(first.words).startswith(text[first.start : first.end].strip())
    grows_left = one_line(second.words).endswith(text[second.start : second.end].strip())
    return ClashKind.SAME_POINT if grows_right and grows_left else None


def _groups(pairs: Iterable[tuple[str, str]], amendments: Sequence[Amendment]) -> list[tuple[str, ...]]:
    place = {amendment.ref: at for at, amendment in reversed(list(enumerate(amendments)))}
    group_of: dict[str, set[str]] = {}
    for one, other in pairs:
        merged = group_of.get(one, {one}) | group_of.get(other, {other})
        group_of |= dict.fromkeys(merged, merged)
    groups = {tuple(sorted(group, key=place.__getitem__)) for group in group_of.values()}
    return sorted(groups, key=lambda group: [place[ref] for ref in group])
