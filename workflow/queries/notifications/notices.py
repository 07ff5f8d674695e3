"""What one mail says: the values of an event as its recipient may see them, at the moment of sending."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.event import Delivery, Event
from workflow.models.item import Item, ItemState
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.queries.consolidation.item_ends import ItemEnd, ends_of
from workflow.queries.history.pens import PenPart, pen_of
from workflow.queries.notifications import notice_parts as parts
from workflow.queries.notifications.notice_ballot import BallotPart, ballot_of
from workflow.queries.notifications.notice_consent import ConsentPart, consent_of
from workflow.queries.notifications.notice_objections import ObjectionEnd, objections_of
from workflow.queries.notifications.notice_people import (
    PersonPart,
    ProposedPart,
    ProtectionPart,
    person_of,
    proposed_position_of,
    protection_of,
    seat_change_of,
    seats_at_once,
)
from workflow.queries.notifications.notice_proposed_answers import ShowingPart, showing_of
from workflow.queries.notifications.notice_release import Release, release_of
from workflow.queries.notifications.notice_wording import JointWordingPart, joint_wording_of
from workflow.queries.people.roll import SeatChangeLine
from workflow.queries.shared.clocks import worker_that_stopped
from workflow.queries.shared.newest import newest_version_number
from workflow.queries.shared.organisation_names import named, with_organisation
from workflow.queries.shared.roles import holds_seat
from workflow.queries.shared.titles import with_title
from workflow.queries.shared.values import value_of
from workflow.rules.notifications.audiences import AUDIENCES, Audience
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.labels import Labelling
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.names import PUBLIC, Named, Viewer
from workflow.rules.shared.permissions import Action, Role, may
from workflow.rules.statements.handling import Handling, may_title_travel

_OF_PUBLICATION = frozenset(
    {
        EventKind.STATEMENT_ADOPTED,
        EventKind.STATEMENT_RELEASED,
        EventKind.EMBARGO_ENDED,
        EventKind.VOICE_CHOSEN,
    }
)


@dataclass(frozen=True)
class Recipient:
    """Who is told. organisation is their own; organisation_key its key, "" for the secretariat; time_zone is empty for
    the coalition's.
    """

    person_id: int
    email: str
    name: str
    language: str
    time_zone: str
    organisation: Named
    organisation_key: str = ""
    has_seat: bool = False


@dataclass(frozen=True)
class About:
    """The statement of which a mail tells. language: of the text; title, title_language: as the recipient reads it.

    The title is empty where the recipient may not see the statement any more.
    """

    key: str
    reference: str
    address: str
    language: str
    title: str
    title_language: str
    abandoned_reason: str
    stage: Stage
    handling: Handling
    labelling: Labelling
    version: int | None  # the newest at the moment of sending

    @property
    def name_in_transit(self) -> str:
        """What a subject calls it: the title, where it may be read by whom the mail passes, else the reference."""
        return self.title if self.title and may_title_travel(self.handling, self.stage) else self.reference


@dataclass(frozen=True)
class Notice:
    """One mail's values; the parts that its kind has no use for are None or empty."""

    message_id: str
    kind: EventKind
    at: datetime
    to: Recipient
    statement: About | None
    consultation: parts.ConsultationPart | None
    reply: parts.ReplyPart | None
    version: int | None
    ends: tuple[ItemEnd, ...]
    ballot: BallotPart | None
    showing: ShowingPart | None
    joint_wording: JointWordingPart | None
    reworded: parts.RewordedPart | None
    submission: parts.SubmissionPart | None
    embargo: parts.EmbargoPart | None
    page: str = ""  # the short address of a public page of which it tells
    is_replaced: bool = False  # that page had been put back, and the record's own stands in its place now
    person: PersonPart | None = None
    proposed: ProposedPart | None = None
    protection: ProtectionPart | None = None
    seat_change: SeatChangeLine | None = None
    seats_at_once: int = 0  # given, or asked for, with one list: then there is no `seat_change`
    pen: PenPart | None = None
    release: Release = Release.BEFORE
    release_at: datetime | None = None  # the end of an embargo that lasts
    waits_for_clock: bool = False  # nothing is published at the moment: the clock is doubted
    unsent: int = 0  # drafts of the recipient's organisation that were not sent before their consultation closed
    takes_late: bool = False  # the recipient's organisation can still send a comment, as a late one
    consent: ConsentPart | None = None
    reason: str = ""  # why an adopted statement is held
    objections: tuple[ObjectionEnd, ...] = ()  # of the recipient's organisation, with their answers
    invited_by: str = ""  # the person of the secretariat who invites the recipient

    @property
    def own_ends(self) -> tuple[ItemEnd, ...]:
        """What the version answers of the recipient's organisation."""
        return tuple(end for end in self.ends if end.disposition and not end.supported)

    @property
    def supported_ends(self) -> tuple[ItemEnd, ...]:
        """What it answers of what that organisation supports."""
        return tuple(end for end in self.ends if end.disposition and end.supported)

    @property
    def open_ends(self) -> tuple[ItemEnd, ...]:
        """What it leaves open of both."""
        return tuple(end for end in self.ends if not end.disposition)

    @property
    def asks_to_sign_in(self) -> bool:
        """Whether the link leads to a page for members, which asks who they are first."""
        return AUDIENCES[self.kind] is not Audience.THE_PERSON and self.kind is not EventKind.STATEMENT_PUBLISHED

    @property
    def is_private(self) -> bool:
        """Whether it is about an item for the penholder only."""
        points = self.submission.points if self.submission else ()
        of_them = any(point.private for point in points) or (self.reply is not None and self.reply.private)
        return of_them or (self.pen is not None and bool(self.pen.refs))

    @property
    def marked(self) -> int | None:
        """The version whose mark the mail bears: the one that it tells of, else the newest; None for the draft."""
        told = self.version or (self.ballot.version if self.ballot else None)
        return told or (self.statement.version if self.statement else None)


