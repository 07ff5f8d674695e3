"""What one click may answer in a conflict: one amendment is accepted, and those that it excludes are overtaken.

No answer that a penholder gave is given anew by it: who wants another one than that writes it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.item import Disposition
from workflow.queries.consolidation.conflicts import Rivalry
from workflow.queries.consolidation.consolidation_item import ConsolidationItem
from workflow.queries.consolidation.groups import WishGroup
from workflow.queries.shared.standing import Standing
from workflow.rules.consolidation.dispositions import DispositionKind
from workflow.text.values import ConflictKind

_BOTH_STAND = (ConflictKind.MOVE_EDIT, ConflictKind.SAME_PLACE)


@dataclass(frozen=True)
class Settlement:
    """One answer to a conflict.

    item: the amendment that is named as the one that overtakes. accepted: its reference, and those of the same effect.
    overtaken: what cannot stand beside them. left: those of these that have no answer yet.
    """

    item: ConsolidationItem
    accepted: tuple[str, ...]
    overtaken: tuple[str, ...]
    left: tuple[str, ...] = ()

    @property
    def refs(self) -> tuple[str, ...]:
        """All that it answers."""
        return (*self.accepted, *self.overtaken)

    @property
    def value(self) -> str:
        """What a button brings back: all that it says, so that a conflict which has changed is answered by none."""
        return f"{','.join(self.accepted)}/{','.join(self.overtaken)}"

    def waiting(self, items: Mapping[str, ConsolidationItem]) -> list[str]:
        """The references of those that have no answer yet, of these items by reference."""
        return [ref for ref in (*self.accepted, *self.overtaken) if items[ref].disposition is None]

    def loses_nothing(self, items: Mapping[str, ConsolidationItem]) -> bool:
        """Whether each has no answer, or the one that the click would give."""
        accepted = {items[ref].disposition for ref in self.accepted}
        overtaken = {items[ref].disposition for ref in self.overtaken}
        return accepted <= {None, DispositionKind.ACCEPTED} and overtaken <= {None, DispositionKind.OVERTAKEN}


def settlements(
    rivalries: Sequence[Rivalry], items: Sequence[ConsolidationItem], groups: Sequence[WishGroup]
) -> Mapping[str, Settlement]:
    """Reference of the amendment that is accepted -> what one click answers, for conflicts that wait for an answer.

    items: those of the page, whose answers its form carries; groups: those among them that want the same. An amendment
    for the penholder only overtakes nothing: it may not be named.
    """
    excluded, by_ref = _exclusions(rivalries), {item.reference: item for item in items}
    equal = {item: wording for group in groups for wording in group.wordings for item in wording}
    found: dict[str, Settlement] = {}
    for item in items:
        alike = equal.get(item, (item,))
        accepted = tuple(each.reference for each in alike)
        against = set().union(*(excluded.get(ref, ()) for ref in accepted)) - set(accepted)
        is_first = item is next((each for each in alike if not each.private), None)
        if is_first and against and against <= by_ref.keys():
            overtaken = tuple(each.reference for each in items if each.reference in against)
            left = tuple(ref for ref in overtaken if by_ref[ref].disposition is None)
            said = Settlement(item, accepted, overtaken, left)
            if said.waiting(by_ref) and said.loses_nothing(by_ref):
                found[item.reference] = said
    return found


def settling(rivalries: Sequence[Rivalry], found: Iterable[Settlement]) -> Mapping[Rivalry, tuple[Settlement, ...]]:
    """Conflict -> the answers to it: what is accepted and something that it overtakes, not answered yet, are in it.

    Where both can stand there is nothing to settle. Of the conflicts of paragraphs, and of those of words, the first
    alone has an answer that settles several of them.
    """
    made: dict[Rivalry, tuple[Settlement, ...]] = {}
    told: set[tuple[bool, str]] = set()
    for each in rivalries:
        fit = [one for one in found if (each.is_of_words, one.value) not in told and _answers(one, each)]
        told.update((each.is_of_words, one.value) for one in fit)
        made[each] = tuple(fit)
    return made


def _answers(settlement: Settlement, rivalry: Rivalry) -> bool:
    members = rivalry.members
    is_about = any(ref in members for ref in settlement.accepted) and any(ref in members for ref in settlement.left)
    return rivalry.kind not in _BOTH_STAND and is_about


def are_own(session: Session, standing: Standing, items: Sequence[ConsolidationItem]) -> bool:
    """Whether the viewer answered all of these."""
    ids = [item.id for item in items]
    others = select(Disposition.item_id).where(
        Disposition.item_id.in_(ids), Disposition.person_id != standing.viewer.person_id
    )
    return session.scalar(others.limit(1)) is None


def _exclusions(rivalries: Sequence[Rivalry]) -> Mapping[str, set[str]]:
    """Reference -> those that it excludes."""
    found: dict[str, set[str]] = defaultdict(set)
    for each in rivalries:
        if each.kind not in _BOTH_STAND:
            pairs = product(each.refs, each.against) if each.against else (tuple(pair) for pair in each.pairs)
            for one, other in pairs:
                found[one].add(other)
                found[other].add(one)
    return found
