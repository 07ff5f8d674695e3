"""The parts of a mail that are about an organisation's people, its seat and its protection."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from workflow.database import about_now
from workflow.models.ballot import Ballot, ProposedPosition
from workflow.models.event import Event
from workflow.models.organisation import ProtectionEnd
from workflow.models.person import Person
from workflow.models.seat import SeatChange
from workflow.queries.people.roll import SeatChangeLine, changes_beside_names, line_of
from workflow.queries.shared.values import value_of
from workflow.rules.decision.decision import Stance
from workflow.rules.decision.proposals import Means
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.names import Viewer

_ABOUT = (EventKind.COLLEAGUE_INVITED, EventKind.PERSON_JOINED, EventKind.PERSON_REMOVED, EventKind.POSITION_TAKEN)
_OF_SEATS = (EventKind.SEAT_CHANGED, EventKind.SEAT_CHANGE_ASKED)
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
class ProtectionPart:
    """The end of the protection of the recipient's organisation."""

    reason: str
    at: datetime


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


def protection_of(session: Session, event: Event) -> ProtectionPart | None:
    """The end of a protection that the event tells of."""
    if event.kind is not EventKind.PROTECTION_ENDED:
        return None
    return value_of(ProtectionPart, session.get_one(ProtectionEnd, event.data["end"]))


def seat_change_of(session: Session, event: Event, viewer: Viewer) -> SeatChangeLine | None:
    """The change of a seat that the event names; its organisation as `viewer` may know it outside every statement."""
    if event.kind not in _OF_SEATS or "change" not in event.data:
        return None
    asked = changes_beside_names().where(SeatChange.id == event.data["change"])
    return line_of(session.execute(asked).one(), viewer, about_now())


def seats_at_once(event: Event) -> int:
    """How many seats were given, or asked for, with one list; 0 where the event tells of one or of another thing."""
    return len(event.data.get("changes", ())) if event.kind in _OF_SEATS else 0
