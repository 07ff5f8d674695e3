"""Who is told of an event: one function, asked when its deliveries are made and again at the moment of sending."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select, true, union
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.ballot import Ballot, Elector, Position
from workflow.models.consent import Consent
from workflow.models.event import Event
from workflow.models.item import CoProposer, Disposition, Item, ItemState, Support
from workflow.models.joint_wording import JointWordingItem
from workflow.models.objection import Objection
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.statement import Statement, TakingPart
from workflow.queries.consolidation.item_ends import is_carried_over
from workflow.queries.consolidation.told import is_told_in
from workflow.queries.consultation.silent import is_silent
from workflow.queries.people.seconds import second_ids
from workflow.queries.shared.roles import holds_seat, is_active, is_penholder, is_secretariat, was_there
from workflow.queries.shared.standing import roles_by_person
from workflow.rules.decision.decision import OPEN
from workflow.rules.notifications.audiences import AUDIENCES, OF_ITEMS, Audience
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.permissions import Action, may

_Organisations = Select[int | None]  # their ids; None is the secretariat
_Choose = Callable[[Session, Event, Collection[int] | None], ColumnElement[bool]]

_OF_THE_COALITION = frozenset(
    (
        EventKind.SEAT_CHANGED,
        EventKind.SEAT_CHANGE_ASKED,
        EventKind.PROTECTION_ENDED,
        EventKind.COLLEAGUE_INVITED,
        EventKind.PERSON_JOINED,
        EventKind.PERSON_REMOVED,
    )
)
"""They are about no statement: who is chosen may know."""
_OF_ONES_OWN_NAME = frozenset({EventKind.POSITION_TAKEN, EventKind.CONSENT_ANSWERED})


def audience(session: Session, event: Event, *, only: Collection[int] | None = None) -> set[int]:
    """The ids of all persons who are told of `event` as the record stands now; `only` asks about some of them.

    Nobody is told of their own act, or (but for whom the pen was taken from) of a statement that they may not see;
    removed persons, suspended organisations and those who have not joined yet are told nothing. Mails about a person's
    own access are the exception to all this; what is told to all of the secretariat is told to the one who did it as
    well, and so are a position or a consent to all of its organisation, which may have been given in their name, and
    the change of a seat to all seats. That its seat is suspended is told to the suspended organisation.
    """
    kind = AUDIENCES[event.kind]
    if kind is Audience.NOBODY:
        return set()
    chosen = and_(_CHOSEN[kind](session, event, only), Person.id.in_(only) if only is not None else true())
    if kind is Audience.THE_PERSON:
        return set(session.scalars(_people().where(chosen)))
    chosen = and_(chosen, Person.joined_at.is_not(None))
    if kind is Audience.SECRETARIAT:  # of what no statement of the record is behind, too
        return set(session.scalars(_people().where(chosen)))
    if event.kind is EventKind.SEAT_CHANGED:
        return set(session.scalars(_with_suspended(event).where(chosen)))
    if event.kind not in _OF_ONES_OWN_NAME:
        chosen = and_(chosen, Person.id.is_distinct_from(event.person_id))
    if event.kind in _OF_THE_COALITION:
        return set(session.scalars(_people().where(chosen)))
    told = _those_allowed(session, event, chosen, Action.SEE_ITEMS if kind in OF_ITEMS else Action.SEE_STATEMENT)
    if kind is Audience.PENS_AND_PRIVATE_AUTHORS:
        # Who gave the pen away may not see the statement any more, and is told just that: the mail holds none of it.
        told |= set(session.scalars(_people().where(chosen, Person.id.in_(event.data["from"]))))
    return told


def _those_allowed(session: Session, event: Event, chosen: ColumnElement[bool], action: Action) -> set[int]:
    stage = session.scalar(select(Statement.stage).where(Statement.id == event.statement_id))
    if event.statement_id is None or stage is None:
        return set()
    roles = roles_by_person(session, event.statement_id, chosen)
    return {person for person, held in roles.items() if may(action, held, stage)}


def _people() -> Select[int]:
    return select(Person.id).outerjoin(Organisation, Organisation.id == Person.organisation_id).where(is_active())


def _with_suspended(event: Event) -> Select[int]:
    """Those who may be told anything, and the people of the event's own organisation although it is suspended."""
    joined = select(Person.id).outerjoin(Organisation, Organisation.id == Person.organisation_id)
    own = and_(Person.removed_at.is_(None), Person.organisation_id == event.organisation_id)
    return joined.where(or_(is_active(), own))


