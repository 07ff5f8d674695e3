"""Who is told of an event: one function, asked when its deliveries are made and again at the moment of sending."""

from collections.abc import Callable, Mapping

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select, true
from sqlalchemy.orm import Session

from workflow.models.ballot import Elector
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
from workflow.rules.events import AUDIENCES, Audience
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


def audience(session: Session, event: Event, *, only: int | None = None) -> set[Person]:
    """Everybody who is told of `event` as the record stands now; `only` asks about one person's id.

    Nobody is told of their own act, or (but for whom the pen was taken from) of a statement that they may not see;
    removed persons, suspended organisations and those who have not joined yet are told nothing. Mails about a person's
    own access are the exception to all this.
    """
    kind = AUDIENCES[event.kind]
    if kind is Audience.NOBODY:
        return set()
    chosen = and_(_CHOSEN[kind](event), Person.id == only if only is not None else true())
    if kind is Audience.THE_PERSON:
        return set(session.scalars(_people().where(chosen)))
    chosen = and_(chosen, Person.joined_at.is_not(None), Person.id.is_distinct_from(event.person_id))
    told = _allowed(session, event, chosen, _NEEDS.get(kind, Action.SEE_STATEMENT))
    if kind is Audience.PENS_AND_PRIVATE_AUTHORS:
        # Who gave the pen away may not see the statement any more, and is told just that: the mail holds none of it.
        told |= set(session.scalars(_people().where(chosen, Person.id.in_(event.data["from"]))))
    return told


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


def _committee(event: Event) -> ColumnElement[bool]:
    """The organisations that held a seat when the ballot of which the event tells was opened."""
    return Person.organisation_id.in_(select(Elector.organisation_id).where(Elector.ballot_id == event.data["ballot"]))


def _penholders(event: Event) -> ColumnElement[bool]:
    return exists().where(Penholder.statement_id == event.statement_id, Penholder.person_id == Person.id)


def _pens_and_private_authors(event: Event) -> ColumnElement[bool]:
    """Those who held the pen before or after, by the event itself: the record knows the present ones alone.

    And who had written to the penholder only, where somebody reads it now who could not before.
    """
    before, after = set(event.data["from"]), set(event.data["to"])
    held = Person.id.in_(before | after)
    if not after - before:
        return held
    sent = (Item.statement_id == event.statement_id, Item.number.is_not(None), Item.sent_at <= event.at)
    return or_(held, exists().where(*sent, Item.private.is_(True), _is_in_its_name()))


_CHOSEN: Mapping[Audience, Callable[[Event], ColumnElement[bool]]] = {
    Audience.TAKING_PART: _taking_part,
    Audience.ITEM_AUTHORS: _item_authors,
    Audience.ITEM_HOLDERS: _item_holders,
    Audience.SHOWN_HOLDERS: _shown_holders,
    Audience.SUPPORTERS: _supporters,
    Audience.SILENT: _silent,
    Audience.PROPOSERS: _proposers,
    Audience.PENHOLDERS_AND_PROPOSERS: lambda event: or_(_penholders(event), _proposers(event)),
    Audience.PENS_AND_PRIVATE_AUTHORS: _pens_and_private_authors,
    Audience.COMMITTEE: _committee,
    Audience.PENHOLDERS_AND_COMMITTEE: lambda event: or_(_penholders(event), _committee(event)),
    Audience.EVERYBODY: lambda _event: true(),
    Audience.THE_PERSON: lambda event: Person.id == event.data.get("person", event.person_id),
}
