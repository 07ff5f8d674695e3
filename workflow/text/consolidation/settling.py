"""A draft and the version before it, with each passage in square brackets as the answers settle it.

The answers settle a passage in both: what they did is not the penholder's hand, and what was asked of that version has
its place in what is left of it. A passage that the hand settled is settled in the version alone.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from workflow.text.amendments.brackets import cuts_of
from workflow.text.amendments.carried import Accepted
from workflow.text.anchors.anchors import reanchor
from workflow.text.consolidation.hand_brackets import alternatives_of, refused_alternatives
from workflow.text.document.brackets import Bracket, open_brackets
from workflow.text.document.unopened import remainder, unopened
from workflow.text.values.amendment import AmendmentKind
from workflow.text.values.answers import Verdict
from workflow.text.values.block import Block
from workflow.text.values.spans import Span

_Sign = tuple[str, str, int]  # a paragraph, the words of a passage there, and which of those alike it is


@dataclass(frozen=True, slots=True)
class Settled:
    """Both texts, and the amendments where their words stand in the version; those made to it were made to `issued`."""

    issued: tuple[Block, ...]
    draft: tuple[Block, ...]
    accepted: Sequence[Accepted]


@dataclass(frozen=True, slots=True)
class _Stay:
    """What stays of a passage. places: of its alternatives. is_open: one alone stays in its brackets as well."""

    places: Sequence[int]
    is_open: bool = False


def settled_by_answers(
    issued: tuple[Block, ...], draft: tuple[Block, ...], accepted: Sequence[Accepted], refused: Sequence[Accepted]
) -> Settled:
    """Both texts, each passage in which words accepted in full are an alternative settled for them; and each without
    the alternatives that are refused, where one is left settled for that.

    Put in once more words accepted would stand there twice. A passage in which others are left open, or of which two
    alternatives are accepted, is not settled for one: that is left to a person, and so is one of which nothing is left.
    """
    if not open_brackets([*issued, *draft]):
        return Settled(issued, draft, accepted)
    left = dict(_left(draft, accepted, refused))
    now = _with_issued(Settled(issued, _without(draft, _cuts(draft, left)), accepted), _cuts(issued, left))
    texts = {block.id: block.text for block in now.draft}
    return _with_issued(now, {b.id: unopened(texts.get(b.id, b.text), b.text).cuts for b in now.issued})


def reopened(
    issued: tuple[Block, ...], draft: tuple[Block, ...], accepted: Sequence[Accepted], lost: Sequence[Accepted]
) -> tuple[Block, ...]:
    """The draft in which the passages of the version stand open again that it settled for words of `lost`, where nobody
    else's that are accepted, or that are to stand open: what was answered since settles them.
    """
    gone = refused_alternatives(issued, lost) - alternatives_of(issued, (each for each in accepted if each.in_full))
    open_ = {passage for passage, _ in alternatives_of(issued, (each for each in accepted if each.bracketed))}
    texts = {block.id: block.text for block in draft}
    for block in issued:
        left = unopened(texts.get(block.id, block.text), block.text)
        for passage in reversed(open_brackets([block]) if left.cuts else ()):
            kept = {each: here for each in passage.alternatives if (here := left.left(each.start, each.end))}
            is_settled = left.left(passage.start, passage.start + 1) is None
            if not is_settled or not (passage in open_ or any((passage, each) in gone for each in kept)):
                continue
            for there in kept.values():
                at = reanchor(left.text, texts[block.id], *there)
                if at.verdict is Verdict.SAME and at.start is not None:
                    words = block.text[passage.start : passage.end]
                    texts[block.id] = texts[block.id][: at.start] + words + texts[block.id][at.end :]
    return tuple(replace(block, text=texts[block.id]) for block in draft)


def _left(
    draft: Sequence[Block], accepted: Sequence[Accepted], refused: Sequence[Accepted]
) -> Iterator[tuple[_Sign, _Stay]]:
    """The passages of which answers take something, and what stays of them."""
    of_words = [each for each in accepted if each.amendment.kind is AmendmentKind.REPLACE]
    chosen = alternatives_of(draft, (each for each in of_words if each.in_full))
    held = alternatives_of(draft, (each for each in accepted if each.bracketed))
    lost = refused_alternatives(draft, refused) - held
    for sign, passage in _passages(draft):
        own = {each for each in chosen if each[0] == passage}
        if len(own) == 1 and not any(each == passage for each, _ in held):
            yield sign, _Stay([place for place, each in enumerate(passage.alternatives) if (passage, each) in own])
        elif any(each == passage for each, _ in lost):
            left = [place for place, each in enumerate(passage.alternatives) if (passage, each) not in lost]
            if left:
                yield sign, _Stay(left, any((passage, passage.alternatives[place]) in held for place in left))


def _passages(blocks: Sequence[Block]) -> Iterator[tuple[_Sign, Bracket]]:
    """Each passage with what tells it in another text."""
    seen = Counter[tuple[str, str]]()
    for block in blocks:
        for passage in open_brackets([block]):
            words = block.text[passage.start : passage.end]
            yield (block.id, words, seen[block.id, words]), passage
            seen[block.id, words] += 1


def _cuts(blocks: Sequence[Block], left: Mapping[_Sign, _Stay]) -> dict[str, list[Span]]:
    """Id of a block -> what goes of its text, in reading order."""
    texts, cuts = {block.id: block.text for block in blocks}, defaultdict[str, list[Span]](list)
    for sign, passage in _passages(blocks):
        if sign in left:
            stay = left[sign]
            stays = [passage.alternatives[place] for place in stay.places]
            cuts[passage.block] += cuts_of(texts[passage.block], passage, stays, is_open=stay.is_open)
    return cuts


def _without(blocks: Sequence[Block], cuts: Mapping[str, Sequence[Span]]) -> tuple[Block, ...]:
    return tuple(
        replace(block, text=remainder(block.text, cuts[block.id]).text) if cuts.get(block.id) else block
        for block in blocks
    )


def _with_issued(now: Settled, cuts: Mapping[str, Sequence[Span]]) -> Settled:
    """The version without these spans, and what was asked of it where its words stand in what is left."""
    if not any(cuts.values()):
        return now
    left = {block.id: remainder(block.text, cuts.get(block.id, ())) for block in now.issued}
    issued = _without(now.issued, cuts)
    made = []
    for each in now.accepted:
        asked, is_of_it = each.amendment, each.made_to == now.issued
        span = left[asked.block].left(asked.start, asked.end) if asked.block in left else (asked.start, asked.end)
        moved = replace(each, amendment=replace(asked, start=span[0], end=span[1]), made_to=issued) if span else each
        made.append(moved if is_of_it else each)
    return Settled(issued, now.draft, made)
