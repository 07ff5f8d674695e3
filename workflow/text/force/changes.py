"""What kind each change is: only typography or spelling, words, or words of force, which a reader must not miss."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from workflow.text.alignment.runs import CoveredSpans
from workflow.text.diff.blocks import BlockChange
from workflow.text.diff.cleanup import tidy
from workflow.text.diff.relocated import NONE, MovedSentences, moved_between
from workflow.text.diff.words import hunks, word_diff
from workflow.text.document.brackets import open_brackets
from workflow.text.document.inline import plain
from workflow.text.document.marks import pieces
from workflow.text.force.finder import Force, force
from workflow.text.force.meaning import clause, folded_words, is_negated, is_negation_moved, sound
from workflow.text.values.answers import ChangeKind
from workflow.text.values.block import Block, BlockKind
from workflow.text.values.spans import Hunk, Span

FORCE = (ChangeKind.OBLIGATION, ChangeKind.NUMBER, ChangeKind.DATE, ChangeKind.NAME)
_ONE = (ChangeKind.NUMBER, ChangeKind.DATE)  # what is changed as one, however many of its signs are others
_WORDS, _UNHEARD = frozenset({ChangeKind.WORDS}), frozenset({ChangeKind.TYPOGRAPHY})
_start, _end = attrgetter("start"), attrgetter("end")


@dataclass(frozen=True, slots=True)
class WordChange:
    """One change in a passage: the words before and after, and its kinds, at least one."""

    before: str
    after: str
    kinds: frozenset[ChangeKind]

    @property
    def has_force(self) -> bool:
        return not self.kinds.isdisjoint(FORCE)


def block_changes(block: BlockChange, language: str, elsewhere: MovedSentences = NONE) -> list[WordChange]:
    """The changes inside one block; an added or a removed one is a single change, one that only moved is none."""
    if block.before and block.after and not block.ops:
        return []
    before, after = (each.text if each else "" for each in (block.before, block.after))
    return changes(before, after, language, elsewhere)


def kinds(before: str, after: str, language: str) -> frozenset[ChangeKind]:
    """The kinds of all changes between two texts of one passage; none where they read the same."""
    return frozenset(kind for change in changes(before, after, language) for kind in change.kinds)


def changes(before: str, after: str, language: str, elsewhere: MovedSentences = NONE) -> list[WordChange]:
    """The changes between two texts of one passage in their order.

    A change of force has the kinds of force alone; one that changes none is WORDS, or TYPOGRAPHY where it would not
    be heard. A sentence that only moved is WORDS; one that was edited on the way has the kinds of what was edited,
    where it stands now. elsewhere: those that moved from or to another passage, from `moved_sentences`. Inline marks
    count only where nothing else changed: another address or note is WORDS, without any words. So are square brackets
    that leave words open, or no longer: they are not heard, and decide what is said.
    """
    old, new = plain(before), plain(after)
    is_opened = _open_words(before) != _open_words(after)
    if old == new:
        is_same = not is_opened and _leads(before) == _leads(after)
        return [WordChange("", "", _UNHEARD if is_same else _WORDS)] if before != after else []
    found = []
    for hunk, kinds in _kinds_by_hunk(old, new, elsewhere, language):
        was, now = old[slice(*hunk.was)], new[slice(*hunk.now)]
        decides = is_opened and kinds == _UNHEARD and any(was.count(sign) != now.count(sign) for sign in "[]")
        found.append(WordChange(was, now, _WORDS if decides else kinds))
    return found


def _open_words(text: str) -> list[tuple[str, ...]]:
    return [bracket.words for bracket in open_brackets([Block("", BlockKind.PARAGRAPH, text)])]


def _leads(text: str) -> list[str]:
    """Where the links and footnote marks of a text lead."""
    return [piece.style.href or piece.style.note for piece in pieces(text) if piece.style.href or piece.style.note]


def _kinds_by_hunk(
    old: str, new: str, known: MovedSentences | None, language: str
) -> Iterator[tuple[Hunk, frozenset[ChangeKind]]]:
    """Each change between two texts as they are read, with its kinds. known: None where no sentence is looked for."""
    found = list(hunks(tidy(word_diff(old, new))))
    spans = [hunk.was for hunk in found], [hunk.now for hunk in found]
    gone, come = moved_between((old, spans[0]), (new, spans[1]), known) if known else ([], [])
    staying = _outside(gone, force(old, language)), _outside([span for span, _ in come], force(new, language))
    edited = 0
    for hunk, left, there in _with_forces(found, *staying):
        kinds = _kinds(old, new, hunk, left, there, language)
        while edited < len(come) and come[edited][0][0] < hunk.place_end:
            span, before = come[edited]
            inside = _kinds_by_hunk(before, new[slice(*span)], None, language)
            kinds = kinds.union(*(each for _, each in inside)).intersection(FORCE) or kinds
            edited += 1
        yield hunk, kinds


def _outside(moved: Sequence[Span], forces: Sequence[Force]) -> list[Force]:
    """The words of force, but for those in sentences that moved."""
    covered = CoveredSpans(moved)
    return [each for each in forces if covered.of(each.start, each.end) < each.end - each.start]


def _with_forces(
    found: Iterable[Hunk], old: Sequence[Force], new: Sequence[Force]
) -> Iterator[tuple[Hunk, list[Force], list[Force]]]:
    """Each change, of which those inside one number or date are one, with the words of force that it touches."""
    whole = list[Hunk]()
    for hunk in found:
        first = hunk
        if whole and (_joins(old, whole[-1].was, hunk.was) or _joins(new, whole[-1].now, hunk.now)):
            first = whole.pop()
        whole.append(Hunk(first.start, hunk.end, first.place, hunk.place_end))
    for before, hunk, behind in zip([None, *whole], whole, [*whole[1:], None], strict=False):
        left, right = map(max, _reach(old, hunk.was), _reach(new, hunk.now))
        left = min(left, hunk.start - before.end if before else left)
        right = min(right, behind.start - hunk.end if behind else right)
        yield hunk, _touched(old, hunk.was, left, right), _touched(new, hunk.now, left, right)


def _joins(forces: Sequence[Force], one: Span, other: Span) -> bool:
    """Whether a number or a date reaches from one change to the next."""
    at = bisect_right(forces, one[1], key=_start) - 1
    return at >= 0 and forces[at].kind in _ONE and other[0] <= forces[at].end


def _reach(forces: Sequence[Force], span: Span) -> Span:
    """How far the words of force at a change reach into what is kept before and behind it."""
    there = [each for each in _at(forces, span) if each.kind is not ChangeKind.NAME]
    return (max(0, span[0] - there[0].start), max(0, there[-1].end - span[1])) if there else (0, 0)


def _touched(forces: Sequence[Force], span: Span, left: int, right: int) -> list[Force]:
    start, end = span[0] - left, span[1] + right
    # A word at the rim may be a name only because the one before it went, which began the sentence.
    return [
        each
        for each in _at(forces, (start, end))
        if each.kind is not ChangeKind.NAME or (each.start < end and start < each.end)
    ]


def _at(forces: Sequence[Force], span: Span) -> Sequence[Force]:
    """The words of force within a span or at its rim: what stands there is kept, and so on both sides."""
    return forces[bisect_left(forces, span[0], key=_end) : bisect_right(forces, span[1], key=_start)]


def _kinds(
    old: str, new: str, hunk: Hunk, before: Sequence[Force], after: Sequence[Force], language: str
) -> frozenset[ChangeKind]:
    was, now = old[slice(*hunk.was)], new[slice(*hunk.now)]
    is_heard = sound(was, language) != sound(now, language)
    found = {kind for kind in FORCE if (is_heard or kind in _ONE) and _of(kind, before, now) != _of(kind, after, was)}
    if is_heard and is_negated(was, now, language):
        found.add(ChangeKind.OBLIGATION)
    if ChangeKind.OBLIGATION in found and is_negation_moved(clause(old, hunk.was), clause(new, hunk.now), language):
        found = found - {ChangeKind.OBLIGATION} or {ChangeKind.WORDS}
    return frozenset(found) or (_WORDS if is_heard else _UNHEARD)


def _of(kind: ChangeKind, found: Sequence[Force], other: str) -> list[str]:
    """The forms of a kind. Of names the order does not matter, nor one that stands without its capital in `other`."""
    forms = [each.form for each in found if each.kind is kind]
    if kind is not ChangeKind.NAME:
        return forms
    words = {word.removesuffix("s") for word in folded_words(other).split()}
    return sorted(form for form in forms if form not in words)
