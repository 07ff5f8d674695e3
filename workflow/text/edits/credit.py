"""Whose each word of a redline is: a word bears the references of those who asked for it, and of nobody else.

Three steps. Claims say of spans of either text who took the words out, and who put them in. Each word that changed
gets its owner from them, or from how the words move that nobody asked for. One pass cuts the redline, which shows
rewritten words as one phrase, where the owner changes; words that stayed between two stay.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple

from workflow.text.alignment.align import common_runs
from workflow.text.alignment.runs import Run, hunks_between
from workflow.text.alignment.trust import weight
from workflow.text.diff.cleanup import tidy
from workflow.text.diff.words import hunks, runs_of, word_diff
from workflow.text.edits.levels import HEAVY, SAYS, STANDS
from workflow.text.edits.shared import has_word
from workflow.text.memory import remembered
from workflow.text.tokens.tokenizer import tokens
from workflow.text.unicode.folding import folded
from workflow.text.values.amendment import Source, by_reference
from workflow.text.values.spans import Hunk, Span

Ops = Sequence[tuple[int, str]]
_OPENING = "([{“„«‘¿¡"


class Claim(NamedTuple):
    """A span of one text and who is behind it."""

    start: int
    end: int
    refs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Claims:
    """gone: of words of the old text that went. come: of words of the new one that came. nameless: spans of the new
    text of which nobody knows what gave way to them.
    """

    gone: list[Claim] = field(default_factory=list)
    come: list[Claim] = field(default_factory=list)
    nameless: list[Claim] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a redline: what stood at `old` reads as at `new`. refs: who is behind that; none for the penholder.

    kept: the words are the same.
    """

    old: Span
    new: Span
    refs: tuple[str, ...] = ()
    kept: bool = False


def claims_of(sources: Iterable[Source]) -> Claims:
    """What the sources of one block say of its words."""
    found = Claims()
    for each in sources:
        found.come.append(Claim(each.start, each.end, each.refs))
        if each.was is None:
            found.nameless.append(found.come[-1])
        else:
            found.gone.append(Claim(*each.was, each.refs))
    return found


def claims_of_wish(ref: str, was: str, asked: str, before: str, after: Sequence[str]) -> list[Claims]:
    """What one wish has of each of the paragraphs `after`: of the first, which was `before`, the words that went as it
    asked and those that came; of each other one the words that came there and to none of those above it.

    was, asked: a paragraph without and with what it asks for; `was` may be an older one than `before`. Words that
    came are its own where they stand beside words that stood beside them (in another paragraph, beside many), or are
    most of what it puts in one place; or where all of that stands elsewhere, once. Words that it keeps are nobody's.
    """
    asks = word_diff(was, asked)
    kept = common_runs(was, before)
    gone = [Claim(at, at + end - start, (ref,)) for each in hunks(asks) for start, end, at in _within(kept, each.was)]
    wish, wish_at = _as_typed(asked)
    stood, _ = _as_typed(before)
    left = [(bisect_left(wish_at, each.place), bisect_left(wish_at, each.place_end)) for each in hunks(tidy(asks))]
    done: list[Claims] = []
    for text in after:
        typed, typed_at = _as_typed(text) if left else ("", [])
        runs = common_runs(wish, typed)
        least = min(HEAVY, STANDS * weight(wish)) if done else 0
        found = {
            each: list(_came(wish, each, runs, least)) or _elsewhere(stood, typed, wish[slice(*each)]) for each in left
        }
        come = [Claim(typed_at[start], typed_at[end], (ref,)) for spans in found.values() for start, end in spans]
        done.append(Claims([] if done else gone, come))
        left = [each for each in left if not found[each]]
    return done


@remembered  # many amend one paragraph
def _as_typed(text: str) -> tuple[str, list[int]]:
    """The text as it is searched for, and where each sign of it stands, with the end."""
    bare = [(at, sign if len(plain := folded(sign)) > 1 else plain) for at, sign in enumerate(text)]
    kept = [(at, sign) for at, sign in bare if sign]
    return "".join(sign for _, sign in kept), [*(at for at, _ in kept), len(text)]


def _came(asked: str, span: Span, runs: Sequence[Run], least: float) -> Iterator[Span]:
    for run in runs:
        start, end = max(run.start, span[0]), min(run.end, span[1])
        beside = asked[run.start : start] + asked[end : run.end]
        rest = asked[span[0] : start] + asked[end : span[1]]
        is_told = has_word(beside) or not has_word(rest) or weight(asked[start:end]) >= max(SAYS, weight(rest))
        if start < end and is_told and weight(asked[run.start : run.end]) >= least:
            yield start + run.place - run.start, end + run.place - run.start


