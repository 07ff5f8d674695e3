"""Words that a penholder wrote because of a comment: which they are, and that the comment stands behind them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate

from workflow.text.consolidation.consolidation import Consolidated
from workflow.text.consolidation.pointing import place_of
from workflow.text.diff.words import hunks, word_diff
from workflow.text.document.marks import marked_slice
from workflow.text.document.widening import with_whole_words
from workflow.text.edits.credit import Part, claims_of, parts
from workflow.text.edits.shared import has_word
from workflow.text.tokens.tokenizer import tokens
from workflow.text.values.amendment import AmendmentKind, Source
from workflow.text.values.block import Block
from workflow.text.values.spans import Span


def with_comments(made: Consolidated, issued: Sequence[Block], shown: Mapping[str, tuple[str, str]]) -> Consolidated:
    """The same text, with accepted comments behind what the penholder changed of the words shown for them.

    shown: reference -> the id of a block, and the words there. Words that an amendment has are no comment's; a comment
    whose words are not there any more is not among those shown.
    """
    if not shown:
        return made
    old, new = ({block.id: block for block in blocks} for blocks in (issued, made.blocks))
    found, there = list[Source](), list[str]()
    for ref, (block, words) in shown.items():
        span = place_of(new[block].text, words) if block in new else None
        if span is not None:
            there.append(ref)
            behind = [each for each in made.sources if each.block == block]
            found += _credited(ref, old.get(block), new[block], span, behind)
    return replace(made, sources=(*made.sources, *found), shown=(*made.shown, *there))


def _credited(ref: str, before: Block | None, after: Block, shown: Span, behind: Sequence[Source]) -> Iterator[Source]:
    kind = AmendmentKind.REPLACE if before else AmendmentKind.ADD
    for part in parts(word_diff(before.text if before else "", after.text), claims_of(behind)):
        if not part.kept and not part.refs and (now := _within(part, shown)):
            yield Source(after.id, *now, (ref,), kind, part.old if before else None)


def _within(part: Part, shown: Span) -> Span | None:
    """What of a change is among the words shown; of words that only went, where they went."""
    start, end = max(part.new[0], shown[0]), min(part.new[1], shown[1])
    is_there = start < end or (part.new[0] == part.new[1] and start == end)
    return (start, end) if is_there else None


def written_words(before: str, after: str) -> str:
    """The words of a paragraph from the first to the last that was changed; "" where none was. They stand there once.

    Of words that only went those beside them; where they stand twice, with as many beside them as tell them apart.
    """
    changed = list(hunks(word_diff(before, after)))
    if not changed or not after.strip():
        return ""
    start, end = with_whole_words(after, changed[0].place, changed[-1].place_end)
    borders = [0, *accumulate(map(len, tokens(after)))]
    low = max(place for place, border in enumerate(borders) if border <= start)
    high = min(place for place, border in enumerate(borders) if border >= end)
    while not _stands_once(after, borders[low], borders[high]) and (low > 0 or high < len(borders) - 1):
        low, high = max(low - 1, 0), min(high + 1, len(borders) - 1)
    return marked_slice(after, borders[low], borders[high]).strip()


def _stands_once(text: str, start: int, end: int) -> bool:
    words = text[start:end].strip()
    return has_word(words) and text.count(words) == 1
