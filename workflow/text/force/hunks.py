"""Which words of force a change touches, so that they can be compared whole."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

from workflow.text.force.finder import Force
from workflow.text.values.answers import ChangeKind
from workflow.text.values.spans import Hunk, Span

Form = tuple[ChangeKind, str]

ONE = (ChangeKind.NUMBER, ChangeKind.DATE)
_start, _end = attrgetter("start"), attrgetter("end")


def forms_at(
    hunks: Iterable[Hunk], old: Sequence[Force], new: Sequence[Force]
) -> Iterator[tuple[Hunk, list[Form], list[Form]]]:
    """Each change, of which those inside one number or date are one, with the forms that it touches on either side."""
    whole = _whole(hunks, old, new)
    before = 0
    for hunk, following in zip(whole, [*whole[1:], None], strict=True):
        left, right = map(max, _reach(old, *hunk.was), _reach(new, *hunk.now))
        left, right = (
            min(left, hunk.start - before),
            right if following is None else min(right, following.start - hunk.end),
        )
        yield hunk, _inside(old, hunk.was, left, right), _inside(new, hunk.now, left, right)
        before = hunk.end


def _whole(hunks: Iterable[Hunk], old: Sequence[Force], new: Sequence[Force]) -> list[Hunk]:
    found: list[Hunk] = []
    for hunk in hunks:
        last = found[-1] if found else None
        if last and (_joins(old, last.was, hunk.was) or _joins(new, last.now, hunk.now)):
            found[-1] = Hunk(last.start, hunk.end, last.place, hunk.place_end)
        else:
            found.append(hunk)
    return found


def _joins(forces: Sequence[Force], one: Span, other: Span) -> bool:
    """Whether a number or a date reaches from one change to the next."""
    at = bisect_right(forces, one[1], key=_start) - 1
    return at >= 0 and forces[at].kind in ONE and other[0] <= forces[at].end


def _reach(forces: Sequence[Force], start: int, end: int) -> Span:
    """How far the words of force at a change reach into what is kept before and behind it."""
    there = [each for each in _at(forces, start, end) if each.kind is not ChangeKind.NAME]
    return (max(0, start - there[0].start), max(0, there[-1].end - end)) if there else (0, 0)


def _inside(forces: Sequence[Force], span: Span, left: int, right: int) -> list[Form]:
    start, end = span[0] - left, span[1] + right
    # A word at the rim may be a name only because the one before it went, which began the sentence.
    return [
        (each.kind, each.form)
        for each in _at(forces, start, end)
        if each.kind is not ChangeKind.NAME or (each.start < end and start < each.end)
    ]


def _at(forces: Sequence[Force], start: int, end: int) -> Sequence[Force]:
    """The words of force within a span or at its rim: what stands there is kept, and so on both sides."""
    return forces[bisect_left(forces, start, key=_end) : bisect_right(forces, end, key=_start)]
