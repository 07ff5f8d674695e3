"""Which organisations belong to the coalition: they come, change, are protected or suspended.

`person` is the member of the secretariat who does it; None is the operator at the terminal.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from workflow.database import now
from workflow.formats.organisations_csv import OrganisationLine
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.rules.notifications.events import EventKind
from workflow.rules.people.organisation_facts import (
    LISTED,
    ON_ROLL,
    YES_OR_NO,
    OrganisationFacts,
    facts_of_line,
    facts_to_keep,
    stand,
    yes,
)
from workflow.rules.people.refusals import ImportRefused, LinesDiffer, NameTaken, ProtectionStays
from workflow.rules.people.roll import SeatAct, SeatChangeState
from workflow.rules.shared.refusals import Refusal
from workflow.rules.shared.shown import require_seen
from workflow.services.people import roll
from workflow.services.people.inviting import invite_person, remove_person
from workflow.services.people.organisation_record import keep, lock_organisation, record_facts, require_management
from workflow.services.people.protecting import end_protection, protect_where_it_acted
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


class ImportedMembers(NamedTuple):
    """What a list came to: how many organisations were added, and how many seats wait for a second person."""

    added: int
    asked: int


def add_organisation(session: Session, person: Person | None, stated: OrganisationFacts) -> Organisation:
    """The new member, of which this is `stated`; its seat is asked for.

    Raises NotFound, NameRefused, NameTaken, OverLength. The caller commits.
    """
    require_management(person)
    organisation = _insert(session, person, stated)
    if stated.has_seat:
        roll.ask_change(session, person, organisation, SeatAct.GIVE)
    return organisation


def _insert(session: Session, person: Person | None, stated: OrganisationFacts) -> Organisation:
    organisation = Organisation(key=new_key(), joined_at=now(session), **_columns(vars(stated)))
    keep(session, organisation, NameTaken())
    record_event(session, EventKind.ORGANISATION_ADDED, person=person, organisation=organisation)
    return organisation


def change_organisation(
    session: Session, person: Person | None, key: str, *, seen: str | None = None, reason: str = "", **changes: Any
) -> Organisation:
    """The member with its new `changes`: any of its OrganisationFacts, and whether it is `suspended`.

    seen: `rules.shown.sign` of what the form showed of it, None asks nothing. reason: of the change to its seat, which
    everybody reads who sees the roll. What changes the roll is asked for by `roll.ask_change` and may wait for a second
    person; the rest is done. Protected from now on: it gets a label in each statement where it acted; protection is
    taken away by `protecting.end_protection` alone. Suspended: all its people are signed out.
    Raises NotFound, StaleForm, ReasonNeeded (its seat is lost to it), SeatChangeWaits, ProtectionStays, NameRefused,
    NameTaken, TextRefused, OverLength. The caller commits.
    """
    require_management(person)
    organisation = lock_organisation(session, key)
    before = stand(organisation, has_seat=roll.has_seat(session, organisation))
    require_seen(seen, before)
    checked = _columns(changes)
    changed = {field: value for field, value in checked.items() if value != getattr(organisation, field)}
    if changed.get("protected") is False:
        raise ProtectionStays
    if changed.get("protected"):
        protect_where_it_acted(session, person, organisation)  # first: it locks statements, see lock_roll
    done = _change_seat(session, person, organisation, before, {**before, **changes}, reason)
    if changed:
        _apply(session, organisation, changed)
    record_facts(session, person, organisation, {**before, "suspended": bool(organisation.suspended_at)})
    if changed or done:
        data = {"changed": sorted({*changed, *done})}
        record_event(session, EventKind.ORGANISATION_CHANGED, person=person, organisation=organisation, data=data)
    return organisation


def _change_seat(
    session: Session,
    person: Person | None,
    organisation: Organisation,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    reason: str,
) -> set[str]:
    """What was done at once of that the organisation gets or loses a seat, is suspended or let in again."""
    done: set[str] = set()
    if after["has_seat"] != before["has_seat"]:
        act = SeatAct.GIVE if after["has_seat"] else SeatAct.END
        done |= _ask(session, person, organisation, act, reason, ON_ROLL)
    if after["suspended"] == before["suspended"]:
        return done
    if roll.is_concerned(session, organisation):
        act = SeatAct.SUSPEND if after["suspended"] else SeatAct.RESUME
        return done | _ask(session, person, organisation, act, reason, "suspended_at")
    roll.set_suspended(session, person, organisation, suspended=after["suspended"])
    return done | {"suspended_at"}


def _ask(
    session: Session, person: Person | None, organisation: Organisation, act: SeatAct, reason: str, fact: str
) -> set[str]:
    """The fact, where it was changed at once."""
    change = roll.ask_change(session, person, organisation, act, reason=reason)
    return {fact} if change.state is SeatChangeState.CONFIRMED else set()


def _apply(session: Session, organisation: Organisation, changed: dict[str, Any]) -> None:
    for field, value in changed.items():
        setattr(organisation, field, value)
    keep(session, organisation, NameTaken())


def _columns(stated: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that hold the facts which `stated` says, and the shape of the name with the name."""
    columns = facts_to_keep(stated)
    columns.pop(ON_ROLL, None)
    return {**columns, "name_folded": skeleton(columns["name"])} if "name" in columns else columns


def import_organisations(session: Session, person: Person | None, lines: Sequence[OrganisationLine]) -> ImportedMembers:
    """What became of the organisations that the lines name, with their focal points; each person is invited.

    A second line with the same name adds another focal point to the organisation of the first. Each seat is asked for
    by itself, on record; with several, everybody is told of all of them with one mail. Raises ImportRefused with what
    is wrong in which line; then the caller must not commit, so that nothing is half-made.
    """
    require_management(person)
    problems: list[tuple[int, Refusal]] = []
    added: dict[str, _Added] = {}
    for line in lines:
        try:
            with session.begin_nested():
                _import_line(session, person, line, added)
        except Refusal as refusal:
            problems.append((line.number, refusal))
    if problems:
        raise ImportRefused(problems=problems)
    # After all organisations, as lock_roll says.
    seated = (each.organisation for each in added.values() if each.stated.has_seat)
    changes = [roll.ask_change(session, person, each, SeatAct.GIVE) for each in seated]
    roll.tell_at_once(session, person, changes)
    return ImportedMembers(len(added), sum(change.state is SeatChangeState.ASKED for change in changes))


class _Added(NamedTuple):
    organisation: Organisation
    stated: OrganisationFacts


def _import_line(session: Session, person: Person | None, line: OrganisationLine, added: dict[str, _Added]) -> None:
    shape = skeleton(line.words["name"])
    if shape in added:
        _require_the_same(added[shape].stated, line)
    known = added.get(shape) or _add_stated(session, person, facts_of_line(line.words))
    if line.email or line.person:
        invite_person(session, person, known.organisation.key, email=line.email, name=line.person)
    added[shape] = known


def _add_stated(session: Session, person: Person | None, stated: OrganisationFacts) -> _Added:
    return _Added(_insert(session, person, stated), stated)


def _require_the_same(stated: OrganisationFacts, line: OrganisationLine) -> None:
    """Nothing, where a further line of an organisation answers yes and no, as to seat and protection, as the first did.

    Else the word that came second would be dropped in silence, and with it perhaps a protection. Raises LinesDiffer.
    """
    for column, fact in LISTED.items():
        word = line.words[column]
        if fact in YES_OR_NO and word.strip() and yes(word, column) is not getattr(stated, fact):
            raise LinesDiffer(field=column)