# Who is told is found by organisation. Asked of each person and each item together it is their product, which took
# sixteen seconds of ten thousand people and fifteen thousand answers, while nobody else could write.
@dataclass(frozen=True)
class _AskedPeople:
    """Whose organisations are looked for: everybody's (None), or some persons' (None in it: the secretariat)."""

    event: Event
    organisations: frozenset[int | None] | None

    def is_of(self, column: Any) -> ColumnElement[bool]:
        """Whether an organisation's id in that column is looked for."""
        if self.organisations is None:
            return true()
        of_secretariat = column.is_(None) if None in self.organisations else false()
        return or_(column.in_(self.organisations - {None}), of_secretariat)

    def is_of_statement(self) -> ColumnElement[bool]:
        """Whether an item is of the statement; of one organisation's few items it need not be asked, and costs more."""
        is_one = self.organisations is not None and len(self.organisations) == 1
        return true() if is_one else Item.statement_id == self.event.statement_id


def _of(find: Callable[[_AskedPeople], Iterable[_Organisations]]) -> _Choose:
    """The condition on persons that they act for one of the organisations that `find` selects."""

    def choose(session: Session, event: Event, only: Collection[int] | None) -> ColumnElement[bool]:
        own = None
        if only is not None:
            own = frozenset(session.scalars(select(Person.organisation_id).where(Person.id.in_(only)).distinct()))
        found = set(session.scalars(union(*find(_AskedPeople(event, own)))))
        of_none = is_secretariat() if None in found else false()
        return or_(Person.organisation_id.in_(found - {None}), of_none)

    return choose


def _or(*each: _Choose) -> _Choose:
    return lambda session, event, only: or_(*(choose(session, event, only) for choose in each))


def _taking_part(asked: _AskedPeople) -> Iterable[_Organisations]:
    part = TakingPart.organisation_id
    yield select(part).where(TakingPart.statement_id == asked.event.statement_id, asked.is_of(part))


def _taking_part_and_committee(asked: _AskedPeople) -> Iterable[_Organisations]:
    """Those who take part, and whoever was asked to decide in the ballot that ended with the event."""
    yield from _taking_part(asked)
    if "ballot" in asked.event.data:
        yield from _committee(asked)


def _item_authors(asked: _AskedPeople) -> Iterable[_Organisations]:
    yield from _authors(asked, Item.id == asked.event.item_id)


def _item_holders(asked: _AskedPeople) -> Iterable[_Organisations]:
    answered = and_(asked.is_of_statement(), is_told_in(asked.event, Item.id))
    yield from _authors(asked, answered)
    if asked.event.data.get("carried_over"):
        yield from _authors(asked, is_carried_over(asked.event))
    supporter = select(Support.organisation_id).join(Item, Item.id == Support.item_id)
    as_it_stands = (Item.private.is_(False), Support.wording == Item.wording)
    yield supporter.where(answered, *as_it_stands, asked.is_of(Support.organisation_id))


def _holders_of_shown(asked: _AskedPeople) -> Iterable[_Organisations]:
    data = asked.event.data
    if "changed" in data:  # or fell away since: then there is no disposition
        yield from _authors(asked, and_(Item.id.in_(data["changed"]), Item.state == ItemState.SENT))
    else:
        shown = exists().where(Disposition.item_id == Item.id, Disposition.showing_id == data["showing"])
        yield from _authors(asked, and_(asked.is_of_statement(), shown))


