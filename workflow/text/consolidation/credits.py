"""What the penholder wrote, put down to the amendments that it says."""

from collections.abc import Iterator, Mapping, Sequence

from workflow.text.alignment.align import common_runs
from workflow.text.alignment.trust import weight
from workflow.text.consolidation.written import wanted_words
from workflow.text.diff.cleanup import tidy
from workflow.text.diff.words import hunks, word_diff
from workflow.text.document.brackets import open_brackets
from workflow.text.edits.fitting import alone
from workflow.text.edits.shared import SAYS, places, whole_words
from workflow.text.edits.uptake import as_read, changes
from workflow.text.values.amendment import Amendment, AmendmentKind, Source
from workflow.text.values.block import Block
from workflow.text.values.spans import Hunk, Span

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
    return [(a, b, asked[c:d].strip()) for a, b, c, d in changes(block.text, asked)]


def _changes(before: str, after: str, asked: Amendment, passages: Sequence[Passage]) -> Iterator[Source]:
    """What the redline shows of each passage: the words that gave way, and of those that came the ones asked for.

    Where they went elsewhere with their sentence, the one change that holds them.
    """
    every = list(hunks(tidy(word_diff(before, after))))
    for low, high, words in passages or [(0, len(before), asked.words)]:
        holding = [(each, at) for each in every if words and (at := _within(after, words, each))]
        near = [each for each in every if each[0] <= high and low <= each[1]]
        held = [(each, at) for each, at in holding if each in near]
        if not held and len(holding) == 1:
            held = holding
        for hunk in near:
            at = next((at for each, at in held if each == hunk), None)
            is_of_it = hunk[0] < high and low < hunk[1]
            if at or is_of_it:
                yield _source(asked, hunk, (low, high), at or (hunk[2], hunk[2]))
        for hunk, at in held:
            if hunk not in near:
                yield _source(asked, hunk, (low, high), at)


def _source(asked: Amendment, hunk: Hunk, passage: Span, words: Span) -> Source:
    a, b, _, _ = hunk
    old = max(a, passage[0]), min(b, passage[1])
    return Source(asked.block, *words, (asked.ref,), was=old if old[0] <= old[1] else (a, a))


def _within(text: str, words: str, hunk: Hunk) -> Span | None:
    """Where the words stand in what a change puts there, or the heaviest run of them that says something."""
    new = text[hunk[2] : hunk[3]]
    at = as_read(new).find(as_read(words)) if len(as_read(new)) == len(new) else new.find(words)
    if at >= 0:
        return hunk[2] + at, hunk[2] + at + len(words)
    run = max(common_runs(words, new), key=lambda run: weight(words[run.start : run.end]), default=None)
    if run is None or weight(words[run.start : run.end]) < SAYS:
        return None
    found = new[run.place : run.place_end]
    low = hunk[2] + run.place + len(found) - len(found.lstrip())
    return low, low + len(found.strip())


def _paragraphs(old: Mapping[str, str], new: Mapping[str, str], asked: Amendment) -> Iterator[Source]:
    wanted = wanted_words(asked)
    for id_, text in new.items():
        if old.get(id_) != text and any(places(words, whole_words(text)) for words in wanted):
            was = (0, len(old[id_])) if id_ in old else None
            kind = AmendmentKind.REPLACE if id_ in old else AmendmentKind.ADD
            yield Source(id_, 0, len(text), (asked.ref,), kind, was)
