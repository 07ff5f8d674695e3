"""House reasons: sentences that penholders give again and again, kept for all statements."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.person import Person
from workflow.models.standard_reply import StandardReply
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import NotFound, OverLength, ReasonNeeded
from workflow.services.shared.checking import REASON_LIMIT, check_words
from workflow.services.shared.record import lock_statement, record_event, require


def save_standard_reply(session: Session, person: Person, key: str, *, body: str, language: str) -> StandardReply:
    """Keep a reason, for the penholder of any statement to choose; the same words again are the same reason.

    language: of the reason. Raises NotAllowed, ReasonNeeded (no words), TextRefused or OverLength. The caller commits.
    """
    statement = lock_statement(session, key)
    require(session, person, Action.SAVE_STANDARD_REPLY, statement)
    words = check_words(body, field="body", limit=REASON_LIMIT)
    if not words:
        raise ReasonNeeded(field="body")
    if len(language) > 8:
        raise OverLength(field="language", limit=8)
    there = select(StandardReply).where(StandardReply.body == words, StandardReply.retired_at.is_(None)).limit(1)
    if (same := session.scalar(there)) is not None:
        return same
    reason = StandardReply(language=language, body=words, person_id=person.id, saved_at=now(session))
    session.add(reason)
    session.flush()
    record_event(
        session, EventKind.STANDARD_REPLY_SAVED, person=person, statement=statement, data={"reason": reason.id}
    )
    return reason


def change_standard_reply(session: Session, person: Person, key: str, *, reason: int, body: str) -> StandardReply:
    """Keep a reason with other words in the place of one that is offered no longer; where that was given it stays.

    Raises NotFound and what `save_standard_reply` raises. The caller commits.
    """
    found = session.get(StandardReply, reason)
    if found is None:
        raise NotFound
    made = save_standard_reply(session, person, key, body=body, language=found.language)
    if made.id != found.id:
        retire_standard_reply(session, person, key, reason=found.id)
    return made


def retire_standard_reply(session: Session, person: Person, key: str, *, reason: int) -> StandardReply:
    """Offer a reason no longer; where it was given it stays. A second time changes nothing.

    Raises NotAllowed, NotFound. The caller commits.
    """
    statement = lock_statement(session, key)
    require(session, person, Action.SAVE_STANDARD_REPLY, statement)
    found = session.get(StandardReply, reason)
    if found is None:
        raise NotFound
    if found.retired_at is None:
        found.retired_at = now(session)
        record_event(
            session, EventKind.STANDARD_REPLY_RETIRED, person=person, statement=statement, data={"reason": found.id}
        )
    return found
