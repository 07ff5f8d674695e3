"""The parts of a mail that are about an organisation's people, its seat and its protection."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.event import Event
from workflow.models.organisation import MembershipChange
from workflow.models.person import Person
from workflow.queries.shared.organisation_names import named, with_organisation
from workflow.queries.shared.values import value_of
from workflow.rules.decision.decision import Stance
from workflow.rules.notifications.events import EventKind
from workflow.rules.people.membership import SEATS, Turn
from workflow.rules.shared.names import Named, Viewer

_ABOUT = (EventKind.COLLEAGUE_INVITED, EventKind.PERSON_JOINED, EventKind.PERSON_REMOVED, EventKind.POSITION_TAKEN)


@dataclass(frozen=True)
class PersonPart:
    """Somebody who acts, acted or will act for the recipient's organisation. name: empty where none is known any more.

    stance: of the position that the person took. has_seat: the organisation may be asked for positions.
    """

    name: str
    at: datetime
    stance: Stance | None
    has_seat: bool


@dataclass(frozen=True)
class TurnPart:
    """What changed for an organisation: its seat or its protection."""

    who: Named
    turn: Turn
    reason: str
    at: datetime

    @property
    def takes_seat(self) -> bool:
        """Whether the organisation cannot act in the Committee any more."""
        return self.turn in SEATS and not SEATS[self.turn][1]


def person_of(session: Session, event: Event, viewer: Viewer) -> PersonPart | None:
    """The person of whom the event tells, for those of the same organisation alone."""
    if event.kind not in _ABOUT or event.organisation_id != viewer.organisation_id:
        return None
    person = session.get(Person, event.data.get("person", event.person_id))
    if person is None:
        return None
    name = person.name or ("" if person.removed_at else person.email)
    stance = event.data.get("stance")
    return PersonPart(name, event.at, Stance(stance) if stance else None, viewer.has_seat)


def turn_of(session: Session, event: Event, viewer: Viewer) -> TurnPart | None:
    """The change that the event names; its organisation as `viewer` may know it, which is outside every statement."""
    if "change" not in event.data or event.kind not in (EventKind.SEAT_CHANGED, EventKind.PROTECTION_ENDED):
        return None
    asked = select(MembershipChange).where(MembershipChange.id == event.data["change"])
    row = session.execute(with_organisation(asked, MembershipChange.organisation_id, None)).one()
    return value_of(TurnPart, row.MembershipChange, who=named(row, viewer))


def seats_given(event: Event) -> int:
    """How many seats were given at once, with one list; 0 where the event tells of one change or of another thing."""
    return len(event.data.get("changes", ())) if event.kind is EventKind.SEAT_CHANGED else 0
