"""What comments and amendments share: who may write, the text on the table, the form's token, the number at sending."""

from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.base import KEY_LENGTH, SIGNS
from workflow.models.consultation import Consultation, NoComment
from workflow.models.item import Item, ItemState, Reply, Submission
from workflow.models.person import Person
from workflow.models.point_file import PointFile
from workflow.models.statement import Statement
from workflow.models.version import Edition, Version
from workflow.queries.shared.disclosure import is_disclosed
from workflow.queries.shared.newest import newest_consultation_id
from workflow.queries.shared.standing import roles_of
from workflow.rules.consolidation.dispositions import amendment
from workflow.rules.consultation.refusals import ConsultationClosed
from workflow.rules.items.kinds import KINDS, LETTERS, Kind
from workflow.rules.items.refusals import NothingChanged, NothingWritten, SentMeanwhile, StaleItem
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.permissions import Action, may
from workflow.rules.shared.refusals import AlreadyDone, NotAllowed, NotFound, OverLength, ReasonNeeded, StaleVersion
from workflow.services.items.placing import Place, Writing
from workflow.services.shared.record import (
    ensure_label_of,
    lock_statement,
    mark_touched,
    record_event,
    require,
)
from workflow.services.statements.openness import require_open_to
from workflow.text.amendments import is_empty
from workflow.text.document import titled

_Made = TypeVar("_Made", Item, Reply, Submission, PointFile)


@dataclass(frozen=True)
class OnTheTable:
    """What an open consultation has on the table: the version and its edition in the statement's own language."""

    consultation: Consultation
    version: Version
    edition: Edition


def enter_statement(session: Session, person: Person, key: str, action: Action = Action.POST_ITEM) -> Statement:
    """The locked statement, for someone who may do `action` whenever a consultation is open; raises NotFound,
    NotAllowed.
    """
    statement = lock_statement(session, key)
    roles = require(session, person, Action.SEE_STATEMENT, statement)
    if not may(action, roles, Stage.CONSULTATION):
        raise NotAllowed
    return statement


def open_consultation_of(session: Session, statement: Statement) -> Consultation:
    """The consultation that is open at this moment; raises ConsultationClosed, also between the deadline and the
    worker's visit.
    """
    newest = newest_consultation(session, statement)
    if newest is None:
        raise NotAllowed
    require_open(session, newest)
    if statement.stage is not Stage.CONSULTATION:
        raise ConsultationClosed(closed_at=statement.moved_at)
    return newest


def newest_consultation(session: Session, statement: Statement) -> Consultation | None:
    """The last consultation of the statement, open or closed; None before the first."""
    of_it = select(Consultation).where(Consultation.id == newest_consultation_id(statement.id))
    return session.scalar(of_it.execution_options(populate_existing=True))


def is_open(session: Session, consultation: Consultation) -> bool:
    """Whether the consultation takes items at this moment."""
    return consultation.closed_at is None and now(session) < consultation.closes_at


def require_open(session: Session, consultation: Consultation) -> None:
    """Nothing while the consultation takes items; raises ConsultationClosed after it."""
    if not is_open(session, consultation):
        raise ConsultationClosed(closed_at=consultation.closed_at or consultation.closes_at)


def on_the_table(session: Session, statement: Statement, version: int) -> OnTheTable:
    """The open consultation with its text, for a form that was written on version number `version`.

    Raises ConsultationClosed, or StaleVersion when the consultation is on another version.
    """
    consultation = open_consultation_of(session, statement)
    on_it = session.get_one(Version, consultation.version_id)
    if on_it.number != version:
        raise StaleVersion(seen=version, current=on_it.number, labelling=statement.labelling)
    return OnTheTable(consultation, on_it, original(session, statement, on_it.id))


def original(session: Session, statement: Statement, version_id: int) -> Edition:
    """A version's edition in the statement's own language, which items are about."""
    own = (Edition.version_id == version_id) & (Edition.language == statement.language)
    return session.scalars(select(Edition).where(own)).one()


