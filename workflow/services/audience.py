"""Who is told of an event: one function, asked when its deliveries are made and again at the moment of sending."""

from collections.abc import Callable, Mapping

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select, true
from sqlalchemy.orm import Session

from workflow.models.ballot import Ballot, Elector
from workflow.models.event import Event
from workflow.models.handing import HandedItem
from workflow.models.item import CoProposer, Disposition, Item, ItemState, Support
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.statement import Penholder, Statement, TakingPart
from workflow.queries.item_ends import carried_over
from workflow.queries.silent import is_silent
from workflow.queries.standing import roles_by_person
from workflow.queries.told import told_in
from workflow.rules.events import AUDIENCES, Audience, EventKind
from workflow.rules.permissions import Action, may

_NEEDS = dict.fromkeys(
    (
        Audience.ITEM_AUTHORS,
        Audience.ITEM_HOLDERS,
        Audience.SHOWN_HOLDERS,
        Audience.SUPPORTERS,
        Audience.PROPOSERS,
        Audience.PENHOLDERS_AND_PROPOSERS,
    ),
    Action.SEE_ITEMS,
)
_OF_THE_COALITION = frozenset(
    (
        EventKind.SEAT_CHANGED,
        EventKind.PROTECTION_ENDED,
        EventKind.COLLEAGUE_INVITED,
        EventKind.PERSON_JOINED,
        EventKind.PERSON_REMOVED,
    )
)
"""They are about no statement: who is chosen may know."""


def audience(session: Session, event: Event, *, only: int | None = None) -> set[Person]:
    """Everybody who is told of `event` as the record stands now; `only` asks about one person's id.

    Nobody is told of their own act, or of a statement that they may not see; removed persons, suspended organisations
    and those who have not joined yet are told nothing. Mails about a person's own access are the exception to all this;
    and a position is told to all of its organisation: it may have been taken in somebody's name by another.
    """
    kind = AUDIENCES[event.kind]
    if kind is Audience.NOBODY:
        return set()
    chosen = and_(_CHOSEN[kind](event), Person.id == only if only is not None else true())
    if kind is Audience.THE_PERSON:
        return set(session.scalars(_people().where(chosen)))
    chosen = and_(chosen, Person.joined_at.is_not(None))
    if event.kind is not EventKind.POSITION_TAKEN:
        chosen = and_(chosen, Person.id.is_distinct_from(event.person_id))
    if event.kind in _OF_THE_COALITION:
        return set(session.scalars(_people().where(chosen)))
    return _allowed(session, event, chosen, _NEEDS.get(kind, Action.SEE_STATEMENT))


def _allowed(session: Session, event: Event, chosen: ColumnElement[bool], action: Action) -> set[Person]:
    stage = session.scalar(select(Statement.stage).where(Statement.id == event.statement_id))
    if event.statement_id is None or stage is None:
        return set()
    roles = roles_by_person(session, event.statement_id, chosen)
    return {person for person, held in roles.items() if may(action, held, stage)}


def _people() -> Select[Person]:
    return (
        select(Person)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .where(Person.removed_at.is_(None), Organisation.suspended_at.is_(None))
    )


def _taking_part(event: Event) -> ColumnElement[bool]:
    return Person.organisation_id.in_(
        select(TakingPart.organisation_id).where(TakingPart.statement_id == event.statement_id)
    )


def _item_authors(event: Event) -> ColumnElement[bool]:
    return exists().where(Item.id == event.item_id, _is_in_its_name())


def _item_holders(event: Event) -> ColumnElement[bool]:
    theirs = or_(_is_in_its_name(), _is_supported())
    answered = exists().where(told_in(event).c.item_id == Item.id, theirs)
    return or_(answered, exists().where(carried_over(event), _is_in_its_name()))


def _is_supported() -> ColumnElement[bool]:
    """Whether the person's organisation supports the item of another."""
    gave = exists().where(
        Support.item_id == Item.id, Support.organisation_id == Person.organisation_id, Support.wording == Item.wording
    )
    return and_(gave.correlate(Item, Person), Item.private.is_(False))


def _shown_holders(event: Event) -> ColumnElement[bool]:
    if "changed" in event.data:  # or fell away since: then there is no disposition
        changed = (Item.id.in_(event.data["changed"]), Item.state == ItemState.SENT)
        return exists().where(*changed, _is_in_its_name())
    shown = Disposition.showing_id == event.data["showing"]
    return exists().where(shown, Disposition.item_id == Item.id, _is_in_its_name())


def _is_in_its_name() -> ColumnElement[bool]:
    """Whether the item is made in the name of the person's organisation, alone or with others."""
    with_others = exists().where(CoProposer.item_id == Item.id, CoProposer.organisation_id == Person.organisation_id)
    return or_(Item.organisation_id.is_not_distinct_from(Person.organisation_id), with_others.correlate(Item, Person))


def _supporters(event: Event) -> ColumnElement[bool]:
    """Those who supported the item as it was before the wording of which the event tells, and not since."""
    return exists().where(
        Support.item_id == event.item_id,
        Support.organisation_id == Person.organisation_id,
        Support.wording < event.data["wording"],
    )


def _silent(event: Event) -> ColumnElement[bool]:
    return is_silent(Person.organisation_id, event.statement_id, event.data["round"])


def _proposers(event: Event) -> ColumnElement[bool]:
    return exists().where(
        HandedItem.handing_id == event.data["handing"],
        HandedItem.item_id == Item.id,
        Item.organisation_id.is_not_distinct_from(Person.organisation_id),
    )


def _colleagues(event: Event) -> ColumnElement[bool]:
    """All who act for the organisation; the person whom the event is about knows it already."""
    own = Person.organisation_id.is_not_distinct_from(event.organisation_id)
    return and_(own, Person.id.is_distinct_from(event.data.get("person")))


def _seats(event: Event) -> ColumnElement[bool]:
    return or_(Organisation.has_seat, Organisation.id == event.organisation_id)


def _electors(event: Event) -> ColumnElement[bool]:
    """Those who may take a position in the ballot of which the event tells: invited before it opened."""
    opened_at = select(Ballot.opened_at).where(Ballot.id == event.data["ballot"]).scalar_subquery()
    return and_(_committee(event), Person.added_at <= opened_at)


def _committee(event: Event) -> ColumnElement[bool]:
    """The organisations that held a seat when the ballot of which the event tells was opened."""
    return Person.organisation_id.in_(select(Elector.organisation_id).where(Elector.ballot_id == event.data["ballot"]))


def _penholders(event: Event) -> ColumnElement[bool]:
    return exists().where(Penholder.statement_id == event.statement_id, Penholder.person_id == Person.id)


_CHOSEN: Mapping[Audience, Callable[[Event], ColumnElement[bool]]] = {
    Audience.TAKING_PART: _taking_part,
    Audience.ITEM_AUTHORS: _item_authors,
    Audience.ITEM_HOLDERS: _item_holders,
    Audience.SHOWN_HOLDERS: _shown_holders,
    Audience.SUPPORTERS: _supporters,
    Audience.SILENT: _silent,
    Audience.PROPOSERS: _proposers,
    Audience.PENHOLDERS_AND_PROPOSERS: lambda event: or_(_penholders(event), _proposers(event)),
    Audience.COMMITTEE: _electors,
    Audience.COLLEAGUES: _colleagues,
    Audience.SEATS: _seats,
    Audience.PENHOLDERS_AND_COMMITTEE: lambda event: or_(_penholders(event), _committee(event)),
    Audience.EVERYBODY: lambda _event: true(),
    Audience.THE_PERSON: lambda event: Person.id == event.data.get("person", event.person_id),
}
