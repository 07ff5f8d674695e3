"""What an organisation does with its own items while the consultation is open: edit, send what was kept, withdraw.

An item belongs to its organisation: any of its focal points may go on with what another began.
"""

from dataclasses import replace

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.consultation import Consultation
from workflow.models.item import CoProposer, Item, ItemState
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.models.version import Version
from workflow.rules.items.proposals import Proposal
from workflow.rules.items.refusals import InSeveralNames, ItemWithdrawn
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.refusals import NotAllowed, NotFound, StaleVersion
from workflow.services.items.lapsing import lapse
from workflow.services.items.placing import Place, Writing, check_writing, place_writing, with_kept_words
from workflow.services.items.posting import same_words_before
from workflow.services.items.rewording import keep_wording, says, tell_reworded
from workflow.services.items.sending import (
    OnTheTable,
    drop_draft,
    enter_statement,
    finish,
    is_of_draft,
    item_of,
    on_the_table,
    place_of,
    put_item,
    record_item_event,
    require_complete,
    require_open,
    require_seen,
    write_item,
    writing_of,
)
from workflow.services.shared.record import mark_touched
from workflow.services.statements.openness import require_open_to


def edit_item(
    session: Session,
    person: Person,
    key: str,
    item: str | int,
    proposal: Proposal,
    *,
    seen: str,
    keep: bool = True,
) -> Item:
    """Change an item of the own organisation while its consultation is open; a kept one is sent unless `keep`.

    proposal: its kind and its paragraph stay what they were. seen: `sign()` of the text that the form showed. private
    counts for a kept one alone: what was sent is with those who were meant to see it. The same change sent twice is
    one; a draft that says what was sent within the hour is dropped, and that is the answer. Raises what posting raises,
    StaleItem when a colleague changed it meanwhile, SentMeanwhile when one sent the draft, ItemWithdrawn.
    """
    statement, found = _own(session, person, key, item)
    table = on_the_table(session, statement, proposal.version)
    is_kept = found.state is ItemState.KEPT
    place, writing = _anew(found, table, _proposal_for(found, proposal))
    keeps_what_is_sent = keep and not is_kept and is_of_draft(seen)
    if not is_kept and not keeps_what_is_sent and found.version_id == table.version.id and says(found, place, writing):
        return found
    require_seen(found, seen)
    if is_kept:
        _write(session, found, table, place, writing)
        if not keep:
            return _send_draft(session, person, statement, table, found)
        finish(session, person, statement, table, found, keep)
    else:
        asks_anew = keep_wording(session, person, found, place, writing)
        _write(session, found, table, place, writing)
        require_complete(found, table.edition)
        require_open_to(session, statement, table.consultation, found, table.edition.blocks)
        tell_reworded(session, person, statement, found, asks_anew)
    return found


def _send_draft(session: Session, person: Person, statement: Statement, table: OnTheTable, draft: Item) -> Item:
    """What stands for the draft now: itself, sent; or what the organisation sent before in the same words."""
    session.flush()
    before = same_words_before(session, person, table.version.id, place_of(draft), writing_of(draft))
    if before is not None and before.state is ItemState.SENT:
        drop_draft(session, person, statement, draft)
        return before
    finish(session, person, statement, table, draft, keep=False)
    return draft


def _write(session: Session, item: Item, table: OnTheTable, place: Place, writing: Writing) -> None:
    put_item(item, table, place)
    write_item(item, writing)
    item.edited_at = now(session)


def send_kept(
    session: Session,
    person: Person,
    key: str,
    *,
    item: str | int,
    version: int,
    seen: str | None = None,
    checked: bool = False,
) -> Item:
    """Send a kept item as it stands, in the organisation's name; a second time answers like the first, and so does one
    that says what was sent within the hour: it is dropped.

    seen: `sign()` of the text that the page showed. checked: the page showed what `version` changed where it stands, so
    that it goes to the words that are there now. Raises StaleItem when a colleague changed it meanwhile,
    StaleVersion when it was kept on another version than is on the table, and what posting raises.
    """
    statement = enter_statement(session, person, key)
    found = item_of(session, statement, person, item)
    if found.organisation_id != person.organisation_id or found.state is ItemState.WITHDRAWN:
        raise NotFound
    if found.state is ItemState.KEPT:
        require_seen(found, seen)
        table = on_the_table(session, statement, version)
        _carry(session, statement, found, table, checked)
        return _send_draft(session, person, statement, table, found)
    return found


