"""From the items of a round to the next version: answers, the consolidated text, and its issue."""

from collections.abc import Callable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.item import Disposition, Item, ItemState
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.models.version import Version
from workflow.rules.errors import NotDealtWith, NotFound, NothingChanged, StaleConsolidation
from workflow.rules.lifecycle import Move
from workflow.rules.permissions import Action
from workflow.services import versions
from workflow.services.accepting import accepted
from workflow.services.disposing import Answer, dispose, dispose_all
from workflow.services.record import locked_statement, move, new_block_id, require
from workflow.text.blocks import digest
from workflow.text.consolidation import Consolidated, consolidate

__all__ = ["Answer", "Consolidated", "consolidated", "dispose", "dispose_all", "issue_version", "waiting"]


def consolidated(session: Session, statement: Statement, new_id: Callable[[], str] = new_block_id) -> Consolidated:
    """The text that would be issued now: the draft with what was accepted of the amendments; raises NotFound.

    new_id: gives the ids of new paragraphs, which are permanent from the issue on.
    """
    issued = versions.current(session, statement)
    if issued is None:
        raise NotFound
    before = versions.edition(session, issued.id, statement.language)
    draft = versions.original(session, statement)
    return consolidate(before.blocks, draft.blocks, accepted(session, statement), new_id)


def waiting(session: Session, statement: Statement) -> list[str]:
    """The references of the items that were sent and have no disposition, whichever version they are on."""
    rows = session.scalars(
        select(Item)
        .outerjoin(Disposition, Disposition.item_id == Item.id)
        .where(Item.statement_id == statement.id, Item.state == ItemState.SENT, Disposition.item_id.is_(None))
        .order_by(Item.kind, Item.number)
    )
    return [item.reference for item in rows]


def issue_version(
    session: Session, person: Person, key: str, *, carry_over: bool = False, seen: str | None = None
) -> Version:
    """Issue the consolidated text as the next version; the dispositions given since the last one go out with it.

    carry_over: items without a disposition stay open and are dealt with in a later version. seen: the digest of the
    text that the form showed. Raises NotAllowed, NotDealtWith, StaleConsolidation (the text is another one now),
    NothingChanged (neither the text nor any disposition). The caller commits.
    """
    statement = locked_statement(session, key)
    require(session, person, Action.ISSUE_VERSION, statement)
    left = waiting(session, statement)
    if left and not carry_over:
        raise NotDealtWith(count=len(left), refs=left)
    made = consolidated(session, statement)
    if seen is not None and seen != digest(versions.original(session, statement).title, made.blocks):
        raise StaleConsolidation
    answers = _unissued(session, statement)
    if not answers and not versions.is_draft_newer(session, statement):
        raise NothingChanged(what="version")
    move(session, statement, Move.ISSUE_VERSION)
    version = versions.issue(
        session,
        person,
        statement,
        blocks=made.blocks,
        sources=[source.as_list() for source in made.sources],
        data={"carried_over": left, "by_hand": list(made.unapplied)},
    )
    for answer in answers:
        answer.version_id = version.id
    session.flush()
    return version


def _unissued(session: Session, statement: Statement) -> Sequence[Disposition]:
    return session.scalars(
        select(Disposition)
        .join(Item, Item.id == Disposition.item_id)
        .where(Item.statement_id == statement.id, Disposition.version_id.is_(None))
    ).all()
