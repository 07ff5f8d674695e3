"""What the penholder wrote, put down to the amendments that it says."""

from collections.abc import Iterator, Mapping, Sequence

from workflow.text.consolidation.written import wanted_words
from workflow.text.diff.words import Hunk, hunks, word_diff
from workflow.text.document.brackets import open_brackets
from workflow.text.edits.fitting import alone
from workflow.text.edits.shared import places, whole_words
from workflow.text.values.amendment import Amendment, AmendmentKind, Source
from workflow.text.values.block import Block
from workflow.text.values.spans import Span

Passage = tuple[int, int, str]  # words that were to change, and what they were to become


def credited(issued: Sequence[Block], text: Sequence[Block], asked: Amendment, place: Amendment | None) -> list[Source]:
    """The changes from `issued` to `text` that say what is asked; place: what is asked in the offsets of `issued`."""
    old, new = ({block.id: block.text for block in blocks} for blocks in (issued, text))
    if asked.kind is AmendmentKind.REMOVE:
        gone = asked.block in old and asked.block not in new
        return [Source(asked.block, 0, 0, (asked.ref,), asked.kind, (0, len(old[asked.block])))] if gone else []
    if asked.kind is AmendmentKind.MOVE:
        anew = [id_ for id_, text in new.items() if id_ not in old and text == old.get(asked.block)]
        at = [asked.block] if asked.block in new else anew[:1]
        return [Source(id_, 0, 0, (asked.ref,), asked.kind) for id_ in at]
    if asked.kind is AmendmentKind.ADD or asked.block not in new:
        return list(_paragraphs(old, new, asked))
    if asked.kind is not AmendmentKind.REPLACE or asked.block not in old:
        return []
    block = next(block for block in issued if block.id == asked.block)
    passages = _passages(block, place) if place else []
    return list(_changes(block.text, new[asked.block], asked, passages))


def _passages(block: Block, place: Amendment) -> list[Passage]:
    """The words that were to change with those asked for, or the whole passage in brackets that is settled by these."""
    for bracket in open_brackets([block]):
        if bracket.start <= place.end and place.start <= bracket.end:
            return [(min(place.start, bracket.start), max(place.end, bracket.end), place.words)]
    asked = alone(block, place)
    return [(a, b, asked[c:d].strip()) for a, b, c, d in hunks(word_diff(block.text, asked))]


def _changes(before: str, after: str, asked: Amendment, passages: Sequence[Passage]) -> Iterator[Source]:
    """The changes of each passage, and the one that holds its words where they went elsewhere with their sentence.

    Of each the words alone, where they stand in it as they were asked for.
    """
    every = list(hunks(word_diff(before, after)))
    for low, high, words in passages or [(0, len(before), asked.words)]:
        near = [each for each in every if each[0] <= high and low <= each[1]]
        holding = [each for each in every if words and _within(after, words, each) is not None]
        if not passages:
            chosen = holding or near
        else:
            # Words that only came beside the passage are not its own.
            chosen = [each for each in near if each in holding or each[0] < each[1]] or near
            chosen += holding if len(holding) == 1 and holding[0] not in near else []
        for hunk in chosen:
            yield _source(asked, hunk, (low, high), _within(after, words, hunk) if words else (hunk[2], hunk[2]))


def _source(asked: Amendment, hunk: Hunk, passage: Span, words: Span | None) -> Source:
    a, b, c, d = hunk
    old = max(a, passage[0]), min(b, passage[1])
    return Source(asked.block, *(words or (c, d)), (asked.ref,), was=old if old[0] <= old[1] else (a, a))


def _within(text: str, words: str, hunk: Hunk) -> Span | None:
    """Where the words stand in what a change puts there."""
    at = text.find(words, hunk[2], hunk[3])
    return (at, at + len(words)) if at >= 0 else None


def _paragraphs(old: Mapping[str, str], new: Mapping[str, str], asked: Amendment) -> Iterator[Source]:
    wanted = wanted_words(asked)
    for id_, text in new.items():
        if old.get(id_) != text and any(places(words, whole_words(text)) for words in wanted):
            was = (0, len(old[id_])) if id_ in old else None
            kind = AmendmentKind.REPLACE if id_ in old else AmendmentKind.ADD
            yield Source(id_, 0, len(text), (asked.ref,), kind, was)
