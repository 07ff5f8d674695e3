"""Dispositions are shown as proposed: the organisations whose items they are may answer before a version goes out."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.item import Disposition, Item, ItemState
from workflow.models.person import Person
from workflow.models.showing import Showing
from workflow.models.statement import Statement
from workflow.rules.consolidation.refusals import AnsweredSince, NothingToShow
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import ChoiceNeeded, MomentPast, UnknownChoice
from workflow.services.shared.record import lock_statement, record_event, require


def show(
    session: Session,
    person: Person,
    key: str,
    *,
    closes_at: datetime,
    items: Collection[str] | None = None,
    seen: Mapping[str, int] | None = None,
) -> Showing:
    """Show the dispositions that no version holds as proposed until `closes_at`; their organisations are told.

    items: references; None: all that can be shown. seen: reference -> serial of its disposition as the form showed it,
    None asks nothing. One that is shown already has the new deadline, and its answers
    stay. The same again changes nothing. The secretariat's own items have nobody to answer and are left out. Raises
    NotAllowed, MomentPast, NothingToShow, ChoiceNeeded, UnknownChoice (issued or withdrawn meanwhile), AnsweredSince.
    The caller commits.
    """
    statement = lock_statement(session, key)
    require(session, person, Action.SHOW_DISPOSITIONS, statement)
    chosen = _chosen(_showable(session, statement), items)
    if again := _same(session, chosen, closes_at):
        return again
    if closes_at <= now(session):
        raise MomentPast
    if seen is not None and (other := [i.reference for i, given in chosen if seen.get(i.reference) != given.serial]):
        raise AnsweredSince(refs=other)
    showing = Showing(statement_id=statement.id, closes_at=closes_at, person_id=person.id, shown_at=now(session))
    session.add(showing)
    session.flush()
    for item, given in chosen:
        given.showing_id = showing.id
        item.touched_at = showing.shown_at
    data = {"showing": showing.id, "items": len(chosen)}
    record_event(session, EventKind.DISPOSITIONS_SHOWN, person=person, statement=statement, data=data)
    return showing


def _showable(session: Session, statement: Statement) -> list[tuple[Item, Disposition]]:
    rows = session.execute(
        select(Item, Disposition)
        .join(Disposition, Disposition.item_id == Item.id)
        .where(Item.statement_id == statement.id, Item.state == ItemState.SENT, Item.organisation_id.is_not(None))
        .where(Disposition.version_id.is_(None))
        .order_by(Item.letter, Item.number)
        .execution_options(populate_existing=True)
    )
    return [(item, given) for item, given in rows]


def _chosen(
    there: Sequence[tuple[Item, Disposition]], items: Collection[str] | None
) -> Sequence[tuple[Item, Disposition]]:
    if not there:
        raise NothingToShow
    if items is None:
        return there
    if not items:
        raise ChoiceNeeded(field="items")
    if set(items) - {item.reference for item, _ in there}:
        raise UnknownChoice(field="items")
    return [(item, given) for item, given in there if item.reference in items]


def _same(session: Session, chosen: Sequence[tuple[Item, Disposition]], closes_at: datetime) -> Showing | None:
    """The showing in which all of these stand with that very deadline; None where there is none."""
    shown = {given.showing_id for _, given in chosen}
    if len(shown) != 1 or None in shown:
        return None
    showing = session.get_one(Showing, shown.pop())
    return showing if showing.closes_at == closes_at else None
