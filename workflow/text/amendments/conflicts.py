"""Which amendments to one version conflict: they can't stand together, or not without a look.

Two replacements conflict where what they change does, whatever else they quote: where a merge of the two readings of
the paragraph would ask a person.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations

from workflow.text.amendments.places import has_place
from workflow.text.amendments.readings import Readings, edit_of, quote_the_same
from workflow.text.document.lines import one_line
from workflow.text.edits.fitting import whole
from workflow.text.values.amendment import Amendment, AmendmentKind
from workflow.text.values.block import Block

_REPLACE, _ADD, _REMOVE, _MOVE = (
    AmendmentKind.REPLACE,
    AmendmentKind.ADD,
    AmendmentKind.REMOVE,
    AmendmentKind.MOVE,
)


class ConflictKind(StrEnum):
    """Why two amendments conflict. The last two are no hindrance: the edit follows the paragraph that moves, and of two
    paragraphs one comes first.
    """

    SAME_WORDS = "same_words"
    SAME_POINT = "same_point"
    DELETE_EDIT = "delete_edit"
    TWO_PLACES = "two_places"  # one paragraph moved to two places
    MOVED_ANCHOR = "moved_anchor"  # the paragraph that the other should follow is itself moved
    MOVE_EDIT = "move_edit"
    SAME_PLACE = "same_place"  # of whole paragraphs


@dataclass(frozen=True, slots=True)
class AmendmentConflict:
    """Two amendments and why they conflict. `exclusive`: at most one of them can be applied."""

    kind: ConflictKind
    refs: tuple[str, str]

    @property
    def exclusive(self) -> bool:
        return self.kind not in (ConflictKind.MOVE_EDIT, ConflictKind.SAME_PLACE)


def rival_groups(blocks: Sequence[Block], amendments: Sequence[Amendment]) -> list[tuple[str, ...]]:
    """Groups of references, in the order given, of which at most one can be accepted in full, or which would add or
    move paragraphs to one place; directly or through a third.
    """
    found = conflicts_between(blocks, amendments)
    return _groups([each.refs for each in found if each.kind is not ConflictKind.MOVE_EDIT], amendments)


def conflicts_between(
    blocks: Sequence[Block], amendments: Sequence[Amendment], solid: Set[str] = frozenset()
) -> list[AmendmentConflict]:
    """Every pair that conflicts and why; amendments whose place is not there conflict with none.

    Two with the same effect do not. solid: references of those that stand with all the words that they quote, as
    alternatives in brackets do. Raises ValueError for offsets that are no words of the paragraph.
    """
    by_id = {block.id: block for block in blocks}
    placed = [with_whole_marks(amendment, by_id) for amendment in amendments if has_place(amendment, by_id)]
    return [*conflicts_of(Readings(by_id), placed, solid), *_titles(amendments)]


def conflicts_of(readings: Readings, placed: Sequence[Amendment], solid: Set[str]) -> list[AmendmentConflict]:
    """The same among amendments that have their place and whole marks."""
    found = {}
    for one, other in _neighbours(placed):
        if kind := _kind(one, other, readings, not solid.isdisjoint((one.ref, other.ref))):
            found[one.ref, other.ref] = AmendmentConflict(kind, (one.ref, other.ref))
    return list(found.values())


def _titles(amendments: Sequence[Amendment]) -> Iterator[AmendmentConflict]:
    """A text has one title: two that read differently exclude each other."""
    titles = [each for each in amendments if each.kind is AmendmentKind.TITLE]
    for one, other in combinations(titles, 2):
        if one_line(one.words) != one_line(other.words):
            yield AmendmentConflict(ConflictKind.SAME_WORDS, (one.ref, other.ref))


def with_whole_marks(amendment: Amendment, blocks: Mapping[str, Block]) -> Amendment:
    """The amendment with the whole of every mark that it would break: two that break one mark conflict."""
    if amendment.kind is not _REPLACE:
        return amendment
    edit = whole(blocks[amendment.block].text, edit_of(amendment))
    return replace(amendment, start=edit.start, end=edit.end)


def _neighbours(amendments: Sequence[Amendment]) -> Iterator[tuple[Amendment, Amendment]]:
    touching: dict[str, list[Amendment]] = defaultdict(list)
    for amendment in amendments:
        # In a fixed order, which a set of strings has not: the same conflicts are listed alike on every machine.
        for place in dict.fromkeys((amendment.block if amendment.kind is not _ADD else None, _anchor(amendment))):
            if place is not None:
                touching[place].append(amendment)
    for group in touching.values():
        yield from combinations(group, 2)


def _anchor(amendment: Amendment) -> str | None:
    return amendment.after if amendment.kind in (_ADD, _MOVE) else None


def _kind(one: Amendment, other: Amendment, readings: Readings, is_solid: bool) -> ConflictKind | None:
    kinds = {one.kind, other.kind}
    if _anchor(one) is not None and _anchor(one) == _anchor(other):
        return None if _same_paragraph(one, other) else ConflictKind.SAME_PLACE
    if any(move.kind is _MOVE and move.block == _anchor(follower) for move, follower in ((one, other), (other, one))):
        return ConflictKind.MOVED_ANCHOR
    if _ADD in kinds or one.block != other.block:
        return None
    if kinds == {_REPLACE}:
        return _same_words(one, other, readings, is_solid)
    if kinds == {_REMOVE}:
        return None
    if _REMOVE in kinds:
        return ConflictKind.DELETE_EDIT
    return ConflictKind.MOVE_EDIT if _REPLACE in kinds else ConflictKind.TWO_PLACES


def _same_paragraph(one: Amendment, other: Amendment) -> bool:
    if one.kind is not other.kind:
        return False
    return one.block == other.block if one.kind is _MOVE else one.words.split() == other.words.split()


def _same_words(one: Amendment, other: Amendment, readings: Readings, is_solid: bool) -> ConflictKind | None:
    """Each alone is made as it is quoted, beside whatever stands in the words next to it; unless both fill one gap."""
    first, second = sorted((one, other), key=edit_of)
    if not quote_the_same(one, other):
        fill = _same_gap(readings.blocks[one.block].text, first, second)
        return ConflictKind.SAME_POINT if fill and readings.questions(one, other) else None
    questions = readings.questions(one, other)
    if not questions and not (is_solid and readings.of(one).text != readings.of(other).text):
        return None
    at_one_point = first.end == second.start or (questions and not any(each.base for each in questions))
    return ConflictKind.SAME_POINT if at_one_point else ConflictKind.SAME_WORDS


def _same_gap(text: str, first: Amendment, second: Amendment) -> bool:
    """`heard` → `heard repeatedly` and `over` → `in public over` both put words between `heard` and `over`."""
    if text[first.end : second.start].strip():
        return False
    grows_right = one_line(first.words).startswith(text[first.start : first.end].strip())
    return grows_right and one_line(second.words).endswith(text[second.start : second.end].strip())


def _groups(pairs: Iterable[tuple[str, str]], amendments: Sequence[Amendment]) -> list[tuple[str, ...]]:
    place = {amendment.ref: at for at, amendment in reversed(list(enumerate(amendments)))}
    group_of: dict[str, set[str]] = {}
    for one, other in pairs:
        merged = group_of.get(one, {one}) | group_of.get(other, {other})
        group_of |= dict.fromkeys(merged, merged)
    groups = {tuple(sorted(group, key=place.__getitem__)) for group in group_of.values()}
    return sorted(groups, key=lambda group: [place[ref] for ref in group])
