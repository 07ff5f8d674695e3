"""Whether a text that somebody went on writing has a change already, has it not, or nobody can tell.

What was asked and what was written are two changes of one text. Where `merge3` joins them without a question, the
merged text tells: it is the one that was written, or the change is still to be made. Where both changed the same words
each hunk is looked for by itself, in what was written where its words stood.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from workflow.text.alignment.align import common_runs
from workflow.text.alignment.runs import Run
from workflow.text.alignment.touched import sentence_spans
from workflow.text.alignment.trust import weight
from workflow.text.diff.cleanup import tidy
from workflow.text.diff.words import hunks, runs_of, word_diff
from workflow.text.document.inline import plain
from workflow.text.document.whole import whole_text
from workflow.text.edits.fitting import alone
from workflow.text.edits.levels import GONE, HEAVY, NEIGHBOURS, STANDS
from workflow.text.edits.shared import has_word, places, whole_words
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

_BORDER = ""  # where a text begins or ends: as good as a word beside others
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
    return uptake_in(whole_text(before), whole_text(after), whole_text(changed), is_all=True)


def uptake_in(base: str, hand: str, asked: str, *, is_all: bool = False) -> Uptake:
    """How the text written by hand stands to what was asked, both changes of `base`.

    is_all: there are no other paragraphs to which words that are gone may have been carried.
    """
    was, wanted, now = as_read(base), as_read(asked), as_read(hand)
    if was == wanted:  # only marks or signs are to change
        was, wanted, now = base, asked, hand
    found = _found(was, wanted, now, is_all)
    return Uptake.UNCLEAR if found is Uptake.MADE and _keeps_sentence(was, now, wanted) else found


def _found(was: str, wanted: str, now: str, is_all: bool) -> Uptake:
    if _is_sentence(was, now, wanted):  # wherever it stands now: a merge would make the change beside another one
        return Uptake.MADE
    wishes = changes(was, wanted)
    if _is_on_the_way(was, now, wanted, wishes):
        return Uptake.MADE
    found = _merged(was, now, wanted)
    if found is Uptake.OPEN:
        return found
    if found is Uptake.MADE:
        return Uptake.UNCLEAR if any(_still_stands(was, now, wanted, each) for each in wishes) else found
    states = {_uptake_of(was, now, wanted, hunk, is_all) for hunk in wishes}
    return states.pop() if len(states) == 1 else Uptake.UNCLEAR


def closes_its_gaps(base: str, hand: str, asked: str) -> bool:
    """Whether the words beside those that are only to go stand beside one another now: others may have come there."""
    was, wanted, now = as_read(base), as_read(asked), as_read(hand)
    gaps = [each for each in changes(was, wanted) if not has_word(wanted[each.place : each.place_end])]
    return all(_stands_between_its_words(was, now, wanted, each) for each in gaps)


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


def _is_on_the_way(base: str, hand: str, asked: str, wishes: Sequence[Hunk]) -> bool:
    """Whether the text asked for lies between the two others: what else was written is the same change of either.

    Each change stands among what is to stand beside it, and nothing of `asked` is as far from `hand` as from `base`.
    """
    kept = common_runs(asked, hand)
    if not all(_is_kept(asked, kept, each) for each in wishes):
        return False
    brings = all(has_word(asked[each.place : each.place_end]) for each in wishes)
    brings &= not any(_still_stands(base, hand, asked, each) for each in wishes)
    if brings and places(whole_words(asked), whole_words(hand)):
        return True
    both = _said(asked, kept) + _said(base, common_runs(base, asked)) - _said(base, common_runs(base, hand))
    return both >= _said(asked, [Run(0, 0, len(asked))])


def _said(text: str, runs: Iterable[Run]) -> int:
    """What words weigh of which the runs keep all."""
    return sum(weight(token) for run in runs for token in tokens(text[run.start : run.end]) if has_word(token))


def _is_kept(asked: str, runs: Iterable[Run], hunk: Hunk) -> bool:
    """Whether the words of a change stand there, between signs that are to stand beside them, one of them a word."""
    for run in runs:
        if run.start <= hunk.place and hunk.place_end <= run.end:
            left, right = asked[run.start : hunk.place], asked[hunk.place_end : run.end]
            ends = not asked[: hunk.place].strip(), not asked[hunk.place_end :].strip()
            if all(is_end or side.strip() for is_end, side in zip(ends, (left, right), strict=True)):
                return has_word(left + right)
    return False


def _merged(base: str, hand: str, asked: str) -> Uptake:
    text, conflicts = merge3(base, hand, asked)
    if conflicts:
        return Uptake.UNCLEAR
    if text.split() == hand.split() or _says_twice(hand, asked, text):
        return Uptake.MADE
    # Of a sentence that stands elsewhere now a merge would change another one in its place.
    return Uptake.UNCLEAR if _keeps_sentence(base, text, asked) else Uptake.OPEN


def _says_twice(hand: str, asked: str, merged: str) -> bool:
    """Whether all that a merge puts into the hand's words stands right beside it already, as nobody asked for."""
    wanted, doubled = whole_words(asked), []
    for each in hunks(word_diff(hand, merged)):
        words = whole_words(merged[each.place : each.place_end])
        size, before, behind = len(words), whole_words(hand[: each.start]), whole_words(hand[each.end :])
        doubled.append(size > 1 and words in (before[-size:], behind[:size]) and not places(words * 2, wanted))
    return all(doubled)


def _keeps_sentence(base: str, text: str, asked: str) -> bool:
    """Whether a sentence that is to change still stands there as often, beside the one that was written for it."""
    old, now, wanted = (_sentences(each) for each in (base, text, asked))
    return any(now[each] >= old[each] for each in old - wanted)