def _elsewhere(stood: str, typed: str, words: str) -> list[Span]:
    """Where all that one puts in stands, with its sentence or alone; nowhere where it says nothing, stands twice, or
    stood before.
    """
    wanted = words.strip()
    at = typed.find(wanted)
    is_told = weight(wanted) >= SAYS and at >= 0 and typed.find(wanted, at + 1) < 0 and wanted not in stood
    return [(at, at + len(wanted))] if is_told else []


def _within(runs: Iterable[Run], span: Span) -> Iterator[tuple[int, int, int]]:
    """What is kept of a span, in pieces, each with its place in the other text."""
    for run in runs:
        start, end = max(run.start, span[0]), min(run.end, span[1])
        if start < end:
            yield start, end, start + run.place - run.start


def parts(ops: Ops, claims: Claims) -> list[Part]:
    """The redline of a difference in reading order, each change divided between those who are behind it.

    Changes of one origin are one with the words that stay between them, where the difference shows these as rewritten.
    """
    tidied = tidy(ops)
    before, after = ("".join(text for op, text in tidied if op != other) for other in (1, -1))
    changed, shown = list(hunks(tidied)), set(runs_of(tidied))
    kept = runs_of(word_diff(before, after)) if claims.gone or claims.come else []
    stays = [
        Run(start, place, end - start)
        for hunk in changed
        for start, end, place in _within(kept, hunk.was)
        if hunk.place <= place and place + end - start <= hunk.place_end and has_word(before[start:end])
    ]
    runs = sorted([*shown, *stays])
    gaps = list(hunks_between(runs, len(before), len(after)))
    olds, news = _owned(before, after, changed, gaps, claims)
    found, apart, old, new = list[Part](), 0, 0, 0
    for run in [*runs, Run(len(before), len(after), 0)]:
        for each in _divided(_cut(olds, (old, run.start)), _cut(news, (new, run.place)), (old, new)):
            first = next((part for part in reversed(found[apart:]) if not part.kept), None)
            if first and first.refs == each.refs:
                whole = Part((first.old[0], each.old[1]), (first.new[0], each.new[1]), each.refs)
                found[found.index(first, apart) :] = [whole]
            else:
                found.append(each)
        found += [Part((run.start, run.end), (run.place, run.place_end), kept=True)] if run.length else []
        apart = len(found) if run in shown else apart
        old, new = run.end, run.place_end
    return found


class _Word(NamedTuple):
    """A token of one text, or some of one origin, and who is behind that it went, or came."""

    start: int
    end: int
    refs: tuple[str, ...]
    text: str

    @property
    def says(self) -> bool:
        """It is more than signs and white space: a square bracket is, where it is known who leaves words open."""
        return has_word(self.text) or (bool(self.refs) and not set(self.text).isdisjoint("[]"))


def _owned(
    before: str, after: str, changed: Sequence[Hunk], gaps: Iterable[Hunk], claims: Claims
) -> tuple[list[_Word], list[_Word]]:
    """The words of both texts, each with who is behind that it went, or came.

    gaps: the changes, cut where words stay within them.
    Of equal words, and of words that changed places, a difference takes which it likes: a change of nothing but words
    that stay for the penholder is of those whose words it shows as kept.
    """
    sides = [_words(before, claims.gone), _words(after, claims.come)]
    shown = [[hunk.was for hunk in changed], [hunk.now for hunk in changed]]
    words = [each for side, spans in zip(sides, shown, strict=True) for span in spans for each in _cut(side, span)]
    if all(each.refs for each in words) or not (claims.gone or claims.come):
        return sides[0], sides[1]
    stays = _standing(*sides)
    astray = _refs([*_unseen(claims.gone, sides[0], shown[0]), *_unseen(claims.come, sides[1], shown[1])])
    # Of those whose words ended up within another word: what stood there before went because of them.
    borders = {0, *(each.end for each in sides[1])}
    nameless = [*claims.nameless, *(each for each in claims.come if not borders.issuperset(each[:2]))]
    # A deletion that could stand in two places (`very very`), of which only the other one is known.
    elsewhere = [c for c in claims.nameless if c.start == c.end and not any(_touching([c], span) for span in shown[1])]
    for gap in gaps:
        gone = _refs(_touching(nameless, gap.now) or (elsewhere if gap.place == gap.place_end else []))
        if gone:
            _name(sides[0], gap.was, gone)
    for hunk in changed:
        here = _cut(sides[0], hunk.was), _cut(sides[1], hunk.now)
        free = [{each.start for each in side if each.says and not each.refs} for side in here]
        if free[0] <= stays[0] and free[1] <= stays[1]:
            refs = _refs(each for side in here for each in side if each.says) or astray or _refs(words)
            _name(sides[0], hunk.was, refs, stays[0])
            _name(sides[1], hunk.now, refs, stays[1])
    return sides[0], sides[1]


