"""The refusal of amendments that cannot stand together: one for the use case that refuses and the page that warns."""

from collections.abc import Collection, Mapping

from workflow.rules.consolidation.dispositions import OFFERED, DispositionKind
from workflow.rules.consolidation.refusals import AmendmentsConflict
from workflow.rules.items.kinds import ItemKind
from workflow.text.values import Exclusion


def conflict_of(found: Exclusion, kinds: Mapping[str, ItemKind], fresh: Collection[str] = ()) -> AmendmentsConflict:
    """The refusal; kinds: reference -> that of the amendment, which says whether it may be left open as well. fresh:
    those that are answered now.
    """
    return AmendmentsConflict(
        refs=[*found.refs, *found.against, *found.open],
        fresh=sorted(found.joined.intersection(fresh)),
        why=found.why,
        first=found.refs[0],
        against=list(found.against),
        open=list(found.open),
        may_be_open=DispositionKind.BRACKETED in OFFERED[kinds[found.refs[0]]],
    )
