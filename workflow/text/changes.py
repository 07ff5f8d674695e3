"""What kind each change is: only typography or spelling, words, or words of force, which a reader must not miss."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from workflow.text.block import Block, BlockKind
from workflow.text.brackets import open_brackets
from workflow.text.diff import BlockChange, tidy, word_diff
from workflow.text.force import table
from workflow.text.forcefinder import ChangeKind, Force, folded, force
from workflow.text.inline import plain
from workflow.text.pieces import pieces

__all__ = ["FORCE", "Change", "ChangeKind", "block_changes", "changes", "kinds", "summary"]

FORCE = (ChangeKind.OBLIGATION, ChangeKind.NUMBER, ChangeKind.DATE, ChangeKind.NAME)
_UNHEARD = frozenset({ChangeKind.TYPOGRAPHY})
_SIGNS = re.compile(r"[\W_]+")
_TWICE = re.compile(r"([^\W\d_])\1")
_ALIKE = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ک": "ك", "ی": "ي", "œ": "oe", "æ": "ae"}
)


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
    forces = force(old, language), force(new, language)
    found = []
    for (a, b), (c, d) in _hunks(old, new):
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


def _hunks(before: str, after: str) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    old = new = 0
    start: tuple[int, int] | None = None
    for op, text in [*tidy(word_diff(before, after)), (0, "")]:
        if op == 0 and start:
            yield (start[0], old), (start[1], new)
        start = (start or (old, new)) if op else None
        old += len(text) if op <= 0 else 0
        new += len(text) if op >= 0 else 0


def _inside(found: Sequence[Force], start: int, end: int) -> Counter[tuple[ChangeKind, str]]:
    return Counter((one.kind, one.form) for one in found if one.start < end and start < one.end)


def _kinds(
    before: str, after: str, old: Counter[tuple[ChangeKind, str]], new: Counter[tuple[ChangeKind, str]], language: str
) -> frozenset[ChangeKind]:
    heard = _sound(before, language) != _sound(after, language)
    other = {kind for kind, _ in (old - new) + (new - old) if heard or kind is not ChangeKind.NAME}
    if other:
        return frozenset(other)
    return frozenset({ChangeKind.WORDS if heard else ChangeKind.TYPOGRAPHY})


def _sound(text: str, language: str) -> str:
    """What two spellings of the same words have in common."""
    words = folded_words(text.translate(_ALIKE))
    for pattern, other in _spellings(language):
        words = pattern.sub(other, words)
    return _TWICE.sub(r"\1", _SIGNS.sub("", words))


def folded_words(text: str) -> str:
    """The words of a text folded, single spaces between."""
    return " ".join(folded(word) for word in _SIGNS.split(text) if word)


@cache
def _spellings(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), other) for pattern, other in table(language).spellings.items())
