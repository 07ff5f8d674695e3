"""The demo's members and their people, put into the record as if they had joined long ago."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from workflow.demo.cast import cast
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.seat import Seat
from workflow.rules.people.organisation_facts import LISTED, ON_ROLL, OrganisationFacts
from workflow.services.shared.record import new_key
from workflow.text.unicode import skeleton


def settle(session: Session, joined: datetime) -> tuple[dict[str, Organisation], dict[str, Person]]:
    """(code -> organisation, address -> person) of the whole cast, added to the record."""
    told = cast()
    organisations: dict[str, Organisation] = {}
    people = {one["email"]: _person(session, one, None, joined) for one in told["secretariat"]}
    for shape in told["organisations"]:
        organisation = _organisation(session, shape, joined)
        organisations[shape["code"]] = organisation
        for one in shape["people"]:
            people[one["email"]] = _person(session, one, organisation, joined)
    return organisations, people


def _organisation(session: Session, shape: dict[str, Any], joined: datetime) -> Organisation:
    stated = OrganisationFacts(**{fact: shape[column] for column, fact in LISTED.items() if column in shape})
    folded = skeleton(stated.name)
    facts = {fact: value for fact, value in vars(stated).items() if fact != ON_ROLL}
    organisation = Organisation(key=new_key(), name_folded=folded, joined_at=joined, **facts)
    session.add(organisation)
    session.flush()
    if stated.has_seat:
        session.add(Seat(organisation_id=organisation.id, since=joined))
    return organisation


def _person(session: Session, shape: dict[str, Any], organisation: Organisation | None, joined: datetime) -> Person:
    person = Person(
        key=new_key(),
        email=shape["email"],
        name=shape["name"],
        organisation_id=organisation.id if organisation else None,
        language=shape.get("language", "en"),
        invited_at=joined,
        joined_at=joined,
    )
    session.add(person)
    session.flush()
    return person
