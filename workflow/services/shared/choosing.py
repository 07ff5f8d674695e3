"""From what a form chose to the people and members it meant; what the chooser may not see is not there."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.label import Label
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.statement import NamedMember, Penholder, Statement
from workflow.queries.shared.roles import is_active, is_secretariat
from workflow.rules.people.membership import SECRETARIAT
from workflow.rules.shared.refusals import ChoiceNeeded, UnknownChoice
from workflow.rules.statements.refusals import VoiceNotOffered
from workflow.rules.statements.voice import Voice, is_offered
from workflow.services.shared.record import ensure_label_of


def penholders(
    session: Session,
    chooser: Person,
    chosen: Sequence[str],
    holding: Collection[int] = (),
    statement: Statement | None = None,
) -> list[Person]:
    """The people that `chosen` means, each once: keys of people or of organisations (all their people), SECRETARIAT.

    People are chosen by key within one's own organisation, by the secretariat everywhere, and among those who hold
    the pen of `statement` already (ids in `holding`); of these, protected ones are chosen by their label.
    Raises ChoiceNeeded, UnknownChoice.
    """
    if not chosen:
        raise ChoiceNeeded(field="penholders")
    labelled = _by_label(session, statement, holding) if statement is not None else {}
    found = {
        person.id: person
        for choice in chosen
        for person in labelled.get(choice) or _people_meant(session, chooser, choice, holding)
    }
    return list(found.values())


def _by_label(session: Session, statement: Statement, holding: Collection[int]) -> dict[str, list[Person]]:
    """Label -> those of a protected organisation who hold the pen."""
    found: dict[str, list[Person]] = {}
    label = (Label.organisation_id == Person.organisation_id) & (Label.statement_id == statement.id)
    rows = session.execute(select(Label.code, Person).join(Label, label).where(Person.id.in_(holding)))
    for code, person in rows:
        found.setdefault(code, []).append(person)
    return found


def members_to_name(session: Session, chosen: Sequence[str]) -> list[Organisation]:
    """The members with the keys `chosen`; protected ones cannot be named. Raises ChoiceNeeded, UnknownChoice."""
    if not chosen:
        raise ChoiceNeeded(field="named")
    there = select(Organisation).where(
        Organisation.key.in_(chosen), Organisation.protected.is_(False), Organisation.suspended_at.is_(None)
    )
    found = list(session.scalars(there))
    if len(found) != len(set(chosen)):
        raise UnknownChoice(field="named")
    return found


def hold(session: Session, statement: Statement, people: Sequence[Person]) -> None:
    """Give the pen to exactly these people; those of a protected organisation write under its label."""
    holding = set(session.scalars(select(Penholder.person_id).where(Penholder.statement_id == statement.id)))
    chosen = {person.id for person in people}
    for gone in holding - chosen:
        session.delete(session.get_one(Penholder, (statement.id, gone)))
    for person in people:
        if person.id not in holding:
            session.add(Penholder(statement_id=statement.id, person_id=person.id, since=now(session)))
        if person.organisation is not None and person.organisation.protected:
            ensure_label_of(session, statement.id, person.organisation.id)
    session.flush()


def speak_for(session: Session, statement: Statement, members: Sequence[Organisation]) -> bool:
    """Let the statement speak in the name of exactly these members; tells whether that is a change."""
    there = set(session.scalars(select(NamedMember.organisation_id).where(NamedMember.statement_id == statement.id)))
    wanted = {member.id for member in members}
    for gone in there - wanted:
        session.delete(session.get_one(NamedMember, (statement.id, gone)))
    session.add_all(NamedMember(statement_id=statement.id, organisation_id=each) for each in wanted - there)
    session.flush()
    return wanted != there


def require_offered(voice: Voice) -> None:
    """Raise VoiceNotOffered for a voice that no statement can be given."""
    if not is_offered(voice):
        raise VoiceNotOffered


def change_voice(session: Session, statement: Statement, voice: Voice) -> dict[str, Any]:
    """Let the statement speak in the name `voice`, which names nobody; what it was before, for its event."""
    there = select(NamedMember.organisation_id).where(NamedMember.statement_id == statement.id)
    was = {"from": statement.voice.value, "to": voice.value}
    named = sorted(session.scalars(there))
    speak_for(session, statement, [])
    statement.voice = voice
    return {**was, "named": named} if named else was


def _people_meant(session: Session, chooser: Person, choice: str, holding: Collection[int]) -> Sequence[Person]:
    people = _active()
    if choice == SECRETARIAT:
        people = people.where(is_secretariat())
    else:
        people = people.where((Person.key == choice) | (Organisation.key == choice))
    found = [each for each in session.scalars(people) if _may_choose(chooser, each, choice, holding)]
    if not found:
        raise UnknownChoice(field="penholders")
    return found


def _active() -> Select[Person]:
    return (
        select(Person)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .where(is_active())
        .order_by(Person.id)
    )


def _may_choose(chooser: Person, person: Person, choice: str, holding: Collection[int]) -> bool:
    if chooser.organisation_id in (None, person.organisation_id) or person.id in holding:
        return True
    organisation = person.organisation
    if choice == person.key:  # a colleague elsewhere is not known by name, so cannot be picked by key
        return False
    return organisation is None or not organisation.protected
