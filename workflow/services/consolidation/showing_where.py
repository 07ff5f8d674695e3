"""A penholder shows the words of the text that say what was accepted: an amendment whose words nobody else finds there,
a comment for which words were written; or says of a comment that none need changing.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.event import Event
from workflow.models.item import NO_WORDS, Disposition, Item, ItemState
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.rules.consolidation.dispositions import ENTERS_TEXT
from workflow.rules.consolidation.refusals import StaleDisposition
from workflow.rules.items.kinds import KINDS
from workflow.rules.items.refusals import ItemWithdrawn, ParagraphGone, WordsNotFound
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared import shown
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import AlreadyDone, NotFound
from workflow.services.consolidation.next_text import text_to_issue
from workflow.services.consolidation.unbracketing import follow_brackets
from workflow.services.items.placing import find_place
from workflow.services.items.sending import item_of
from workflow.services.shared.record import lock_statement, record_event, require
from workflow.text.document import TITLE, titled


def show_where(
    session: Session,
    person: Person,
    key: str,
    *,
    item: str | int,
    block: str | None,
    words: str = "",
    serial: int,
    seen: str | None = None,
) -> Disposition:
    """Keep the penholder's word that the text says an accepted item with `words` of the paragraph `block`.

    block: of the text as it will read; TITLE: its title; None: what was shown is taken back. serial: of the answer that
    the form had; seen: `sign()` of what was shown for it then, None asks nothing. The same place again changes nothing.

    Raises NotAllowed, NotFound, ItemWithdrawn, AlreadyDone (a version was issued with the answer), StaleDisposition,
    and what `placing.find_place` raises; WordsNotFound also without words, and for those that only the amendment itself
    would put there. The caller commits.
    """
    statement, found, given = _accepted(session, person, key, item, serial)
    after = _place(session, statement, found, block, words)
    if (given.shown_block, given.shown_words) == after:
        return given
    if seen not in (None, sign(given.shown_block, given.shown_words)):
        is_own = _last_shown_by(session, found) == person.id
        raise StaleDisposition(refs=[found.reference], in_other_window=is_own)
    given.shown_block, given.shown_words = after
    session.flush()
    if block is not None and found.reference not in text_to_issue(session, statement).shown:
        raise WordsNotFound(closest=None)
    _record(session, person, statement, found, given)
    follow_brackets(session, person, statement)
    return given


def need_no_words(session: Session, person: Person, key: str, *, item: str | int, serial: int) -> Disposition:
    """Keep the penholder's word that no words need changing for an accepted comment; again changes nothing.

    serial: of the answer that the form had. What was shown for it stands behind it no more. Raises NotAllowed, NotFound
    (also for an amendment: its words are asked for), ItemWithdrawn, AlreadyDone, StaleDisposition. The caller commits.
    """
    statement, found, given = _accepted(session, person, key, item, serial)
    if KINDS[found.kind].amends:
        raise NotFound
    if not given.needs_no_words:
        given.shown_block, given.shown_words = NO_WORDS
        session.flush()
        _record(session, person, statement, found, given)
    return given


def _accepted(
    session: Session, person: Person, key: str, item: str | int, serial: int
) -> tuple[Statement, Item, Disposition]:
    """The statement, the item and the answer that accepts it, which is the one that the form had."""
    statement = lock_statement(session, key)
    require(session, person, Action.DISPOSE, statement)
    found = item_of(session, statement, person, item)
    given = _open_answer(session, found)
    if given.serial != serial:
        raise StaleDisposition(refs=[found.reference], in_other_window=given.person_id == person.id)
    if given.kind not in ENTERS_TEXT:
        raise NotFound
    return statement, found, given


def _record(session: Session, person: Person, statement: Statement, item: Item, given: Disposition) -> None:
    data = {"reference": item.reference, "block": given.shown_block, "words": given.shown_words}
    record_event(session, EventKind.WORDS_SHOWN, person=person, statement=statement, item=item, data=data)


def _last_shown_by(session: Session, item: Item) -> int | None:
    """The id of the person who last showed where the text says the item, or took that back."""
    shown_last = select(Event.person_id).where(Event.item_id == item.id, Event.kind == EventKind.WORDS_SHOWN)
    return session.scalar(shown_last.order_by(Event.id.desc()).limit(1))


def sign(block: str | None, words: str) -> str:
    """What a form carries of the words that were shown when it was opened."""
    return shown.sign({"block": block, "words": words})


def _open_answer(session: Session, item: Item) -> Disposition:
    """The answer to an item that no version has told."""
    if item.state is not ItemState.SENT:
        raise ItemWithdrawn(reference=item.reference) if item.number else NotFound
    # A row read before the lock was waited for would hide what another penholder has just saved.
    given = session.get(Disposition, item.id, populate_existing=True)
    if given is None:
        raise StaleDisposition(refs=[item.reference])
    if given.version_id is not None:
        raise AlreadyDone
    return given


def _place(session: Session, statement: Statement, item: Item, block: str | None, words: str) -> tuple[str | None, str]:
    if block is None:
        return None, ""
    if KINDS[item.kind].is_about_title is not (block == TITLE):
        raise ParagraphGone
    if not words.strip():  # a whole paragraph is shown by its words: forgotten ones must not say it
        raise WordsNotFound(closest=None)
    text = text_to_issue(session, statement)
    return block, find_place(titled(text.title, text.blocks), block, words).quote
