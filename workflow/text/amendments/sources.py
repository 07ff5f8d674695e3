"""What stands behind the changes between two texts, where some of it was made on the way from one to the other."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain

from workflow.text.alignment.align import common_runs
from workflow.text.alignment.runs import Run
from workflow.text.anchors.following import unchanged
from workflow.text.document.brackets import TITLE, divided
from workflow.text.values.amendment import AmendmentKind, Source
from workflow.text.values.block import Block

_SIGNS = "*_ \n\u00a0"


def sources_of(
    before: Sequence[Block], after: Sequence[Block], sources: Sequence[Source], applied: Sequence[Block] = ()
) -> dict[str, tuple[Source, ...]]:
    """Block id -> the sources behind its changes from `before` to `after`, with spans of the text in `after`.

    applied: the text that the sources' spans belong to, where a penholder went on writing after amendments were
    applied; without it they belong to `after`. Left out is what was undone since: a removed block that is back, words
    that are gone again, a block that reads as before. Pass one block's sources to the redline.
    """
    old, new, middle = ({block.id: block for block in blocks} for blocks in (before, after, applied))
    still = [_kept(source, old, new, middle) for source in sources]
    lost = [place for place, source in enumerate(sources) if not still[place] and _may_be_elsewhere(source, middle)]
    wanted = [(sources[place].block, (sources[place].start, sources[place].end)) for place in lost]
    places = unchanged(divided(applied)[1], divided(after)[1], wanted)
    for place, at in zip(lost, places, strict=True):
        still[place] = [_elsewhere(sources[place], *at)] if at and at[0] != sources[place].block else []
    found: dict[str, list[Source]] = defaultdict(list)
    for source in chain.from_iterable(still):
        found[source.block].append(source)
    return {block: tuple(spans) for block, spans in found.items()}


def _kept(
    source: Source, old: Mapping[str, Block], new: Mapping[str, Block], middle: Mapping[str, Block]
) -> list[Source]:
    block = new.get(source.block)
    if source.kind is AmendmentKind.REMOVE:
        return [] if block else [source]
    if not block:
        return []
    if source.kind is AmendmentKind.MOVE:
        return [source]
    if source.block in old and old[source.block].text == block.text:
        return []
    written = middle.get(source.block, block)
    return [source] if written.text == block.text else _shifted(source, written.text, block.text)


def _may_be_elsewhere(source: Source, middle: Mapping[str, Block]) -> bool:
    """Whether the words it changed can have gone into another paragraph, by a split or a join."""
    return source.start < source.end and source.block in middle and source.block != TITLE


def _elsewhere(source: Source, block: str, start: int) -> Source:
    return replace(source, block=block, start=start, end=start + source.end - source.start, was=None)


def _shifted(source: Source, before: str, after: str) -> list[Source]:
    """The source where its words stand after more editing, in pieces where words were put among them."""
    found: list[Source] = []
    says = bool(before[source.start : source.end].strip(_SIGNS))
    # A deletion keeps its place beside one of its neighbours; the beginning and the end of the paragraph are such.
    for run in [Run(0, 0, 0), *common_runs(before, after), Run(len(before), len(after), 0)]:
        low, high = max(source.start, run.start), min(source.end, run.end)
        is_piece = before[low:high].strip(_SIGNS) if says else low < high
        if is_piece or (source.start == source.end == low == high and not found):
            # What gave way is behind the first piece: it gave way once.
            was = source.was and (source.was if not found else (source.was[1],) * 2)
            found.append(replace(source, start=low + run.place - run.start, end=high + run.place - run.start, was=was))
    return found