def _authors(asked: _AskedPeople, items: ColumnElement[bool]) -> Iterable[_Organisations]:
    """The organisations in whose name items are made, alone or with others; `items`: a condition on them."""
    yield select(Item.organisation_id).where(items, asked.is_of(Item.organisation_id))
    with_others = select(CoProposer.organisation_id).join(Item, Item.id == CoProposer.item_id)
    yield with_others.where(items, asked.is_of(CoProposer.organisation_id))


def _supporters(asked: _AskedPeople) -> Iterable[_Organisations]:
    """Those who supported the item as it was before the wording of which the event tells, and not since."""
    before = (Support.item_id == asked.event.item_id, Support.wording < asked.event.data["wording"])
    yield select(Support.organisation_id).where(*before, asked.is_of(Support.organisation_id))


def _silent(asked: _AskedPeople) -> Iterable[_Organisations]:
    part, statement = TakingPart.organisation_id, asked.event.statement_id
    silent = is_silent(part, statement, asked.event.data["consultation"])
    yield select(part).where(TakingPart.statement_id == statement, silent, asked.is_of(part))


def _proposers(asked: _AskedPeople) -> Iterable[_Organisations]:
    handed = select(Item.organisation_id).join(JointWordingItem, JointWordingItem.item_id == Item.id)
    yield handed.where(
        JointWordingItem.joint_wording_id == asked.event.data["joint_wording"], asked.is_of(Item.organisation_id)
    )


def _named_members(asked: _AskedPeople) -> Iterable[_Organisations]:
    """The organisations that were asked whether they may be named, in the request of which the event tells."""
    member = Consent.organisation_id
    yield select(member).where(Consent.request_id == asked.event.data["request"], asked.is_of(member))


def _committee(asked: _AskedPeople) -> Iterable[_Organisations]:
    """The organisations that held a seat when the ballot of which the event tells was opened."""
    seat = Elector.organisation_id
    yield select(seat).where(Elector.ballot_id == asked.event.data["ballot"], asked.is_of(seat))


def _objectors(asked: _AskedPeople) -> Iterable[_Organisations]:
    own = Objection.organisation_id
    yield select(own).where(Objection.id.in_(asked.event.data["objections"]), asked.is_of(own))


def _penholders(_session: Session, event: Event, _only: Collection[int] | None) -> ColumnElement[bool]:
    return is_penholder(Person.id, event.statement_id)


def _electors(session: Session, event: Event, only: Collection[int] | None) -> ColumnElement[bool]:
    """Those who may take a position in the ballot of which the event tells: invited before it opened, seated still."""
    opened_at = select(Ballot.opened_at).where(Ballot.id == event.data["ballot"]).scalar_subquery()
    own = and_(was_there(opened_at), holds_seat(Person.organisation_id))
    return and_(_of(_committee)(session, event, only), own)


def _outstanding(session: Session, event: Event, only: Collection[int] | None) -> ColumnElement[bool]:
    """Of the electors, those whose organisation has taken no position: whoever has acted is not reminded."""
    own = (Position.ballot_id == event.data["ballot"], Position.organisation_id == Person.organisation_id)
    return and_(_electors(session, event, only), ~exists().where(*own))


def _undecided(session: Session, event: Event, only: Collection[int] | None) -> ColumnElement[bool]:
    """Of the electors, those whose position is not there, or is a reserve, which is to become another."""
    own = (Position.ballot_id == event.data["ballot"], Position.organisation_id == Person.organisation_id)
    return and_(_electors(session, event, only), ~exists().where(*own, Position.stance.not_in(OPEN)))


def _confirmers(_session: Session, event: Event, _only: Collection[int] | None) -> ColumnElement[bool]:
    """Those of the event's organisation who were there when the ballot opened, while it holds its seat."""
    opened_at = select(Ballot.opened_at).where(Ballot.id == event.data["ballot"]).scalar_subquery()
    own = Person.organisation_id == event.organisation_id
    return and_(own, was_there(opened_at), holds_seat(Person.organisation_id))


