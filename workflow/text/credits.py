"""What the penholder wrote, put down to the amendments that it says."""

from collections.abc import Iterator, Mapping, Sequence

from workflow.text.amendment import Amendment, AmendmentKind, Source
from workflow.text.block import Block
from workflow.text.brackets import open_brackets
from workflow.text.shared import places, whole_words
from workflow.text.uptake import hunks
from workflow.text.written import wanted_words

Span = tuple[int, int]


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
    return list(_changes(old[asked.block], new[asked.block], asked, _passage(issued, asked, place)))


def _passage(issued: Sequence[Block], asked: Amendment, place: Amendment | None) -> Span | None:
    """The words that were asked about, or the whole passage in brackets that was settled by what is asked."""
    if place is None:
        return None
    low, high = place.start, place.end
    for bracket in open_brackets([block for block in issued if block.id == asked.block]):
        if bracket.start <= high and low <= bracket.end:
            low, high = min(low, bracket.start), max(high, bracket.end)
    return low, high


def _changes(before: str, after: str, asked: Amendment, passage: Span | None) -> Iterator[Source]:
    """The changes of the passage, and the one that holds the words where they went elsewhere with their sentence.

    Of each the words alone, where they stand in it as they were asked for.
    """
    every = list(hunks(before, after))
    words = whole_words(asked.words)
    low, high = passage or (0, len(before))
    near = [each for each in every if each[0] <= high and low <= each[1]]
    holding = [each for each in every if places(words, whole_words(after[each[2] : each[3]]))]
    if passage and len(holding) == 1:
        near += [each for each in holding if each not in near]
    for a, b, c, d in near if passage else holding or near:
        at = after.find(asked.words, c, d) if asked.words else -1
        new = (at, at + len(asked.words)) if at >= 0 else (c, d if asked.words else c)
        old = max(a, low), min(b, high)
        yield Source(asked.block, *new, (asked.ref,), was=old if old[0] <= old[1] else (a, a))


def _paragraphs(old: Mapping[str, str], new: Mapping[str, str], asked: Amendment) -> Iterator[Source]:
    wanted = wanted_words(asked)
    for id_, text in new.items():
        if old.get(id_) != text and any(places(words, whole_words(text)) for words in wanted):
            was = (0, len(old[id_])) if id_ in old else None
            kind = AmendmentKind.REPLACE if id_ in old else AmendmentKind.ADD
            yield Source(id_, 0, len(text), (asked.ref,), kind, was)
