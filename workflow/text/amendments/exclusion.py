"""Why amendments cannot stand together where some are accepted in full and some left open in square brackets."""

from collections.abc import Sequence, Set

from workflow.text.amendments.conflicts import conflicts_between
from workflow.text.values.amendment import Amendment, AmendmentKind
from workflow.text.values.block import Block
from workflow.text.values.exclusion import ConflictKind, Exclusion


def exclusion(
    blocks: Sequence[Block], amendments: Sequence[Amendment], mine: Set[str], bracketed: Set[str]
) -> Exclusion | None:
    """The first reason why the amendments accepted in full, and those of them `bracketed`, cannot all stand together;
    only such as one of `mine` is in. Alternatives in brackets keep none of one another out.
    """
    order = {each.ref: place for place, each in enumerate(amendments)}
    pairs = {
        each.refs: each.kind
        for each in conflicts_between(blocks, amendments, bracketed)
        if each.exclusive and not bracketed >= set(each.refs)
    }
    first = next((refs for refs in pairs if not mine.isdisjoint(refs)), None)
    if first is None:
        return None
    why, joined = pairs[first], _joined(first, pairs.keys())
    alike = {frozenset(refs) for refs, other in pairs.items() if other is why}
    leader = next((ref for ref in first if ref not in bracketed and not bracketed.isdisjoint(first)), None)
    if leader:
        return Exclusion(why, (leader,), open=_beside(leader, alike, bracketed, order), joined=joined)
    if why in (ConflictKind.DELETE_EDIT, ConflictKind.MOVED_ANCHOR):
        leader = _leader(first, amendments)
        return Exclusion(why, (leader,), _beside(leader, alike, order.keys() - bracketed, order), joined=joined)
    return Exclusion(why, _all_of(first, alike, order.keys() - bracketed, order), joined=joined)


def _joined(pair: Sequence[str], pairs: Set[tuple[str, str]]) -> frozenset[str]:
    """The pair with all that conflict with one of them, directly or through a third."""
    found: set[str] = set()
    more = set(pair)
    while more:
        found |= more
        more = {ref for refs in pairs if not found.isdisjoint(refs) for ref in refs} - found
    return frozenset(found)


def _leader(pair: Sequence[str], amendments: Sequence[Amendment]) -> str:
    """The removal; else the one that moves what the other would follow."""
    one, other = (each for each in amendments if each.ref in pair)
    if AmendmentKind.REMOVE in (one.kind, other.kind):
        return one.ref if one.kind is AmendmentKind.REMOVE else other.ref
    return one.ref if one.kind is AmendmentKind.MOVE and one.block == other.after else other.ref


def _beside(leader: str, pairs: Set[frozenset[str]], those: Set[str], order: dict[str, int]) -> tuple[str, ...]:
    found = {ref for pair in pairs if leader in pair for ref in pair - {leader} if ref in those}
    return tuple(sorted(found, key=order.__getitem__))


def _all_of(pair: Sequence[str], pairs: Set[frozenset[str]], those: Set[str], order: dict[str, int]) -> tuple[str, ...]:
    """The pair with all that each of them, and each of one another, keeps out."""
    found = set(pair)
    for ref in sorted(those - found, key=order.__getitem__):
        if all(frozenset((ref, each)) in pairs for each in found):
            found.add(ref)
    return tuple(sorted(found, key=order.__getitem__))
