"""The members that a mandate names, as they were called when it was frozen: before whom each of them has its name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.organisation import Organisation
from workflow.queries.shared.organisation_names import named, with_organisation
from workflow.rules.decision.mandate import Mandate
from workflow.rules.shared.names import Named, Viewer


@dataclass(frozen=True)
class MandateNames:
    """The members named in one mandate, in its order. ids: of the organisations of `shown`, in their order.

    unnamed: how many more, which are protected since and have no name before the viewer.
    """

    shown: tuple[Named, ...]
    ids: tuple[int, ...]
    unnamed: int


NO_NAMES = MandateNames((), (), 0)


def mandate_names(session: Session, mandates: Iterable[Mandate], viewer: Viewer) -> tuple[MandateNames, ...]:
    """The names of each mandate before `viewer`; one SQL statement for all, none where nobody is named."""
    put = list(mandates)
    keys = {key for each in put for key, _ in each.named}
    if not keys:
        return tuple(NO_NAMES for _ in put)
    asked = select(Organisation.key).where(Organisation.key.in_(keys))
    rows = {row.key: row for row in session.execute(with_organisation(asked, Organisation.id, None))}
    return tuple(_names(each, rows, viewer) for each in put)


def _names(mandate: Mandate, rows: Mapping[str, Any], viewer: Viewer) -> MandateNames:
    there = [(name, rows[key].who_id, named(rows[key], viewer)) for key, name in mandate.named if key in rows]
    shown = [(name, member, at) for name, member, at in there if at.name]
    return MandateNames(
        shown=tuple(replace(at, name=name) for name, _, at in shown),
        ids=tuple(member for _, member, _ in shown),
        unnamed=len(mandate.named) - len(shown),
    )
