"""Accepted amendments that a text written by hand says already: told apart, and put down to the words there."""

from collections.abc import Iterator, Mapping, Sequence

from workflow.text.amendment import Amendment, AmendmentKind, Source
from workflow.text.block import Block
from workflow.text.brackets import Alternative, open_brackets
from workflow.text.carried import Accepted
from workflow.text.diff import word_diff
from workflow.text.inline import plain
from workflow.text.markdown import parse
from workflow.text.satisfied import Verdict, judged

_Hunk = tuple[int, int, int, int]  # a change's span in the old and in the new text


def is_said(made_to: Sequence[Block], draft: Sequence[Block], amendment: Amendment, language: str) -> bool:
    """Whether the draft, in which the paragraph was written anew, says all that the amendment asks of `made_to`."""
    verdict = judged(made_to, draft, amendment, language)
    return verdict is not None and verdict.verdict is Verdict.SATISFIED


def said_by_hand(
    issued: Sequence[Block],
    draft: Sequence[Block],
    accepted: Sequence[Accepted],
    there: Mapping[str, Amendment | None],
    language: str,
) -> set[str]:
    """The references of those that the penholder's own words say: to put them in would say it twice."""
    untouched = _untouched(issued, draft)
    found: set[str] = set()
    for each in accepted:
        place, asked = there[each.amendment.ref], each.amendment
        if each.bracketed or (place is not None and (untouched is None or asked.block in untouched)):
            continue
        # Words that a version left open stand in it, and what was asked of the version before it is the whole.
        here = place is not None and is_said(issued, draft, place, language)
        if here or ((place is None or each.made_to != issued) and is_said(each.made_to, draft, asked, language)):
            found.add(asked.ref)
    return found


def said_open(
    issued: Sequence[Block],
    draft: Sequence[Block],
    accepted: Sequence[Accepted],
    there: Mapping[str, Amendment | None],
) -> dict[str, tuple[str, Alternative]]:
    """Reference -> the block and the alternative in brackets there that the penholder wrote for it."""
    untouched = _untouched(issued, draft)
    found = {}
    for each in accepted:
        place, asked = there[each.amendment.ref], each.amendment
        written = place is None or (untouched is not None and asked.block not in untouched)
        if each.bracketed and written and (at := open_at(draft, asked)):
            found[asked.ref] = at
    return found


def _untouched(issued: Sequence[Block], draft: Sequence[Block]) -> set[str] | None:
    """The paragraphs that read as they did; None where all do."""
    same = set(draft).intersection(issued)
    return {block.id for block in same} if len(same) < max(len(draft), len(issued)) else None


def says_part(text: Sequence[Block], issued: Sequence[Block], amendment: Amendment) -> bool:
    """Whether the words that are taken in part stand in what was written since `issued`."""
    words = _folded(amendment.words)
    if not words:
        return False
    old = {block.id: block.text for block in issued}
    return any(
        words in _folded(block.text)
        for block in text
        if old.get(block.id) != block.text and amendment.block in ("", block.id)
    )


def open_at(text: Sequence[Block], amendment: Amendment) -> tuple[str, Alternative] | None:
    """The alternative in square brackets that holds the words proposed, with its block; None where none does."""
    there = [block for block in text if amendment.kind is AmendmentKind.ADD or block.id == amendment.block]
    words = " ".join(_folded(block.text) for block in parse(amendment.words))
    for bracket in open_brackets(there):
        for each in bracket.alternatives:
            if words in _folded(each.words) or _folded(each.words) in words:
                return bracket.block, each
    return None


def credited(issued: Sequence[Block], text: Sequence[Block], asked: Amendment, place: Amendment | None) -> list[Source]:
    """The changes from `issued` to `text` that say what is asked; place: what is asked in the offsets of `issued`."""
    old, new = ({block.id: block.text for block in blocks} for blocks in (issued, text))
    if asked.kind is AmendmentKind.REMOVE:
        gone = asked.block in old and asked.block not in new
        return [Source(asked.block, 0, 0, (asked.ref,), asked.kind, (0, len(old[asked.block])))] if gone else []
    if asked.kind is AmendmentKind.ADD:
        return list(_paragraphs(old, new, asked))
    if asked.kind is not AmendmentKind.REPLACE or asked.block not in old or asked.block not in new:
        return []
    hunks = list(_hunks(old[asked.block], new[asked.block]))
    low, high = (place.start, place.end) if place else (0, len(old[asked.block]))
    for bracket in open_brackets([block for block in issued if block.id == asked.block]):
        if bracket.start <= high and low <= bracket.end:  # the whole passage was settled by what is asked
            low, high = min(low, bracket.start), max(high, bracket.end)
    near = [each for each in hunks if each[0] <= high and low <= each[1]]
    return [Source(asked.block, c, d, (asked.ref,), was=(a, b)) for a, b, c, d in near or hunks]


def _paragraphs(old: Mapping[str, str], new: Mapping[str, str], asked: Amendment) -> Iterator[Source]:
    wanted = [words for block in parse(asked.words) if (words := _folded(block.text))]
    for id_, text in new.items():
        if old.get(id_) != text and any(words in _folded(text) for words in wanted):
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


def _folded(text: str) -> str:
    return " ".join(plain(text).casefold().split())
