"""Whose each word of a redline is: a word bears the references of those who asked for it, and of nobody else.

Claims say it of spans of either text: who took the words out, and who put them in. A redline shows rewritten words as
one phrase; where its words are of several people it is divided between them, and words that stayed stay.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, pairwise
from typing import NamedTuple

from workflow.text.alignment.align import common_runs
from workflow.text.alignment.runs import Run
from workflow.text.alignment.trust import weight
from workflow.text.diff.cleanup import tidy
from workflow.text.diff.words import hunks, runs_of, word_diff
from workflow.text.edits.levels import SAYS
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


def claims_of_wish(ref: str, was: str, asked: str, before: str, after: str) -> Claims:
    """What one wish has of the change from `before` to `after`: the words that went as it asked, and those that came.

    was, asked: a paragraph without and with what it asks for; `was` may be an older one than `before`. Words that
    came are its own where they stand beside words that stood beside them, or are most of what it puts in one place;
    or where all of that stands elsewhere, once.
    """
    own = list(hunks(tidy(word_diff(was, asked))))
    gone = [each.was for each in own]
    if was != before:
        runs = common_runs(was, before)
        gone = [(place, place + end - start) for span in gone for start, end, place in _within(runs, span)]
    (wish, wish_at), (typed, typed_at) = _as_typed(asked), _as_typed(after)
    runs = common_runs(wish, typed)
    put_in = [(bisect_left(wish_at, each.place), bisect_left(wish_at, each.place_end)) for each in own]
    come = [s for each in put_in for s in list(_came(wish, each, runs)) or _elsewhere(typed, wish[slice(*each)])]
    there = [Claim(typed_at[start], typed_at[end], (ref,)) for start, end in come]
    return Claims([Claim(*span, (ref,)) for span in gone], there)


@remembered  # many amend one paragraph
def _as_typed(text: str) -> tuple[str, list[int]]:
    """The text as it is searched for, and where each sign of it stands, with the end."""
    bare = [(at, sign if len(plain := folded(sign)) > 1 else plain) for at, sign in enumerate(text)]
    kept = [(at, sign) for at, sign in bare if sign]
    return "".join(sign for _, sign in kept), [*(at for at, _ in kept), len(text)]


def _came(asked: str, span: Span, runs: Sequence[Run]) -> Iterator[Span]:
    for start, end, place in _within(runs, span):
        run = next(each for each in runs if each.start <= start < each.end)
        beside = asked[run.start : start] + asked[end : run.end]
        rest = asked[span[0] : start] + asked[end : span[1]]
        if has_word(beside) or not has_word(rest) or weight(asked[start:end]) >= max(SAYS, weight(rest)):
            yield place, place + end - start


def _elsewhere(typed: str, words: str) -> list[Span]:
    """Where all that one puts in stands, with its sentence or alone; nowhere where it stands twice or says nothing."""
    wanted = words.strip()
    at = typed.find(wanted)
    is_told = weight(wanted) >= SAYS and at >= 0 and typed.find(wanted, at + 1) < 0
    return [(at, at + len(wanted))] if is_told else []


def _within(runs: Iterable[Run], span: Span) -> Iterator[tuple[int, int, int]]:
    """What is kept of a span, in pieces, each with its place in the other text."""
    for run in runs:
        start, end = max(run.start, span[0]), min(run.end, span[1])
        if start < end:
            yield start, end, start + run.place - run.start


def parts(ops: Ops, claims: Claims) -> list[Part]:
    """The redline of a difference in reading order, each change divided between those who are behind it."""
    return list(_Redline(ops, claims).parts())


class _Word(NamedTuple):
    """A token of one text and who is behind that it went, or came; says: it is no sign or white space."""

    start: int
    end: int
    refs: tuple[str, ...]
    says: bool


class _Redline:
    """A difference of two texts, asked whose its words are."""

    def __init__(self, ops: Ops, claims: Claims) -> None:
        tidied = tidy(ops)
        self.before = "".join(text for op, text in tidied if op <= 0)
        self.after = "".join(text for op, text in tidied if op >= 0)
        self.changed = list(hunks(tidied))
        self.is_claimed = bool(claims.gone or claims.come)
        if self.is_claimed:
            self._claim(claims)

    def _claim(self, claims: Claims) -> None:
        # A page has its differences tidied: the words that stayed within a rewritten phrase are no more in them.
        self.kept = runs_of(word_diff(self.before, self.after))
        sides = (
            _Side(self.before, [each.was for each in self.changed], claims.gone),
            _Side(self.after, [each.now for each in self.changed], claims.come),
        )
        self.nameless = [*claims.nameless, *self._joins(claims.come)]
        self.gone, self.come = _with_moved(*sides, is_known=not self.nameless)
        # A deletion that could stand in two places (`very very`), of which only the other one is known.
        near = [each for each in claims.nameless if any(_touching([each], *hunk.now) for hunk in self.changed)]
        self.astray = by_reference(
            [r for each in claims.nameless if each.start == each.end and each not in near for r in each.refs]
        )

    def parts(self) -> Iterator[Part]:
        old = new = 0
        for hunk in self.changed:
            if old < hunk.start:
                yield Part((old, hunk.start), (new, hunk.place), kept=True)
            yield from self._divided(hunk) if self.is_claimed else [Part(hunk.was, hunk.now)]
            old, new = hunk.end, hunk.place_end
        if old < len(self.before):
            yield Part((old, len(self.before)), (new, len(self.after)), kept=True)

    def _joins(self, come: Sequence[Claim]) -> list[Claim]:
        """Those whose words ended up within another word: what stood there before went because of them."""
        borders = {0, *accumulate(map(len, tokens(self.after)))} if come else set()
        return [each for each in come if not borders.issuperset(each[:2])]

    def _divided(self, hunk: Hunk) -> list[Part]:
        found: list[Part] = []
        old, new = hunk.start, hunk.place
        for start, end, place in [*self._stays(hunk.was, hunk.now), (hunk.end, hunk.end, hunk.place_end)]:
            # Where nobody knows what gave way to words, it is what went in the same place.
            unknown = _touching(self.nameless, new, place) or (self.astray if new == place else ())
            olds = _by_claim(
                self.before, (each._replace(refs=each.refs or unknown) for each in _between(self.gone, old, start))
            )
            news = _by_claim(self.after, _between(self.come, new, place))
            found += _paired(olds, news, (old, new))
            old, new = end, place + end - start
            found += [Part((start, end), (place, new), kept=True)] if start < end else []
        return self._joined(found)

    def _stays(self, was: Span, now: Span) -> Iterator[tuple[int, int, int]]:
        """The words within a change that are the same on both sides."""
        for start, end, place in _within(self.kept, was):
            by = max(now[0] - place, 0)
            size = min(end - start, now[1] - place) - by
            if size > 0 and has_word(self.before[start + by : start + by + size]):
                yield start + by, start + by + size, place + by

    def _joined(self, found: Sequence[Part]) -> list[Part]:
        """The parts, those of one origin made one with the words that stay between them, and signs alone with words."""
        done: list[Part] = []
        for each in found:
            done.append(each)
            while len(done) > 1 and (one := self._one(done)):
                done[one[0] :] = [one[1]]
        return done

    def _one(self, done: Sequence[Part]) -> tuple[int, Part] | None:
        first, last = done[-2], done[-1]
        if len(done) > 2 and first.kept and not last.kept and not done[-3].kept and done[-3].refs == last.refs:
            return -3, replace(last, old=(done[-3].old[0], last.old[1]), new=(done[-3].new[0], last.new[1]))
        if first.kept or last.kept:
            return None
        if first.refs == last.refs or not self._says(last) or not self._says(first):
            refs = first.refs if self._says(first) or not self._says(last) else last.refs
            return -2, Part((first.old[0], last.old[1]), (first.new[0], last.new[1]), refs)
        return None

    def _says(self, part: Part) -> bool:
        return any(_says(words, part.refs) for words in (self.before[slice(*part.old)], self.after[slice(*part.new)]))


class _Side:
    """One text of a redline. words: the tokens within what changes there, each with those who are behind it."""

    def __init__(self, text: str, changed: Sequence[Span], claims: Sequence[Claim]) -> None:
        every = [
            _Word(a, b, refs := _refs(claims, a, b), _says(text[a:b], refs))
            for a, b in pairwise([0, *accumulate(map(len, tokens(text)))])
        ]
        here = [any(low < each.end and each.start < high for low, high in changed) for each in every]
        self.words = [each for each, is_changed in zip(every, here, strict=True) if is_changed]
        self.rest_text = ""  # what nobody asked for
        self.rest: dict[int, int] = {}  # where each word of it begins there -> in the text
        for before, each in pairwise([_Word(0, 0, (), False), *every]):
            if not each.refs:
                # Words between which others stood stay two.
                joins = before.refs and self.rest_text[-1:].isalnum() and text[each.start].isalnum()
                self.rest_text += " " if joins else ""
                self.rest[len(self.rest_text)] = each.start
                self.rest_text += text[each.start : each.end]
        # Of a claim with words in a change those that stayed are no sign that the others went astray.
        said = [each for each in self.words if not text[each.start : each.end].isspace()]
        astray = [c for c in claims if not any(each.start < c.end and c.start < each.end for each in said)]
        self.elsewhere = [
            ref
            for each, is_changed in zip(every, here, strict=True)
            if not is_changed and not text[each.start : each.end].isspace()
            for ref in _refs(astray, each.start, each.end)
        ]

    def standing(self, runs: Iterable[Span]) -> set[int]:
        """Where those words begin that one of the runs of the rest holds."""
        held = {at for low, high in runs for at in range(low, high)}
        return {start for at, start in self.rest.items() if at in held}


def _with_moved(old: _Side, new: _Side, *, is_known: bool) -> list[list[_Word]]:
    """The words of either side, those named too that are no change but by what others ask for around them.

    Of equal words, and of words that changed places, a difference takes which it likes. What is left of either text
    without the words that somebody asked for is the penholder's to change: what is the same there was not changed.
    is_known: it is known of all words that went who is behind that.
    """
    strayed = [*old.elsewhere, *new.elsewhere]
    refs = by_reference(strayed or [ref for each in (*old.words, *new.words) for ref in each.refs])
    if not refs or all(each.refs for each in (*old.words, *new.words)):
        return [old.words, new.words]
    runs = common_runs(old.rest_text, new.rest_text)
    stays = old.standing((run.start, run.end) for run in runs), new.standing((run.place, run.place_end) for run in runs)
    named = [
        [each._replace(refs=refs) if not each.refs and each.start in there else each for each in side.words]
        for side, there in zip((old, new), stays, strict=True)
    ]
    is_all = all(each.refs or not each.says for words in (named if is_known else named[1:]) for each in words)
    return named if strayed or is_all else [old.words, new.words]


def _between(words: Iterable[_Word], low: int, high: int) -> Iterator[_Word]:
    return (
        each._replace(start=max(low, each.start), end=min(high, each.end))
        for each in words
        if low < each.end and each.start < high
    )


def _refs(claims: Iterable[Claim], start: int, end: int) -> tuple[str, ...]:
    found = [ref for each in claims if each.start < end and start < each.end for ref in each.refs]
    return by_reference(found) if found else ()  # of most words, one by one


def _touching(claims: Iterable[Claim], start: int, end: int) -> tuple[str, ...]:
    return by_reference([ref for each in claims if each.start <= end and start <= each.end for ref in each.refs])


def _by_claim(text: str, words: Iterable[_Word]) -> list[_Word]:
    """The words in pieces of one origin each, white space and signs with the words before them; those that open the
    words behind, as a bracket does, with these.
    """
    found: list[_Word] = []
    for each in words:
        last = found[-1] if found else None
        if last and (last.refs == each.refs or not each.says or not last.says):
            refs = each.refs if each.says and not last.says else last.refs
            found[-1] = _Word(last.start, each.end, refs, last.says or each.says)
        elif last:
            at = (
                last.end - len(text[last.start : last.end].split(" ")[-1])
                if text[last.end - 1] in _OPENING
                else last.end
            )
            found[-1:] = [last._replace(end=at), each._replace(start=at)]
        else:
            found.append(each)
    return found


def _paired(olds: Sequence[_Word], news: Sequence[_Word], at: Span) -> Iterator[Part]:
    """What went and what came as parts, in the order of both: words that came with the words that gave way to them."""
    old, new = at
    i = j = 0
    for m, n in [*_matches(olds, news), (len(olds), len(news))]:
        for each in olds[i:m]:
            yield Part((each.start, each.end), (new, new), each.refs)
            old = each.end
        for each in news[j:n]:
            yield Part((old, old), (each.start, each.end), each.refs)
            new = each.end
        if m < len(olds):
            yield Part((olds[m].start, olds[m].end), (news[n].start, news[n].end), news[n].refs)
            old, new = olds[m].end, news[n].end
        i, j = m + 1, n + 1


def _matches(olds: Sequence[_Word], news: Sequence[_Word]) -> list[tuple[int, int]]:
    """As many as can be, in order, of what went and what came by the same people.

    Who asked for the words to go and is behind other words there is named at those.
    """
    named = {ref for each in news for ref in each.refs}
    best: list[list[list[tuple[int, int]]]] = [[[] for _ in range(len(news) + 1)] for _ in range(len(olds) + 1)]
    for i in reversed(range(len(olds))):
        for j in reversed(range(len(news))):
            gone, come = set(olds[i].refs), set(news[j].refs)
            fits = gone == come or (bool(gone & come) and gone <= named)
            both = [[(i, j), *best[i + 1][j + 1]]] if fits else []
            best[i][j] = max([*both, best[i + 1][j], best[i][j + 1]], key=len)
    return best[0][0]


def _says(text: str, refs: Sequence[str]) -> bool:
    """Whether it is more than signs and white space: a square bracket is, where it is known who leaves words open."""
    return has_word(text) or (bool(refs) and not set(text).isdisjoint("[]"))
