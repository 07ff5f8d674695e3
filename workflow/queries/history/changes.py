"""What changed between two texts of a statement, with the amendments and comments behind each change."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from sqlalchemy.orm import Session

from workflow.queries.history.change_notes import ChangeNote, notes
from workflow.queries.history.rows import SHOWN, Ops, Row, rows
from workflow.queries.history.sides import ComparedText, IssuedText, side, texts_of_versions
from workflow.queries.shared.standing import Standing
from workflow.rules.items.kinds import KINDS
from workflow.rules.shared.permissions import Action
from workflow.text.amendments import sources_of
from workflow.text.diff import Change, word_diff
from workflow.text.document import TITLE, titled
from workflow.text.values import NOTHING, Block, Source


@dataclass(frozen=True)
class VersionComparison:
    """Two texts beside one another. title_sources: what stands behind the change of the title.

    whole: items on the text as a whole or on its title, those behind the change of the title first.
    """

    before: ComparedText
    after: ComparedText
    title: Ops
    occasion: Ops
    rows: tuple[Row, ...]
    title_sources: tuple[Source, ...] = ()
    whole: tuple[ChangeNote, ...] = ()

    @property
    def title_refs(self) -> frozenset[str]:
        """The amendments behind the change of the title."""
        return _refs(self.title_sources)

    @property
    def whole_told(self) -> tuple[ChangeNote, ...]:
        """Those that stand on the page: all behind the change of the title, and of the others a few."""
        behind = sum(note.reference in self.title_refs for note in self.whole)
        return self.whole[: max(SHOWN, behind)]

    @property
    def changed(self) -> tuple[Row, ...]:
        """The blocks to which something happened, each counted once."""
        return tuple(row for row in self.rows if row.is_changed and row.change.kind is not Change.MOVED_AWAY)

    @property
    def moved(self) -> int:
        """How many blocks stand elsewhere."""
        return len({row.old_id for row in self.rows if row.change.is_moved})

    @property
    def changes(self) -> int:
        """How many places in the text differ: words that stand together are one."""
        return sum(max(1, _hunks(row.ops)) for row in self.changed)

    @property
    def blocks(self) -> int:
        """Of how many blocks: those of the newer text, and those that were taken out."""
        return sum(row.change.kind is not Change.MOVED_AWAY for row in self.rows)


@dataclass(frozen=True)
class Stretch:
    """One block, or a run of unchanged ones that is folded away: how many paragraphs it has, and where it begins."""

    row: Row | None
    paragraphs: int = 0
    first: str = ""


def stretches(rows: Sequence[Row], *, folded: bool) -> tuple[Stretch, ...]:
    """The blocks in their order; `folded`: each run of unchanged ones as one stretch."""
    found: list[Stretch] = []
    for is_changed, run in groupby(rows, key=lambda row: row.is_changed):
        if is_changed or not folded:
            found += [Stretch(row) for row in run]
            continue
        same = list(run)
        found.append(Stretch(None, sum(row.now is not None for row in same), same[0].id))
    return tuple(found)


def first_places(shown: Iterable[Stretch]) -> dict[str, frozenset[int]]:
    """Block id -> the places of its notes that stand nowhere above on the page: an id is on a page once."""
    seen: set[str] = set()
    found: dict[str, frozenset[int]] = {}
    for row in (stretch.row for stretch in shown):
        if row is not None and row.change.kind is not Change.MOVED_AWAY:
            anchors = [note.anchor for note in row.told]
            firsts = (at for at, anchor in enumerate(anchors) if anchor not in seen and anchors.index(anchor) == at)
            found[row.id] = frozenset(firsts)
            seen.update(anchors)
    return found


def comparison(
    session: Session, standing: Standing, language: str, before: str, after: str
) -> VersionComparison | None:
    """The two texts that `before` and `after` name, compared; None where one is not there or not to be seen."""
    editions = texts_of_versions(session, standing, language, before, after)
    sides = [side(session, standing, language, value, editions) for value in (before, after)]
    if sides[0] is None or sides[1] is None:
        return None
    one, other = sides[0], sides[1]
    sources = _sources(one, other, editions)
    found = _notes(session, standing, one, other, sources) if editions and standing.may(Action.SEE_ITEMS) else {}
    behind = sources.get(TITLE, ())
    return VersionComparison(
        before=one,
        after=other,
        title=_line_ops(one.title, other.title),
        occasion=_line_ops(one.occasion, other.occasion),
        rows=rows(one.blocks, other.blocks, sources, found),
        title_sources=behind,
        whole=tuple(sorted(found.get("", ()), key=lambda note: note.reference not in _refs(behind))),
    )


def _line_ops(before: str, after: str) -> Ops:
    return tuple(word_diff(before, after)) if before != after else ()


def _refs(sources: Iterable[Source]) -> frozenset[str]:
    return frozenset(ref for source in sources for ref in source.refs)


def _hunks(ops: Ops) -> int:
    return sum(op != 0 and (place == 0 or ops[place - 1][0] == 0) for place, (op, _) in enumerate(ops))


def _sources(
    before: ComparedText, after: ComparedText, editions: Mapping[int, IssuedText]
) -> dict[str, tuple[Source, ...]]:
    """Block id -> what stands behind its changes, gathered over every version issued in between."""
    if before.number is None:
        return {}
    found: dict[str, list[Source]] = defaultdict(list)
    for number in sorted(editions):
        if before.number < number <= (after.number or number):
            edition = editions[number]
            one, other, middle = (titled(each.title, each.blocks) for each in (before, after, edition.side))
            own = edition.sources if number == before.number + 1 else _without_old_spans(edition.sources)
            if after.number != number:
                own = _settled_since(own, middle)
            kept = sources_of(one, other, own, middle)
            for block, sources in kept.items():
                found[block] += sources
    return {block: tuple(sources) for block, sources in found.items()}


def _without_old_spans(sources: Sequence[Source]) -> list[Source]:
    """The old spans belong to the version just before, not to an earlier one that is compared."""
    return [Source(source.block, source.start, source.end, source.refs, source.kind) for source in sources]


def _settled_since(sources: Sequence[Source], text: Sequence[Block]) -> list[Source]:
    """The sources as they stand behind a later text, where what stood beside an alternative in brackets may be gone."""
    texts = {block.id: block.text for block in text}
    return [
        replace(each, was=None)
        if each.was == NOTHING and "[" in texts.get(each.block, "")[each.start : each.end]
        else each
        for each in sources
    ]


def _notes(
    session: Session,
    standing: Standing,
    before: ComparedText,
    after: ComparedText,
    sources: Mapping[str, Sequence[Source]],
) -> dict[str, list[ChangeNote]]:
    if before.number is None:
        return {}
    by_block: dict[str, list[ChangeNote]] = defaultdict(list)
    added = {ref: block for block, behind in sources.items() for each in behind for ref in each.refs}
    known = [block.id for block in (*after.blocks, *before.blocks)]
    for note in notes(session, standing, after=before.number, until=after.number):
        by_block[_place(note, added, known)].append(note)
    return by_block


def _place(note: ChangeNote, added: Mapping[str, str], known: Sequence[str]) -> str:
    """The block beside which a note stands: that of a new paragraph is this, or the one that it would follow; "" for
    the whole text.
    """
    if not KINDS[note.kind].is_new_paragraph:
        return note.block or ""
    after = note.after if note.after in known else ""
    return added.get(note.reference) or after or next(iter(known), "")
