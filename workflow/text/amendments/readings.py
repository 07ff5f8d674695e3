"""The paragraphs of a text as they read with replacements: with each alone, and with several that stand together."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import combinations, pairwise

from workflow.text.diff.words import hunks, word_diff
from workflow.text.edits.fitting import composed, exact, replaced
from workflow.text.edits.narrowing import Replacement, spliced
from workflow.text.merge.merge import Conflict, merge3, merge_sides
from workflow.text.values.amendment import Amendment, Source, by_reference
from workflow.text.values.block import Block
from workflow.text.values.spans import Edit


class Readings:
    """What is asked of the paragraphs of one text; each reading is made once, however many others it meets."""

    def __init__(self, blocks: Mapping[str, Block]) -> None:
        self.blocks = blocks
        self._known: dict[tuple[str, Edit], Replacement] = {}

    def of(self, amendment: Amendment) -> Replacement:
        """The paragraph with this one replacement."""
        key = amendment.block, edit_of(amendment)
        if key not in self._known:
            self._known[key] = Replacement(self.blocks[amendment.block].text, key[1])
        return self._known[key]

    def questions(self, one: Amendment, other: Amendment) -> list[Conflict]:
        """What a merge of the two readings of one paragraph would ask a person."""
        mine, theirs = self.of(one), self.of(other)
        if mine.base in (mine.text, theirs.text) or mine.text == theirs.text or mine.is_apart(theirs):
            return []
        return merge_sides(mine.base, mine.side, theirs.side)[1]

    def together(
        self, block: Block, amendments: Sequence[Amendment], solid: Set[str] = frozenset()
    ) -> tuple[str, list[Source]]:
        """The block's text with amendments of which no two conflict, and what is behind its changes. Left out are those
        that a merge takes beside each other one, but not beside all. solid: those put in with all that they quote.

        What several change alike is changed once, in all their names. Where a merge of them all makes another text
        than their changes side by side, as where one moves a sentence that another edits, that is the text.
        """
        same: dict[str, list[Amendment]] = defaultdict(list)
        for each in sorted(amendments, key=lambda each: (edit_of(each), each.ref)):
            same[self.of(each).text].append(each)
        pairs = [pair for pair in combinations([group[0] for group in same.values()], 2) if quote_the_same(*pair)]
        made = _side_by_side(block, self._edits(same.values(), pairs, solid), is_quoted_apart=not pairs)
        if made and all(self.of(one).is_apart(self.of(other)) for one, other in pairs):
            return made
        text, asked = _merged(block.text, list(same))
        if made and (asked or text == made[0]):
            return made
        return text, list(self._sources(block, text, [each for each in amendments if self.of(each).text not in asked]))

    def _edits(
        self, groups: Iterable[Sequence[Amendment]], pairs: Sequence[tuple[Amendment, Amendment]], solid: Set[str]
    ) -> dict[Edit, list[str]]:
        """Each edit to be made and the references behind it: all that is quoted, or what really changes of words that
        others quote as well.
        """
        behind: dict[Edit, list[str]] = defaultdict(list)
        entangled = {each.ref for pair in pairs for each in pair} - solid
        for group in groups:
            whole = (exact(self.of(group[0]).base, edit_of(group[0])),)
            for edit in self.of(group[0]).changes if group[0].ref in entangled else whole:
                behind[edit] += [each.ref for each in group]
        return behind

    def _sources(self, block: Block, text: str, amendments: Sequence[Amendment]) -> Iterator[Source]:
        """What is behind each change of a merged text: whose changes touch it, and whose come nearest to it."""
        found = list(hunks(word_diff(block.text, text)))
        behind: list[set[str]] = [set() for _ in found]
        for each in amendments:
            reach = self.of(each).reach or [(each.start, each.end)]
            far = [min(max(low - hunk[1], hunk[0] - high, 0) for low, high in reach) for hunk in found]
            for refs, distance in zip(behind, far, strict=True):
                refs.update([each.ref] * (distance == min(far)))
        for (a, b, c, d), refs in zip(found, behind, strict=True):
            yield Source(block.id, c, d, by_reference(list(refs)), was=(a, b))


def edit_of(amendment: Amendment) -> Edit:
    """What a replacement does to its paragraph."""
    return Edit(amendment.start, amendment.end, amendment.words)


def quote_the_same(one: Amendment, other: Amendment) -> bool:
    """Whether two replacements of one paragraph quote some of the same words, or one puts words beside the other's."""
    first, second = sorted((one.start, one.end) for one in (one, other))
    return second[0] < first[1] or (second[0] == first[1] and (first[0] == first[1] or second[0] == second[1]))


def _side_by_side(
    block: Block, behind: Mapping[Edit, Sequence[str]], is_quoted_apart: bool
) -> tuple[str, list[Source]] | None:
    """The text with all these edits; None where some overlap."""
    edits = sorted(behind)
    if all(low.end <= high.start for low, high in pairwise(edits)):
        text, spans = spliced(block.text, edits)
    elif is_quoted_apart:  # the gaps that words leave are one gap
        text, spans = replaced(block.text, edits)
    else:
        return None
    return text, [
        Source(block.id, *new, by_reference(behind[edit]), was=old)
        for (old, new), edit in zip(spans, edits, strict=True)
    ]


def _merged(base: str, readings: Sequence[str]) -> tuple[str, list[str]]:
    """All readings in one, and those that it could not take in without a question."""
    text, asked = base, []
    for each in readings:
        merged, questions = merge3(base, text, each)
        if questions:
            asked.append(each)
        else:
            text = merged
    return composed(text, [])[0], asked
