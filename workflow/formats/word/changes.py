"""Tracked changes: which elements are one, what each does, and the words that it touches."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from workflow.formats.word.markup import MC, W16DU, Element, W
from workflow.formats.word.values import Revision, RevisionKind

_KINDS = {
    "ins": RevisionKind.INSERTION,
    "del": RevisionKind.DELETION,
    "moveFrom": RevisionKind.MOVED_FROM,
    "moveTo": RevisionKind.MOVED_TO,
    "rPrChange": RevisionKind.FORMAT,
    "pPrChange": RevisionKind.FORMAT,
    "sectPrChange": RevisionKind.FORMAT,
    "numberingChange": RevisionKind.FORMAT,
    "tblPrChange": RevisionKind.TABLE,
    "tblPrExChange": RevisionKind.TABLE,
    "tblGridChange": RevisionKind.TABLE,
    "trPrChange": RevisionKind.TABLE,
    "tcPrChange": RevisionKind.TABLE,
    "cellIns": RevisionKind.TABLE,
    "cellDel": RevisionKind.TABLE,
    "cellMerge": RevisionKind.TABLE,
    "customXmlInsRangeStart": RevisionKind.OTHER,
    "customXmlDelRangeStart": RevisionKind.OTHER,
    "customXmlMoveFromRangeStart": RevisionKind.OTHER,
    "customXmlMoveToRangeStart": RevisionKind.OTHER,
}
CHANGES = {f"{W}{name}": kind for name, kind in _KINDS.items()}
_MARKS = {
    RevisionKind.INSERTION: RevisionKind.PARAGRAPH_INSERTED,
    RevisionKind.DELETION: RevisionKind.PARAGRAPH_DELETED,
}
# Namespaces that a program must know to show the branch of a choice; what we read is what such a program shows.
_UNDERSTOOD = (
    "http://schemas.microsoft.com/office/",
    "http://schemas.openxmlformats.org/",
    "urn:schemas-microsoft-com:",
)


@dataclass(slots=True)
class _Met:
    """A change that was met, whose words are still coming in."""

    kind: RevisionKind
    element: Element
    paragraph: int
    words: list[str] = field(default_factory=list)


class Changes:
    """The changes that were met, in the order in which the file is read; their numbers count from 1."""

    def __init__(self) -> None:
        self._met: list[_Met] = []

    def meet(self, element: Element, paragraph: int, kind: RevisionKind | None = None) -> int:
        """The number of a change that begins here; kind: None where the element tells."""
        self._met.append(_Met(kind or CHANGES[element.tag], element, paragraph))
        return len(self._met)

    def meet_all(self, properties: Element | None, paragraph: int, kind: RevisionKind | None = None) -> None:
        """Meets the changes in properties, none of which touches words; kind: of insertions and deletions there."""
        if properties is None:
            return
        for each in properties.iter(*CHANGES):
            own = CHANGES[each.tag]
            self.meet(each, paragraph, (kind or RevisionKind.OTHER) if own in _MARKS else own)

    def meet_mark(self, element: Element, paragraph: int) -> int:
        """The number of a change of a paragraph mark."""
        kind = CHANGES[element.tag]
        return self.meet(element, paragraph, _MARKS.get(kind, kind))

    def add_words(self, numbers: Iterable[int], words: str) -> None:
        """Adds words to the changes with these numbers."""
        for each in numbers:
            self._met[each - 1].words.append(words)

    def revisions(self) -> tuple[Revision, ...]:
        """All changes that were met."""
        return tuple(
            Revision(
                number, met.kind, author_of(met.element), moment_of(met.element), "".join(met.words), met.paragraph
            )
            for number, met in enumerate(self._met, start=1)
        )


def count_changes(root: Element) -> int:
    """How many changes a part has; of the branches of a choice those of the one that is shown."""
    if next(root.iter(f"{MC}AlternateContent"), None) is None:
        return sum(1 for _ in root.iter(*CHANGES))
    return sum(1 for each in shown(root) if each.tag in CHANGES)


def shown(root: Element) -> Iterator[Element]:
    """The element and all within it in order, without the branches of choices that are not shown."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        yield element
        if element.tag == f"{MC}AlternateContent":
            taken = branch(element)
            waiting.extend([] if taken is None else [taken])
        else:
            waiting.extend(reversed(element))


def branch(choice: Element) -> Element | None:
    """The branch of `mc:AlternateContent` that a program shows: the first that it understands, or the fallback."""
    for each in choice.iterchildren(f"{MC}Choice"):
        spaces = [str(each.nsmap.get(prefix, "")) for prefix in str(each.get("Requires", "")).split()]
        if spaces and all(space.startswith(_UNDERSTOOD) for space in spaces):
            return each
    return choice.find(f"{MC}Fallback")


def author_of(element: Element) -> str:
    """Who made a change or a comment, as the file says it."""
    return str(element.get(f"{W}author", ""))


def moment_of(element: Element) -> datetime | None:
    """When: in UTC where the file says so, else as the clock of its writer showed it; None where it says nothing."""
    for name in (f"{W16DU}dateUtc", f"{W}date"):
        try:
            found = datetime.fromisoformat(str(element.get(name, "")).replace("Z", "+00:00"))
        except ValueError:
            continue
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    return None
