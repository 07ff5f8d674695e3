"""Which organisations belong to the coalition: they come, change, are protected or suspended.

`person` is the member of the secretariat who does it; None is the operator at the terminal.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.formats.organisations_csv import OrganisationLine
from workflow.models.event import Event
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.rules.notifications.events import EventKind
from workflow.rules.people import membership as rules
from workflow.rules.people.organisation_facts import (
    LISTED,
    YES_OR_NO,
    OrganisationFacts,
    facts_of_line,
    facts_to_keep,
    stand,
    yes,
)
from workflow.rules.people.refusals import ImportRefused, LinesDiffer, NameTaken, ProtectionStays
from workflow.rules.shared.refusals import ReasonNeeded, Refusal
from workflow.rules.shared.shown import require_seen
from workflow.services.people.inviting import invite_person, remove_person
from workflow.services.people.organisation_record import (
    keep,
    lock_organisation,
    record_facts,
    record_turn,
    require_management,
)
from workflow.services.people.protecting import end_protection, protect_where_it_acted
from workflow.services.people.signins import end_all
from workflow.services.shared.checking import check_words
from workflow.services.shared.record import new_key, record_event
from workflow.text.unicode import skeleton

__all__ = [
    "add_organisation",
    "change_organisation",
    "end_protection",
    "import_organisations",
    "invite_person",
    "remove_person",
]
_AT_ONCE = 2  # seats given with one list, from which on one mail tells of all of them
_SEATING = ("has_seat", "suspended")


def add_organisation(session: Session, person: Person | None, stated: OrganisationFacts) -> Organisation:
    """The new member, of which this is `stated`; raises NotFound, NameRefused, NameTaken, OverLength.

    The caller commits.
    """
    require_management(person)
    organisation = Organisation(key=new_key(), joined_at=now(session), **_columns(vars(stated)))
    keep(session, organisation, NameTaken())
    record_event(session, EventKind.ORGANISATION_ADDED, person=person, organisation=organisation)
    if organisation.has_seat:
        record_turn(session, person, organisation, rules.Turn.SEAT_GIVEN, "")
    return organisation


def change_organisation(
    session: Session, person: Person | None, key: str, *, seen: str | None = None, reason: str = "", **changes: Any
) -> Organisation:
    """The member with its new `changes`: any of its OrganisationFacts, and whether it is `suspended`.

    seen: `rules.shown.sign` of what the form showed of it, None asks nothing. reason: of the change to its seat; all of
    the Committee read it. Protected from now on: it gets a label in each statement where it acted; protection is taken
    away by `protecting.end_protection` alone. Suspended: all its people are signed out.
    Raises NotFound, StaleForm, ReasonNeeded (its seat is lost to it), ProtectionStays, NameRefused, NameTaken,
    TextRefused, OverLength. The caller commits.
    """
    require_management(person)
    organisation = lock_organisation(session, key)
    before, suspended_since = stand(organisation), organisation.suspended_at
    require_seen(seen, before)
    checked = _check_changes(session, organisation, changes)
    changed = {field: value for field, value in checked.items() if value != getattr(organisation, field)}
    if changed.get("protected") is False:
        raise ProtectionStays
    why = check_words(reason, field="reason")
    turn = rules.seat_turn(before, {**before, **{field: changes[field] for field in _SEATING if field in changes}})
    if turn in rules.NEEDS_REASON and not why:
        raise ReasonNeeded
    if changed.get("protected"):
        protect_where_it_acted(session, person, organisation)  # first: it locks statements, see locked_organisation
    if changed.get("suspended_at"):
        _sign_out_all(session, organisation)
    if changed:
        _apply(session, organisation, changed)
        record_facts(session, person, organisation, before, since=suspended_since)
        data = {"changed": sorted(changed)}
        record_event(session, EventKind.ORGANISATION_CHANGED, person=person, organisation=organisation, data=data)
    if turn is not None:
        record_turn(session, person, organisation, turn, why)
    return organisation


def _apply(session: Session, organisation: Organisation, changed: dict[str, Any]) -> None:
    for field, value in changed.items():
        setattr(organisation, field, value)
    keep(session, organisation, NameTaken())


def _sign_out_all(session: Session, organisation: Organisation) -> None:
    for member in session.scalars(select(Person.id).where(Person.organisation_id == organisation.id)).all():
        end_all(session, member)


def _check_changes(session: Session, organisation: Organisation, changes: dict[str, Any]) -> dict[str, Any]:
    """The columns that `changes` set, each in its kept form."""
    columns = _columns(changes)
    if "suspended" in changes:
        columns["suspended_at"] = (organisation.suspended_at or now(session)) if changes["suspended"] else None
    return columns


def _columns(stated: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that hold the facts which `stated` says, and the shape of the name with the name."""
    columns = facts_to_keep(stated)
    return {**columns, "name_folded": skeleton(columns["name"])} if "name" in columns else columns


def import_organisations(session: Session, person: Person | None, lines: Sequence[OrganisationLine]) -> int:
    """How many organisations were added, with the focal points that the lines name; each is invited.

    A second line with the same name adds another focal point to the organisation of the first. Each seat that is given
    is on record by itself; the Committee is told of several with one mail. Raises ImportRefused with what is wrong in
    which line; then the caller must not commit, so that nothing is half-made.
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
    _tell_of_seats_at_once(session, person, [each.id for each in added.values()])
    return len(added)


def _tell_of_seats_at_once(session: Session, person: Person | None, added: Sequence[int]) -> None:
    """Have the Committee told once of all seats that were given to these, where they are several."""
    given = (Event.kind == EventKind.SEAT_CHANGED, Event.organisation_id.in_(added), Event.fanned_at.is_(None))
    events = session.scalars(select(Event).where(*given).order_by(Event.id)).all()
    if len(events) < _AT_ONCE:
        return
    for each in events:
        each.fanned_at = now(session)
    turn = rules.Turn.SEAT_GIVEN
    before, after = rules.SEATS[turn]
    changes = [each.data["change"] for each in events]
    data = {"changes": changes, "turn": turn.value, "from": before, "to": after}
    record_event(session, EventKind.SEAT_CHANGED, person=person, data=data)


def _import_line(
    session: Session, person: Person | None, line: OrganisationLine, added: dict[str, Organisation]
) -> None:
    shape = skeleton(line.words["name"])
    if shape in added:
        _require_the_same(added[shape], line)
    organisation = added.get(shape) or add_organisation(session, person, facts_of_line(line.words))
    if line.email or line.person:
        invite_person(session, person, organisation.key, email=line.email, name=line.person)
    added[shape] = organisation


def _require_the_same(organisation: Organisation, line: OrganisationLine) -> None:
    """Nothing, where a further line of an organisation answers yes and no, as to seat and protection, as the first did.

    Else the word that came second would be dropped in silence, and with it perhaps a protection. Raises LinesDiffer.
    """
    for column, fact in LISTED.items():
        word = line.words[column]
        if fact in YES_OR_NO and word.strip() and yes(word, column) is not getattr(organisation, fact):
            raise LinesDiffer(field=column)
