"""Items that stand open in square brackets, and what becomes of them when their brackets are settled or gone."""

from collections.abc import Collection, Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.item import Disposition, Item, ItemState, PastDisposition
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.queries.consolidation.brackets import items_in_brackets
from workflow.queries.consolidation.known_brackets import passages_left_open, passages_of_versions
from workflow.rules.consolidation.dispositions import DispositionKind
from workflow.rules.items.kinds import AMENDING, KINDS
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.refusals import ReasonNeeded
from workflow.services.consolidation.accepting import accepted_amendments, amendments_of, texts
from workflow.services.consolidation.next_text import text_to_issue
from workflow.services.items.lapsing import lapse_open, last_serials, past, tell_of_change
from workflow.services.shared.record import record_event
from workflow.services.statements import versions
from workflow.text.amendments import Accepted
from workflow.text.consolidation import open_at, reopened
from workflow.text.document import Alternative, open_brackets, titled
from workflow.text.edits import whole_words
from workflow.text.values import Block


def follow_brackets(session: Session, person: Person, statement: Statement, asked: Collection[str] = ()) -> None:
    """Have each item that a version left open wait for an answer anew while its brackets are not in the text of the
    next version; where they are written back its answer stands as it did.

    asked: references of those that somebody is answering: they wait for that.
    """
    given = session.execute(items_in_brackets(statement.id).where(Disposition.version_id.is_not(None))).all()
    held = [item for item, _ in given]
    fallen = _fallen(session, statement)
    if not held and not fallen:
        return
    stand = _standing(session, statement, [*held, *(item for item, _ in fallen)])
    lapse_open(session, person, [item.id for item in held if item.id not in stand])
    _give_back(
        session, person, statement, [(i, was) for i, was in fallen if i.id in stand and i.reference not in asked]
    )


def reopen_settled(session: Session, person: Person, statement: Statement, answered: Sequence[Item]) -> None:
    """Have the draft leave open again each passage that it settled for one of these amendments, where that one is not
    accepted any more: the answers settle it. A save of the original, where there is such a passage.
    """
    issued, newest = versions.current(session, statement), versions.working(session, statement, statement.language)
    before = texts(session, statement, [issued.id])[issued.id] if issued else ()
    if newest is None or not open_brackets(before):
        return
    accepted = accepted_amendments(session, statement)
    enters = {each.amendment.ref for each in accepted}
    gone = [(item, None) for item in answered if item.reference not in enters]
    lost = [Accepted(asked, to) for asked, to in amendments_of(session, statement, gone)]
    mine = [each for each in accepted if not each.bracketed or each.amendment.ref in {i.reference for i in answered}]
    written = titled(newest.title, newest.blocks)
    title, *blocks = reopened(before, written, mine, lost)
    if (title, *blocks) == written:
        return
    text = versions.DraftText(title.text, newest.occasion, tuple(blocks))
    draft = versions.keep(session, person, statement, text, language=statement.language, translated=newest.translated)
    data = {"language": statement.language, "serial": draft.serial, "restored_from": None}
    record_event(session, EventKind.DRAFT_SAVED, person=person, statement=statement, data=data)


def answer_open(
    session: Session,
    person: Person,
    statement: Statement,
    refs: Collection[str],
    kept: Collection[str],
    reason: str,
) -> tuple[str, ...]:
    """Answer the items of a passage that is settled: those of the words kept are accepted, the others are not.

    refs: of amendments behind it; those that are to stand open, and those not accepted whose words are kept, are
    answered, and named in what is returned. Raises ReasonNeeded where some are not accepted and no reason is given.
    """
    rows = session.execute(items_in_brackets(statement.id).execution_options(populate_existing=True)).all()
    there = [(item, given) for item, given in rows if item.reference in refs]
    there += [(item, given) for item, given in _refused(session, statement) if item.reference in {*refs} & {*kept}]
    lost = [item.reference for item, _ in there if item.reference not in kept]
    if lost and not reason:
        raise ReasonNeeded(refs=lost)
    for item, given in there:
        session.add(past(given))
        if given.version_id is not None:  # what was shown before it is not asked about any more
            given.version_id, given.showing_id = None, None
        is_kept = item.reference in kept
        given.kind = DispositionKind.ACCEPTED if is_kept else DispositionKind.NOT_ACCEPTED
        given.reason = "" if is_kept else reason
        given.serial, given.person_id, given.given_at = given.serial + 1, person.id, now(session)
        _put_down(session, person, statement, item, given)
    session.flush()
    tell_of_change(session, person, statement, [given for _, given in there])
    return tuple(item.reference for item, _ in there)


