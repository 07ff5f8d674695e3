"""Comments that arrive after their consultation has closed: they are taken, marked as late, and dealt with like the
others.
"""

from sqlalchemy.orm import Session

from workflow.models.item import Item, ItemKind, ItemState
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.models.version import Version
from workflow.rules.consultation.refusals import StillOpen
from workflow.rules.items.refusals import NothingWritten, StaleItem
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import FormSpent, NotAllowed
from workflow.services.items.arriving import is_untouched, rewritten, same_words_before, take_over_draft
from workflow.services.items.placing import WORDS_LIMIT, find_place
from workflow.services.items.revising import drop_draft, sign
from workflow.services.items.sending import (
    OnTheTable,
    Writing,
    earlier_item,
    insert_draft,
    is_open,
    newest_consultation,
    original,
    send,
)
from workflow.services.shared.checking import REASON_LIMIT, check_words
from workflow.services.shared.record import lock_statement, require
from workflow.services.statements.placements import place_late

LATE_LIMIT = REASON_LIMIT + WORDS_LIMIT + 200
"""Characters: an amendment that came late brings its reason and the words that it proposes, and says which is which."""


def post_late(
    session: Session,
    person: Person,
    key: str,
    *,
    block: str | None = None,
    words: str = "",
    prefix: str = "",
    suffix: str = "",
    body: str,
    language: str,
    private: bool = False,
    form_token: str | None = None,
    draft: int | None = None,
    seen: str = "",
) -> Item:
    """Comment after the newest consultation has closed, on the version that it was on.

    The same form sent twice is one comment, and so are the same words within the hour, in time or late; a draft of them
    goes on from there. draft: the id of one that the form was opened on, which becomes the comment; seen:
    `revising.sign()` of it then. Raises NotAllowed, StillOpen,
    ParagraphGone, WordsNotFound, WordsFoundTwice, NothingWritten, OverLength, TextRefused, FormSpent, StaleItem. The
    caller commits.
    """
    statement = lock_statement(session, key)
    require(session, person, Action.POST_LATE, statement)
    said = check_words(body, field="body", limit=LATE_LIMIT)
    opened = _find_opened(session, statement, person, draft, said)
    earlier = opened or earlier_item(session, statement, person, form_token)
    if earlier is not None and earlier.late and earlier.body == said:
        return earlier
    table = _table_of_closed_consultation(session, statement)
    if not said:
        raise NothingWritten
    place, writing = (
        find_place(table.edition.blocks, block, words, prefix, suffix),
        Writing(said, language, private=private),
    )
    twin = None
    if earlier is None or earlier is opened:
        twin = same_words_before(session, person, ItemKind.COMMENT, table.version.id, place, writing)
    if twin is not None and twin.state is ItemState.SENT:
        if opened is not None and opened.state is ItemState.KEPT:
            drop_draft(session, person, statement, opened)
        return twin
    if earlier is None and twin is not None:
        earlier = take_over_draft(twin, form_token)
    elif earlier is None:
        earlier = insert_draft(session, person, table, ItemKind.COMMENT, place, writing, form_token)
    elif earlier is opened and seen != sign(earlier):
        raise StaleItem(seen=sign(earlier))
    elif earlier is not opened and not is_untouched(earlier):
        raise FormSpent
    item = rewritten(session, earlier, table, ItemKind.COMMENT, place, writing)
    item.late, item.edited_at = True, None
    send(session, person, statement, item)
    place_late(session, statement, item)
    return item


def _find_opened(session: Session, statement: Statement, person: Person, draft: int | None, said: str) -> Item | None:
    """The draft of the own organisation that a form was opened on, or the late comment that the form made of it; None
    where it is something else by now: the words of the form stand for themselves then.
    """
    found = session.get(Item, draft, populate_existing=True) if draft is not None else None
    if found is None or (found.statement_id, found.organisation_id) != (statement.id, person.organisation_id):
        return None
    return found if found.state is ItemState.KEPT or (found.late and found.body == said) else None


def _table_of_closed_consultation(session: Session, statement: Statement) -> OnTheTable:
    """The text of the newest consultation, which takes no more; raises StillOpen where it does."""
    consultation = newest_consultation(session, statement)
    if consultation is None:
        raise NotAllowed
    if is_open(session, consultation):
        raise StillOpen
    version = session.get_one(Version, consultation.version_id)
    return OnTheTable(consultation, version, original(session, statement, version.id))
