"""Which amendments to one version conflict: they can't stand together, or not without a look.

Two replacements conflict where what they change does, whatever else they quote: where a merge of the two readings of
the paragraph would ask a person.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import combinations, takewhile

from workflow.text.amendments.bracketing import widened
from workflow.text.amendments.kinds import KINDS, anchor_of, effect_of, has_place
from workflow.text.amendments.readings import Readings, edit_of, quote_the_same
from workflow.text.edits.fitting import STOPS, rewritten, whole
from workflow.text.edits.shared import has_word
from workflow.text.unicode.normal import one_line
from workflow.text.values.amendment import Amendment, AmendmentKind
from workflow.text.values.block import Block
from workflow.text.values.exclusion import ConflictKind, Exclusion
from workflow.text.values.spans import Edit


@dataclass(frozen=True, slots=True)
class AmendmentConflict:
    """Two amendments and why they conflict. exclusive: at most one of them can be applied."""

    kind: ConflictKind
    refs: tuple[str, str]

    @property
    def exclusive(self) -> bool:
        return self.kind.is_exclusive


def rival_groups(blocks: Sequence[Block], amendments: Sequence[Amendment]) -> list[tuple[str, ...]]:
    """Groups of references, in the order given, of which at most one can be accepted in full, or which would add or
    move paragraphs to one place; directly or through a third.
    """
    found = conflicts_between(blocks, amendments)
    return groups([each.refs for each in found if each.kind is not ConflictKind.MOVE_EDIT], amendments)


def conflicts_between(
    blocks: Sequence[Block], amendments: Sequence[Amendment], solid: Set[str] = frozenset()
) -> list[AmendmentConflict]:
    """Every pair that conflicts and why; amendments whose place is not there conflict with none.

    Two with the same effect do not. solid: references of those that stand with all the words that they quote, as
    alternatives in brackets do: a change of other words stands beside them, whatever it quotes. Raises ValueError for
    offsets that are no words of the paragraph.
    """
    by_id = {block.id: block for block in blocks}
    there = [each for each in amendments if has_place(each, by_id)]
    return conflicts_of(Readings(by_id), [as_made(each, by_id, solid) for each in there], solid)


def exclusion(
    blocks: Sequence[Block], amendments: Sequence[Amendment], mine: Set[str], bracketed: Set[str]
) -> Exclusion | None:
    """The first reason why the amendments accepted in full, and those of them `bracketed`, cannot all stand together;
    only such as one of `mine` is in. Alternatives in brackets keep none of one another out.
    """
    pairs = {
        each.refs: each.kind
        for each in conflicts_between(blocks, amendments, bracketed)
        if each.exclusive and not bracketed >= set(each.refs)
    }
    first = next((refs for refs in pairs if not mine.isdisjoint(refs)), None)
    if first is None:
        return None
    why, joined = pairs[first], next(frozenset(refs) for refs in groups(pairs, amendments) if first[0] in refs)
    alike = {frozenset(refs) for refs, other in pairs.items() if other is why}
    in_full = [each.ref for each in amendments if each.ref not in bracketed]
    if not bracketed.isdisjoint(first):
        (leader,) = set(first) - bracketed
        beside = [each.ref for each in amendments if each.ref in bracketed and frozenset((leader, each.ref)) in alike]
        return Exclusion(why, (leader,), open=tuple(beside), joined=joined)
    if why in (ConflictKind.DELETE_EDIT, ConflictKind.MOVED_ANCHOR):
        leader = _leader(first, amendments)
        against = tuple(ref for ref in in_full if frozenset((leader, ref)) in alike)
        return Exclusion(why, (leader,), against, joined=joined)
    return Exclusion(why, _all_of(first, alike, in_full), joined=joined)


def conflicts_of(readings: Readings, placed: Sequence[Amendment], solid: Set[str]) -> list[AmendmentConflict]:
    """The same among amendments that have their place and whole marks."""
    found = {}
    for one, other in _neighbours(placed):
        if kind := _why(one, other, readings, solid & {one.ref, other.ref}):
            found[one.ref, other.ref] = AmendmentConflict(kind, (one.ref, other.ref))
    return list(found.values())


def as_made(amendment: Amendment, blocks: Mapping[str, Block], solid: Set[str] = frozenset()) -> Amendment:
    """The amendment with the whole of every mark that it would break, as two that break one mark conflict; and without
    the stop at its end that it keeps, which another one may take out.
    """
    if amendment.kind is not AmendmentKind.REPLACE:
        return amendment
    text = blocks[amendment.block].text
    edit = whole(text, edit_of(amendment))
    if amendment.ref not in solid and (kept := _kept_stops(text[edit.start : edit.end], edit.words)):
        short = Edit(edit.start, edit.end - kept, edit.words.rstrip()[:-kept])
        edit = short if rewritten(text, [short])[0] == rewritten(text, [edit])[0] else edit
    return replace(amendment, start=edit.start, end=edit.end, words=edit.words)


def _kept_stops(old: str, new: str) -> int:
    """How many stops end a quotation and what is proposed for it, both of which have more than these."""
    ends = zip(reversed(old), reversed(new.rstrip()), strict=False)
    kept = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1] and pair[0] in STOPS, ends))
    return kept if has_word(old) and has_word(new) else 0


def _neighbours(amendments: Sequence[Amendment]) -> Iterator[tuple[Amendment, Amendment]]:
    touching: dict[str, list[Amendment]] = defaultdict(list)
    for amendment in amendments:
        for place in (amendment.block or None, anchor_of(amendment)):
            if place is not None:
                touching[place].append(amendment)
    for group in touching.values():
        yield from combinations(group, 2)


def _why(one: Amendment, other: Amendment, readings: Readings, solid: Set[str]) -> ConflictKind | None:
    if {one.kind, other.kind} == {AmendmentKind.REPLACE}:
        return _same_words(one, other, readings, solid)
    found = KINDS[one.kind].conflicts.get(other.kind) if one.block == other.block else None
    if anchor_of(one) is not None and anchor_of(one) == anchor_of(other):
        found = ConflictKind.SAME_PLACE
    elif _moves_anchor(one, other) or _moves_anchor(other, one):
        found = ConflictKind.MOVED_ANCHOR
    return None if found is None or effect_of(one, readings) == effect_of(other, readings) else found


def _moves_anchor(move: Amendment, follower: Amendment) -> bool:
    return move.kind is AmendmentKind.MOVE and move.block == anchor_of(follower)


def _same_words(one: Amendment, other: Amendment, readings: Readings, solid: Set[str]) -> ConflictKind | None:
    """Each alone is made as it is quoted, beside whatever stands in the words next to it; unless both fill one gap.

    A merge asks of neighbours, since of a text alone nobody can tell which words went for which. Of two amendments
    their quotations tell it: with both the text has the words of each where its own old ones stood, and none of these.
    That each is accepted is true of it, so neither keeps the other out.
    """
    first, second = sorted((one, other), key=edit_of)
    if not quote_the_same(one, other):
        fill = _same_gap(readings.blocks[one.block].text, first, second)
        return ConflictKind.SAME_POINT if fill and readings.questions(one, other) else None
    questions = readings.questions(one, other)
    if not questions and not (solid and _meets_solid(one, other, readings, solid)):
        return None
    at_one_point = first.end == second.start or (questions and not any(each.base for each in questions))
    return ConflictKind.SAME_POINT if at_one_point else ConflictKind.SAME_WORDS


def _meets_solid(one: Amendment, other: Amendment, readings: Readings, solid: Set[str]) -> bool:
    """Whether one changes words that the other, which stands with all that it quotes, has in its alternatives."""
    if readings.of(one).text == readings.of(other).text:
        return False
    if solid >= {one.ref, other.ref}:
        return True
    whole_one, edit = (one, other) if one.ref in solid else (other, one)
    return not readings.of(edit).leaves_alone(widened(readings.blocks[one.block], whole_one.start, whole_one.end))


def _same_gap(text: str, first: Amendment, second: Amendment) -> bool:
    """`heard` → `heard repeatedly` and `over` → `in public over` both put words between `heard` and `over`."""
    if text[first.end : second.start].strip():
        return False
    grows_right = one_line(first.words).startswith(text[first.start : first.end].strip())
    return grows_right and one_line(second.words).endswith(text[second.start : second.end].strip())


def groups(pairs: Iterable[tuple[str, str]], amendments: Sequence[Amendment]) -> list[tuple[str, ...]]:
    """The references that the pairs join, directly or through a third, in the order of the amendments."""
    place = {amendment.ref: at for at, amendment in reversed(list(enumerate(amendments)))}
    group_of: dict[str, set[str]] = {}
    for one, other in pairs:
        merged = group_of.get(one, {one}) | group_of.get(other, {other})
        group_of |= dict.fromkeys(merged, merged)
    found = {tuple(sorted(group, key=place.__getitem__)) for group in group_of.values()}
    return sorted(found, key=lambda group: [place[ref] for ref in group])


def _leader(pair: Sequence[str], amendments: Sequence[Amendment]) -> str:
    """The removal; else the one that moves what the other would follow."""
    one, other = (each for each in amendments if each.ref in pair)
    leads = one.kind is AmendmentKind.REMOVE or (one.kind is AmendmentKind.MOVE and one.block == anchor_of(other))
    return one.ref if leads else other.ref


def _all_of(pair: Sequence[str], pairs: Set[frozenset[str]], refs: Sequence[str]) -> tuple[str, ...]:
    """The pair with all that each of them, and each of one another, keeps out."""
    found = set(pair)
    for ref in refs:
        if all(frozenset((ref, each)) in pairs for each in found - {ref}):
            found.add(ref)
    return tuple(ref for ref in refs if ref in found)
