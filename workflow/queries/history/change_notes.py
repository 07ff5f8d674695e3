"""What became of the items between two versions, as the redline shows it beside the changes."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, aliased

from workflow.models.item import Disposition, DispositionKind, Item, ItemKind, reference
from workflow.models.organisation import Label, Organisation
from workflow.models.version import Version
from workflow.queries.items.named_proposers import co_proposers
from workflow.queries.shared.disclosure import is_disclosed, may_be_named
from workflow.queries.shared.proposers import is_joint
from workflow.queries.shared.standing import Standing
from workflow.rules.shared.names import Named, name_before
from workflow.text.amendments import AmendmentKind


@dataclass(frozen=True)
class Note:
    """One item with its disposition. quote, proposal: an amendment's words; body: the comment, or the reason.

    other: the amendment that overtook it, where the viewer may know of it. others: in whose name it is as well.
    """

    reference: str
    kind: ItemKind
    who: Named
    block: str | None
    start: int
    change: AmendmentKind | None
    quote: str
    proposal: str
    body: str
    disposition: DispositionKind
    taken: str
    because: str
    other: str = ""
    others: tuple[Named, ...] = ()
    late: bool = False

    @property
    def anchor(self) -> str:
        """The id of its note on a page."""
        return self.reference.lower()


def notes(session: Session, standing: Standing, *, after: int, until: int | None) -> list[Note]:
    """The items dealt with in the versions after `after`, up to `until` (None: the newest).

    One SQL statement, two where items are made in the name of several.
    """
    other = aliased(Item)
    may_know = may_be_named(other, standing.viewer.organisation_id)
    told = (
        select(
            Item.id,
            Item.late,
            is_joint().label("joint"),
            Item.kind,
            Item.number,
            Item.block,
            Item.start,
            Item.change,
            Item.quote,
            Item.proposal,
            Item.body,
            Item.organisation_id,
            Disposition.kind.label("disposition"),
            Disposition.taken,
            Disposition.reason,
            other.number.label("other"),
            Organisation.name,
            Organisation.language,
            Organisation.protected,
            Label.code,
        )
        .join(Disposition, Disposition.item_id == Item.id)
        .join(Version, Version.id == Disposition.version_id)
        .outerjoin(other, and_(other.id == Disposition.other_id, may_know))
        .outerjoin(Organisation, Organisation.id == Item.organisation_id)
        .outerjoin(Label, and_(Label.organisation_id == Organisation.id, Label.statement_id == standing.id))
        .where(Item.statement_id == standing.id, Item.number.is_not(None), Version.number > after)
        .where(is_disclosed(standing.viewer.organisation_id, standing.roles))
        .order_by(Item.kind, Item.number)
    )
    if until is not None:
        told = told.where(Version.number <= until)
    rows = session.execute(told).all()
    others = co_proposers(session, standing.id, standing.viewer, [row.id for row in rows if row.joint])
    return [_note(row, standing, tuple(each.who for each in others.get(row.id, ()))) for row in rows]


def _note(row: Any, standing: Standing, others: tuple[Named, ...]) -> Note:
    return Note(
        reference=reference(row.kind, row.number),
        kind=row.kind,
        who=name_before(row.organisation_id, row.name, row.language, row.protected, row.code, standing.viewer),
        block=row.block,
        start=row.start,
        change=row.change,
        quote=row.quote,
        proposal=row.proposal,
        body=row.body,
        disposition=row.disposition,
        taken=row.taken,
        because=row.reason,
        other=reference(ItemKind.AMENDMENT, row.other),
        others=others,
        late=row.late,
    )
