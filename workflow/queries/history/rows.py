"""The blocks of two texts beside one another, each with what stands behind its change and what was said about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from workflow.queries.history.change_notes import ChangeNote
from workflow.text.diff import BlockChange, Change, block_diff
from workflow.text.document import numbers
from workflow.text.values import AmendmentKind, Block, Source

Ops = tuple[tuple[int, str], ...]
SHOWN = 5
"""Notes beside a block, and more where more stand behind its changes."""


@dataclass(frozen=True)
class Row:
    """One block of the comparison with its numbers on both sides, what stands behind it, and the notes on it.

    joined: the numbers that the blocks had which became this one.
    """

    change: BlockChange
    was: int | None
    now: int | None
    sources: tuple[Source, ...]
    notes: tuple[ChangeNote, ...]
    joined: tuple[int, ...] = ()

    @property
    def id(self) -> str:
        """The block's permanent id."""
        return _id(self.change)

    @property
    def is_changed(self) -> bool:
        """Whether anything happened to it."""
        return self.change.kind is not Change.SAME

    @property
    def old_id(self) -> str:
        """The id of the block that stood in the text before; empty for a new one."""
        return self.change.before.id if self.change.before else ""

    @property
    def told(self) -> tuple[ChangeNote, ...]:
        """The notes that stand on the page: all behind its changes, and of the others as many as make up `SHOWN`."""
        behind = self.behind
        return self.notes[: max(SHOWN, sum(note.reference in behind for note in self.notes))]

    @property
    def untold(self) -> int:
        """How many notes do not stand on the page."""
        return len(self.notes) - len(self.told)

    @property
    def is_renumbered(self) -> bool:
        """Whether it has another number because of what was put in or taken out before it."""
        stayed = self.change.kind in (Change.SAME, Change.CHANGED)
        return stayed and self.was is not None and self.now is not None and self.was != self.now

    @property
    def behind(self) -> frozenset[str]:
        """The references of all that stands behind its changes."""
        return frozenset(ref for source in self.sources for ref in source.refs)

    @property
    def ops(self) -> Ops:
        """The words kept, removed and added."""
        before, after = self.change.before, self.change.after
        if self.change.ops:
            return self.change.ops
        if before is None and after is not None:
            return ((1, after.text),)
        if after is None and before is not None:
            return ((-1, before.text),)
        return ((0, before.text),) if before is not None else ()

    def refs(self, *kinds: AmendmentKind) -> tuple[str, ...]:
        """The references of the amendments of those kinds behind it: why it moved, why it is gone."""
        return tuple(dict.fromkeys(ref for source in self.sources if source.kind in kinds for ref in source.refs))


def rows(
    before: Sequence[Block],
    after: Sequence[Block],
    sources: Mapping[str, tuple[Source, ...]],
    found: Mapping[str, Sequence[ChangeNote]] = MappingProxyType({}),
) -> tuple[Row, ...]:
    """The blocks of two texts compared, with the sources and the notes of each block id.

    A block that an amendment moved is told as moved, and not the neighbour that it passed; one that an amendment took
    out as gone, and a new one in its place as new.
    """
    was, now = numbers(before), numbers(after)
    moved, gone = (
        {block for block, behind in sources.items() if any(each.kind is kind for each in behind)}
        for kind in (AmendmentKind.MOVE, AmendmentKind.REMOVE)
    )
    made = []
    for change in block_diff(before, after, moved, gone):
        behind = _sources_in_words(change, sources.get(_id(change), ()), before)
        ids = _own_ids(change, before)
        joined = [was[before[place].id] for place in change.joined if before[place].id in was]
        made.append(
            Row(
                change=change,
                was=was.get(change.before.id) if change.before else None,
                now=now.get(change.after.id) if change.after else None,
                sources=behind,
                notes=_beside(behind, ids, found),
                joined=tuple(joined),
            )
        )
    return tuple(made)


def _id(change: BlockChange) -> str:
    block = change.after or change.before
    return block.id if block else ""


def _sources_in_words(change: BlockChange, sources: Sequence[Source], before: Sequence[Block]) -> tuple[Source, ...]:
    """The sources with their old spans in the words that are compared, which may be a part of the old block or more."""
    if change.kind is Change.MOVED_AWAY and change.joined:
        return ()  # they stand behind what it went into
    at, seams = change.offset, _seams(change, before)
    return tuple(
        replace(each, was=None if each.was in seams else (each.was[0] - at, each.was[1] - at)) if each.was else each
        for each in sources
    )


def _seams(change: BlockChange, before: Sequence[Block]) -> list[tuple[int, int]]:
    """Where the old block meets those joined to it: what came there may have come in the place of their words."""
    if not change.joined or change.before_at is None:
        return []
    first, last, end = change.joined[0], change.joined[-1], len(before[change.before_at].text)
    return [(0, 0)] * (first < change.before_at) + [(end, end)] * (change.before_at < last)


def _own_ids(change: BlockChange, before: Sequence[Block]) -> list[str]:
    """The ids under which notes on the block may have been written: its own, and those that it had or took in."""
    if change.kind is Change.MOVED_AWAY:
        return []
    old = change.before.id if change.before and change.kind is not Change.SPLIT else ""
    taken_in = [before[place].id for place in change.joined]
    return [each for each in dict.fromkeys([_id(change), old, *taken_in]) if each]


def _beside(
    sources: Sequence[Source], ids: Sequence[str], found: Mapping[str, Sequence[ChangeNote]]
) -> tuple[ChangeNote, ...]:
    """The notes on the block, those behind its changes first, also where they were made on another block."""
    refs = {ref for source in sources for ref in source.refs}
    own = [note for each in ids for note in found.get(each, ())]
    elsewhere = [note for on in found.values() for note in on if note.reference in refs and note not in own]
    return tuple(sorted([*elsewhere, *own], key=lambda note: (note.reference not in refs, note.start)))
