"""Of what kind the changes between two texts are: words of force first, each with the paragraphs where it is."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext, ngettext

from workflow.queries.history.rows import Row
from workflow.text.diff import Change, moved_sentences
from workflow.text.force import FORCE, block_changes
from workflow.text.values import ChangeKind

_ORDER = (*FORCE, ChangeKind.WORDS, ChangeKind.TYPOGRAPHY)


@dataclass(frozen=True)
class Told:
    """How many changes are of one kind, as a sentence, and the blocks in which they are."""

    kind: ChangeKind
    said: str
    rows: tuple[Row, ...]

    @property
    def has_force(self) -> bool:
        """Whether a reader must not miss them."""
        return self.kind in FORCE


@dataclass(frozen=True)
class Kinds:
    """The kinds of all changes. told: those that there are, words of force first. of: block id -> its kinds."""

    told: tuple[Told, ...]
    of: Mapping[str, tuple[ChangeKind, ...]]


def kinds_of(rows: Sequence[Row], language: str) -> Kinds:
    """Of what kind each change is, counted over all blocks and told of each."""
    counted: Counter[ChangeKind] = Counter()
    found: dict[str, tuple[ChangeKind, ...]] = {}
    where: dict[ChangeKind, list[Row]] = {}
    shown = [row for row in rows if row.is_changed and row.change.kind is not Change.MOVED_AWAY]
    moved = moved_sentences(row.change for row in shown)
    for row in shown:
        each = Counter(kind for change in block_changes(row.change, language, moved) for kind in change.kinds)
        counted += each
        found[row.id] = tuple(kind for kind in _ORDER if each[kind])
        for kind in each:
            where.setdefault(kind, []).append(row)
    told = (Told(kind, _sentence(kind, counted[kind]), tuple(where[kind])) for kind in _ORDER if counted[kind])
    return Kinds(tuple(told), found)


def kind_tag(kind: ChangeKind) -> tuple[str, str, str]:
    """(class, glyph, word) of a kind's tag."""
    return {
        ChangeKind.OBLIGATION: ("warn", "!", gettext("Obligation")),
        ChangeKind.NUMBER: ("warn", "#", gettext("Number")),
        ChangeKind.DATE: ("warn", "◷", gettext("Date")),
        ChangeKind.NAME: ("warn", "A", gettext("Name")),
        ChangeKind.WORDS: ("", "≈", gettext("Words")),
        ChangeKind.TYPOGRAPHY: ("", "·", gettext("Only spelling or punctuation")),
    }[kind]


def _sentence(kind: ChangeKind, count: int) -> str:
    match kind:
        case ChangeKind.OBLIGATION:
            return ngettext("%(num)s change alters an obligation.", "%(num)s changes alter an obligation.", count)
        case ChangeKind.NUMBER:
            return ngettext("%(num)s change alters a number.", "%(num)s changes alter a number.", count)
        case ChangeKind.DATE:
            return ngettext("%(num)s change alters a date.", "%(num)s changes alter a date.", count)
        case ChangeKind.NAME:
            return ngettext("%(num)s change alters a name.", "%(num)s changes alter a name.", count)
        case ChangeKind.WORDS:
            return ngettext("%(num)s change alters other words.", "%(num)s changes alter other words.", count)
        case _:
            return ngettext(
                "%(num)s change alters only spelling or punctuation.",
                "%(num)s changes alter only spelling or punctuation.",
                count,
            )
