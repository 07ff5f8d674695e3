"""Who reads the mails of a batch, and what one body that serves many has to leave open or be told apart by."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.event import Delivery, Event
from workflow.models.item import Item, ItemState
from workflow.models.person import Person
from workflow.queries.shared.organisation_names import named, with_organisation
from workflow.queries.shared.values import value_of
from workflow.rules.notifications.bodies import TOLD_ALIKE
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.names import Named, Viewer


@dataclass(frozen=True)
class Reader:
    """The reader of one mail. organisation: their own; time_zone is empty for the coalition's.

    has_unsent: of a consultation that was closed, whether their organisation has drafts in it.
    """

    delivery_id: int
    event_id: int
    kind: EventKind
    message_id: str
    email: str
    language: str
    time_zone: str
    organisation: Named
    has_unsent: bool

    @property
    def is_told_alike(self) -> bool:
        """Whether the mail says to this reader what it says to others of their language and clock."""
        return self.kind in TOLD_ALIKE and not self.has_unsent

    @property
    def body(self) -> tuple[int, str, str, bool]:
        """What those have in common to whom it says the same."""
        return self.event_id, self.language, self.time_zone, self.organisation.secretariat


def readers(session: Session, delivery_ids: Collection[int]) -> Mapping[int, Reader]:
    """The readers of these deliveries; one SQL statement, and one more for each consultation that was closed."""
    asked = (
        select(
            Delivery.id.label("delivery_id"), Delivery.event_id, Delivery.message_id, Event.kind, Event.statement_id,
            Person.id.label("person_id"), Person.email, Person.language, Person.time_zone, Person.organisation_id
        )
        .select_from(Delivery)
        .join(Event, Event.id == Delivery.event_id)
        .join(Person, Person.id == Delivery.person_id)
        .where(Delivery.id.in_(delivery_ids))
    )  # fmt: skip
    rows = session.execute(with_organisation(asked, Person.organisation_id, None)).all()
    closed = {row.statement_id for row in rows if row.kind is EventKind.CONSULTATION_CLOSED}
    unsent = {(statement, house) for statement in closed for house in _with_unsent(session, statement)}
    return {row.delivery_id: _reader(row, unsent) for row in rows}


def _reader(row: Any, unsent: Collection[tuple[int, int | None]]) -> Reader:
    own = named(row, Viewer(row.person_id, row.organisation_id))
    return value_of(Reader, row, organisation=own, has_unsent=(row.statement_id, row.organisation_id) in unsent)


def _with_unsent(session: Session, statement_id: int) -> Collection[int | None]:
    kept = (Item.statement_id == statement_id, Item.state == ItemState.KEPT)
    return set(session.scalars(select(Item.organisation_id).where(*kept).distinct()))