def _colleagues(_session: Session, event: Event, _only: Collection[int] | None) -> ColumnElement[bool]:
    """All who act for the organisation; the person whom the event is about knows it already."""
    own = Person.organisation_id.is_not_distinct_from(event.organisation_id)
    return and_(own, Person.id.is_distinct_from(event.data.get("person")))


def _seats(_session: Session, event: Event, _only: Collection[int] | None) -> ColumnElement[bool]:
    held = holds_seat(Person.organisation_id)
    # Of several at once: all of them hold a seat now.
    return held if event.organisation_id is None else or_(held, Person.organisation_id == event.organisation_id)


def _roll_seconds(session: Session, event: Event, _only: Collection[int] | None) -> ColumnElement[bool]:
    asked = event.data.get("changes") or [event.data["change"]]
    return Person.id.in_(second_ids(session, asked, now(session)))


def _pens_and_private_authors(session: Session, event: Event, only: Collection[int] | None) -> ColumnElement[bool]:
    """Those who held the pen before or after, by the event itself: the record knows the present ones alone.

    And who had written to the penholder only, where somebody reads it now who could not before.
    """
    before, after = set(event.data["from"]), set(event.data["to"])
    held = Person.id.in_(before | after)
    return or_(held, _of(_private_authors)(session, event, only)) if after - before else held


def _private_authors(asked: _AskedPeople) -> Iterable[_Organisations]:
    event = asked.event
    sent = (Item.statement_id == event.statement_id, Item.number.is_not(None), Item.sent_at <= event.at)
    yield from _authors(asked, and_(*sent, Item.private.is_(True)))


def _secretariat(_session: Session, _event: Event, _only: Collection[int] | None) -> ColumnElement[bool]:
    return is_secretariat()


def _everybody(_session: Session, _event: Event, _only: Collection[int] | None) -> ColumnElement[bool]:
    return true()


def _the_person(_session: Session, event: Event, _only: Collection[int] | None) -> ColumnElement[bool]:
    return Person.id == event.data.get("person", event.person_id)


_CHOSEN: Mapping[Audience, _Choose] = {
    Audience.TAKING_PART: _of(_taking_part),
    Audience.TAKING_PART_AND_COMMITTEE: _of(_taking_part_and_committee),
    Audience.ITEM_AUTHORS: _of(_item_authors),
    Audience.ITEM_HOLDERS: _of(_item_holders),
    Audience.SHOWN_HOLDERS: _of(_holders_of_shown),
    Audience.SUPPORTERS: _of(_supporters),
    Audience.SILENT: _of(_silent),
    Audience.PROPOSERS: _of(_proposers),
    Audience.NAMED_MEMBERS: _of(_named_members),
    Audience.COLLEAGUES_AND_PENHOLDERS: _or(_colleagues, _penholders),
    Audience.PENHOLDERS: _penholders,
    Audience.PENHOLDERS_AND_PROPOSERS: _or(_penholders, _of(_proposers)),
    Audience.PENS_AND_PRIVATE_AUTHORS: _pens_and_private_authors,
    Audience.COMMITTEE: _electors,
    Audience.OBJECTORS: _of(_objectors),
    Audience.OUTSTANDING: _outstanding,
    Audience.UNDECIDED: _undecided,
    Audience.CONFIRMERS: _confirmers,
    Audience.COLLEAGUES: _colleagues,
    Audience.SEATS: _seats,
    Audience.ROLL_SECONDS: _roll_seconds,
    Audience.PENHOLDERS_AND_COMMITTEE: _or(_penholders, _of(_committee)),
    Audience.SECRETARIAT: _secretariat,
    Audience.EVERYBODY: _everybody,
    Audience.THE_PERSON: _the_person,
}
