"""A draft and the version before it, with each passage in square brackets as the answers settle it.

The answers settle a passage in both: what they did is not the penholder's hand, and what was asked of that version has
its place in what is left of it. A passage that the hand settled is settled in the version alone.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from workflow.text.amendments.brackets import cuts_round
from workflow.text.amendments.carried import Accepted
from workflow.text.anchors.anchors import reanchor
from workflow.text.consolidation.hand_brackets import alternatives_of, refused_alternatives
from workflow.text.document.brackets import Alternative, Bracket, open_brackets
from workflow.text.document.unopened import remainder, unopened
from workflow.text.values.amendment import AmendmentKind
from workflow.text.values.answers import Verdict
from workflow.text.values.block import Block
from workflow.text.values.spans import Span

Cuts = Mapping[str, Sequence[Span]]
"""Id of a block -> what goes of its text, in reading order."""


@dataclass(frozen=True, slots=True)
class Settled:
    """Both texts, and the amendments where their words stand in the version; those made to it were made to `issued`."""

    issued: tuple[Block, ...]
    draft: tuple[Block, ...]
    accepted: Sequence[Accepted]


def settled_by_answers(
    issued: tuple[Block, ...], draft: tuple[Block, ...], accepted: Sequence[Accepted], refused: Sequence[Accepted]
) -> Settled:
    """Both texts, each passage in which words accepted in full are an alternative settled for them; and each without
    the alternatives that are refused, where one is left settled for that.

    Put in once more words accepted would stand there twice. A passage in which others are left open, or of which two
    alternatives are accepted, is not settled for one: that is left to a person, and so is one of which nothing is left.
    """
    if not open_brackets(issued) and not open_brackets(draft):
        return Settled(issued, draft, accepted)
    now = Settled(issued, draft, accepted)
    now = _without(now, list(_cuts_beside_accepted(now.draft, accepted)))
    now = _without(now, list(_cuts_of_refused(now.draft, accepted, refused)))
    texts = {block.id: block.text for block in now.draft}
    by_hand = {b.id: unopened(texts[b.id], b.text).cuts for b in now.issued if texts.get(b.id, b.text) != b.text}
    return _with_issued(now, {block: cuts for block, cuts in by_hand.items() if cuts})


def reopened(
    issued: tuple[Block, ...], draft: tuple[Block, ...], accepted: Sequence[Accepted], lost: Sequence[Accepted]
) -> tuple[Block, ...]:
    """The draft in which the passages of the version stand open again that it settled for words of `lost`, where nobody
    else's that are accepted, or that are to stand open: what was answered since settles them.
    """
    gone = refused_alternatives(issued, lost) - set(
        alternatives_of(issued, (each for each in accepted if each.in_full))
    )
    open_ = set(alternatives_of(issued, (each for each in accepted if each.bracketed)))
    texts = {block.id: block.text for block in draft}
    for block in issued:
        hand = texts.get(block.id, block.text)
        left = unopened(hand, block.text) if hand != block.text else remainder(block.text, ())
        for passage in reversed(open_brackets([block]) if left.cuts else ()):
            there = left.left(passage.start, passage.end)
            kept = next((each for each in passage.alternatives if there and left.left(*_span(each)) == there), None)
            is_open = any((block.id, each.start) in open_ for each in passage.alternatives)
            if there is None or kept is None or not (is_open or (block.id, kept.start) in gone):
                continue
            at = reanchor(left.text, texts[block.id], *there)
            if at.verdict is Verdict.SAME and at.start is not None:
                words = block.text[passage.start : passage.end]
                texts[block.id] = texts[block.id][: at.start] + words + texts[block.id][at.end :]
    return _reading(draft, texts)


def _span(alternative: Alternative) -> Span:
    return alternative.start, alternative.end


def _cuts_beside_accepted(
    draft: Sequence[Block], accepted: Sequence[Accepted]
) -> Iterator[tuple[Bracket, Sequence[Span]]]:
    """What goes of the passages of which one alternative is accepted, and none left open."""
    passages = open_brackets(draft)
    chosen: dict[Bracket, dict[str, Alternative]] = defaultdict(dict)
    held = set()
    for each in accepted if passages else ():
        if each.amendment.kind is not AmendmentKind.REPLACE or not (each.in_full or each.bracketed):
            continue
        for (block, _), at in alternatives_of(draft, [each]).items():
            place = next(p for p in passages if p.block == block and p.start <= at.start < p.end)
            chosen[place][at.words] = at
            held |= {place} if each.bracketed else set()
    texts = {block.id: block.text for block in draft}
    for passage in passages:
        if len(chosen[passage]) == 1 and passage not in held:
            yield passage, cuts_round(texts[passage.block], passage, next(iter(chosen[passage].values())))


def _cuts_of_refused(
    draft: Sequence[Block], accepted: Sequence[Accepted], refused: Sequence[Accepted]
) -> Iterator[tuple[Bracket, Sequence[Span]]]:
    """What goes of the passages of which alternatives are refused, and others left."""
    passages = open_brackets(draft) if refused else ()
    kept = set(alternatives_of(draft, [each for each in accepted if each.bracketed])) if passages else set()
    lost = refused_alternatives(draft, refused) - kept if passages else set()
    texts = {block.id: block.text for block in draft}
    for passage in passages:
        if not any(block == passage.block and passage.start <= start < passage.end for block, start in lost):
            continue
        left = [each for each in passage.alternatives if (passage.block, each.start) not in lost]
        if len(left) == 1 and (passage.block, left[0].start) not in kept:
            yield passage, cuts_round(texts[passage.block], passage, left[0])
        elif left:
            yield passage, list(_cuts_between(passage, left))


def _cuts_between(passage: Bracket, left: Sequence[Alternative]) -> Iterator[Span]:
    """What goes where these alternatives are left, each in its brackets."""
    at = passage.start
    for each in left:
        if at < each.start - 1:
            yield at, each.start - 1
        at = each.end + 2  # behind its bracket and the space
    if at < passage.end:
        yield at - 1, passage.end


def _without(now: Settled, found: Sequence[tuple[Bracket, Sequence[Span]]]) -> Settled:
    """Both texts without these spans of the draft's passages, the version where it has the same passage."""
    if not found:
        return now
    there = {key: (text, passage) for key, text, passage in _passages(now.issued)}
    of_draft, of_issued = defaultdict[str, list[Span]](list), defaultdict[str, list[Span]](list)
    cuts_of = dict(found)
    for key, text, passage in _passages(now.draft):
        cuts = cuts_of.get(passage, ())
        of_draft[passage.block] += cuts
        old, same = there.get(key, ("", passage))
        by = same.start - passage.start
        if key in there and all(old[low + by : high + by] == text[low:high] for low, high in cuts):
            of_issued[passage.block] += [(low + by, high + by) for low, high in cuts]
    draft = _reading(now.draft, {b.id: remainder(b.text, of_draft[b.id]).text for b in now.draft if of_draft[b.id]})
    return _with_issued(replace(now, draft=draft), {block: cuts for block, cuts in of_issued.items() if cuts})


