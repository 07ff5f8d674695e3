"""What conflicts on the consolidation: which amendments cannot all be accepted in full, and why."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from workflow.queries.consolidation.consolidation import Consolidation
from workflow.queries.consolidation.consolidation_item import ConsolidationItem
from workflow.rules.consolidation.dispositions import DispositionKind
from workflow.text.amendments import Clash, ClashKind, clash_list, exclusion
from workflow.text.values import Amendment, AmendmentKind, Exclusion

_WORDS = (ClashKind.SAME_WORDS, ClashKind.OVERLAP, ClashKind.CONTAINS)
_ALL_OF_ONE = (*_WORDS, ClashKind.SAME_POINT, ClashKind.TWO_PLACES)
"""Of these at most one can be accepted; the others set one kind of amendment against another."""
_STAND = (DispositionKind.ACCEPTED, DispositionKind.BRACKETED)


@dataclass(frozen=True)
class Rivalry:
    """Amendments that conflict. kind SAME_WORDS stands for whatever overlaps.

    refs: of which at most one can be accepted in full; or, where there are `against`, the removals or moves that these
    stand against. kind MOVE_EDIT is no hindrance: what changes the words goes with the paragraph.
    """

    kind: ClashKind
    refs: tuple[str, ...]
    against: tuple[str, ...] = ()

    def is_about(self, refs: Collection[str]) -> bool:
        """Whether one of these amendments is in the conflict."""
        return any(ref in refs for ref in (*self.refs, *self.against))


def rivalries(consolidation: Consolidation, items: Sequence[ConsolidationItem]) -> tuple[Rivalry, ...]:
    """The conflicts that have at least one of `items` in them, first those about the same words."""
    mine = {item.reference for item in items}
    pairs = [conflict for conflict in _pairs(consolidation, items) if mine & set(conflict.refs)]
    order = {item.reference: place for place, item in enumerate(consolidation.items)}
    kind_of = {item.reference: item.change for item in consolidation.items}
    return (*_connected_rivalries(pairs, order), *_one_against_all(pairs, order, kind_of))


def clashing(consolidation: Consolidation, kinds: Mapping[str, DispositionKind]) -> Exclusion | None:
    """Why amendments cannot all stand, where `kinds` (reference -> its answer) come to those given."""
    now = {item.reference: kinds.get(item.reference, item.disposition) for item in consolidation.items}
    there = [item.place for item in consolidation.items if item.place is not None and now[item.reference] in _STAND]
    bracketed = {each.ref for each in there if now[each.ref] is DispositionKind.BRACKETED}
    return exclusion(consolidation.issued, there, kinds.keys(), bracketed)


def _pairs(consolidation: Consolidation, items: Sequence[ConsolidationItem]) -> list[Clash]:
    """The pairs that conflict among all that stand where one of `items` stands."""
    own = {place for item in items if item.place is not None for place in _paragraphs_of(item.place)}
    near = [
        item.place
        for item in consolidation.items
        if item.place is not None and not own.isdisjoint(_paragraphs_of(item.place))
    ]
    left_open = {item.reference for item in consolidation.items if item.disposition is DispositionKind.BRACKETED}
    return clash_list(consolidation.issued, near, left_open)


def _paragraphs_of(place: Amendment) -> tuple[str, ...]:
    """The paragraphs that an amendment changes or would have another one follow."""
    changed = (place.block,) if place.kind is not AmendmentKind.ADD else ()
    return changed if place.after is None else (*changed, place.after)


def _connected_rivalries(pairs: Sequence[Clash], order: Mapping[str, int]) -> list[Rivalry]:
    """Those of which one alone can be accepted, with all that they are joined to through a third."""
    group_of: dict[tuple[ClashKind, str], set[str]] = {}
    for conflict in pairs:
        if conflict.kind in _ALL_OF_ONE:
            kind = ClashKind.SAME_WORDS if conflict.kind in _WORDS else conflict.kind
            merged = set(conflict.refs).union(*(group_of.get((kind, ref), ()) for ref in conflict.refs))
            group_of |= {(kind, ref): merged for ref in merged}
    found = {(kind, tuple(sorted(refs, key=order.__getitem__))) for (kind, _), refs in group_of.items()}
    return [Rivalry(kind, refs) for kind, refs in sorted(found, key=lambda each: order[each[1][0]])]


def _one_against_all(
    pairs: Sequence[Clash], order: Mapping[str, int], kind_of: Mapping[str, AmendmentKind | None]
) -> list[Rivalry]:
    """Each removal, and each move, against all that change what it takes away."""
    against: dict[tuple[ClashKind, str], list[str]] = {}
    for conflict in pairs:
        if conflict.kind not in _ALL_OF_ONE:
            # A removal comes before a move: it is the removal that leaves the move nothing.
            leaders = (AmendmentKind.REMOVE, AmendmentKind.MOVE)
            first, other = sorted(conflict.refs, key=lambda ref: _rank(kind_of[ref], leaders))
            against.setdefault((conflict.kind, first), []).append(other)
    alike: dict[tuple[ClashKind, tuple[str, ...]], list[str]] = {}
    for (kind, ref), others in against.items():
        alike.setdefault((kind, tuple(sorted(others, key=order.__getitem__))), []).append(ref)
    return [Rivalry(kind, tuple(sorted(refs, key=order.__getitem__)), others) for (kind, others), refs in alike.items()]


def _rank(kind: AmendmentKind | None, leaders: Sequence[AmendmentKind]) -> int:
    return leaders.index(kind) if kind in leaders else len(leaders)
