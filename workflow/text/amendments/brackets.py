"""Passages that a text leaves open in [square brackets]: who is behind each alternative, found again, and settled."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from workflow.text.amendments.levels import NEAR
from workflow.text.anchors.anchors import reanchor_all
from workflow.text.document.brackets import Alternative, Bracket, open_brackets
from workflow.text.document.likeness import bag_likeness
from workflow.text.document.unopened import cuts_for, remainder
from workflow.text.edits.fitting import exact
from workflow.text.values.amendment import Amendment, Source
from workflow.text.values.answers import Verdict
from workflow.text.values.block import Block
from workflow.text.values.spans import Edit, Span


@dataclass(frozen=True, slots=True)
class FoundAgain:
    """A passage of a text and the one that it was in an earlier text; None where that had none.

    stood: what each of its alternatives was there; None of other words.
    """

    passage: Bracket
    was: Bracket | None = None
    stood: tuple[Alternative | None, ...] = ()

    @property
    def named(self) -> Bracket:
        """The passage with the references that were behind its alternatives as well."""
        if self.was is None:
            return self.passage
        pairs = zip(self.passage.alternatives, self.stood, strict=True)
        behind = ([*each.refs, *(old.refs if old else ())] for each, old in pairs)
        return self.passage.named(behind, [*self.was.left_out, *self.passage.left_out])


def found_again(
    before: Sequence[Block], after: Sequence[Block], known: Sequence[Bracket], passages: Sequence[Bracket]
) -> list[FoundAgain]:
    """Each of `passages`, which `after` leaves open, with that of `known` which it was in `before`.

    It is the one whose words stand in its place, else the one of its paragraph of which it has most alternatives, as
    they were or nearly: who puts a word right, adds an alternative or takes one out makes no other passage.
    """
    old, new = ({block.id: block.text for block in blocks} for blocks in (before, after))
    found: list[FoundAgain] = []
    for block in dict.fromkeys(each.block for each in passages):
        left, there = ([each for each in of if each.block == block] for of in (known, passages))
        at = reanchor_all(old[block], new[block], [(each.start, each.end) for each in left]) if left else []
        stood = {now.start: was for was, now in zip(left, at, strict=True) if now.verdict is Verdict.SAME}
        left = [was for was in left if was not in (stood.get(each.start) for each in there)]
        for each in there:
            same = stood.get(each.start)
            likely = [(was, _stood(was, each)) for was in ([same] if same else left)]
            was, of = max(likely, key=lambda it: len(it[1]) - it[1].count(None), default=(None, ()))
            again = FoundAgain(each, was, of) if any(of) else FoundAgain(each)
            left = [other for other in left if other != again.was]
            found.append(again)
    return found


def _stood(earlier: Bracket, later: Bracket) -> tuple[Alternative | None, ...]:
    """Of each alternative of the later passage the one that it was: that with the same words, else the nearest."""
    found: list[Alternative | None] = []
    for words in later.words:
        free = (each for each in earlier.alternatives if each not in found)
        near = {
            each: _nearness(each.words, words) for each in free if each.words == words or each.words not in later.words
        }
        best = max(near, key=lambda each: near[each], default=None)
        found.append(best if best and near[best] >= NEAR else None)
    return tuple(found)


def _nearness(one: str, other: str) -> float:
    """The share of pairs of letters that are the same: many of a word put right, or where one of several is another."""
    return bag_likeness(*(Counter(a + b for a, b in pairwise(f" {each.casefold()} ")) for each in (one, other)))


def with_references(brackets: Sequence[Bracket], sources: Sequence[Source]) -> tuple[Bracket, ...]:
    """The brackets with the references behind each alternative; sources: spans of the text that they stand in."""

    def behind(stretch: Alternative | Bracket, block: str) -> list[str]:
        here = (s for s in sources if s.block == block and s.start < stretch.end and stretch.start < s.end)
        return [ref for source in here for ref in source.refs]

    return tuple(
        each.named((behind(one, each.block) for one in each.alternatives), behind(each, each.block))
        for each in brackets
    )


def settled(text: str, bracket: Bracket, words: str) -> str:
    """The block's text with these words, one of its alternatives', in the place of the passage; "" leaves it out, and
    closes the gap.
    """
    kept = next((each for each in bracket.alternatives if each.words == words), None)
    return remainder(text, cuts_of(text, bracket, [kept] if kept else [])).text


def cuts_of(text: str, bracket: Bracket, left: Sequence[Alternative], *, is_open: bool = False) -> tuple[Span, ...]:
    """What goes of the block's text where these alternatives are left of the passage: one is what stands there then,
    more stay open; with none, or one without words, the gap is closed. is_open: one stays in its brackets too.
    """
    if is_open or len(left) > 1:
        return tuple(_cuts_between(bracket, left))
    if left and left[0].words:
        return cuts_for(text, bracket, left[0])
    gone = exact(text, Edit(bracket.start, bracket.end, ""))
    return ((gone.start, gone.end),)


def _cuts_between(bracket: Bracket, left: Sequence[Alternative]) -> Iterator[Span]:
    at = bracket.start
    for each in left:
        if at < each.start - 1:
            yield at, each.start - 1
        at = each.end + 2  # behind its bracket and the space
    if at < bracket.end:
        yield at - 1, bracket.end


def settled_round(block: Block, amendment: Amendment) -> tuple[Block, Amendment]:
    """The paragraph with the passage settled for the alternative in which the amendment's words stand, and it there.

    As they are where its words stand in no open passage.
    """
    for passage in open_brackets([block]):
        for each in passage.alternatives:
            rest = remainder(block.text, cuts_for(block.text, passage, each))
            is_within = each.start <= amendment.start and amendment.end <= each.end
            if is_within and (span := rest.left(amendment.start, amendment.end)):
                return replace(block, text=rest.text), replace(amendment, start=span[0], end=span[1])
    return block, amendment