def withdraw_item(session: Session, person: Person, key: str, *, item: str | int, seen: str | None = None) -> Item:
    """Withdraw an own item while its consultation is open; it stays on the record, what a penholder answered it in
    no version yet is taken back. A kept one is dropped. Either as the page showed it, of which `seen` is the
    `sign()`; raises StaleItem.
    """
    statement = enter_statement(session, person, key)
    found = item_of(session, statement, person, item)
    _require_own(session, person, found)
    if found.state is ItemState.WITHDRAWN:
        return found
    if found.number:
        require_open(session, session.get_one(Consultation, found.consultation_id))
    require_seen(found, seen)
    if not found.number:
        drop_draft(session, person, statement, found)
        return found
    lapse(session, person, found)
    found.state = ItemState.WITHDRAWN
    mark_touched(session, found)
    record_item_event(session, EventKind.ITEM_WITHDRAWN, person, statement, found)
    return found


def _own(session: Session, person: Person, key: str, item: str | int) -> tuple[Statement, Item]:
    """The statement and an item that the person's organisation may still change."""
    statement = enter_statement(session, person, key)
    found = item_of(session, statement, person, item)
    _require_own(session, person, found)
    if found.state is ItemState.WITHDRAWN:
        raise ItemWithdrawn(reference=found.reference) if found.number else NotFound
    if found.state is ItemState.SENT:
        require_open(session, session.get_one(Consultation, found.consultation_id))
    return statement, found


def _require_own(session: Session, person: Person, item: Item) -> None:
    if item.organisation_id != person.organisation_id:
        raise NotAllowed
    # Words that several agreed on are nobody's to change or withdraw alone.
    if session.scalar(select(exists().where(CoProposer.item_id == item.id))):
        raise InSeveralNames(reference=item.reference)


def _proposal_for(item: Item, proposal: Proposal) -> Proposal:
    """What is proposed for an item of that kind about that paragraph."""
    after = item.after if proposal.after is None else proposal.after
    private = proposal.private if item.state is ItemState.KEPT else item.private
    return replace(proposal, kind=item.kind, block=item.block, after=after, private=private)


def _anew(item: Item, table: OnTheTable, proposal: Proposal) -> tuple[Place, Writing]:
    """Where the item stands with what is written now: at the words given, else where it stood."""
    writing = check_writing(proposal)
    if proposal.words is None and item.version_id == table.version.id and item.after == writing.after:
        place = place_of(item)
        return place, with_kept_words(table.edition.blocks, place, writing)
    words = _its_words(item) if proposal.words is None else proposal.words
    return place_writing(table.edition, replace(proposal, words=words), writing)


def _carry(session: Session, statement: Statement, item: Item, table: OnTheTable, checked: bool) -> None:
    """Have an item that was kept on an earlier version stand on the table's, where it must still read the same unless
    its sender has checked what changed there.
    """
    if item.version_id == table.version.id:
        return
    before = session.get_one(Version, item.version_id).number
    same = Proposal(version=before, language=item.language, block=item.block, words=_its_words(item))
    place, writing = place_writing(table.edition, same, writing_of(item))
    if place.quote != item.quote and checked:
        write_item(item, writing)
    elif place.quote != item.quote:
        raise StaleVersion(seen=before, current=table.version.number, labelling=statement.labelling)
    put_item(item, table, place)


def _its_words(item: Item) -> str:
    """The words that the item is about; none where it is about a paragraph as such."""
    return item.quote if item.start < item.end else ""
