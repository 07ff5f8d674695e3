"""Whether a text that somebody went on writing has a change already, has it not, or nobody can tell.

What was asked and what was written are two changes of one text. Of each hunk of what was asked two things are looked
for in what was written: whether its words stand there, beside the words that are to stand beside them, where they did
not; and what became of the words that they take the place of. Where the new words came and the old ones went it is
made; where the old ones stand as they did, or `merge3` joins both changes without a question, it can still be made.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import accumulate, pairwise

from workflow.text.alignment.align import common_runs
from workflow.text.alignment.runs import Run
from workflow.text.alignment.touched import sentence_spans
from workflow.text.alignment.trust import weight
from workflow.text.diff.cleanup import tidy
from workflow.text.diff.words import hunks, runs_of, word_diff
from workflow.text.document.inline import plain
from workflow.text.document.whole import whole_text
from workflow.text.edits.fitting import alone
from workflow.text.edits.levels import NEIGHBOURS, STANDS
from workflow.text.edits.shared import has_word, places
from workflow.text.memory import remembered
from workflow.text.merge.merge import merge3
from workflow.text.tokens.tokenizer import tokens
from workflow.text.unicode.folding import folded
from workflow.text.unicode.normal import one_line
from workflow.text.unicode.signs import ONE_KIND
from workflow.text.unicode.spans import require_span
from workflow.text.values.amendment import Amendment
from workflow.text.values.block import Block
from workflow.text.values.spans import Hunk

_BORDER = ""  # where a text or a sentence begins or ends: as good as a word beside others
_BRACKETS, _MARKS = frozenset("[]"), str.maketrans("", "", "*_\\")


class Uptake(StrEnum):
    """How a text stands to a change."""

    MADE = "made"
    OPEN = "open"  # the words stand there as they did
    UNCLEAR = "unclear"


def uptake(before: Sequence[Block], after: Sequence[Block], amendment: Amendment) -> Uptake:
    """How `after` stands to an amendment of words, in the offsets of a paragraph of `before`.

    Quotation marks, dashes and marks of style are not looked at where words are asked for. Raises ValueError when the
    words lie outside their paragraph, are reversed, or cut a character.
    """
    block = next(each for each in before if each.id == amendment.block)
    require_span(block.text, amendment.start, amendment.end, amendment.ref)
    asked = alone(block, amendment)
    hand = next((each.text for each in after if each.id == block.id), None)
    found = uptake_in(block.text, hand, asked) if hand is not None else Uptake.UNCLEAR
    if found is not Uptake.UNCLEAR:
        return found
    # Words may have gone to another paragraph, whole ones too.
    changed = [replace(each, text=asked) if each.id == block.id else each for each in before]
    return uptake_in(whole_text(before), whole_text(after), whole_text(changed))


def uptake_in(base: str, hand: str, asked: str) -> Uptake:
    """How the text written by hand stands to what was asked, both changes of `base`."""
    was, now, wanted = _compared(base, hand, asked)
    traces = _traces(was, now, wanted)
    if all(trace.is_made for trace in traces):
        return Uptake.MADE
    if all(trace.is_made or trace.is_near for trace in traces) and _lies_between(was, wanted, now):
        return Uptake.MADE
    merged = _merged(was, now, wanted)
    states = {_state(trace, merged) for trace in traces}
    if Uptake.UNCLEAR in states or (len(states) > 1 and merged is Uptake.UNCLEAR):
        return Uptake.UNCLEAR
    return Uptake.OPEN if Uptake.OPEN in states else Uptake.MADE


def _lies_between(base: str, asked: str, hand: str) -> bool:
    """Whether all that was written else is the same change of either text: nothing of `asked` is as far from `hand` as
    from `base`.
    """
    common = [common_runs(*pair) for pair in ((asked, hand), (base, asked), (base, hand))]
    kept, was, both = (_said(text, runs) for text, runs in zip((asked, base, base), common, strict=True))
    return kept + was - both >= _said(asked, [Run(0, 0, len(asked))])


def _said(text: str, runs: Iterable[Run]) -> int:
    """What words weigh of which the runs keep all."""
    return sum(weight(token) for run in runs for token in tokens(text[run.start : run.end]) if has_word(token))


def _merged(base: str, hand: str, asked: str) -> Uptake:
    """What a merge of both says: it changes nothing more, it makes the change, or it must ask."""
    text, conflicts = merge3(base, hand, asked)
    old, new, wanted = (Counter(each[a:b] for a, b in sentence_spans(each)) for each in (base, text, asked))
    # Of a sentence that stands elsewhere now it would change another one in its place.
    if conflicts or any(new[each] >= old[each] for each in old - wanted):
        return Uptake.UNCLEAR
    return Uptake.MADE if text.split() == hand.split() else Uptake.OPEN


def _state(trace: "Trace", merged: Uptake) -> Uptake:
    """How the text stands to one hunk; merged: what a merge says of all of them."""
    if trace.is_made or (merged is Uptake.MADE and not trace.stands):
        return Uptake.MADE
    if trace.in_place:  # beside the old words, or beside others than they were to stand beside
        return Uptake.UNCLEAR
    if merged is not Uptake.UNCLEAR:
        return merged
    if trace.closes:
        return Uptake.MADE
    return Uptake.OPEN if trace.holds else Uptake.UNCLEAR


def closes_its_gaps(base: str, hand: str, asked: str) -> bool:
    """Whether the words beside those that are only to go stand beside one another now: others may have come there."""
    was, now, wanted = _compared(base, hand, asked)
    return all(trace.closes for trace in _traces(was, now, wanted) if not trace.brings)


def _compared(base: str, hand: str, asked: str) -> tuple[str, str, str]:
    was, now, wanted = as_read(base), as_read(hand), as_read(asked)
    return (base, hand, asked) if was == wanted else (was, now, wanted)  # only marks or signs are to change


def lacks_words(base: str, hand: str, words: str) -> bool:
    """Whether one of the words proposed stands nowhere in the text, nor in what was written by hand, which has not that
    change then: soon told, and true of most changes that nobody made. Of words in square brackets it is never told.
    """
    if not _BRACKETS.isdisjoint(words):  # a link or a footnote's mark, as the text around them will tell
        return False
    there = _letters(base) + _letters(hand)
    return any(has_word(each) and folded(each.translate(_MARKS)) not in there for each in tokens(one_line(words)))


@remembered  # many amend one paragraph
def _letters(text: str) -> str:
    """What is written and what is shown, without signs that may be marks of style within a word."""
    return folded(f"{text}\n{as_read(text)}\n".translate(_MARKS))


@remembered  # many amend one paragraph
def as_read(text: str) -> str:
    """The text as it is compared: shown words, quotation marks and dashes of one kind."""
    return plain(text).translate(ONE_KIND)


def changes(before: str, after: str) -> list[Hunk]:
    """The hunks between two texts, those made one between which no word stands."""
    return list(hunks(tidy(word_diff(before, after))))


@dataclass(frozen=True, slots=True)
class Trace:
    """What became of one hunk of what was asked in the text that was written by hand.

    brings: it has words that are to come. sides: on how many sides they stand, where they did not, beside the words
    that are to stand beside them; where words only go, 2 if those on either side stand beside one another now.
    in_place: they stand where the words stood that were to give way. gone, stands: those that were to give way did, or
    are there all the same; neither, where there were none. holds: they stand there as they did, beside another one.
    """

    brings: bool
    sides: int
    in_place: bool
    gone: bool
    stands: bool
    holds: bool

    @property
    def is_made(self) -> bool:
        """Whether the change is there, by two signs of it: one word beside another is there by chance."""
        if not self.brings:
            return self.gone
        return not self.stands and (self.sides == 2 or (self.gone and (self.sides > 0 or self.in_place)))

    @property
    def is_near(self) -> bool:
        """Whether the words stand beside one that they are to stand beside."""
        return self.brings and self.sides > 0 and not self.stands

    @property
    def closes(self) -> bool:
        """Whether nothing stands any more where words only go."""
        return not self.brings and self.sides == 2


def _traces(base: str, hand: str, asked: str) -> list[Trace]:
    return [_trace(base, hand, asked, each) for each in changes(base, asked)]


def _trace(base: str, hand: str, asked: str, hunk: Hunk) -> Trace:
    comes, goes = asked[slice(*hunk.now)], base[slice(*hunk.was)]
    is_new = has_word(comes) and not places(_words(comes, _folded_word), _words(goes, _folded_word))
    read = _folded_word if is_new else str.strip  # to the letter where a change is of case, accents or signs alone
    own, old, place = _words(comes, read), _words(goes, read), place_of(base, hand, *hunk.was)
    here, around = _words(hand[slice(*place.hunk.now)], read), place.hunk
    sides = _sides(base, hand, asked, hunk, read)
    stands = place.stays > STANDS * weight(goes) or (sides < 2 and bool(places(old, here)))
    gone = bool(old) and not stands
    if not own:  # with words beside them on both sides they may have been carried elsewhere
        gone &= not (has_word(base[around.start : hunk.start]) and has_word(base[hunk.end : around.end]))
        gone &= len(places(old, _words(hand, read))) < len(places(old, _words(base, read)))
    return Trace(bool(own), sides, bool(places(own, here)), gone, stands, place.holds)


def _sides(base: str, hand: str, asked: str, hunk: Hunk, read: Callable[[str], str]) -> int:
    """On how many sides the words stand, where they did not, beside those that are to stand beside them; where words
    only go, 2 for the gap that is closed. At an end of the text nothing is to stand beside them.
    """
    was, now, wanted = (tuple(word for _, word in _row(text, read)) for text in (base, hand, asked))
    inside = [k for k, (at, word) in enumerate(_row(asked, read)) if hunk.place <= at < hunk.place_end and word]
    gap = sum(at < hunk.place for at, _ in _row(asked, read))
    low, high, reach = (inside[0], inside[-1] + 1, 1) if inside else (gap, gap, NEIGHBOURS)
    before, own, behind = wanted[:low], wanted[low:high], wanted[high:]
    left, right = before[-reach:] if any(before) else (), behind[:reach] if any(behind) else ()

    def is_new(window: tuple[str, ...]) -> bool:
        return len(places(window, now)) > len(places(window, was))

    # Between its sentences, or their ends, another one may stand.
    ends = [k + 1 for k, word in enumerate(own) if word == _BORDER]
    apart = [own[low:high] for low, high in pairwise([0, *ends, len(own)])]
    apart = [left + apart[0], *apart[1:-1], apart[-1] + right] if ends else []
    if is_new(left + own + right) or (apart and all(map(is_new, apart))):
        return 2
    return int(bool(left and right) and (is_new(left + own) or is_new(own + right)))


@remembered  # many amend one paragraph
def _row(text: str, read: Callable[[str], str]) -> tuple[tuple[int, str], ...]:
    """The words of a text, each with its place, between the borders of its sentences."""
    found = [(-1, _BORDER)]
    for start, end in sentence_spans(text):
        parts = tokens(text[start:end])
        ends = accumulate(map(len, parts), initial=start)
        found += [(at, word) for at, part in zip(ends, parts, strict=False) if (word := read(part))]
        found.append((end, _BORDER))
    return tuple(found)


def _words(text: str, read: Callable[[str], str]) -> tuple[str, ...]:
    return tuple(word for token in tokens(text) if (word := read(token)))


def _folded_word(token: str) -> str:
    return folded(token) if has_word(token) else ""


@dataclass(frozen=True, slots=True)
class WordPlace:
    """Some words with what was changed beside them, as one hunk.

    stays: what is left of the words themselves, by weight. holds: they stand there as they did, beside another one.
    """

    hunk: Hunk
    stays: int
    holds: bool


def place_of(before: str, after: str, start: int, end: int) -> WordPlace:
    """Where the words `before[start:end]` stood, up to the next words on either side that were kept."""
    left, right, stays, holds = (0, 0), (len(before), len(after)), 0, False
    for run in _readable_runs(before, after):
        shift = run.place - run.start
        beside = before[run.start : start] + before[end : run.end]  # a word between others that changed proves nothing
        piece = before[max(run.start, start) : min(run.end, end)]
        stays += weight(piece)
        holds |= start < end and run.start <= start and end <= run.end and bool(beside.strip())
        if before[run.start : min(run.end, start)].strip():
            cut = min(run.end, start)
            left = cut, cut + shift
        if before[max(run.start, end) : run.end].strip():
            cut = max(run.start, end)
            right = cut, cut + shift
            break
    return WordPlace(Hunk(left[0], right[0], left[1], right[1]), stays, holds)


@remembered  # each change of one paragraph is looked for in the same text
def _readable_runs(before: str, after: str) -> list[Run]:
    """What a reader takes for kept: not words that stand among new ones by chance."""
    return runs_of(tidy(word_diff(before, after)))
