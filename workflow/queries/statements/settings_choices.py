"""What the forms of a statement offer to choose from: who may hold the pen."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, false, func, or_, select
from sqlalchemy.orm import Session

from workflow.models.event import Event
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.queries.shared.organisation_names import named, with_organisation
from workflow.queries.shared.roles import is_active, is_penholder
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.names import Named, Viewer


@dataclass(frozen=True)
class SettingChoice:
    """One thing to choose: `value` is what the form sends; `person` the person's name where the viewer may know it."""

    value: str
    named: Named
    person: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class Pens:
    """people: those who hold the pen and the viewer's own; organisations: each stands for all its people."""

    people: tuple[SettingChoice, ...]
    organisations: tuple[SettingChoice, ...]


def pens(session: Session, viewer: Viewer, statement_id: int | None = None) -> Pens:
    """Who may be given the pen by `viewer`; without a statement nobody holds it yet. Two SQL statements."""
    found = (_person(row, viewer) for row in session.execute(_people(viewer, statement_id)))
    people = list({choice.value: choice for choice in found}.values())
    organisations = [
        SettingChoice(row.key, named(row, viewer))
        for row in session.execute(
            _organisations(protected_too=viewer.secretariat, own=viewer.organisation_id).where(_has_people())
        )
    ]
    people.sort(key=lambda choice: (not choice.chosen, choice.person.casefold(), choice.named.sorting))
    organisations.sort(key=lambda choice: choice.named.sorting)
    return Pens(tuple(people), tuple(organisations))


def terms_in_form(session: Session, statement_id: int) -> dict[str, Any]:
    """What the form of a statement's terms shows; occasion_at as words (ISO 8601, UTC), None without one."""
    limits = ("word_limit", "minutes_limit", "words_a_minute", "paces", "count_notes")
    fields = ("handling", "labelling", *limits, "occasion_at", "occasion_zone")
    row: Any = session.execute(
        select(*(getattr(Statement, field) for field in fields)).where(Statement.id == statement_id)
    ).one()
    return {**row._mapping, "occasion_at": row.occasion_at.isoformat() if row.occasion_at else None}


def hand_overs(session: Session, statement_id: int) -> int:
    """How often the pen was handed over: what the form that hands it over shows.

    Not who holds it: a digest of people's ids could be guessed, and would join the labels of two statements.
    """
    handed = (Event.statement_id == statement_id, Event.kind == EventKind.PEN_HANDED_OVER)
    return session.scalar(select(func.count()).where(*handed)) or 0


def _people(viewer: Viewer, statement_id: int | None) -> Any:
    holds = is_penholder(Person.id, statement_id) if statement_id else false()
    asked = (
        select(Person.key, Person.name, Person.email, holds.label("holds"))
        .where(is_active())
        .where(or_(holds, Person.organisation_id.is_not_distinct_from(viewer.organisation_id)))
    )
    return with_organisation(asked, Person.organisation_id, statement_id)


def _organisations(*, protected_too: bool, own: int | None) -> Any:
    """Active members; a protected one only where `protected_too`, and before itself."""
    shown = or_(Organisation.protected.is_(False), Organisation.id == own)
    asked = select(Organisation.key).where(Organisation.suspended_at.is_(None))
    return with_organisation(asked.where(*([] if protected_too else [shown])), Organisation.id, None)


def _has_people() -> Any:
    return exists().where(Person.organisation_id == Organisation.id, Person.removed_at.is_(None))


def _person(row: Any, viewer: Viewer) -> SettingChoice:
    known = viewer.secretariat or row.who_id == viewer.organisation_id
    who = named(row, viewer)
    # A person's key is the same in every statement: it would join the labels of two. All of one label are one choice.
    return SettingChoice(who.code or row.key, who, (row.name or row.email) if known else "", bool(row.holds))
