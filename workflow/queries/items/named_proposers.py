"""In whose name the items of the table of responses are made, and how an address names each without telling who it
is.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.item import CoProposer
from workflow.models.organisation import Organisation
from workflow.queries.shared.organisation_names import named, with_organisation
from workflow.rules.people.membership import SECRETARIAT
from workflow.rules.shared.names import Named, Viewer


@dataclass(frozen=True)
class Proposer:
    """One organisation as the viewer may know it.

    address: what stands for it in a link: of a protected one its label, also before those who know its name, so that
    the link can be handed on. is_protected: also before those who know its name.
    """

    who: Named
    address: str
    is_protected: bool = False

    @property
    def sorting(self) -> tuple[str, str]:
        """What lists are ordered by: what is shown, never what is hidden."""
        return self.who.sorting, self.address


def proposer(row: Any, viewer: Viewer) -> Proposer:
    """The organisation that `with_organisation` put beside a row, which has its key as well."""
    who = named(row, viewer)
    if row.who_id is None:
        return Proposer(who, SECRETARIAT)
    return Proposer(who, (row.who_code or who.code) if row.who_protected else row.key, row.who_protected)


def co_proposers(
    session: Session, statement_id: int, namer: Viewer, ids: Collection[int]
) -> dict[int, tuple[Proposer, ...]]:
    """Item id -> the further organisations in whose name it is made, by what they are called; one SQL statement.

    namer: before whom they are named.
    """
    if not ids:
        return {}
    asked = select(CoProposer.item_id, Organisation.key).select_from(CoProposer).where(CoProposer.item_id.in_(ids))
    found: dict[int, list[Proposer]] = {}
    for row in session.execute(with_organisation(asked, CoProposer.organisation_id, statement_id)):
        found.setdefault(row.item_id, []).append(proposer(row, namer))
    return {item: tuple(sorted(each, key=lambda one: one.sorting)) for item, each in found.items()}
