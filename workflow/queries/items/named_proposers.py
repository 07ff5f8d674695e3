"""In whose name the items of the table of responses are made, and how an address names each without telling who it
is.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.item import CoProposer
from workflow.models.organisation import Label, Organisation
from workflow.rules.people.membership import SECRETARIAT
from workflow.rules.shared.names import Named, Viewer, name_before


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
    """The organisation of a row with organisation_id, key, name, language, protected and code."""
    who = name_before(row.organisation_id, row.name, row.language, row.protected, row.code, viewer)
    if row.organisation_id is None:
        return Proposer(who, SECRETARIAT)
    return Proposer(who, (row.code or who.code) if row.protected else row.key, row.protected)


def co_proposers(
    session: Session, statement_id: int, namer: Viewer, ids: Collection[int]
) -> dict[int, tuple[Proposer, ...]]:
    """Item id -> the further organisations in whose name it is made, by what they are called; one SQL statement.

    namer: before whom they are named.
    """
    if not ids:
        return {}
    rows = session.execute(
        select(
            CoProposer.item_id, Organisation.id.label("organisation_id"), Organisation.key, Organisation.name,
            Organisation.language, Organisation.protected, Label.code,
        )
        .join(Organisation, Organisation.id == CoProposer.organisation_id)
        .outerjoin(Label, (Label.organisation_id == Organisation.id) & (Label.statement_id == statement_id))
        .where(CoProposer.item_id.in_(ids))
    )  # fmt: skip
    found: dict[int, list[Proposer]] = {}
    for row in rows:
        found.setdefault(row.item_id, []).append(proposer(row, namer))
    return {item: tuple(sorted(each, key=lambda one: one.sorting)) for item, each in found.items()}
