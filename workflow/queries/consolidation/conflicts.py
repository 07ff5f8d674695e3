"""What conflicts on the consolidation: which amendments cannot all be accepted in full, and why."""

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass

from workflow.queries.consolidation.consolidation import Consolidation
from workflow.queries.consolidation.consolidation_item import ConsolidationItem
from workflow.rules.consolidation.dispositions import DispositionKind
from workflow.rules.items.kinds import ItemKind
from workflow.text.amendments import AmendmentConflict, conflicts_between, exclusion
from workflow.text.consolidation import judged
from workflow.text.values import Amendment, AmendmentKind, ConflictKind, Exclusion, Extent

_ALL_OF_ONE = (
    ConflictKind.SAME_WORDS,
    ConflictKind.SAME_POINT,
    ConflictKind.TWO_PLACES,
    ConflictKind.SAME_PLACE,
)
"""These are about one thing; the others set one kind of amendment against another."""
_STAND = (DispositionKind.ACCEPTED, DispositionKind.BRACKETED)


@dataclass(frozen=True)
class Rivalry:
    """Amendments that conflict.

    refs: all that are joined, directly or through a third; pairs: those of them that exclude one another. Or, where
    there are `against`, the removals or moves that these stand against. kinds MOVE_EDIT and SAME_PLACE are no
    hindrance: what changes the words goes with the paragraph, and paragraphs in one place come one after another.
    """

    kind: ConflictKind
    refs: tuple[str, ...]
    against: tuple[str, ...] = ()
    has_moves: bool = False
    pairs: frozenset[frozenset[str]] = frozenset()

    @property
    def may_be_worded(self) -> bool:
        """Whether other words could stand in the place of all: where paragraphs go is no question of words."""
        return not self.against and not (self.kind is ConflictKind.SAME_PLACE and self.has_moves)

    @property
    def is_of_words(self) -> bool:
        """Whether they change the same words, or put some in one place of a paragraph."""
        return not self.against and self.kind in (ConflictKind.SAME_WORDS, ConflictKind.SAME_POINT)

    @property
    def members(self) -> tuple[str, ...]:
        """All that are in the conflict."""
        return (*self.refs, *self.against)

    def is_about(self, refs: Collection[str]) -> bool:
        """Whether one of these amendments is in the conflict."""
        return any(ref in refs for ref in self.members)


def rivalries(consolidation: Consolidation, items: Sequence[ConsolidationItem], language: str) -> tuple[Rivalry, ...]:
    """The conflicts that have at least one of `items` in them, first those about the same words; none between
    amendments of which the penholder's text says both.
    """
    mine = {item.reference for item in items}
    pairs = [conflict for conflict in _pairs(consolidation, items) if mine & set(conflict.refs)]
    said = _said(consolidation, {ref for conflict in pairs for ref in conflict.refs}, language)
    pairs = [conflict for conflict in pairs if not said >= set(conflict.refs)]
    order = {item.reference: place for place, item in enumerate(consolidation.items)}
    kind_of = {item.reference: item.kind for item in consolidation.items}
    return (*_connected_rivalries(pairs, order, kind_of), *_one_against_all(pairs, order, kind_of))


def exclusion_among(
    consolidation: Consolidation, kinds: Mapping[str, DispositionKind], language: str
) -> Exclusion | None:
    """Why amendments cannot all stand, where `kinds` (reference -> its answer) come to those given; none is that what
    the penholder's text says already is accepted.
    """
    now = {item.reference: kinds.get(item.reference, item.disposition) for item in consolidation.items}
    there = [item.place for item in consolidation.items if item.place is not None and now[item.reference] in _STAND]
    bracketed = {each.ref for each in there if now[each.ref] is DispositionKind.BRACKETED}
    if exclusion(consolidation.issued, there, kinds.keys(), bracketed) is None:
        return None
    mine = kinds.keys() - _said(consolidation, kinds.keys() - bracketed, language)
    return exclusion(consolidation.issued, there, mine, bracketed)


def _said(consolidation: Consolidation, refs: Collection[str], language: str) -> Set[str]:
    """Those that the text says as it was written by hand."""
    if consolidation.draft == consolidation.issued:
        return set()
    places = [item.place for item in consolidation.items if item.reference in refs and item.place is not None]
    found = {each.ref: judged(consolidation.issued, consolidation.draft, each, language) for each in places}
    return {ref for ref, made in found.items() if made and made.extent is Extent.SATISFIED}


def _pairs(consolidation: Consolidation, items: Sequence[ConsolidationItem]) -> list[AmendmentConflict]:
    """The pairs that conflict among all that stand where one of `items` stands."""
    own = {place for item in items if item.place is not None for place in _paragraphs_of(item.place)}
    near = [
        item.place
        for item in consolidation.items
        if item.place is not None and not own.isdisjoint(_paragraphs_of(item.place))
    ]
    left_open = {item.reference for item in consolidation.items if item.disposition is DispositionKind.BRACKETED}
    return conflicts_between(consolidation.issued, near, left_open)


def _paragraphs_of(place: Amendment) -> tuple[str, ...]:
    """The paragraphs that an amendment changes or would have another one follow."""
    changed = (place.block,) if place.kind is not AmendmentKind.ADD else ()
    return changed if place.after is None else (*changed, place.after)


def _connected_rivalries(
    pairs: Sequence[AmendmentConflict], order: Mapping[str, int], kind_of: Mapping[str, ItemKind]
) -> list[Rivalry]:
    """Those about one thing, with all that they are joined to through a third."""
    group_of: dict[tuple[ConflictKind, str], set[str]] = {}
    joined = {kind: frozenset(frozenset(each.refs) for each in pairs if each.kind is kind) for kind in _ALL_OF_ONE}
    for conflict in pairs:
        if conflict.kind in _ALL_OF_ONE:
            merged = set(conflict.refs).union(*(group_of.get((conflict.kind, ref), ()) for ref in conflict.refs))
            group_of |= {(conflict.kind, ref): merged for ref in merged}
    found = {(kind, tuple(sorted(refs, key=order.__getitem__))) for (kind, _), refs in group_of.items()}
    return [
        Rivalry(
            kind,
            refs,
            has_moves=ItemKind.MOVE in {kind_of[ref] for ref in refs},
            pairs=frozenset(pair for pair in joined[kind] if pair <= set(refs)),
        )
        for kind, refs in sorted(found, key=lambda each: order[each[1][0]])
    ]


def _one_against_all(
    pairs: Sequence[AmendmentConflict], order: Mapping[str, int], kind_of: Mapping[str, ItemKind]
) -> list[Rivalry]:
    """Each removal, and each move, against all that change what it takes away."""
    against: dict[tuple[ConflictKind, str], list[str]] = {}
    for conflict in pairs:
        if conflict.kind not in _ALL_OF_ONE:
            # A removal comes before a move: it is the removal that leaves the move nothing.
            leaders = (ItemKind.REMOVE, ItemKind.MOVE)
            first, other = sorted(conflict.refs, key=lambda ref: _rank(kind_of[ref], leaders))
            against.setdefault((conflict.kind, first), []).append(other)
    alike: dict[tuple[ConflictKind, tuple[str, ...]], list[str]] = {}
    for (kind, ref), others in against.items():
        alike.setdefault((kind, tuple(sorted(others, key=order.__getitem__))), []).append(ref)
    return [Rivalry(kind, tuple(sorted(refs, key=order.__getitem__)), others) for (kind, others), refs in alike.items()]


def _rank(kind: ItemKind, leaders: Sequence[ItemKind]) -> int:
    return leaders.index(kind) if kind in leaders else len(leaders)