def _name(words: list[_Word], span: Span, refs: tuple[str, ...], only: Set[int] | None = None) -> None:
    """Give the words of a span that had no owner these; only: where those begin that are meant."""
    for k in _range(words, span):
        if not words[k].refs and (only is None or words[k].start in only):
            words[k] = words[k]._replace(refs=refs)


def _standing(olds: Iterable[_Word], news: Iterable[_Word]) -> tuple[set[int], set[int]]:
    """Where the words of either text begin that stay in what nobody asked for, which is the penholder's to change."""
    (old, places), (new, places_now) = _unclaimed(olds), _unclaimed(news)
    runs = common_runs(old, new)
    kept = {at for run in runs for at in range(run.start, run.end)}
    kept_now = {at for run in runs for at in range(run.place, run.place_end)}
    return {places[at] for at in kept & places.keys()}, {places_now[at] for at in kept_now & places_now.keys()}


def _unclaimed(words: Iterable[_Word]) -> tuple[str, dict[int, int]]:
    """The words that nobody asked for as one text, and where each begins: there -> in the whole."""
    text, places, is_apart = "", dict[int, int](), False
    for each in words:
        if not each.refs:  # words between which others stood stay two
            text += " " if is_apart and text[-1:].isalnum() and each.text[0].isalnum() else ""
            places[len(text)] = each.start
            text += each.text
        is_apart = bool(each.refs)
    return text, places


def _unseen(claims: Iterable[Claim], words: Iterable[_Word], shown: Iterable[Span]) -> Iterator[Claim]:
    """The claims whose words a difference shows as kept."""
    said = [each for each in words if not each.text.isspace()]
    changed = [each for span in shown for each in _cut(said, span)]
    for claim in claims:
        if not _range(changed, claim[:2]) and _range(said, claim[:2]):
            yield claim


def _divided(gone: Sequence[_Word], come: Sequence[_Word], at: Span) -> Iterator[Part]:
    """What went and what came in one place, in the order of both: words that came with those that gave way."""
    olds, news = _by_origin(gone), _by_origin(come)
    if olds and news and not olds[0].says:  # signs alone go with the words whose place they share
        olds = [olds[0]._replace(refs=news[0].refs)]
    elif olds and news and not news[0].says:
        news = [news[0]._replace(refs=olds[-1].refs)]
    named = {ref for each in news for ref in each.refs}
    old, new = at
    while olds or news:
        # Who asked with others for words to go and is behind other words that came is named at those.
        asked = set(olds[0].refs) if olds else set()
        fits = [asked == set(each.refs) or (asked <= named and not asked.isdisjoint(each.refs)) for each in news]
        went = olds.pop(0) if olds and (fits[0] if any(fits) else True) else None
        came = news.pop(0) if news and (not went or fits[0]) else None
        start, place = old, new
        old, new = went.end if went else old, came.end if came else new
        yield Part((start, old), (place, new), came.refs if came else went.refs if went else ())


def _by_origin(words: Sequence[_Word]) -> list[_Word]:
    """The words in pieces of one origin each; white space and signs are of that of the words before them, signs that
    open, as a bracket does, of that of those behind.
    """
    found: list[_Word] = []
    for at, each in enumerate(words):
        refs = each.refs
        if not each.says:
            behind = [word.refs for word in words[at:] if word.says and (not found or each.text[0] in _OPENING)]
            refs = [*behind, found[-1].refs if found else refs][0]
        if found and found[-1].refs == refs:
            found[-1] = _Word(found[-1].start, each.end, refs, found[-1].text + each.text)
        else:
            found.append(each._replace(refs=refs))
    return found


def _words(text: str, claims: Iterable[Claim]) -> list[_Word]:
    found, end = list[_Word](), 0
    for token in tokens(text):
        found.append(_Word(end, end := end + len(token), (), token))
    behind: dict[int, list[Claim]] = defaultdict(list)
    for claim in claims:
        for k in _range(found, claim[:2]):
            behind[k].append(claim)
    return [each._replace(refs=_refs(behind[k])) if k in behind else each for k, each in enumerate(found)]


def _cut(words: Sequence[_Word], span: Span) -> list[_Word]:
    low, high = span
    return [words[k]._replace(start=max(low, words[k].start), end=min(high, words[k].end)) for k in _range(words, span)]


def _range(words: Sequence[_Word], span: Span) -> range:
    """The places of the words, which are in order, that have something of the span."""
    low, high = span
    return range(bisect_right(words, low, key=attrgetter("end")), bisect_left(words, high, key=attrgetter("start")))


def _touching(claims: Iterable[Claim], span: Span) -> list[Claim]:
    return [each for each in claims if each.start <= span[1] and span[0] <= each.end]


def _refs(claims: Iterable[Claim | _Word]) -> tuple[str, ...]:
    found = [ref for each in claims for ref in each.refs]
    return by_reference(found) if found else ()  # of most words, one by one