def refused_refs(session: Session, statement: Statement, shown: Block, kept: Alternative) -> set[str]:
    """The references of the amendments that were not accepted and asked for those words in the place of the passage.

    shown: the paragraph as it stands with the passage; kept: one of its alternatives.
    """
    words = whole_words(kept.words)
    likely = [
        item
        for item, _ in _refused(session, statement)
        if KINDS[item.kind].is_about_words and (item.reference in kept.refs or whole_words(item.proposal) == words)
    ]
    made = amendments_of(session, statement, [(item, None) for item in likely])
    return {asked.ref for asked, to in made if any(at.words == kept.words for _, at in open_at([shown], asked, to))}


def _refused(session: Session, statement: Statement) -> Sequence[tuple[Item, Disposition]]:
    """The amendments that are not accepted, whether a version has told it or not, each with that answer."""
    rows = session.execute(
        select(Item, Disposition)
        .join(Disposition, Disposition.item_id == Item.id)
        .where(Item.statement_id == statement.id, Item.state == ItemState.SENT, Item.kind.in_(AMENDING))
        .where(Disposition.kind == DispositionKind.NOT_ACCEPTED)
        .order_by(Item.number)
        .execution_options(populate_existing=True)
    )
    return [(item, given) for item, given in rows]


def _standing(session: Session, statement: Statement, items: Sequence[Item]) -> set[int]:
    """The ids of those whose brackets stand in the text of the next version."""
    text, draft = text_to_issue(session, statement), versions.original(session, statement)
    whole = titled(text.title, text.blocks)
    known = passages_of_versions(session, statement.id, statement.language)
    found = passages_left_open(known, titled(draft.title, draft.blocks), whole, text.sources)
    stand = {ref for each in found for ref in each.bracket.refs}
    # A private one is named in no version: its words tell.
    unnamed = [item for item in items if item.reference not in stand | known.refs]
    made = amendments_of(session, statement, [(item, None) for item in unnamed])
    reads = {asked.ref for asked, to in made if open_at(whole, asked, to)}
    return {item.id for item in items if item.reference in stand | reads}


def _fallen(session: Session, statement: Statement) -> list[tuple[Item, PastDisposition]]:
    """The items that wait for an answer since the brackets are gone in which a version left them, with what it told."""
    last = select(func.max(PastDisposition.id)).group_by(PastDisposition.item_id)
    rows = session.execute(
        select(Item, PastDisposition)
        .join(PastDisposition, PastDisposition.item_id == Item.id)
        .outerjoin(Disposition, Disposition.item_id == Item.id)
        .where(Item.statement_id == statement.id, Item.state == ItemState.SENT, Disposition.item_id.is_(None))
        .where(PastDisposition.id.in_(last), PastDisposition.kind == DispositionKind.BRACKETED)
        .where(PastDisposition.version_id.is_not(None))
        # Other words than those that were left open are not open by them.
        .where(or_(Item.edited_at.is_(None), Item.edited_at <= PastDisposition.given_at))
    )
    return [(item, was) for item, was in rows]


def _give_back(
    session: Session, person: Person, statement: Statement, fallen: Sequence[tuple[Item, PastDisposition]]
) -> None:
    """Have the answer stand again as it did, with the serial that it had."""
    serials = last_serials(session, {item.id for item, _ in fallen})
    for item, was in fallen:
        facts = ("item_id", "kind", "taken", "reason", "person_id", "given_at", "other_id", "version_id")
        given = Disposition(**{name: getattr(was, name) for name in facts}, serial=serials[item.id])
        session.add(given)
        session.delete(was)
        _put_down(session, person, statement, item, given)
    session.flush()


def _put_down(session: Session, person: Person, statement: Statement, item: Item, given: Disposition) -> None:
    data = {"reference": item.reference, "disposition": given.kind.value, "serial": given.serial}
    record_event(session, EventKind.ITEM_DISPOSED, person=person, statement=statement, item=item, data=data)