def made_by_form(session: Session, kind: type[_Made], form_token: str | None) -> _Made | None:
    """What the form of that token made before; None on its first arrival. Raises OverLength."""
    if not form_token:
        return None
    if len(form_token) > 40:
        raise OverLength(limit=40)
    return session.scalar(select(kind).where(kind.form_token == form_token))


def earlier_item(session: Session, statement: Statement, person: Person, form_token: str | None) -> Item | None:
    """The item that this very form made before, None on its first arrival; raises AlreadyDone for a foreign token."""
    earlier = made_by_form(session, Item, form_token)
    if earlier and (earlier.statement_id, earlier.organisation_id) != (statement.id, person.organisation_id):
        raise AlreadyDone
    return earlier


def insert_draft(
    session: Session,
    person: Person,
    table: OnTheTable,
    place: Place,
    writing: Writing,
    token: str | None,
) -> Item:
    """A new item that only its organisation sees, on the table's version."""
    item = Item(
        statement_id=table.consultation.statement_id,
        state=ItemState.KEPT,
        organisation_id=person.organisation_id,
        person_id=person.id,
        form_token=token or None,
        made_at=now(session),
    )
    put_item(item, table, place)
    write_item(item, writing)
    session.add(item)
    session.flush()
    return item


def put_item(item: Item, table: OnTheTable, place: Place) -> None:
    """Have the item stand at `place` of the table's version."""
    item.consultation_id, item.version_id = table.consultation.id, table.version.id
    item.block, item.start, item.end, item.quote = place.block, place.start, place.end, place.quote


def writing_of(item: Item) -> Writing:
    """What the item says now."""
    return Writing(item.body, item.language, item.kind, item.after, item.proposal, item.private)


def place_of(item: Item) -> Place:
    """Where the item stands now."""
    return Place(item.block, item.start, item.end, item.quote)


def write_item(item: Item, writing: Writing) -> None:
    """Have the item say what was written."""
    for name, value in vars(writing).items():
        setattr(item, name, value)


def finish(session: Session, person: Person, statement: Statement, table: OnTheTable, item: Item, keep: bool) -> None:
    """Leave the item inside its organisation, or send it.

    Raises ParagraphClosed, and what `require_complete` raises.
    """
    if keep:
        record_item_event(session, EventKind.ITEM_KEPT, person, statement, item)
        return
    require_complete(item, table.edition)
    require_open_to(session, statement, table.consultation, item, table.edition.blocks)
    send(session, person, statement, item)


def require_complete(item: Item, text: Edition) -> None:
    """Nothing for an item that may be sent; raises NothingWritten, ReasonNeeded, NothingChanged or ParagraphGone."""
    if not KINDS[item.kind].amends:
        if not item.body:
            raise NothingWritten(kind=item.kind)
        return
    if not item.body:
        raise ReasonNeeded
    require_change(item, text)


def require_change(item: Item, text: Edition) -> None:
    """Nothing for an amendment that asks for another text, whatever its reason; raises NothingWritten, NothingChanged
    or ParagraphGone.
    """
    if not item.proposal and _needs_words(item, text):
        raise NothingWritten(field="proposal", kind=item.kind)
    if _changes_nothing(item, text):
        raise NothingChanged


def _needs_words(item: Item, text: Edition) -> bool:
    """Whether it is nothing without words: forgotten, they would take a paragraph out; to remove one is said so."""
    kind = KINDS[item.kind]
    if not kind.may_be_empty:
        return kind.proposes_words
    whole = (0, len(next((block.text for block in text.blocks if block.id == item.block), "")))
    return (item.start, item.end) == whole


def _changes_nothing(item: Item, text: Edition) -> bool:
    return is_empty(titled(text.title, text.blocks), amendment("", item))


