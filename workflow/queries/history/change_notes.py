"""What became of the items between two versions, as the redline shows it beside the changes."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, aliased

from workflow.models.item import Disposition, DispositionKind, Item, amendment_reference, reference
from workflow.models.version import Version
from workflow.queries.items.named_proposers import co_proposers
from workflow.queries.shared.disclosure import is_disclosed, may_be_named
from workflow.queries.shared.organisation_names import named, with_organisation
from workflow.queries.shared.proposers import is_joint
from workflow.queries.shared.standing import Standing
from workflow.queries.shared.values import columns_of, value_of
from workflow.rules.items.kinds import ItemKind
from workflow.rules.shared.names import Named
from workflow.text.document import plain


@dataclass(frozen=True)
class ChangeNote:
    """One item with its disposition. quote, proposal: an amendment's words; body: the comment, or the reason.

    other: the amendment that overtook it, where the viewer may know of it. others: in whose name it is as well. shown:
    the words of the version that say it, by the penholder's word; needs_no_words: by the same, none had to change;
    said_anyway: the version says it though the answer does not put it there.
    """

    reference: str
    kind: ItemKind
    who: Named
    block: str | None
    start: int
    after: str | None
    quote: str
    proposal: str
    body: str
    disposition: DispositionKind
    taken: str
    because: str
    other: str = ""
    others: tuple[Named, ...] = ()
    late: bool = False
    shown: str = ""
    needs_no_words: bool = False
    said_anyway: bool = False

    @property
    def anchor(self) -> str:
        """The id of its note on a page."""
        return self.reference.lower()


def notes(session: Session, standing: Standing, *, after: int, until: int | None) -> list[ChangeNote]:
    """The items dealt with in the versions after `after`, up to `until` (None: the newest).

    One SQL statement, two where items are made in the name of several.
    """
    other = aliased(Item)
    may_know = may_be_named(other, standing.viewer.organisation_id)
    told = (
        select(
            Item.id, Item.number, *columns_of(ChangeNote, Item), is_joint().label("joint"),
            Disposition.kind.label("disposition"), Disposition.taken, Disposition.reason.label("because"),
            Disposition.shown_words.label("shown"), Disposition.needs_no_words, Disposition.said_anyway,
            other.number.label("other"),
        )
        .join(Disposition, Disposition.item_id == Item.id)
        .join(Version, Version.id == Disposition.version_id)
        .outerjoin(other, and_(other.id == Disposition.other_id, may_know))
        .where(Item.statement_id == standing.id, Item.number.is_not(None), Version.number > after)
        .where(is_disclosed(standing.viewer.organisation_id, standing.roles))
        .order_by(Item.letter, Item.number)
    )  # fmt: skip
    if until is not None:
        told = told.where(Version.number <= until)
    rows = session.execute(with_organisation(told, Item.organisation_id, standing.id)).all()
    others = co_proposers(session, standing.id, standing.viewer, [row.id for row in rows if row.joint])
    return [_note(row, standing, tuple(each.who for each in others.get(row.id, ()))) for row in rows]


def _note(row: Any, standing: Standing, others: tuple[Named, ...]) -> ChangeNote:
    return value_of(
        ChangeNote,
        row,
        reference=reference(row.kind, row.number),
        who=named(row, standing.viewer),
        other=amendment_reference(row.other),
        others=others,
        shown=plain(row.shown),
        needs_no_words=bool(row.needs_no_words),
    )
