"""Where words of one version stand in a later one: in their paragraph, else in one that took them in, else nowhere."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from workflow.text.anchors.anchors import Anchor, reanchor_all
from workflow.text.anchors.elsewhere import landed, may_stand
from workflow.text.anchors.whose import others_words
from workflow.text.unicode.spans import require_span
from workflow.text.values.answers import Verdict
from workflow.text.values.block import Block
from workflow.text.values.spans import Span

_LOST = frozenset({Verdict.DELETED, Verdict.UNCERTAIN})


@dataclass(frozen=True, slots=True)
class Followed:
    """What became of words or of a whole paragraph, and where they stand now; an empty span is the whole paragraph.

    block: beside which they belong; None where it is gone and its words stand in no other.
    """

    verdict: Verdict
    block: str | None
    start: int = 0
    end: int = 0


def followed(before: Sequence[Block], after: Sequence[Block], wanted: Sequence[tuple[str, Span]]) -> list[Followed]:
    """For each block id and span of `before` what became of it in `after`; an empty span is the whole paragraph.

    Raises ValueError when a span lies outside its paragraph, is reversed, or cuts a character.
    """
    old, new = ({block.id: block.text for block in blocks} for blocks in (before, after))
    for block, span in wanted:
        require_span(old[block], *span, block)
    found = _without_others(before, after, _at_home(old, new, wanted))
    spans = [(block, span if span[0] < span[1] else (0, len(old[block]))) for block, span in wanted]
    # Nothing can be looked for where a paragraph had no words.
    lost = [place for place, each in enumerate(found) if each.verdict in _LOST and spans[place][1][1]]
    landings = landed(before, after, [spans[place] for place in lost])
    for place, landing in zip(lost, landings, strict=True):
        if landing is not None:
            found[place] = _there(wanted[place], *landing)
    gone = [place for place in lost if found[place].verdict is Verdict.DELETED]
    for place, may in zip(gone, may_stand(before, after, [spans[place] for place in gone]), strict=True):
        if may:
            found[place] = replace(found[place], verdict=Verdict.UNCERTAIN)
    return found


def _at_home(old: dict[str, str], new: dict[str, str], wanted: Sequence[tuple[str, Span]]) -> list[Followed]:
    """What became of each in the paragraph of the same id, at the price of one difference for each paragraph."""
    found = [Followed(Verdict.DELETED, None)] * len(wanted)
    worded: dict[str, list[int]] = defaultdict(list)
    for place, (block, (start, end)) in enumerate(wanted):
        if block in new and start < end:
            worded[block].append(place)
        elif block in new:
            found[place] = Followed(Verdict.SAME if old[block] == new[block] else Verdict.EDITED, block)
    for block, places in worded.items():
        anchors = reanchor_all(old[block], new[block], [wanted[place][1] for place in places])
        for place, anchor in zip(places, anchors, strict=True):
            found[place] = Followed(anchor.verdict, block, anchor.start or 0, anchor.end or 0)
    return found


def _without_others(before: Sequence[Block], after: Sequence[Block], found: Sequence[Followed]) -> list[Followed]:
    """Those found in their paragraph, but gone where another paragraph's words stand there now."""
    old, new = ({block.id: block.text for block in blocks} for blocks in (before, after))
    places = [
        place
        for place, each in enumerate(found)
        if each.block is not None and each.start < each.end and old[each.block] != new[each.block]
    ]
    spans = [(found[place].block or "", (found[place].start, found[place].end)) for place in places]
    taken = {place for place, is_theirs in zip(places, others_words(before, after, spans), strict=True) if is_theirs}
    return [Followed(Verdict.DELETED, each.block) if n in taken else each for n, each in enumerate(found)]


def _there(wanted: tuple[str, Span], block: str, anchor: Anchor) -> Followed:
    home, (start, end) = wanted
    verdict = anchor.verdict if block == home else Verdict.MOVED
    return Followed(verdict, block, anchor.start or 0, anchor.end or 0) if start < end else Followed(verdict, block)
