"""Which references stand behind each change of a redline; where none does, the change is the penholder's own."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, cycle, groupby, takewhile

from workflow.text.alignment.align import common_runs
from workflow.text.alignment.runs import Run
from workflow.text.anchors.elsewhere import TwoVersions
from workflow.text.diff.words import hunks
from workflow.text.tokens.tokenizer import tokens
from workflow.text.values.amendment import AmendmentKind, Source, by_reference
from workflow.text.values.block import Block
from workflow.text.values.spans import Span

Ops = Sequence[tuple[int, str]]
_SIGNS = "*_ \n\u00a0"


@dataclass(frozen=True, slots=True)
class _Hunk:
    """Neighbouring ops that change something: their span in either text, and how far they could slide unseen."""

    ops: tuple[int, ...]
    old: Span
    new: Span
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class _Gap:
    """Words between two neighbouring sources, in either text, and the references on both sides."""

    old: Span
    new: Span
    refs: tuple[str, ...]


def sources_of(
    before: Sequence[Block], after: Sequence[Block], sources: Sequence[Source], applied: Sequence[Block] = ()
) -> dict[str, tuple[Source, ...]]:
    """Block id -> the sources behind its changes from `before` to `after`, with spans of the text in `after`.

    applied: the text that the sources' spans belong to, where a penholder went on writing after amendments were
    applied; without it they belong to `after`. Left out is what was undone since: a removed block that is back, words
    that are gone again, a block that reads as before. Pass one block's sources to `refs_of` or to the redline.
    """
    old, new, middle = ({block.id: block for block in blocks} for blocks in (before, after, applied))
    still = [_kept(source, old, new, middle) for source in sources]
    lost = [place for place, source in enumerate(sources) if not still[place] and _may_be_elsewhere(source, middle)]
    wanted = [(sources[place].block, (sources[place].start, sources[place].end)) for place in lost]
    for place, at in zip(lost, TwoVersions(applied, after).unchanged(wanted), strict=True):
        still[place] = [_elsewhere(sources[place], *at)] if at and at[0] != sources[place].block else []
    found: dict[str, list[Source]] = defaultdict(list)
    for source in chain.from_iterable(still):
        found[source.block].append(source)
    return {block: tuple(spans) for block, spans in found.items()}


def refs_of(ops: Ops, sources: Sequence[Source]) -> list[tuple[str, ...]]:
    """For each op the references behind it in reading order; none for kept words and for the penholder's own changes.

    Deleted and inserted words that stand together are one change. Words that only changed places with an amendment's,
    as where one takes out what another puts in behind them, are put down to the amendments beside them.
    """
    spans = [source for source in sources if source.kind in (AmendmentKind.REPLACE, AmendmentKind.ADD)]
    texts = "".join(text for op, text in ops if op <= 0), "".join(text for op, text in ops if op >= 0)
    between = _between(texts, spans)
    refs: list[tuple[str, ...]] = [()] * len(ops)
    for hunk in _hunks(ops):
        named = [ref for span in spans if _is_behind(texts, span, hunk) for ref in span.refs]
        behind = by_reference(named or _beside(texts, hunk, between))
        for place in hunk.ops:
            refs[place] = behind
    return refs


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
    return source.start < source.end and source.block in middle


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


def _is_behind(texts: tuple[str, str], source: Source, hunk: _Hunk) -> bool:
    if source.was is None and hunk.new[0] == hunk.new[1]:
        # Without the old span a deletion can only be told by its place.
        return source.start - hunk.right <= hunk.new[0] <= source.end + hunk.left
    mine, its = (source.was or (0, 0), (source.start, source.end)), (hunk.old, hunk.new)
    words = "".join(_shared(*each, hunk) for each in zip(texts, mine, its, strict=True))
    # A space or a star at the border of another change says nothing, unless one of the two is about no more.
    return bool(words.strip(_SIGNS) or (words and not (_says(texts, mine) and _says(texts, its))))


def _shared(text: str, source: Span, span: Span, hunk: _Hunk) -> str:
    if source[0] == source[1] or span[0] == span[1]:
        return ""
    return text[max(source[0], span[0] - hunk.left) : min(source[1], span[1] + hunk.right)]


def _says(texts: tuple[str, str], spans: tuple[Span, Span]) -> bool:
    return any(text[slice(*span)].strip(_SIGNS) for text, span in zip(texts, spans, strict=True))


def _between(texts: tuple[str, str], sources: Sequence[Source]) -> list[_Gap]:
    """What stands between two sources and reads as before; none where they crossed or an old span is not known."""
    before, after = texts
    found: list[_Gap] = []
    old = new = 0
    refs: tuple[str, ...] = ()
    end = Source("", len(after), len(after), (), was=(len(before), len(before)))
    for source in [*sorted(sources, key=lambda source: (source.start, source.end, source.was or ())), end]:
        if source.was is None or source.was[0] < old or source.start < new:
            return []
        if before[old : source.was[0]].split() == after[new : source.start].split():
            found.append(_Gap((old, source.was[0]), (new, source.start), refs + source.refs))
        old, new, refs = source.was[1], source.end, source.refs
    return found


def _beside(texts: tuple[str, str], hunk: _Hunk, between: Sequence[_Gap]) -> list[str]:
    """The references beside a change of words that no source changed; none when the penholder changed some of them."""
    old, new = _words_of(texts[0], hunk.old), _words_of(texts[1], hunk.new)
    shared = [(_common(gap.old, old), _common(gap.new, new)) for gap in between]
    covered = sum(each[0] for each in shared), sum(each[1] for each in shared)
    if covered != (old[1] - old[0], new[1] - new[0]):
        return []
    return [ref for gap, each in zip(between, shared, strict=True) if any(each) for ref in gap.refs]


def _words_of(text: str, span: Span) -> Span:
    """The span without the white space at its ends, where it is more than white space."""
    words = text[span[0] : span[1]]
    if not words.strip():
        return span
    start = span[0] + len(words) - len(words.lstrip())
    return start, start + len(words.strip())


def _common(one: Span, other: Span) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def _hunks(ops: Ops) -> Iterator[_Hunk]:
    changed = (
        list(group) for is_kept, group in groupby(range(len(ops)), lambda place: ops[place][0] == 0) if not is_kept
    )
    for places, (a, b, c, d) in zip(changed, hunks(ops), strict=True):
        yield _Hunk(tuple(places), (a, b), (c, d), *_slack(ops, places[0], places[-1] + 1))


def _slack(ops: Ops, first: int, end: int) -> tuple[int, int]:
    """How far a lone deletion or insertion could stand to the left or right with the same outcome (`very very`)."""
    if end - first != 1:
        return 0, 0
    words = tokens(ops[first][1])
    before = tokens(ops[first - 1][1]) if first else []
    after = tokens(ops[end][1]) if end < len(ops) else []
    return _slid(words[::-1], before[::-1]), _slid(words, after)


def _slid(words: Sequence[str], beside: Sequence[str]) -> int:
    """The length of what stands beside the words and repeats them: whole tokens, for no border is inside a word."""
    same = takewhile(lambda pair: pair[0] == pair[1], zip(cycle(words), beside, strict=False))
    return sum(len(token) for _, token in same)
