"""The items by which organisations stand although something else is proposed or decided: the Committee is told."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session, aliased

from workflow.models.item import Disposition, Item, ItemState, amendment_reference, reference
from workflow.models.showing import Response
from workflow.queries.items.items import is_told, visible
from workflow.queries.shared.organisation_names import named, with_organisation
from workflow.queries.shared.standing import Standing
from workflow.queries.shared.values import value_of
from workflow.rules.consolidation.dispositions import DispositionKind
from workflow.rules.consolidation.responses import ResponseKind, is_maintained
from workflow.rules.items.kinds import ItemKind
from workflow.rules.shared.names import Named
from workflow.rules.shared.permissions import Action


@dataclass(frozen=True)
class Maintained:
    """One organisation and its item. earlier: it said so of a disposition that was changed since."""

    reference: str
    kind: ItemKind
    who: Named
    words: str
    disposition: DispositionKind
    because: str
    other: str
    earlier: bool

    @property
    def anchor(self) -> str:
        """The id of the item's note on a page."""
        return self.reference.lower()


def items_still_asked_for(session: Session, standing: Standing) -> tuple[Maintained, ...]:
    """All of them, for those who may see who maintains what; nothing for others. One SQL statement.

    An answer that is the penholder's alone so far, and items that the viewer may not know of, are left out.
    """
    if not standing.may(Action.SEE_RESPONSES):
        return ()
    said = [(row, _line(row, standing)) for row in session.execute(_rows(standing)) if _is_so(row, standing)]
    # Those in whose name one item is stand in the order of what is shown: an id could tell who is protected.
    return tuple(
        line for _, line in sorted(said, key=lambda each: (each[0].letter, each[0].number, each[1].who.sorting))
    )


def _rows(standing: Standing) -> Any:
    other = aliased(Item)
    asked = (
        select(
            Item.kind, Item.letter, Item.number, Disposition.kind.label("disposition"),
            Disposition.reason.label("because"), Disposition.serial, Disposition.version_id,
            other.number.label("by"), Response.kind.label("said"),
            Response.words, Response.serial.label("answered"),
        )
        .join(Disposition, Disposition.item_id == Item.id)
        .join(Response, Response.item_id == Item.id)
        .outerjoin(other, other.id == Disposition.other_id)
        .where(Item.statement_id == standing.id, visible(standing), Item.state == ItemState.SENT)
        .where(Response.kind == ResponseKind.MAINTAINS)
    )  # fmt: skip
    return with_organisation(asked, Response.organisation_id, Item.statement_id)


def _is_so(row: Row[Any], standing: Standing) -> bool:
    told = is_told(standing, row.version_id)
    return told and is_maintained(row.said, row.answered, row.serial, row.disposition)


def _line(row: Row[Any], standing: Standing) -> Maintained:
    return value_of(
        Maintained,
        row,
        reference=reference(row.kind, row.number),
        who=named(row, standing.viewer),
        other=amendment_reference(row.by),
        earlier=row.answered != row.serial,
    )
