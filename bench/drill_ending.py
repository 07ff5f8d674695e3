"""Reads how a drill ended: from the record, the mail server, the files and the pages that everybody may read."""

import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bench.drill_books import Ending, Mail, Release, Wait
from bench.drill_house import House
from workflow import database, storage
from workflow.models.ballot import Ballot
from workflow.models.consultation import Consultation
from workflow.models.event import Delivery, Event
from workflow.models.person import Person
from workflow.models.publication import Progress, Publication
from workflow.models.statement import Statement
from workflow.models.version import Edition
from workflow.models.worker import Errand
from workflow.queries.publication import printed
from workflow.rules.notifications.events import EventKind
from workflow.services.notifications.recipients import audience
from workflow.text.document import digest as computed

LATE, ENDS_WITHIN = 15.0, 10.0


def is_quiet(here: House) -> bool:
    """Whether everything that is owed has been done, and nobody holds anything any more."""
    with database.reading() as session:
        waiting = select(Delivery.id).where(Delivery.waits(), Delivery.person_id.not_in(here.spoilt_people))
        unmade = select(Event.id).where(Event.fanned_at.is_(None), Event.id.not_in(here.spoilt_events))
        going = select(Publication.id).where(Publication.progress == Progress.WAITING)
        owed = any(session.scalar(each.limit(1)) is not None for each in (waiting, unmade, going))
        return not owed and not list(_left(session)) and printed.digest_of(session, "feed.atom") is not None


def ending(here: House) -> Ending:
    """How it ended."""
    with database.reading() as session:
        spoilt = select(Statement.id).where(Statement.key.in_(here.spoilt_statements))
        events = session.scalars(select(Event).where(Event.statement_id.not_in(spoilt)).order_by(Event.id)).all()
        return Ending(
            owed={each.id: _owed(session, here, each) for each in events},
            made=frozenset(each.id for each in events if each.fanned_at is not None),
            mails=tuple(_mails(session, here)),
            arrived=here.arrived(),
            releases=tuple(_releases(session, here)),
            waits=tuple(_waits(session, here)),
            killed=here.killed,
            left=tuple(_left(session)) + tuple(_wrong_files(session, here)) + tuple(_bad_ends(here)),
            spoilt=here.spoilt_events,
        )


def longest_mail(session: Session) -> float:
    """Seconds from an event to its last mail, of the event of which that took longest."""
    rows = session.execute(select(Event.at, Delivery.ended_at).join(Event, Event.id == Delivery.event_id))
    return max(((ended - at).total_seconds() for at, ended in rows if ended is not None), default=0.0)


def _owed(session: Session, here: House, event: Event) -> frozenset[int]:
    if event.id in here.spoilt_events:
        return frozenset()
    due = audience(session, event)
    if event.kind is EventKind.BALLOT_CLOSING:  # who has decided since may have been told before, or not
        told = set(session.scalars(select(Delivery.person_id).where(Delivery.event_id == event.id)))
        opened = Event(kind=EventKind.BALLOT_OPENED, statement_id=event.statement_id, data=event.data)
        due |= told & audience(session, opened)
    return frozenset(due)


def _mails(session: Session, here: House) -> Iterator[Mail]:
    domain = here.settings.mail_from.rpartition("@")[2]
    rows = select(Delivery, Person.email, Event.kind).join(Person, Person.id == Delivery.person_id)
    for row, email, kind in session.execute(rows.join(Event, Event.id == Delivery.event_id)):
        message_id, is_spoilt = f"<{row.message_id}@{domain}>", row.person_id in here.spoilt_people
        yield Mail(
            row.event_id,
            row.person_id,
            email,
            message_id,
            row.progress.value,
            in_doubt=row.in_doubt,
            spoilt=is_spoilt,
            may_drop=kind is EventKind.BALLOT_CLOSING,
        )


def _releases(session: Session, here: House) -> Iterator[Release]:
    rows = select(Publication, Statement, Ballot).join(Statement, Statement.id == Publication.statement_id)
    feed = (storage.read_file(here.settings.published, "feed.atom") or b"").decode()
    for row, statement, ballot in session.execute(rows.join(Ballot, Ballot.id == Publication.ballot_id)):
        told = select(Event.id).where(Event.statement_id == statement.id, Event.kind == EventKind.STATEMENT_PUBLISHED)
        page, text = here.page(f"/{statement.address}"), here.page(f"/{statement.address}/en.txt")
        shown = re.findall(r'class="digest"[^>]*>([0-9a-f ]+)<', page)
        yield Release(
            key=statement.key,
            progress=row.progress.value,
            adopted=ballot.digests,
            row={
                each.language: computed(each.title, each.blocks)
                for each in session.scalars(select(Edition).where(Edition.version_id == row.version_id))
            }
            if row.digests == ballot.digests
            else row.digests,
            page={"en": shown[0].replace(" ", "")} if shown else {},
            file={"en": hashlib.sha256(text.encode()).hexdigest()} if text else {},
            told=len(session.scalars(told).all()),
            listed=feed.count(f'"{here.settings.base_url}/{statement.address}/en"'),
            spoilt=statement.key in here.spoilt_statements,
        )


def _waits(session: Session, here: House) -> Iterator[Wait]:
    def happened(kind: EventKind, statement_id: int) -> datetime:
        found = select(Event.at).where(Event.kind == kind, Event.statement_id == statement_id)
        return session.scalars(found).first() or datetime.now(UTC)

    for publication in session.scalars(select(Publication)):
        statement = session.get_one(Statement, publication.statement_id)
        if statement.key in here.spoilt_statements:
            continue
        of_it = select(Consultation.closes_at).where(Consultation.statement_id == statement.id)
        closing = session.scalars(of_it).one()
        settling = session.get_one(Ballot, publication.ballot_id).closes_at
        published = happened(EventKind.STATEMENT_PUBLISHED, statement.id)
        yield _wait(here, "the end of the consultation", closing, happened(EventKind.CONSULTATION_CLOSED, statement.id))
        yield _wait(here, "the settling", settling, happened(EventKind.STATEMENT_ADOPTED, statement.id))
        yield _wait(here, "the publication", publication.due_at, published, has_lease=True)


def _wait(here: House, what: str, due: datetime, done: datetime, *, has_lease: bool = False) -> Wait:
    """From when it was due, or the end of the last fault that excuses it; a lease of a killed worker has to run out."""
    met = [each for each in here.troubles if each.began <= done and (each.ended is None or each.ended >= due)]
    ends = [min(each.ended or done, done) for each in met if each.excuses]
    slack = max((each.slack for each in met), default=0.0) if has_lease else 0.0
    return Wait(what, (done - max([due, *ends])).total_seconds(), LATE + slack)


def _left(session: Session) -> Iterator[str]:
    for errand in session.scalars(select(Errand).where(Errand.times > 0)):
        yield f"the errand {errand.name}, told {errand.times} times, until {errand.until:%H:%M:%S}"
    for kind in (Delivery, Publication):
        for held in session.scalars(select(kind.id).where(kind.leased_until.is_not(None))):
            yield f"the lease of {kind.__tablename__} {held}"


def _wrong_files(session: Session, here: House) -> Iterator[str]:
    for name, (digest, _) in printed.all_files(session).items():
        if not storage.holds(here.settings.published, name, digest):
            yield f"the file {name}, which is not what was written"


def _bad_ends(here: House) -> Iterator[str]:
    for seconds, code in here.ends:
        if code or seconds > ENDS_WITHIN:
            yield f"a worker that ended with code {code} after {seconds:.1f} s when it was asked to"
