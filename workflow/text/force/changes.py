"""What kind each change is: only typography or spelling, words, or words of force, which a reader must not miss."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

from workflow.text.diff.blocks import BlockChange
from workflow.text.diff.cleanup import tidy
from workflow.text.diff.relocated import NONE, MovedSentences, moved_between, moved_sentences
from workflow.text.diff.words import hunks, word_diff
from workflow.text.document.brackets import open_brackets
from workflow.text.document.inline import plain
from workflow.text.document.marks import pieces
from workflow.text.force.finder import Force, force_near
from workflow.text.force.hearing import folded_words, is_negated, sound
from workflow.text.force.hunks import ONE, Form, forms_at
from workflow.text.force.negation import clause, is_negation_moved
from workflow.text.values.answers import ChangeKind
from workflow.text.values.block import Block, BlockKind
from workflow.text.values.spans import Hunk, Span

__all__ = [
    "FORCE",
    "ChangeKind",
    "WordChange",
    "block_changes",
    "changes",
    "folded_words",
    "kinds",
    "summary",
]

FORCE = (ChangeKind.OBLIGATION, ChangeKind.NUMBER, ChangeKind.DATE, ChangeKind.NAME)
_UNHEARD = frozenset({ChangeKind.TYPOGRAPHY})
_Told = tuple[Hunk, frozenset[ChangeKind]]


@dataclass(frozen=True, slots=True)
class WordChange:
    """One change in a passage: the words before and after, and its kinds, at least one."""

    before: str
    after: str
    kinds: frozenset[ChangeKind]

    @property
    def has_force(self) -> bool:
        return not self.kinds.isdisjoint(FORCE)


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
    opened = _open_words(before) != _open_words(after)
    if old == new:
        return _of_marks(before, after, opened)
    found = []
    told = _without_moved_negations(old, new, list(_kinds_by_hunk(old, new, elsewhere, language)), language)
    for hunk, kinds in told:
        was, now = old[slice(*hunk.was)], new[slice(*hunk.now)]
        is_opened = opened and kinds == _UNHEARD and _brackets(was) != _brackets(now)
        found.append(WordChange(was, now, frozenset({ChangeKind.WORDS}) if is_opened else kinds))
    return found


def summary(blocks: Iterable[BlockChange], language: str) -> Counter[ChangeKind]:
    """How many changes are of each kind; one that is of two kinds of force counts for both.

    An added or a removed block is one change. A block that only moved is none.
    """
    blocks = list(blocks)
    moved = moved_sentences(blocks)
    return Counter(kind for each in blocks for one in block_changes(each, language, moved) for kind in one.kinds)


def block_changes(block: BlockChange, language: str, elsewhere: MovedSentences = NONE) -> list[WordChange]:
    """The changes inside one block; an added or a removed one is a single change, one that only moved is none."""
    if block.before and block.after:
        return changes(block.before.text, block.after.text, language, elsewhere) if block.ops else []
    before, after = (each.text if each else "" for each in (block.before, block.after))
    return changes(before, after, language, elsewhere)


def _kinds_by_hunk(old: str, new: str, known: MovedSentences | None, language: str) -> Iterator[_Told]:
    """Each change between two texts as they are read, with its kinds. known: None where no sentence is looked for."""
    found = list(hunks(tidy(word_diff(old, new))))
    was, now = [hunk.was for hunk in found], [hunk.now for hunk in found]
    gone, come = moved_between((old, was), (new, now), known) if known else ([], [])
    forces = _forces(old, was, gone, language), _forces(new, now, [span for span, _ in come], language)
    edited = 0
    for hunk, left, there in forms_at(found, *forces):
        kinds = _kinds(old[slice(*hunk.was)], new[slice(*hunk.now)], left, there, language)
        while edited < len(come) and come[edited][0][0] < hunk.place_end:
            (start, end), before = come[edited]
            kinds = _with_force(kinds, _kinds_of_edit(before, new[start:end], language))
            edited += 1
        yield hunk, kinds


def _without_moved_negations(old: str, new: str, told: Sequence[_Told], language: str) -> Iterator[_Told]:
    """The changes, of which those of one clause bind as before where nothing but a negation moved within it."""
    freed: tuple[Span, Span] = (0, 0), (0, 0)
    for hunk, kinds in told:
        within = _is_in(hunk.was, freed[0]) and _is_in(hunk.now, freed[1])
        if ChangeKind.OBLIGATION in kinds and not within:
            here, there = clause(old, hunk.was), clause(new, hunk.now)
            within = is_negation_moved(old[slice(*here)], new[slice(*there)], language)
            freed = (here, there) if within else freed
        left = kinds - {ChangeKind.OBLIGATION} if within else kinds
        yield hunk, left or frozenset({ChangeKind.WORDS})


def _is_in(one: Span, other: Span) -> bool:
    return other[0] <= one[0] and one[1] <= other[1]


def _kinds_of_edit(old: str, new: str, language: str) -> frozenset[ChangeKind]:
    """The kinds of what was edited in a sentence that moved."""
    found = _kinds_by_hunk(old, new, None, language) if old != new else ()
    return frozenset(kind for _, kinds in found for kind in kinds)


def _with_force(kinds: frozenset[ChangeKind], others: frozenset[ChangeKind]) -> frozenset[ChangeKind]:
    force = (kinds | others).intersection(FORCE)
    return force or kinds


def _forces(text: str, spans: list[Span], moved: list[Span], language: str) -> list[Force]:
    """The words of force at the spans, but for those in sentences that moved."""
    return [each for each in force_near(text, spans, language) if not _covers(moved, each)]


def _covers(spans: list[Span], one: Force) -> bool:
    at = bisect_right(spans, one.start, key=itemgetter(0)) - 1
    return at >= 0 and one.end <= spans[at][1]


def _open_words(text: str) -> list[tuple[str, ...]]:
    return [bracket.words for bracket in open_brackets([Block("", BlockKind.PARAGRAPH, text)])]


def _brackets(text: str) -> Counter[str]:
    return Counter(sign for sign in text if sign in "[]")


def _of_marks(before: str, after: str, opened: bool) -> list[WordChange]:
    if before == after:
        return []
    same = not opened and _leads(before) == _leads(after)
    return [WordChange("", "", frozenset({ChangeKind.TYPOGRAPHY if same else ChangeKind.WORDS}))]


def _leads(text: str) -> list[str]:
    """Where the links and footnote marks of a text lead."""
    return [piece.style.href or piece.style.note for piece in pieces(text) if piece.style.href or piece.style.note]


def _kinds(before: str, after: str, old: list[Form], new: list[Form], language: str) -> frozenset[ChangeKind]:
    heard = sound(before, language) != sound(after, language)
    found = {kind for kind in FORCE if (heard or kind in ONE) and _of(kind, old, after) != _of(kind, new, before)}
    if heard and is_negated(before, after, language):
        found.add(ChangeKind.OBLIGATION)
    return frozenset(found or {ChangeKind.WORDS if heard else ChangeKind.TYPOGRAPHY})


def _of(kind: ChangeKind, found: list[Form], other: str) -> list[str]:
    """The forms of a kind. Of names the order does not matter, nor one that stands without its capital in `other`."""
    forms = [form for each, form in found if each is kind]
    if kind is not ChangeKind.NAME:
        return forms
    words = {word.removesuffix("s") for word in folded_words(other).split()}
    return sorted(form for form in forms if form not in words)
