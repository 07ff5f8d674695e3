"""What the penholder wrote, put down to the amendments that it says."""

from collections.abc import Iterator, Mapping, Sequence

from workflow.text.amendment import Amendment, AmendmentKind, Source
from workflow.text.block import Block
from workflow.text.brackets import open_brackets
from workflow.text.diff import word_diff
from workflow.text.shared import places, whole_words
from workflow.text.written import wanted_words

_Hunk = tuple[int, int, int, int]  # a change's span in the old and in the new text


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
    hunks = list(_hunks(old[asked.block], new[asked.block]))
    low, high = (place.start, place.end) if place else (0, len(old[asked.block]))
    for bracket in open_brackets([block for block in issued if block.id == asked.block]):
        if bracket.start <= high and low <= bracket.end:  # the whole passage was settled by what is asked
            low, high = min(low, bracket.start), max(high, bracket.end)
    near = [each for each in hunks if each[0] <= high and low <= each[1]]
    return [Source(asked.block, c, d, (asked.ref,), was=(a, b)) for a, b, c, d in near or hunks]


def _paragraphs(old: Mapping[str, str], new: Mapping[str, str], asked: Amendment) -> Iterator[Source]:
    wanted = wanted_words(asked)
    for id_, text in new.items():
        if old.get(id_) != text and any(places(words, whole_words(text)) for words in wanted):
            was = (0, len(old[id_])) if id_ in old else None
            kind = AmendmentKind.REPLACE if id_ in old else AmendmentKind.ADD
            yield Source(id_, 0, len(text), (asked.ref,), kind, was)


def _hunks(before: str, after: str) -> Iterator[_Hunk]:
    old = new = 0
    start: tuple[int, int] | None = None
    for op, words in word_diff(before, after):
        if op == 0 and start is not None:
            yield start[0], old, start[1], new
        start = None if op == 0 else start or (old, new)
        old += len(words) if op <= 0 else 0
        new += len(words) if op >= 0 else 0
    if start is not None:
        yield start[0], old, start[1], new
