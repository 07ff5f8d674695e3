"""Answers are taken back with what they were about, or the brackets they left; what they said stays on the record."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from workflow.models.item import Disposition, Item, PastDisposition
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.rules.notifications.events import EventKind
from workflow.services.shared.record import record_event


def lapse(session: Session, person: Person, item: Item) -> None:
    """Have an item that was changed or withdrawn by `person` wait for its answer anew, and with it all that it had
    overtaken; the record tells of each.
    """
    _take_back(session, person, or_(Disposition.item_id == item.id, Disposition.other_id == item.id))


def lapse_overtaken(session: Session, person: Person, by: Collection[int]) -> None:
    """Have all wait for an answer anew that amendments had overtaken which are themselves overtaken now."""
    _take_back(session, person, Disposition.other_id.in_(by))


def lapse_open(session: Session, person: Person, ids: Collection[int]) -> None:
    """Have items wait for an answer anew that a version left open in square brackets which are gone from the text."""
    _take_back(session, person, Disposition.item_id.in_(ids), issued=True)


def past(given: Disposition) -> PastDisposition:
    """What the disposition says, to be kept beside what it says next."""
    return PastDisposition(
        item_id=given.item_id,
        kind=given.kind,
        taken=given.taken,
        reason=given.reason,
        person_id=given.person_id,
        given_at=given.given_at,
        other_id=given.other_id,
        version_id=given.version_id,
        shown_block=given.shown_block,
        shown_words=given.shown_words,
        said_anyway=given.said_anyway,
    )


def last_serials(session: Session, ids: Collection[int]) -> dict[int, int]:
    """Item id -> the serial of its last disposition, for those whose dispositions were all taken back.

    The next one goes on from it: what an organisation answered to an earlier one is no answer to that.
    """
    # Each change keeps one of these, so they are as many as the serial says.
    counts = (
        select(PastDisposition.item_id, func.count())
        .where(PastDisposition.item_id.in_(ids), ~PastDisposition.item_id.in_(select(Disposition.item_id)))
        .group_by(PastDisposition.item_id)
    )
    return {row[0]: row[1] for row in session.execute(counts)}


def tell_of_change(session: Session, person: Person, statement: Statement, answers: Collection[Disposition]) -> None:
    """Tell those to whom these were shown that they are others now, or fell away: once for all, each of its own."""
    shown = [given for given in answers if given.showing_id is not None]
    if not shown:
        return
    data = {"showing": max(given.showing_id or 0 for given in shown), "items": len(shown)}
    changed = {"changed": sorted(given.item_id for given in shown)}
    record_event(session, EventKind.DISPOSITIONS_SHOWN, person=person, statement=statement, data=data | changed)


def _take_back(session: Session, person: Person, which: Any, *, issued: bool = False) -> None:
    in_version = Disposition.version_id.is_not(None) if issued else Disposition.version_id.is_(None)
    there = select(Disposition).where(which, in_version).order_by(Disposition.item_id)
    others: dict[int, list[Disposition]] = {}
    for given in session.scalars(there.execution_options(populate_existing=True)).all():
        item = session.get_one(Item, given.item_id)
        if not issued and item.organisation_id != person.organisation_id:
            others.setdefault(item.statement_id, []).append(given)
        told = given.version_id is not None or given.showing_id is not None
        data = {"reference": item.reference, "disposition": given.kind.value, "serial": given.serial, "told": told}
        session.add(past(given))
        session.delete(given)
        statement = session.get_one(Statement, item.statement_id)
        record_event(session, EventKind.DISPOSITION_LAPSED, person=person, statement=statement, item=item, data=data)
    for statement_id, shown in others.items():
        tell_of_change(session, person, session.get_one(Statement, statement_id), shown)
    session.flush()
