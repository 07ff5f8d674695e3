"""Whose each part of a change is: words of two origins that stand together are told apart."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from workflow.text.document.inline import Line
from workflow.text.tokens.tokenizer import tokens
from workflow.text.values.amendment import AmendmentKind, Source, by_reference
from workflow.text.values.spans import Span


@dataclass(frozen=True, slots=True)
class OriginPart:
    """A stretch of either text with the references behind it; without any, the penholder's own. kept: the same words.

    is_sure: it says enough to stand apart from its neighbours. by_hand: some of it is the penholder's.
    """

    old: Span
    new: Span
    refs: tuple[str, ...] = ()
    kept: bool = False
    is_sure: bool = True
    by_hand: bool = False


class Origins:
    """The sources of one block, each with its span in either text; what lies between is nobody's or the penholder's.

    before, after: the block's two texts. seen: the same as a reader sees them. Where an old span is not known, or the
    sources changed their order, nothing is told apart.
    """

    def __init__(self, texts: tuple[str, str], seen: tuple[Line, Line], sources: Sequence[Source]) -> None:
        self.texts, self.seen = texts, seen
        spans = [_with_old_span(source, texts[0]) for source in sources if source.kind in _IN_WORDS]
        self.zones = _zones(sorted(filter(None, spans), key=_place), texts) if all(spans) else []

    def parts(self, old: Span, new: Span, refs: tuple[str, ...]) -> list[OriginPart]:
        """The change of `old` into `new`, behind which `refs` stand: as a whole, or each origin's part by itself."""
        if not refs or not self.zones:
            return [OriginPart(old, new, refs)]
        parts = self._merged([self._judged(part) for part in self._cut(old, new)])
        if len(parts) > 1 and {ref for part in parts for ref in part.refs} == set(refs):
            return self._spaced(parts)
        return [OriginPart(old, new, refs, by_hand=any(part.by_hand for part in parts))]

    def _cut(self, old: Span, new: Span) -> Iterator[OriginPart]:
        for zone in self.zones:
            part = replace(zone, old=_inside(zone.old, old), new=_inside(zone.new, new))
            if part.old[0] < part.old[1] or part.new[0] < part.new[1]:
                yield replace(part, is_sure=bool(zone.refs) or self._was_edited(zone))

    def _was_edited(self, zone: OriginPart) -> bool:
        """Whether its words are others: a mark that an amendment beside it opened or closed is not its own change."""
        raw = [self._text(zone, side).translate(_NO_MARKS) for side in (0, 1)]
        return raw[0] != raw[1] and self._shown(zone)[0] != self._shown(zone)[1]

    def _judged(self, part: OriginPart) -> OriginPart:
        """The part, kept where its words are the same, and not sure where it holds no word."""
        if not part.refs and self._text(part, 0) == self._text(part, 1):
            return replace(part, kept=True, is_sure=True)
        old, new = self._shown(part)
        is_sure = part.is_sure and any(map(str.isalnum, old + new))
        return replace(part, is_sure=is_sure, by_hand=part.is_sure and not part.refs and old != new)

    def _merged(self, parts: Sequence[OriginPart]) -> list[OriginPart]:
        """The parts, those made one that can't stand alone, have the same origin, or share a word."""
        borders = [{0, *accumulate(map(len, tokens(text)))} for text in self.texts]
        done: list[OriginPart] = []
        for part in parts:
            is_cut = part.old[0] in borders[0] and part.new[0] in borders[1]
            if done and not (is_cut and part.is_sure and done[-1].is_sure and _differ(done[-1], part)):
                done[-1] = _one(done[-1], part)
            else:
                done.append(part)
        return done

    def _spaced(self, parts: Sequence[OriginPart]) -> list[OriginPart]:
        """The parts, white space at the end of one side alone as the next one's."""
        done = list(parts)
        for place in range(len(parts) - 1):
            one, other = done[place : place + 2]
            texts = [self._text(one, side) for side in (0, 1)]
            ends = [len(text) - len(text.rstrip()) for text in texts]
            if not (all(texts) and any(ends)) or all(ends) or other.kept:
                continue
            cut = one.old[1] - ends[0], one.new[1] - ends[1]
            done[place] = replace(one, old=(one.old[0], cut[0]), new=(one.new[0], cut[1]))
            done[place + 1] = replace(other, old=(cut[0], other.old[1]), new=(cut[1], other.new[1]))
        return done

    def _text(self, part: OriginPart, side: int) -> str:
        start, end = (part.old, part.new)[side]
        return self.texts[side][start:end]

    def _shown(self, part: OriginPart) -> tuple[str, str]:
        """The words of either side, without white space and marks."""
        old, new = (
            "".join(line.text[line.at(start) : line.at(end)].split())
            for line, (start, end) in zip(self.seen, (part.old, part.new), strict=True)
        )
        return old, new


_NO_MARKS = dict.fromkeys(map(ord, "*_[]\\ \u00a0"))
_IN_WORDS = (AmendmentKind.REPLACE, AmendmentKind.ADD)


def _with_old_span(source: Source, before: str) -> Source | None:
    """The source, its old span empty in a block that is all new; None where it is not known."""
    if source.was or before:
        return source if source.was else None
    return replace(source, was=(0, 0))


def _place(source: Source) -> tuple[int, int, Span | None]:
    return source.start, source.end, source.was


def _zones(sources: Sequence[Source], texts: tuple[str, str]) -> list[OriginPart]:
    """Both texts divided at the sources, in order; none where the sources cross or there is none."""
    zones: list[OriginPart] = []
    old = new = 0
    for source in sources:
        start, end = source.was or (0, 0)
        if start < old or source.start < new:
            return []
        zones += [
            OriginPart((old, start), (new, source.start)),
            OriginPart((start, end), (source.start, source.end), source.refs),
        ]
        old, new = end, source.end
    return [*zones, OriginPart((old, len(texts[0])), (new, len(texts[1])))] if zones else []


def _inside(span: Span, outer: Span) -> Span:
    start = min(max(span[0], outer[0]), outer[1])
    return start, max(start, min(span[1], outer[1]))


def _differ(one: OriginPart, other: OriginPart) -> bool:
    return one.kept or other.kept or one.refs != other.refs


def _one(one: OriginPart, other: OriginPart) -> OriginPart:
    refs = by_reference([*one.refs, *other.refs])
    spans = (one.old[0], other.old[1]), (one.new[0], other.new[1])
    return OriginPart(*spans, refs, False, one.is_sure or other.is_sure, one.by_hand or other.by_hand)