def send(session: Session, person: Person, statement: Statement, item: Item) -> None:
    """Send a kept item in its organisation's name: its number is given now, and never again to another."""
    item.number = next_number(session, statement, KINDS[item.kind])
    item.state, item.sent_at, item.person_id = ItemState.SENT, now(session), person.id
    mark_touched(session, item)
    ensure_label(session, person, statement)
    _drop_no_comment(session, item)
    session.flush()
    sent = EventKind.AMENDMENT_PROPOSED if KINDS[item.kind].amends else EventKind.COMMENT_POSTED
    record_item_event(session, sent, person, statement, item)


def next_number(session: Session, statement: Statement, kind: Kind) -> int:
    """The first number that no item of that letter has in the statement; ask under its lock. No item with one goes."""
    there = (Item.statement_id == statement.id, Item.letter == kind.letter)
    return (session.scalar(select(func.max(Item.number)).where(*there)) or 0) + 1


def _drop_no_comment(session: Session, item: Item) -> None:
    """Drop that its organisation has nothing more to add: it has."""
    mine = (NoComment.consultation_id == item.consultation_id, NoComment.organisation_id == item.organisation_id)
    session.execute(delete(NoComment).where(*mine))


def ensure_label(session: Session, person: Person, statement: Statement) -> None:
    """See to it that a protected organisation that acts has its label in this statement."""
    if person.organisation is not None and person.organisation.protected:
        ensure_label_of(session, statement.id, person.organisation.id)


def drop_draft(session: Session, person: Person, statement: Statement, draft: Item) -> None:
    """Drop what was kept: nobody else's business, so that the record of others must not even show that it was there."""
    draft.state = ItemState.WITHDRAWN
    mark_touched(session, draft)
    record_item_event(session, EventKind.ITEM_KEPT, person, statement, draft)


def sign(item: Item) -> str:
    """What tells one state of an item's text from the next, sent from kept; a form carries the one it showed."""
    at = (item.edited_at or item.made_at).isoformat()
    return f"{at}/{item.reference}" if item.reference else at


def is_of_draft(seen: str) -> bool:
    """Whether it is the sign of what was not sent."""
    return "/" not in seen


def require_seen(item: Item, seen: str | None) -> None:
    """Nothing where the item is as the page showed it, or the caller does not say; raises StaleItem, SentMeanwhile."""
    if seen is None or seen == sign(item):
        return
    if item.reference and is_of_draft(seen):  # words for colleagues alone must not become everybody's
        raise SentMeanwhile(seen=sign(item), reference=item.reference)
    raise StaleItem(seen=sign(item))


def record_item_event(
    session: Session, kind: EventKind, person: Person, statement: Statement, item: Item, **data: Any
) -> None:
    """Record what was done to an item; its reference goes along where it has one."""
    if item.reference:
        data["reference"] = item.reference
    record_event(session, kind, person=person, statement=statement, item=item, data=data)


def item_of(session: Session, statement: Statement, person: Person, item: str | int) -> Item:
    """The item named by its reference (A12, c7) or its id; raises NotFound, also for one that `person` may not know of.

    That is another organisation's draft, an item for the penholder only, or one of a blind consultation that is open.
    """
    known = is_disclosed(person.organisation_id, roles_of(session, person.id, statement.id))
    found = session.scalar(
        select(Item).where(Item.statement_id == statement.id, *reference_conditions(str(item)), known)
    )
    if found is None or (found.number is None and found.organisation_id != person.organisation_id):
        raise NotFound
    return found


def reference_conditions(item: str) -> tuple[Any, ...]:
    """The conditions on Item that a reference, a key or an id stands for; raises NotFound for anything else."""
    if len(item) == KEY_LENGTH and set(item) <= set(SIGNS):  # no number is as long
        return (Item.key == item,)
    letter = item[:1].upper()
    number = item[1:] if letter in LETTERS else item
    if not (number.isascii() and number.isdecimal() and len(number) < KEY_LENGTH):
        raise NotFound
    return (Item.id == int(item),) if number == item else (Item.letter == letter, Item.number == int(number))