def _passages(blocks: Sequence[Block]) -> Iterator[tuple[tuple[str, str, int], str, Bracket]]:
    """Each passage with what tells it in another text: its paragraph, its words, and which of those alike it is."""
    seen = Counter[tuple[str, str]]()
    for block in blocks:
        for passage in open_brackets([block]):
            words = block.text[passage.start : passage.end]
            yield (block.id, words, seen[block.id, words]), block.text, passage
            seen[block.id, words] += 1


def _with_issued(now: Settled, cuts: Cuts) -> Settled:
    """The version without these spans, and what was asked of it where its words stand in what is left."""
    if not cuts:
        return now
    left = {block.id: remainder(block.text, cuts[block.id]) for block in now.issued if block.id in cuts}
    issued = _reading(now.issued, {block: each.text for block, each in left.items()})
    made = []
    for each in now.accepted:
        asked, span = each.amendment, None
        if asked.kind is AmendmentKind.REPLACE and asked.block in left:
            span = left[asked.block].left(asked.start, asked.end)
        elif each.made_to == now.issued:
            span = asked.start, asked.end
        if span is None or each.made_to != now.issued:
            made.append(each)
        else:
            made.append(replace(each, amendment=replace(asked, start=span[0], end=span[1]), made_to=issued))
    return Settled(issued, now.draft, made)


def _reading(blocks: tuple[Block, ...], texts: Mapping[str, str]) -> tuple[Block, ...]:
    return tuple(
        block if texts.get(block.id, block.text) == block.text else replace(block, text=texts[block.id])
        for block in blocks
    )
