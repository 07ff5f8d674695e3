"""Whom a member sends: people are invited to act for an organisation or the secretariat, and removed.

`person` is the member of the secretariat who does it; None is the operator at the terminal.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.queries.people.people import was_removed
from workflow.rules.notifications.events import EventKind
from workflow.rules.people import membership as rules
from workflow.rules.people.refusals import AddressTaken, LastOfSecretariat, RemovedBefore
from workflow.rules.shared.refusals import AlreadyDone, NotFound, StaleForm
from workflow.services.people.organisation_record import keep, lock_organisation, require_management
from workflow.services.people.signins import end_all
from workflow.services.shared.record import new_key, record_event


def invite_person(
    session: Session, person: Person | None, key: str, *, email: str, name: str = "", again: str = ""
) -> Person:
    """The person who is invited to act for the organisation with `key` (`secretariat`: for the secretariat).

    One who was invited before and has not joined gets another mail. again: key of the person whom the page showed as
    invited; who was removed since is not invited anew by it. Raises NotFound, AddressRefused, AddressTaken, StaleForm,
    AlreadyDone (has joined), NameRefused, OverLength. The caller commits.
    """
    require_management(person)
    organisation = None if key == rules.SECRETARIAT else lock_organisation(session, key)
    if again:
        _require_there(session, again, email)
    invited = _insert_person(session, organisation, rules.address(email), rules.person_name(name))
    data = {"person": invited.id}
    record_event(session, EventKind.PERSON_INVITED, person=person, organisation=organisation, data=data)
    # An event of its own: this one has a mail without a link, for all who act beside the person.
    record_event(session, EventKind.COLLEAGUE_INVITED, person=person, organisation=organisation, data=data)
    return invited


def add_secretariat(session: Session, *, email: str, name: str = "") -> Person:
    """The person of the secretariat whom the operator adds and hands a link to, without a mail; the others are told.

    The caller commits.
    """
    added = _insert_person(session, None, rules.address(email), rules.person_name(name))
    event = record_event(session, EventKind.PERSON_INVITED, data={"person": added.id})
    event.fanned_at = event.at
    record_event(session, EventKind.COLLEAGUE_INVITED, data={"person": added.id})
    return added


def remove_person(session: Session, person: Person | None, key: str, *, removed: str) -> Person:
    """The person with the key `removed`, who can do nothing any more: sign-ins and links end at once.

    Raises NotFound, AlreadyDone (a colleague was quicker), LastOfSecretariat. The caller commits.
    """
    require_management(person)
    organisation = None if key == rules.SECRETARIAT else lock_organisation(session, key)
    owner = organisation.id if organisation else None
    # The rows are locked: of two who remove each other, the second finds the first gone.
    present = select(Person).where(Person.organisation_id == owner, Person.removed_at.is_(None)).order_by(Person.id)
    colleagues = session.scalars(present.with_for_update()).all()
    leaving = next((each for each in colleagues if each.key == removed), None)
    if leaving is None:
        if was_removed(session, key, removed):
            raise RemovedBefore
        raise NotFound
    if organisation is None and not any(each.joined_at for each in colleagues if each is not leaving):
        raise LastOfSecretariat
    leaving.removed_at = now(session)
    leaving.password_hash = None
    # The address is free again, and no mail that still waits can reach it.
    leaving.email = f"{leaving.key}@removed.invalid"
    end_all(session, leaving.id)
    record_event(
        session, EventKind.PERSON_REMOVED, person=person, organisation=organisation, data={"person": leaving.id}
    )
    return leaving


def _require_there(session: Session, key: str, email: str) -> None:
    there = select(Person.id).where(Person.key == key, Person.email == rules.address(email))
    if session.scalar(there.where(Person.removed_at.is_(None))) is None:
        raise StaleForm


def _insert_person(session: Session, organisation: Organisation | None, email: str, name: str) -> Person:
    known = session.scalar(select(Person).where(Person.email == email).with_for_update())
    owner = organisation.id if organisation else None
    if known is not None and known.organisation_id != owner:
        raise AddressTaken
    if known is not None and known.joined_at is not None:
        raise AlreadyDone(field="email")
    if known is not None:
        known.name, known.invited_at = name or known.name, now(session)
        return known
    spoken = organisation.language if organisation else ""
    invited = Person(
        key=new_key(),
        email=email,
        name=name,
        organisation_id=owner,
        language=rules.language_code(spoken),
        invited_at=now(session),  # and added_at, which a further invitation leaves as it is
    )
    keep(session, invited, AddressTaken())
    return invited
