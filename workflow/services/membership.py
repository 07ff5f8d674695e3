"""Which organisations belong to the coalition: they come, change, are protected or suspended.

`person` is the member of the secretariat who does it; None is the operator at the terminal.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.formats.organisations import Line
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.rules import membership as rules
from workflow.rules.errors import ImportRefused, NameTaken, Refusal
from workflow.rules.events import EventKind
from workflow.services.inviting import invite_person, remove_person
from workflow.services.protecting import protect_where_it_acted
from workflow.services.record import new_key, recorded
from workflow.services.roster import keep, locked_organisation, require_management
from workflow.services.signins import end_all
from workflow.text.skeleton import skeleton

__all__ = ["add_organisation", "change_organisation", "import_organisations", "invite_person", "remove_person"]


def add_organisation(
    session: Session,
    person: Person | None,
    *,
    name: str,
    language: str = "en",
    country: str = "",
    region: str = "",
    has_seat: bool = False,
    protected: bool = False,
) -> Organisation:
    """The new member; raises NotFound, NameRefused, NameTaken, OverLength. The caller commits."""
    require_management(person)
    kept = rules.organisation_name(name)
    organisation = Organisation(
        key=new_key(),
        name=kept,
        name_folded=skeleton(kept),
        language=rules.language(language),
        country=rules.country(country),
        region=rules.region(region),
        has_seat=has_seat,
        protected=protected,
        joined_at=now(session),
    )
    keep(session, organisation, NameTaken())
    recorded(session, EventKind.ORGANISATION_ADDED, person=person, organisation=organisation)
    return organisation


def change_organisation(session: Session, person: Person | None, key: str, **changes: Any) -> Organisation:
    """The member with its new `changes`: name, language, country, region, has_seat, protected, suspended.

    Protected from now on: it gets a label in each statement where it acted. Suspended: all its people are signed out.
    Raises NotFound, NameRefused, NameTaken, OverLength. The caller commits.
    """
    require_management(person)
    organisation = locked_organisation(session, key)
    checked = _checked(session, organisation, changes)
    changed = {field: value for field, value in checked.items() if value != getattr(organisation, field)}
    if changed.get("protected"):
        protect_where_it_acted(session, person, organisation)  # first: it locks statements, see locked_organisation
    if changed.get("suspended_at"):
        _sign_out_all(session, organisation)
    if changed:
        _apply(session, organisation, changed)
        data = {"changed": sorted(changed)}
        recorded(session, EventKind.ORGANISATION_CHANGED, person=person, organisation=organisation, data=data)
    return organisation


def _apply(session: Session, organisation: Organisation, changed: dict[str, Any]) -> None:
    for field, value in changed.items():
        setattr(organisation, field, value)
    keep(session, organisation, NameTaken())


def _sign_out_all(session: Session, organisation: Organisation) -> None:
    for member in session.scalars(select(Person.id).where(Person.organisation_id == organisation.id)).all():
        end_all(session, member)


def _checked(session: Session, organisation: Organisation, changes: dict[str, Any]) -> dict[str, Any]:
    """The columns that `changes` set, each in its kept form."""
    columns: dict[str, Any] = {field: changes[field] for field in ("has_seat", "protected") if field in changes}
    if "name" in changes:
        columns["name"] = rules.organisation_name(changes["name"])
        columns["name_folded"] = skeleton(columns["name"])
    if "language" in changes:
        columns["language"] = rules.language(changes["language"])
    if "country" in changes:
        columns["country"] = rules.country(changes["country"])
    if "region" in changes:
        columns["region"] = rules.region(changes["region"])
    if "suspended" in changes:
        columns["suspended_at"] = (organisation.suspended_at or now(session)) if changes["suspended"] else None
    return columns


def import_organisations(session: Session, person: Person | None, lines: Sequence[Line]) -> int:
    """How many organisations were added, with the focal points that the lines name; each is invited.

    A second line with the same name adds another focal point to the organisation of the first. Raises ImportRefused
    with what is wrong in which line; then the caller must not commit, so that nothing is half-made.
    """
    require_management(person)
    problems: list[tuple[int, Refusal]] = []
    added: dict[str, Organisation] = {}
    for line in lines:
        try:
            with session.begin_nested():
                _import_line(session, person, line, added)
        except Refusal as refusal:
            problems.append((line.number, refusal))
    if problems:
        raise ImportRefused(problems=problems)
    return len(added)


def _import_line(session: Session, person: Person | None, line: Line, added: dict[str, Organisation]) -> None:
    shape = skeleton(line.name)
    organisation = added.get(shape) or add_organisation(
        session,
        person,
        name=line.name,
        language=line.language,
        country=line.country,
        region=line.region,
        has_seat=rules.yes(line.seat, "seat"),
        protected=rules.yes(line.protected, "protected"),
    )
    if line.email or line.person:
        invite_person(session, person, organisation.key, email=line.email, name=line.person)
    added[shape] = organisation