def _sentences(text: str) -> Counter[str]:
    return Counter(text[a:b].strip() for a, b in sentence_spans(text))


def _uptake_of(base: str, hand: str, asked: str, hunk: Hunk, is_all: bool) -> Uptake:
    """The same of one hunk: by what stands where its words stood, with what was changed right beside them."""
    start, end, low, high = hunk
    words = asked[low:high]
    found = _merged(base, hand, base[:start] + words + base[end:])
    if found is not Uptake.UNCLEAR:
        return found
    if _stands_between_its_words(base, hand, asked, hunk):
        return Uptake.MADE
    place = place_of(base, hand, start, end)
    around = place.hunk
    before, old, behind = base[around.start : start], whole_words(base[start:end]), base[end : around.end]
    if not has_word(words):
        # With words beside them that went as well they may have been carried elsewhere.
        is_gone = place.stays < GONE * weight(base[start:end]) and (is_all or not has_word(before + behind))
        return Uptake.MADE if is_gone else Uptake.OPEN if place.holds else Uptake.UNCLEAR
    wanted, now = whole_words(before + words + behind), whole_words(hand[slice(*around.now)])
    was, is_gone = whole_words(base[slice(*around.was)]), not places(old, now)
    if _is_said(before + words + behind, now) and (not places(was, now) or places(was, wanted)):
        return Uptake.MADE
    if old and is_gone and _is_beside_kept(before, words, behind, now):
        return Uptake.MADE
    stands = place.holds and not places(whole_words(words), now)
    return Uptake.OPEN if stands else Uptake.UNCLEAR


def _stands_between_its_words(base: str, hand: str, asked: str, hunk: Hunk) -> bool:
    """Whether the words stand, where they did not, beside three at least of the words that are to stand beside them, or
    beside two where nobody types so many by chance; those beside words that only go now stand beside one another.
    """
    words = asked[hunk.place : hunk.place_end]
    before = (_BORDER, *whole_words(asked[: hunk.place]))[-NEIGHBOURS:]
    behind = (*whole_words(asked[hunk.place_end :]), _BORDER)[:NEIGHBOURS]
    own = whole_words(words) if has_word(words) else ()
    was, now = ((_BORDER, *whole_words(text), _BORDER) for text in (base, hand))
    old = whole_words(base[hunk.start : hunk.end])
    if own and not places(old, own) and len(places(old, now)) > len(places(old, was)) - bool(old):
        return False  # the old words are there beside them
    sides = [(before, behind[:1]), (before[-1:], behind)] if own else [(before, behind)]
    sides += [(before, ()), ((), behind)] if weight(words) >= HEAVY else []
    least = 2 * NEIGHBOURS if not own else NEIGHBOURS if weight(words) >= HEAVY else NEIGHBOURS + 1
    windows = [(*left, *own, *right) for left, right in sides if len(left) + len(right) >= least]
    return any(len(places(each, now)) > len(places(each, was)) for each in windows)


def _is_said(wanted: str, now: Sequence[str]) -> bool:
    """Whether the words stand there: as a whole, or with other sentences between theirs."""
    at = 0
    for said in [whole_words(wanted[start:end]) for start, end in sentence_spans(wanted)]:
        found = [place for place in places(said, now) if place >= at]
        if not found:
            return False
        at = found[0] + len(said)
    return True


def _is_beside_kept(before: str, words: str, behind: str, now: Sequence[str]) -> bool:
    """Whether the words stand beside the last one that was kept, though those on their other side are others too."""
    first, last = whole_words(before + words), whole_words(words + behind)
    return tuple(now[: len(first)]) == first or tuple(now[-len(last) :]) == last


def _still_stands(base: str, hand: str, asked: str, hunk: Hunk) -> bool:
    """Whether the words that were to give way are still there, beside those that came: “critical and difficult”."""
    gives_way = base[hunk.start : hunk.end]
    if places(whole_words(gives_way), whole_words(asked[hunk.place : hunk.place_end])):
        return False  # they were to stay, beside others
    readable = runs_of(tidy(word_diff(base, hand)))  # in which words that stand among new ones by chance are not kept
    if _stays(base, hunk, readable) > STANDS * weight(gives_way):
        return True
    return _stays(base, hunk, common_runs(base, hand)) > STANDS * weight(gives_way) and not _is_between(
        asked, hand, hunk
    )


def _stays(base: str, hunk: Hunk, runs: Iterable[Run]) -> int:
    """What the words weigh of a change that are kept."""
    return sum(weight(base[max(run.start, hunk.start) : min(run.end, hunk.end)]) for run in runs)


def _is_between(asked: str, hand: str, hunk: Hunk) -> bool:
    """Whether the words stand there right between the two that are to stand beside them."""
    before = (_BORDER, *whole_words(asked[: hunk.place]))[-1:]
    behind = (*whole_words(asked[hunk.place_end :]), _BORDER)[:1]
    words = whole_words(asked[hunk.place : hunk.place_end])
    return bool(words) and bool(places((*before, *words, *behind), (_BORDER, *whole_words(hand), _BORDER)))


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
    runs = runs_of(tidy(word_diff(before, after)))  # words that stand among new ones by chance are not kept
    left, right, stays, holds = (0, 0), (len(before), len(after)), 0, False
    for run in runs:
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


def _is_sentence(base: str, hand: str, asked: str) -> bool:
    """Whether the sentences as they would read stand there, where they did not, and as they read are gone."""
    old, new, wanted = (Counter(text[a:b] for a, b in sentence_spans(text)) for text in (base, hand, asked))
    comes, goes = wanted - old, old - wanted
    return bool(comes) and all(new[each] > old[each] for each in comes) and not any(each in new for each in goes)
