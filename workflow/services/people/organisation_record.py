"""An organisation in the record: who may manage it, its lock, its row."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.organisation import FactChange, Organisation
from workflow.models.person import Person
from workflow.rules.people.organisation_facts import ON_ROLL, TOLD, stand
from workflow.rules.shared.permissions import Action, Role, may
from workflow.rules.shared.refusals import NotFound, Refusal


def require_management(person: Person | None) -> None:
    """Nothing, where `person` may manage the members; else NotFound: the pages for it do not exist for others."""
    roles = {Role.SECRETARIAT if person is None or person.organisation_id is None else Role.MEMBER}
    if not may(Action.MANAGE_ORGANISATIONS, roles):
        raise NotFound


def lock_organisation(session: Session, key: str) -> Organisation:
    """The organisation with `key`, kept from others who would change it; raises NotFound."""
    # key_share: who writes rows that name the organisation need not wait, and so never for us and we for them.
    found = select(Organisation).where(Organisation.key == key)
    anew = {"populate_existing": True}  # a row that was read before the lock may be another by now
    organisation = session.scalar(found.with_for_update(key_share=True).execution_options(**anew))
    if organisation is None:
        raise NotFound
    return organisation


def keep(session: Session, row: Organisation | Person, taken: Refusal) -> None:
    """Have `row` in the record; raises `taken` where another row has its name or address."""
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError as error:
        raise taken from error


def record_facts(
    session: Session,
    person: Person | None,
    organisation: Organisation,
    before: Mapping[str, Any],
    *,
    since: datetime | None = None,
) -> None:
    """Keep each fact that history tells of, as it was and as it is now.

    before: `stand` of the organisation. since: when it had been suspended.
    """
    after = stand(organisation, **{ON_ROLL: before[ON_ROLL]})  # of the seat the roll tells
    for fact in TOLD:
        if before[fact] != after[fact]:
            session.add(
                FactChange(
                    organisation_id=organisation.id,
                    fact=fact,
                    was=_words(before[fact]),
                    became=_words(after[fact]),
                    since=since if fact == "suspended" and before[fact] else None,
                    covered=before["protected"] or after["protected"],
                    person_id=person.id if person else None,
                    at=now(session),
                )
            )


def _words(value: str | bool) -> str:
    return value if isinstance(value, str) else "yes" * value