def notice(session: Session, delivery_id: int) -> Notice:
    """The values of one delivery."""
    organisation = (Organisation.key, holds_seat(Person.organisation_id).label("has_seat"))
    asked = (
        select(
            Delivery.message_id, Event, Person, Statement, newest_version_number().label("version"), *organisation
        )
        .select_from(Delivery)
        .join(Event, Event.id == Delivery.event_id)
        .join(Person, Person.id == Delivery.person_id)
        .outerjoin(Statement, Statement.id == Event.statement_id)
        .where(Delivery.id == delivery_id)
    )  # fmt: skip
    asked = with_title(with_organisation(asked, Person.organisation_id, None), language=Person.language)
    row = session.execute(asked).one()
    event, viewer = row.Event, Viewer(row.Person.id, row.who_id, bool(row.has_seat))
    # What leaves by mail lies with others and is passed on: the secretariat reads labels there too, names on pages.
    namer = PUBLIC if viewer.secretariat else viewer
    pen = pen_of(session, event, namer, viewer)
    embargo = parts.embargo_of(session, event)
    waits_for_clock = event.kind in _OF_PUBLICATION and worker_that_stopped(session) is not None
    until = _embargo_end(session, event, row.Statement, embargo)
    return Notice(
        message_id=row.message_id,
        kind=event.kind,
        at=event.at,
        to=_recipient(row, viewer),
        statement=_about(row, is_read=pen is None or pen.may_read) if row.Statement else None,
        pen=pen,
        consultation=parts.consultation_of(session, event),
        reply=parts.reply_of(session, event, namer),
        reworded=parts.rewording_part(session, event, namer),
        submission=parts.submission_of(session, event, namer),
        embargo=embargo,
        version=event.data.get("version"),
        ends=ends_of(session, event, viewer) if event.kind is EventKind.VERSION_ISSUED else (),
        ballot=ballot_of(session, event, viewer),
        showing=showing_of(session, event, viewer),
        joint_wording=joint_wording_of(session, event, namer),
        page=event.data.get("address", ""),
        is_replaced=bool(event.data.get("replaced")),
        person=person_of(session, event, viewer),
        proposed=proposed_position_of(session, event, viewer),
        protection=protection_of(session, event),
        seat_change=seat_change_of(session, event, namer),
        seats_at_once=seats_at_once(event),
        consent=consent_of(session, event, viewer),
        release=release_of(row.Statement, until, waits_for_clock=waits_for_clock) if row.Statement else Release.BEFORE,
        release_at=until,
        waits_for_clock=waits_for_clock,
        unsent=_unsent(session, event, viewer) if event.kind is EventKind.CONSULTATION_CLOSED else 0,
        takes_late=_takes_late(row.Statement, viewer) if event.kind is EventKind.CONSULTATION_CLOSED else False,
        reason=event.data.get("reason", "") if event.kind is EventKind.STATEMENT_HELD else "",
        objections=objections_of(session, event, viewer),
        invited_by=_inviter(session, event) if event.kind is EventKind.PERSON_INVITED else "",
    )


def _embargo_end(
    session: Session, event: Event, statement: Statement | None, moved: parts.EmbargoPart | None
) -> datetime | None:
    """When the embargo ends that a mail about a publication tells of; None where it has ended."""
    if moved is not None:
        return moved.until
    until = statement.embargo_at if statement and event.kind in _OF_PUBLICATION else None
    return until if until is not None and until > now(session) else None


def _takes_late(statement: Statement, viewer: Viewer) -> bool:
    return not viewer.secretariat and may(Action.POST_LATE, {Role.PARTICIPANT}, statement.stage)


def _inviter(session: Session, event: Event) -> str:
    """Of the secretariat alone: a link that somebody asked for again has an event of its own bearer's."""
    person = session.get(Person, event.person_id) if event.person_id is not None else None
    return person.name if person is not None and person.organisation_id is None and person.joined_at else ""


def _unsent(session: Session, event: Event, viewer: Viewer) -> int:
    own = Item.organisation_id.is_not_distinct_from(viewer.organisation_id)
    kept = (Item.statement_id == event.statement_id, Item.state == ItemState.KEPT, own)
    return session.scalar(select(func.count()).where(*kept)) or 0


def _recipient(row: Any, viewer: Viewer) -> Recipient:
    person: Person = row.Person
    own, key = named(row, viewer), row.key or ""
    return value_of(
        Recipient, person, person_id=person.id, organisation=own, organisation_key=key, has_seat=viewer.has_seat
    )


def _about(row: Any, *, is_read: bool) -> About:
    return value_of(
        About,
        row.Statement,
        title=row.title if is_read else "",
        title_language=row.title_language,
        abandoned_reason=row.Statement.abandoned_reason or "",
        version=row.version,
    )
