"""The drafts of one organisation, put in order and sent together: all or none, with one mail to the penholder."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.item import Item, ItemState, Submission
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.queries.items.drafts import draft_ids
from workflow.rules.items.refusals import DraftsNotReady, ItemWithdrawn
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.refusals import AlreadyDone, ChoiceNeeded, FormSpent, NotFound, Refusal
from workflow.services.items.revising import send_kept
from workflow.services.items.sending import enter_statement, item_of, made_by_form, open_consultation_of
from workflow.services.shared.checking import REASON_LIMIT, check_words
from workflow.services.shared.record import record_event


@dataclass(frozen=True)
class ChosenDraft:
    """A draft that is to be sent as a page showed it. seen: the `sign()` of its text there."""

    item: str
    seen: str


def move_up(session: Session, person: Person, key: str, *, item: str) -> None:
    """Have a draft stand before the one that stands before it now; the first stays. Raises NotFound, ItemWithdrawn.

    The caller commits.
    """
    statement = enter_statement(session, person, key)
    found = _kept(session, statement, person, item)
    ids = list(draft_ids(session, statement.id, person.organisation_id))
    at = ids.index(found.id)
    if at:
        ids.insert(at - 1, ids.pop(at))
    for turn, id_ in enumerate(ids, 1):
        session.get_one(Item, id_).turn = turn


def send_together(
    session: Session,
    person: Person,
    key: str,
    chosen: Sequence[ChosenDraft],
    *,
    version: int,
    note: str,
    language: str,
    form_token: str,
) -> Submission:
    """Send drafts of the organisation in that order, as one submission; the same form again answers with the first.

    note: a word to the penholder. Raises DraftsNotReady with what is wrong with each that cannot be sent; none is sent
    then. Raises what `enter_statement` raises, ConsultationClosed, ChoiceNeeded, FormSpent, OverLength, TextRefused.
    The caller commits.
    """
    statement = enter_statement(session, person, key)
    words = check_words(note, field="note", limit=REASON_LIMIT)
    if earlier := _earlier(session, statement, person, form_token):
        if earlier.note != words:
            raise FormSpent
        return earlier
    consultation = open_consultation_of(session, statement)
    if not chosen:
        raise ChoiceNeeded
    submission = Submission(
        statement_id=statement.id,
        consultation_id=consultation.id,
        organisation_id=person.organisation_id,
        person_id=person.id,
        note=words,
        language=language,
        form_token=form_token or None,
        sent_at=now(session),
    )
    session.add(submission)
    session.flush()
    _send_each(session, person, key, chosen, version, submission)
    data = {"submission": submission.id}
    record_event(session, EventKind.POINTS_SENT, person=person, statement=statement, data=data)
    return submission


def _send_each(
    session: Session, person: Person, key: str, chosen: Sequence[ChosenDraft], version: int, submission: Submission
) -> None:
    refused: dict[str, Refusal] = {}
    for each in chosen:
        try:
            with session.begin_nested():
                sent = send_kept(session, person, key, item=each.item, version=version, seen=each.seen)
                sent.submission_id = submission.id
        except Refusal as refusal:
            refused[each.item] = refusal
        except NotFound:  # a colleague deleted it meanwhile
            refused[each.item] = ItemWithdrawn(reference="")
    if refused:
        raise DraftsNotReady(by_item=refused)


def _kept(session: Session, statement: Statement, person: Person, item: str) -> Item:
    found = item_of(session, statement, person, item)
    if found.organisation_id != person.organisation_id:
        raise NotFound
    if found.state is not ItemState.KEPT:
        raise ItemWithdrawn(reference=found.reference) if found.state is ItemState.WITHDRAWN else AlreadyDone
    return found


def _earlier(session: Session, statement: Statement, person: Person, form_token: str) -> Submission | None:
    found = made_by_form(session, Submission, form_token)
    if found and (found.statement_id, found.organisation_id) != (statement.id, person.organisation_id):
        raise AlreadyDone
    return found
