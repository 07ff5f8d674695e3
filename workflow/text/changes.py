"""What kind each change is: only typography or spelling, words, or words of force, which a reader must not miss."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from workflow.text.block import Block, BlockKind
from workflow.text.brackets import open_brackets
from workflow.text.diff import BlockChange, tidy, word_diff
from workflow.text.forcefinder import ChangeKind, Force, force_near
from workflow.text.hearing import folded_words, is_turned, sound
from workflow.text.inline import plain
from workflow.text.pieces import pieces

__all__ = ["FORCE", "Change", "ChangeKind", "block_changes", "changes", "folded_words", "kinds", "summary"]

FORCE = (ChangeKind.OBLIGATION, ChangeKind.NUMBER, ChangeKind.DATE, ChangeKind.NAME)
_ONE = (ChangeKind.NUMBER, ChangeKind.DATE)
_UNHEARD = frozenset({ChangeKind.TYPOGRAPHY})


Span = tuple[int, int]
Hunk = tuple[Span, Span]


@dataclass(frozen=True, slots=True)
class Change:
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


def changes(before: str, after: str, language: str) -> list[Change]:
    """The changes between two texts of one passage in their order.

    A change of force has the kinds of force alone; one that changes none is WORDS, or TYPOGRAPHY where it would not
    be heard. Inline marks count only where nothing else changed: another address or note is WORDS, without any words.
    So are square brackets that leave words open, or no longer: they are not heard, and decide what is said.
    """
    old, new = plain(before), plain(after)
    opened = _open_words(before) != _open_words(after)
    if old == new:
        return _of_marks(before, after, opened)
    hunks = list(_hunks(old, new))
    forces = [
        force_near(text, spans, language) for text, spans in zip((old, new), zip(*hunks, strict=True), strict=True)
    ]
    found = []
    for (a, b), (c, d) in _whole(hunks, *forces):
        kinds = _kinds(old[a:b], new[c:d], _inside(forces[0], a, b), _inside(forces[1], c, d), language)
        if opened and kinds == _UNHEARD and _brackets(old[a:b]) != _brackets(new[c:d]):
            kinds = frozenset({ChangeKind.WORDS})
        found.append(Change(old[a:b], new[c:d], kinds))
    return found


def summary(blocks: Iterable[BlockChange], language: str) -> Counter[ChangeKind]:
    """How many changes are of each kind; one that is of two kinds of force counts for both.

    An added or a removed block is one change. A block that only moved is none.
    """
    counted: Counter[ChangeKind] = Counter()
    for block in blocks:
        for change in block_changes(block, language):
            counted.update(change.kinds)
    return counted


def block_changes(block: BlockChange, language: str) -> list[Change]:
    """The changes inside one block; an added or a removed one is a single change, one that only moved is none."""
    if block.before and block.after:
        return changes(block.before.text, block.after.text, language) if block.ops else []
    text = block.before or block.after
    return changes(text.text, "", language) if text else []


def _open_words(text: str) -> list[tuple[str, ...]]:
    return [bracket.words for bracket in open_brackets([Block("", BlockKind.PARAGRAPH, text)])]


def _brackets(text: str) -> Counter[str]:
    return Counter(sign for sign in text if sign in "[]")


def _of_marks(before: str, after: str, opened: bool) -> list[Change]:
    if before == after:
        return []
    same = not opened and _leads(before) == _leads(after)
    return [Change("", "", frozenset({ChangeKind.TYPOGRAPHY if same else ChangeKind.WORDS}))]


def _leads(text: str) -> list[str]:
    """Where the links and footnote marks of a text lead."""
    return [piece.style.href or piece.style.note for piece in pieces(text) if piece.style.href or piece.style.note]


def _hunks(before: str, after: str) -> Iterator[Hunk]:
    old = new = 0
    start: tuple[int, int] | None = None
    for op, text in [*tidy(word_diff(before, after)), (0, "")]:
        if op == 0 and start:
            yield (start[0], old), (start[1], new)
        start = (start or (old, new)) if op else None
        old += len(text) if op <= 0 else 0
        new += len(text) if op >= 0 else 0


def _whole(hunks: Iterable[Hunk], old: Sequence[Force], new: Sequence[Force]) -> list[Hunk]:
    """The changes, of which those inside one number or date are one."""
    found: list[Hunk] = []
    for was, now in hunks:
        last = found[-1] if found else None
        if last and (_joins(old, last[0], was) or _joins(new, last[1], now)):
            found[-1] = (last[0][0], was[1]), (last[1][0], now[1])
        else:
            found.append((was, now))
    return found


def _joins(forces: Sequence[Force], one: Span, other: Span) -> bool:
    """Whether a number or a date reaches from one change to the next."""
    at = bisect_right(forces, one[1], key=lambda each: each.start) - 1
    return at >= 0 and forces[at].kind in _ONE and other[0] <= forces[at].end


def _inside(forces: Sequence[Force], start: int, end: int) -> list[tuple[ChangeKind, str]]:
    """The kinds and forms of what a change touches: what stands at its rim is kept, and so on both sides."""
    first = bisect_left(forces, start, key=lambda each: each.end)
    last = bisect_right(forces, end, key=lambda each: each.start)
    return [(each.kind, each.form) for each in forces[first:last]]


def _kinds(
    before: str, after: str, old: list[tuple[ChangeKind, str]], new: list[tuple[ChangeKind, str]], language: str
) -> frozenset[ChangeKind]:
    heard = sound(before, language) != sound(after, language)
    other = {kind for kind in FORCE if (heard or kind in _ONE) and _of(kind, old) != _of(kind, new)}
    if heard and not other and is_turned(before, after, language):
        other = {ChangeKind.OBLIGATION}
    if other:
        return frozenset(other)
    return frozenset({ChangeKind.WORDS if heard else ChangeKind.TYPOGRAPHY})


def _of(kind: ChangeKind, found: list[tuple[ChangeKind, str]]) -> list[str]:
    """The forms of a kind; the order of names alone does not matter, of ten to twenty it does."""
    forms = [form for other, form in found if other is kind]
    return sorted(forms) if kind is ChangeKind.NAME else forms
