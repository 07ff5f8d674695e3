"""The same amendment to another version of the text, where its words stand there; else none."""

import re
from collections.abc import Sequence
from dataclasses import replace

from workflow.text.amendment import Amendment, AmendmentKind
from workflow.text.anchors import Verdict, reanchor
from workflow.text.block import Block

_BETWEEN = "\n\n"
_LEFT_WORD = re.compile(r"\S+\s*\Z")
_RIGHT_WORD = re.compile(r"\s*\S+")


def carry(before: Sequence[Block], after: Sequence[Block], amendment: Amendment) -> Amendment | None:
    """The amendment with its place in `after`; None when its words or paragraphs were edited or can't be told.

    A removal is carried only where the paragraph reads as it did.
    """
    old = {block.id: block for block in before}
    new = {block.id: block for block in after}
    kind = amendment.kind
    if kind in (AmendmentKind.ADD, AmendmentKind.MOVE) and amendment.after and amendment.after not in new:
        return None
    if kind is AmendmentKind.ADD:
        return amendment
    if amendment.block not in old:
        return None
    if kind is AmendmentKind.REPLACE:
        return _carried_words(before, after, amendment)
    if amendment.block not in new:
        return None
    untouched = new[amendment.block].text == old[amendment.block].text
    return amendment if untouched or kind is AmendmentKind.MOVE else None


def _carried_words(before: Sequence[Block], after: Sequence[Block], amendment: Amendment) -> Amendment | None:
    here = next(place for place, block in enumerate(before) if block.id == amendment.block)
    text = before[here].text
    start, end = _with_neighbours(text, amendment.start, amendment.end)
    if start == end:
        return None
    twin = next((block for block in after if block.id == amendment.block), None)
    if twin and twin.text == text:
        return amendment
    found = _found_in(text, twin.text, start, end) if twin else None
    if twin and found is not None:
        return _placed(amendment, twin.id, found + amendment.start - start)
    return _found_elsewhere(before, after, here, start, end, amendment)


def _with_neighbours(text: str, start: int, end: int) -> tuple[int, int]:
    """The words replaced; for an insertion the words on both sides of it."""
    if start < end:
        return start, end
    left, right = _LEFT_WORD.search(text[:start]), _RIGHT_WORD.match(text, end)
    return (left.start() if left else start), (right.end() if right else end)


def _found_in(before: str, after: str, start: int, end: int) -> int | None:
    anchor = reanchor(before, after, start, end)
    certain = anchor.verdict in (Verdict.SAME, Verdict.MOVED) and anchor.start is not None
    return anchor.start if certain and after[anchor.start : anchor.end] == before[start:end] else None


def _found_elsewhere(
    before: Sequence[Block], after: Sequence[Block], here: int, start: int, end: int, amendment: Amendment
) -> Amendment | None:
    """Where the paragraph was split, joined or pasted into another one."""
    offset = sum(len(block.text) + len(_BETWEEN) for block in before[:here])
    whole = [_BETWEEN.join(block.text for block in blocks) for blocks in (before, after)]
    found = _found_in(whole[0], whole[1], offset + start, offset + end)
    if found is None:
        return None
    at = 0
    for block in after:
        if at <= found and found + end - start <= at + len(block.text):
            return _placed(amendment, block.id, found - at + amendment.start - start)
        at += len(block.text) + len(_BETWEEN)
    return None


def _placed(amendment: Amendment, block: str, start: int) -> Amendment:
    return replace(amendment, block=block, start=start, end=start + amendment.end - amendment.start)
