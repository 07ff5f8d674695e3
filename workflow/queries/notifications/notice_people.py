"""The parts of a mail that are about an organisation's people, its seat and its protection."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.ballot import Ballot, ProposedPosition
from workflow.models.event import Event
from workflow.models.organisation import MembershipChange
from workflow.models.person import Person
from workflow.queries.shared.organisation_names import named, with_organisation
from workflow.queries.shared.values import value_of
from workflow.rules.decision.decision import Stance
from workflow.rules.decision.proposals import Means
from workflow.rules.notifications.events import EventKind
from workflow.rules.people.membership import SEATS, Turn
from workflow.rules.shared.names import Named, Viewer

_ABOUT = (EventKind.COLLEAGUE_INVITED, EventKind.PERSON_JOINED, EventKind.PERSON_REMOVED, EventKind.POSITION_TAKEN)
_PROPOSED = (EventKind.POSITION_TAKEN, EventKind.POSITION_PROPOSED, EventKind.POSITION_ENTERED)


@dataclass(frozen=True)
class PersonPart:
    """Somebody who acts, acted or will act for the recipient's organisation. name: empty where none is known any more.

    stance: of the position that the person took. has_seat: the organisation may be asked for positions. by: the person
    of the secretariat who invited or removed somebody; empty for one whom the operator did, and of other events.
    """

    name: str
    at: datetime
    stance: Stance | None
    has_seat: bool
    by: str = ""


@dataclass(frozen=True)
class ProposedPart:
    """A position that was entered for the recipient's organisation. by: who did; means, given_at, given_by: how, when
    and by whom it had been given, where the secretariat entered it. waits: nobody has confirmed, changed or ended it.
    may_confirm: the recipient was there when the ballot opened.
    """

    stance: Stance
    by: str
    at: datetime
    means: Means | None
    given_at: datetime | None
    given_by: str
    waits: bool
    may_confirm: bool


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
    return PersonPart(name, event.at, Stance(stance) if stance else None, viewer.has_seat, _by(session, event))


def _by(session: Session, event: Event) -> str:
    person = session.get(Person, event.person_id) if "person" in event.data and event.person_id is not None else None
    return person.name if person is not None and person.organisation_id is None else ""


def proposed_position_of(session: Session, event: Event, viewer: Viewer) -> ProposedPart | None:
    """The position that was entered of which the event tells, for those of the same organisation alone."""
    if event.kind not in _PROPOSED or "proposed" not in event.data or event.organisation_id != viewer.organisation_id:
        return None
    found = session.get_one(ProposedPosition, event.data["proposed"])
    by, reader = session.get_one(Person, found.person_id), session.get(Person, viewer.person_id)
    opened_at = session.get_one(Ballot, found.ballot_id).opened_at
    return value_of(
        ProposedPart,
        found,
        by=by.name or ("" if by.removed_at else by.email),
        at=found.proposed_at,
        waits=found.ended_at is None and by.removed_at is None,
        may_confirm=reader is not None and reader.added_at <= opened_at,
    )


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
