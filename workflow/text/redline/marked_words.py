"""Texts as HTML with something shown in them: the words that comments are on, and what a revision changed."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from markupsafe import Markup

from workflow.text.document.inline import NO_NOTES, Line, line, runs_html
from workflow.text.redline.levels import MOST_ELSEWHERE
from workflow.text.redline.references import REFERENCE, apart, refs_html
from workflow.text.tokens.tokenizer import tokens
from workflow.text.values.spans import Span


@dataclass(frozen=True, slots=True)
class Marked:
    """Words that something is said about: code points of the block's text, and the references (`A12`) of what is.

    elsewhere: the references of what is not on the page.
    """

    start: int
    end: int
    refs: tuple[str, ...]
    elsewhere: tuple[str, ...] = ()


@dataclass(slots=True)
class _Group:
    """Spans of the shown text that overlap, as one."""

    start: int
    end: int
    places: list[int]  # in the spans given


def marked_html(
    text: str, spans: Sequence[Marked], notes: Mapping[str, int] = NO_NOTES, address: str = REFERENCE
) -> Markup:
    """The block as HTML with `mark` round the spans and their references behind.

    Whole words are marked, never a part of one and never inside a Markdown mark. Spans that overlap share one mark
    with all their references in the order given; an empty span shows its references alone. Offsets outside the text
    are taken as its ends. notes: as in `inline.html`. address: where a note is that is not on the page, with REFERENCE
    in it for its reference; the first MOST_ELSEWHERE of each mark are named.
    """
    seen = line(text, notes)
    html, at = Markup(), 0
    for group in _groups(seen, spans):
        held = [spans[place] for place in sorted(group.places)]
        refs, elsewhere = [ref for each in held for ref in each.refs], [ref for each in held for ref in each.elsewhere]
        html += runs_html(seen.cut(at, group.start)) + _mark(seen, group)
        html += refs_html(refs, elsewhere[:MOST_ELSEWHERE], address)
        at = group.end
    return apart(html + runs_html(seen.cut(at, len(seen.text))))


def _mark(seen: Line, group: _Group) -> Markup:
    words = runs_html(seen.cut(group.start, group.end))
    return Markup("<mark>{}</mark>").format(words) if words else words


def _groups(seen: Line, spans: Sequence[Marked]) -> Iterable[_Group]:
    borders = [0, *accumulate(map(len, tokens(seen.text)))] if spans else []
    groups: list[_Group] = []
    for (start, end), place in sorted((_whole_words(seen, borders, span), place) for place, span in enumerate(spans)):
        last = groups[-1] if groups else None
        if last and (start < last.end or (start <= last.end and start == end) or start == last.start == last.end):
            last.end = max(last.end, end)
            last.places.append(place)
        else:
            groups.append(_Group(start, end, [place]))
    return groups


def _whole_words(seen: Line, borders: Sequence[int], span: Marked) -> Span:
    start, end = seen.at(span.start), max(seen.at(span.end), seen.at(span.start))
    behind = borders[min(bisect_left(borders, end), len(borders) - 1)]
    if start == end:
        return behind, behind
    start = borders[bisect_right(borders, start) - 1]
    words = seen.text[start:behind]
    if not words.strip():
        return start, behind
    return start + len(words) - len(words.lstrip()), start + len(words.rstrip())
