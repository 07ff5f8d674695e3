"""Replies to comments and amendments."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.item import Item, ItemState, Reply
from workflow.models.person import Person
from workflow.rules.items.refusals import ItemWithdrawn, NothingWritten
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import AlreadyDone, FormSpent, NotFound
from workflow.services.items.posting import SAME_WITHIN
from workflow.services.items.sending import ensure_label, item_of, made_by_form
from workflow.services.shared.checking import check_words
from workflow.services.shared.record import lock_statement, mark_touched, record_event, require


def post_reply(
    session: Session,
    person: Person,
    key: str,
    *,
    item: str | int,
    body: str,
    language: str,
    form_token: str | None = None,
) -> Reply:
    """Answer an item that was sent, which opens its thread again; the same form sent twice, or the same words of the
    organisation within the hour: its first reply.

    Raises NotAllowed, NotFound, ItemWithdrawn, NothingWritten, OverLength, TextRefused, FormSpent (with other words).
    """
    statement = lock_statement(session, key)
    require(session, person, Action.REPLY, statement)
    found, said = item_of(session, statement, person, item), check_words(body, field="body")
    if earlier := _earlier_reply(session, person, form_token, found, said) or _same_reply(session, person, found, said):
        return earlier
    if found.state is not ItemState.SENT:
        raise ItemWithdrawn(reference=found.reference) if found.number else NotFound
    reply = _insert_reply(session, person, found, said, language, form_token)
    found.resolved_at = None
    mark_touched(session, found)
    ensure_label(session, person, statement)
    data = {"reply": reply.id, "reference": found.reference}
    record_event(session, EventKind.REPLY_POSTED, person=person, statement=statement, item=found, data=data)
    return reply


def _earlier_reply(session: Session, person: Person, form_token: str | None, item: Item, body: str) -> Reply | None:
    """The answer that this very form gave, None on its first arrival; raises FormSpent where it gave another."""
    earlier = made_by_form(session, Reply, form_token)
    if earlier and earlier.organisation_id != person.organisation_id:
        raise AlreadyDone
    if earlier and (earlier.item_id, earlier.body) != (item.id, body):
        raise FormSpent
    return earlier


def _same_reply(session: Session, person: Person, item: Item, body: str) -> Reply | None:
    """The same answer that the organisation gave within the hour."""
    ours = Reply.organisation_id.is_not_distinct_from(person.organisation_id)
    same = (Reply.item_id == item.id, Reply.body == body, Reply.sent_at > now(session) - SAME_WITHIN)
    return session.scalar(select(Reply).where(ours, *same).order_by(Reply.id).limit(1))


def _insert_reply(session: Session, person: Person, item: Item, body: str, language: str, token: str | None) -> Reply:
    if not body:
        raise NothingWritten
    reply = Reply(
        item_id=item.id,
        organisation_id=person.organisation_id,
        person_id=person.id,
        language=language,
        body=body,
        form_token=token or None,
        sent_at=now(session),
    )
    session.add(reply)
    session.flush()
    return reply
