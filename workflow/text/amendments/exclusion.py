"""Why amendments cannot stand together where some are accepted in full and some left open in square brackets."""

from collections.abc import Sequence, Set

from workflow.text.amendments.conflicts import conflicts_between, groups
from workflow.text.values.amendment import Amendment, AmendmentKind
from workflow.text.values.block import Block
from workflow.text.values.exclusion import ConflictKind, Exclusion


def exclusion(
    blocks: Sequence[Block], amendments: Sequence[Amendment], mine: Set[str], bracketed: Set[str]
) -> Exclusion | None:
    """The first reason why the amendments accepted in full, and those of them `bracketed`, cannot all stand together;
    only such as one of `mine` is in. Alternatives in brackets keep none of one another out.
    """
    pairs = {
        each.refs: each.kind
        for each in conflicts_between(blocks, amendments, bracketed)
        if each.exclusive and not bracketed >= set(each.refs)
    }
    first = next((refs for refs in pairs if not mine.isdisjoint(refs)), None)
    if first is None:
        return None
    why, joined = pairs[first], next(frozenset(refs) for refs in groups(pairs, amendments) if first[0] in refs)
    alike = {frozenset(refs) for refs, other in pairs.items() if other is why}
    in_full = [each.ref for each in amendments if each.ref not in bracketed]
    if not bracketed.isdisjoint(first):
        (leader,) = set(first) - bracketed
        beside = [each.ref for each in amendments if each.ref in bracketed and frozenset((leader, each.ref)) in alike]
        return Exclusion(why, (leader,), open=tuple(beside), joined=joined)
    if why in (ConflictKind.DELETE_EDIT, ConflictKind.MOVED_ANCHOR):
        leader = _leader(first, amendments)
        against = tuple(ref for ref in in_full if frozenset((leader, ref)) in alike)
        return Exclusion(why, (leader,), against, joined=joined)
    return Exclusion(why, _all_of(first, alike, in_full), joined=joined)


def _leader(pair: Sequence[str], amendments: Sequence[Amendment]) -> str:
    """The removal; else the one that moves what the other would follow."""
    one, other = (each for each in amendments if each.ref in pair)
    if AmendmentKind.REMOVE in (one.kind, other.kind):
        return one.ref if one.kind is AmendmentKind.REMOVE else other.ref
    return one.ref if one.kind is AmendmentKind.MOVE and one.block == other.after else other.ref


def _all_of(pair: Sequence[str], pairs: Set[frozenset[str]], refs: Sequence[str]) -> tuple[str, ...]:
    """The pair with all that each of them, and each of one another, keeps out."""
    found = set(pair)
    for ref in refs:
        if all(frozenset((ref, each)) in pairs for each in found - {ref}):
            found.add(ref)
    return tuple(ref for ref in refs if ref in found)
