"""Who held the pen before a hand-over and who after it, as one reader may know them; and what a mail says of it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.event import Event
from workflow.models.item import Item, reference
from workflow.models.person import Person
from workflow.models.statement import Penholder, Statement
from workflow.queries.shared.disclosure import of_organisation
from workflow.queries.shared.organisation_names import named, with_organisation
from workflow.queries.shared.standing import roles_of
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.names import Named, Viewer
from workflow.rules.shared.permissions import Action, may


@dataclass(frozen=True)
class Holder:
    """Somebody with the pen. person: the name, where the reader may know it; empty before others."""

    who: Named
    person: str = ""

    @property
    def sorting(self) -> tuple[str, str]:
        """What lists are ordered by: what is shown, never what is hidden."""
        return self.who.sorting, self.person


@dataclass(frozen=True)
class PenPart:
    """What a mail says of a hand-over. by: whoever did it.

    is_new, is_former: the recipient got the pen then and has it still, or gave it away and has it no more. refs: the
    items that the recipient's organisation had sent to the penholder only. may_read: the recipient may see the
    statement. day_only: an hour could tell who a protected organisation is.
    """

    by: Named
    before: tuple[Holder, ...]
    after: tuple[Holder, ...]
    is_new: bool
    is_former: bool
    refs: tuple[str, ...]
    may_read: bool

    @property
    def day_only(self) -> bool:
        """Whether to say the day without the hour."""
        return bool(self.by.code) or any(each.who.code for each in (*self.before, *self.after))


def holders(
    session: Session, statement_id: int, people: Collection[int], namer: Viewer, reader: Viewer
) -> dict[int, Holder]:
    """Person's id -> the holder; one SQL statement, none where nobody is asked about.

    namer: before whom organisations are named. reader: who is told the names of people of the own organisation; the
    secretariat those of everybody whose organisation is named to it.
    """
    if not people:
        return {}
    asked = select(Person.id, Person.name).where(Person.id.in_(people))
    found = {}
    for row in session.execute(with_organisation(asked, Person.organisation_id, statement_id)):
        who = named(row, namer)
        is_known = not who.code and (reader.secretariat or row.who_id == reader.organisation_id)
        found[row.id] = Holder(who, row.name if is_known and reader.person_id is not None else "")
    return found


def in_order(people: Iterable[int], known: Mapping[int, Holder]) -> tuple[Holder, ...]:
    """Each holder once, by what is shown of them."""
    return tuple(sorted({known[each] for each in people if each in known}, key=lambda each: each.sorting))


def pen_of(session: Session, event: Event, namer: Viewer, reader: Viewer) -> PenPart | None:
    """What a mail to `reader` says of a hand-over; None of any other event."""
    if event.kind is not EventKind.PEN_HANDED_OVER or event.statement_id is None or reader.person_id is None:
        return None
    before, after = event.data["from"], event.data["to"]
    acting = [] if event.person_id is None else [event.person_id]
    known = holders(session, event.statement_id, {*before, *after, *acting}, namer, reader)
    holds = session.get(Penholder, (event.statement_id, reader.person_id)) is not None
    stage = session.get_one(Statement, event.statement_id).stage
    gained = bool(set(after) - set(before))
    return PenPart(
        by=known[acting[0]].who if acting else Named(),
        before=in_order(before, known),
        after=in_order(after, known),
        is_new=holds and reader.person_id in after and reader.person_id not in before,
        is_former=not holds and reader.person_id in before,
        refs=_private_refs(session, event, reader) if gained else (),
        may_read=may(Action.SEE_STATEMENT, roles_of(session, reader.person_id, event.statement_id), stage),
    )


def _private_refs(session: Session, event: Event, reader: Viewer) -> tuple[str, ...]:
    """The items for the penholder only that the reader's organisation had sent when the pen changed hands."""
    sent = (Item.statement_id == event.statement_id, Item.number.is_not(None), Item.sent_at <= event.at)
    mine = (Item.private.is_(True), of_organisation(reader.organisation_id))
    rows = session.execute(select(Item.kind, Item.number).where(*sent, *mine).order_by(Item.letter, Item.number))
    return tuple(reference(row.kind, row.number) for row in rows)
