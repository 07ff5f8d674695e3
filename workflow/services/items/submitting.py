"""The drafts of one organisation, put in order and sent together: all or none, with one mail to the penholder."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.item import Item, ItemState, Submission
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.models.version import Version
from workflow.queries.items.drafts import draft_ids
from workflow.rules.items.refusals import (
    AlreadySent,
    DraftsChanged,
    DraftsNotReady,
    ItemWithdrawn,
    NoPointChosen,
    SentTogether,
    StaleItem,
)
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.refusals import AlreadyDone, NotFound, Refusal, StaleVersion
from workflow.services.items.revising import send_kept
from workflow.services.items.sending import (
    drop_draft,
    enter_statement,
    item_of,
    made_by_form,
    newest_consultation,
    open_consultation_of,
    record_item_event,
    require_seen,
    sign,
)
from workflow.services.shared.checking import REASON_LIMIT, check_words
from workflow.services.shared.record import record_event


@dataclass(frozen=True)
class ShownDraft:
    """A draft as a page showed it. item: its key. seen: the `sign()` of its text there."""

    item: str
    seen: str


def move_up(
    session: Session, person: Person, key: str, *, item: str, shown: Sequence[ShownDraft], version: int
) -> None:
    """Have a draft stand before the one that stood before it on the page; the first stays, and so does the order when
    the same form arrives again.

    shown: all drafts of the page in its order; what came since stands after them. version: that on which the page was.
    Raises NotFound; DraftsChanged and StaleVersion where the page showed something else
    than is there: it would be the one that is sent from now on. The caller commits.
    """
    statement = enter_statement(session, person, key)
    drafts = _drafts_as_shown(session, statement, person, shown, version)
    moved = _of_key(drafts, item)
    ids = [each.id for each in drafts]
    ids += [id_ for id_ in draft_ids(session, statement.id, person.organisation_id) if id_ not in ids]
    at = ids.index(moved.id)
    if at:
        ids.insert(at - 1, ids.pop(at))
    for turn, id_ in enumerate(ids, 1):
        session.get_one(Item, id_).turn = turn


def delete_draft(
    session: Session, person: Person, key: str, *, item: str, shown: Sequence[ShownDraft], version: int
) -> None:
    """Drop a draft, once. Raises what `move_up` raises. The caller commits."""
    statement = enter_statement(session, person, key)
    if _is_deleted(session, statement, person, item):
        return
    drafts = _drafts_as_shown(session, statement, person, shown, version)
    drop_draft(session, person, statement, _of_key(drafts, item))


@dataclass(frozen=True)
class GivenReason:
    """What was written on the page of drafts for one that lacked it. seen: the `sign()` of the draft there."""

    item: str
    seen: str
    text: str


def give_reasons(session: Session, person: Person, key: str, given: Sequence[GivenReason]) -> dict[str, str]:
    """Put a reason, or what a comment says, to drafts that have none; the `sign()` of each by its key.

    Raises DraftsNotReady with what is wrong with each that cannot have it: nothing is changed then. The caller commits.
    """
    statement = enter_statement(session, person, key)
    signs, refused = dict[str, str](), dict[str, Refusal]()
    for each in given:
        try:
            draft = _kept(session, statement, person, each.item)
            require_seen(draft, each.seen)
            if draft.body:  # nobody's words are written over
                raise StaleItem(seen=sign(draft))
            draft.body = check_words(each.text, field="reason", limit=REASON_LIMIT)
            draft.edited_at = now(session)
            record_item_event(session, EventKind.ITEM_KEPT, person, statement, draft)
            signs[each.item] = sign(draft)
        except Refusal as refusal:
            refused[each.item] = refusal
        except NotFound:
            refused[each.item] = ItemWithdrawn(reference="")
    if refused:
        raise DraftsNotReady(by_item=refused)
    return signs


def send_together(
    session: Session,
    person: Person,
    key: str,
    chosen: Sequence[ShownDraft],
    *,
    version: int,
    note: str,
    language: str,
    form_token: str,
) -> Submission:
    """Send drafts of the organisation in that order, as one submission; the same form again answers with the first.

    version: that on which the page was, which showed what it changed in the paragraphs of the drafts. note: a word to
    the penholder. Raises DraftsNotReady with what is wrong with each that cannot be sent, also with what was sent
    before; none is sent then. Raises what `enter_statement` raises, ConsultationClosed, NoPointChosen, SentTogether,
    OverLength, TextRefused. The caller commits.
    """
    statement = enter_statement(session, person, key)
    words = check_words(note, field="note", limit=REASON_LIMIT)
    if earlier := _earlier(session, statement, person, form_token):
        if (earlier.note, _keys_of(session, earlier)) != (words, {each.item for each in chosen}):
            raise SentTogether(submission=earlier.id)
        return earlier
    consultation = open_consultation_of(session, statement)
    if not chosen:
        raise NoPointChosen
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
    _send_each(session, person, statement, chosen, version, submission)
    data = {"submission": submission.id}
    record_event(session, EventKind.POINTS_SENT, person=person, statement=statement, data=data)
    return submission


def _send_each(
    session: Session,
    person: Person,
    statement: Statement,
    chosen: Sequence[ShownDraft],
    version: int,
    submission: Submission,
) -> None:
    refused: dict[str, Refusal] = {}
    for turn, each in enumerate(chosen, 1):
        try:
            with session.begin_nested():
                draft = _kept(session, statement, person, each.item)
                sent = send_kept(
                    session, person, statement.key, item=draft.id, version=version, seen=each.seen, checked=True
                )
                if sent is not draft and sent.submission_id != submission.id:
                    raise _already_sent(sent, person)
                draft.submission_id, draft.turn = submission.id, turn
        except Refusal as refusal:
            refused[each.item] = refusal
        except NotFound:  # a colleague deleted it meanwhile
            refused[each.item] = ItemWithdrawn(reference="")
    if refused:
        raise DraftsNotReady(by_item=refused)


def _drafts_as_shown(
    session: Session, statement: Statement, person: Person, shown: Sequence[ShownDraft], version: int
) -> list[Item]:
    """Those drafts in that order; raises StaleVersion, and DraftsChanged with what became of each that is another."""
    _require_version(session, statement, version)
    drafts, refused = list[Item](), dict[str, Refusal]()
    for each in shown:
        try:
            draft = _kept(session, statement, person, each.item)
            require_seen(draft, each.seen)
            drafts.append(draft)
        except Refusal as refusal:
            refused[each.item] = refusal
        except NotFound:
            refused[each.item] = ItemWithdrawn(reference="")
    if refused:
        raise DraftsChanged(by_item=refused)
    return drafts


def _require_version(session: Session, statement: Statement, version: int) -> None:
    newest = newest_consultation(session, statement)
    if newest is None:
        raise NotFound
    current = session.get_one(Version, newest.version_id).number
    if current != version:
        raise StaleVersion(seen=version, current=current, labelling=statement.labelling)


def _of_key(drafts: Sequence[Item], key: str) -> Item:
    found = next((each for each in drafts if each.key == key), None)
    if found is None:
        raise NotFound
    return found


def _is_deleted(session: Session, statement: Statement, person: Person, item: str) -> bool:
    found = item_of(session, statement, person, item)
    is_own = found.organisation_id == person.organisation_id
    return is_own and found.state is ItemState.WITHDRAWN and found.number is None


def _kept(session: Session, statement: Statement, person: Person, item: str) -> Item:
    """The draft of that name; raises NotFound, AlreadySent, ItemWithdrawn."""
    found = item_of(session, statement, person, item)
    if found.organisation_id != person.organisation_id:
        raise NotFound
    if found.state is ItemState.WITHDRAWN:
        raise ItemWithdrawn(reference=found.reference)
    if found.state is not ItemState.KEPT:
        raise _already_sent(found, person)
    return found


def _already_sent(item: Item, person: Person) -> AlreadySent:
    return AlreadySent(reference=item.reference, by_oneself=item.person_id == person.id)


def _earlier(session: Session, statement: Statement, person: Person, form_token: str) -> Submission | None:
    found = made_by_form(session, Submission, form_token)
    if found and (found.statement_id, found.organisation_id) != (statement.id, person.organisation_id):
        raise AlreadyDone
    return found


def _keys_of(session: Session, submission: Submission) -> set[str]:
    """Keys of what was chosen for it, drafts in the same words among them, of which one was sent."""
    return set(session.scalars(select(Item.key).where(Item.submission_id == submission.id)))
