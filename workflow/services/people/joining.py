"""How a person gets in: by a mailed link once, by address and password from then on; and how a sign-in ends.

Tokens are random and never kept: the record has their SHA-256. A link is good for one person, one purpose, once.
"""

import secrets
from datetime import timedelta
from typing import Any
from zoneinfo import available_timezones

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.person import Link, LinkPurpose, Person
from workflow.rules.notifications.events import EventKind
from workflow.rules.people import membership as rules
from workflow.rules.people.refusals import AddressRefused, LinkSpent, NameRefused, SignInRefused, WrongPassword
from workflow.rules.people.sign_in_life import digest
from workflow.rules.shared.refusals import NotFound
from workflow.rules.shared.shown import require_seen
from workflow.services.people.passwords import hash_password, matches
from workflow.services.people.signins import end_all, rows_of, someone
from workflow.services.shared.record import record_event

LINK_LIFE = {LinkPurpose.INVITATION: timedelta(days=7), LinkPurpose.RESET: timedelta(hours=1)}


def create_link(session: Session, person: Person, purpose: LinkPurpose) -> str:
    """A fresh token for one mail to `person`; raises NotFound for one who was removed. The caller commits."""
    if person.removed_at is not None:
        raise NotFound
    token, at = secrets.token_urlsafe(32), now(session)
    session.add(
        Link(
            token_hash=digest(token), person_id=person.id, purpose=purpose, made_at=at, ends_at=at + LINK_LIFE[purpose]
        )
    )
    session.flush()
    return token


def person_of_link(session: Session, token: str, purpose: LinkPurpose) -> Person:
    """Whom a link is for, as the page with its button asks; changes nothing. Raises LinkSpent."""
    good = (Link.used_at.is_(None), Link.ends_at > now(session))
    of_link = someone().join(Link, Link.person_id == Person.id)
    person = session.scalar(of_link.where(Link.token_hash == digest(token), Link.purpose == purpose, *good))
    # A mail that came twice: who has joined by the first needs no second.
    if person is None or (purpose is LinkPurpose.INVITATION and person.joined_at is not None):
        raise LinkSpent
    return person


def accept_invitation(session: Session, token: str, *, name: str, password: str) -> Person:
    """The person who joins with this name and password.

    Raises LinkSpent, NameRefused, OverLength, PasswordRefused; then the link stays good. The caller commits.
    """
    person = person_of_link(session, token, LinkPurpose.INVITATION)
    called = rules.person_name(name) or person.name
    _choose_password(session, person, token, password, called)
    person.name = called
    person.joined_at = person.joined_at or now(session)
    record_event(session, EventKind.PERSON_JOINED, person=person, data={"person": person.id})
    return person


def request_reset(session: Session, email: str) -> None:
    """Have a link mailed to `email` where it is a person's; else nothing. The caller commits and answers alike.

    One who was invited and never joined gets the invitation again.
    """
    matches(None, "takes the time of a hash, beside which a row more or less cannot be told")
    person = _person_at(session, email)
    if person is not None:
        kind = EventKind.PASSWORD_FORGOTTEN if person.joined_at else EventKind.PERSON_INVITED
        record_event(session, kind, person=person, data={"person": person.id})


def reset_password(session: Session, token: str, *, password: str) -> Person:
    """The person whose password is now `password`; all sign-ins and other links are over.

    Raises LinkSpent, PasswordRefused. The caller commits.
    """
    person = person_of_link(session, token, LinkPurpose.RESET)
    _choose_password(session, person, token, password, person.name)
    record_event(session, EventKind.PASSWORD_CHANGED, person=person, data={"person": person.id})
    return person


def change_password(session: Session, person: Person, *, present: str, password: str) -> None:
    """Give `person` a new password; all sign-ins and links are over. Raises WrongPassword, PasswordRefused."""
    if not matches(person.password_hash, present):
        raise WrongPassword
    rules.check_password(password, about=_words_known_of(person, person.name))
    kept = hash_password(password)
    _hold(session, person)
    person.password_hash = kept
    end_all(session, person.id)
    record_event(session, EventKind.PASSWORD_CHANGED, person=person, data={"person": person.id})


def settings_of(person: Any) -> dict[str, Any]:
    """What the form of the settings shows of a person; from its row, or from who is signed in."""
    return {field: getattr(person, field) for field in ("name", "language", "time_zone")}


def change_settings(session: Session, person: Person, *, seen: str | None = None, **chosen: str) -> None:
    """Give `person` what it has `chosen` of name, language and time_zone (empty: the coalition's).

    seen: `rules.shown.sign` of the settings that the form showed, None asks nothing. Raises StaleForm, NameRefused,
    OverLength. The caller commits.
    """
    # Not refresh(): the row was found beside one that may be missing, and PostgreSQL locks no such pair.
    held = select(Person).where(Person.id == person.id).with_for_update()
    session.execute(held.execution_options(populate_existing=True))
    require_seen(seen, settings_of(person))
    if "name" in chosen:
        person.name = rules.person_name(chosen["name"])
    if "language" in chosen:
        person.language = rules.language_code(chosen["language"])
    zone = chosen.get("time_zone", person.time_zone)
    if zone and zone not in available_timezones():
        raise NameRefused(field="time_zone", reason="time_zone")
    person.time_zone = zone


def sign_in(session: Session, email: str, password: str) -> Person:
    """The person with this address and password; changes nothing. Raises SignInRefused.

    An unknown address takes as long as a wrong password, and says the same.
    """
    person = _person_at(session, email)
    if not matches(person.password_hash if person else None, password) or person is None:
        raise SignInRefused
    return person


def _choose_password(session: Session, person: Person, token: str, password: str, name: str) -> None:
    rules.check_password(password, about=_words_known_of(person, name))
    kept = hash_password(password)  # takes its time, which no lock waits for
    _hold(session, person)
    # Two presses of the button at once: the second finds the link used.
    spent = update(Link).where(Link.token_hash == digest(token), Link.used_at.is_(None)).values(used_at=now(session))
    if rows_of(session.execute(spent)) != 1:
        raise LinkSpent
    person.password_hash = kept
    session.flush()
    end_all(session, person.id)


def _hold(session: Session, person: Person) -> None:
    """Lock the person before its links, as whoever removes it does: else each of the two would wait for the other."""
    session.execute(select(Person.id).where(Person.id == person.id).with_for_update())


def _words_known_of(person: Person, name: str) -> tuple[str, ...]:
    return person.email, name, person.organisation.name if person.organisation else ""


def _person_at(session: Session, email: str) -> Person | None:
    try:
        kept = rules.address(email)
    except AddressRefused:
        return None
    return session.scalar(someone().where(Person.email == kept))
