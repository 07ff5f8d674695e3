"""The amendment that comes of a conflict: in the name of all who agreed, and their former ones overtaken by it."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.item import CoProposer, Disposition, Item, ItemState
from workflow.models.joint_wording import Agreement, CommonWording
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.models.version import Edition
from workflow.queries.shared.newest import newest_consultation_id
from workflow.rules.consolidation.dispositions import DispositionKind
from workflow.rules.notifications.events import EventKind
from workflow.services.items.lapsing import lapse_overtaken, last_serials, past
from workflow.services.items.sending import next_number, original
from workflow.services.shared.record import record_event
from workflow.services.wording.asked_conflicts import AskedConflict
from workflow.text.document import marked_slice


def make_common(
    session: Session,
    person: Person,
    statement: Statement,
    conflict: AskedConflict,
    wording: CommonWording,
    agreed: Mapping[int, Agreement],
) -> Item:
    """The common amendment, sent; its proposers' former ones are overtaken by it, and the conflict has ended.

    It stands in the first proposer's name, by whoever agreed for it; `person` made the agreement complete. The
    amendments of an organisation that did not agree stay as they are.
    """
    first, *others = conflict.proposers
    item = _insert_amendment(session, statement, conflict, wording, agreed[first])
    session.add_all(CoProposer(item_id=item.id, organisation_id=each) for each in others)
    former = [each for each in conflict.items if each.organisation_id in conflict.proposers]
    overtaken = _overtake_all(session, person, conflict.joint_wording.person_id, former, item)
    conflict.joint_wording.ended_at, conflict.joint_wording.item_id = item.sent_at, item.id
    session.flush()
    data = {"joint_wording": conflict.joint_wording.id, "reference": item.reference, "overtaken": overtaken}
    record_event(session, EventKind.COMMON_AMENDMENT_MADE, person=person, statement=statement, item=item, data=data)
    return item


def _insert_amendment(
    session: Session, statement: Statement, conflict: AskedConflict, wording: CommonWording, agreement: Agreement
) -> Item:
    at, joint_wording, kind = now(session), conflict.joint_wording, conflict.kind
    place = (joint_wording.block, joint_wording.start, joint_wording.end) if kind.is_about_words else (None, 0, 0)
    item = Item(
        statement_id=statement.id,
        version_id=joint_wording.version_id,
        consultation_id=session.scalars(select(newest_consultation_id(statement.id))).one(),
        kind=kind.code,
        number=next_number(session, statement, kind),
        state=ItemState.SENT,
        organisation_id=agreement.organisation_id,
        person_id=agreement.person_id,
        language=wording.language,
        block=place[0],
        start=place[1],
        end=place[2],
        quote=_quote(conflict, original(session, statement, joint_wording.version_id)),
        after=joint_wording.block if kind.is_placed else None,
        proposal=wording.words,
        body=wording.reason,
        made_at=at,
        sent_at=at,
        touched_at=at,
    )
    session.add(item)
    session.flush()
    return item


def _quote(conflict: AskedConflict, edition: Edition) -> str:
    """The words that stand in its place."""
    kind, joint_wording = conflict.kind, conflict.joint_wording
    if kind.is_about_title:
        return edition.title
    texts = {block.id: block.text for block in edition.blocks}
    start, end = joint_wording.start, joint_wording.end
    return marked_slice(texts[joint_wording.block], start, end) if kind.is_about_words else ""


def _overtake_all(session: Session, person: Person, penholder: int, items: Sequence[Item], by: Item) -> list[str]:
    """The references of those that are overtaken now; one that a version answered keeps that answer."""
    ids = [item.id for item in items]
    there = select(Disposition).where(Disposition.item_id.in_(ids)).execution_options(populate_existing=True)
    given, last = {row.item_id: row for row in session.scalars(there)}, last_serials(session, ids)
    done = []
    for item in items:
        before = given.get(item.id)
        if item.state is ItemState.SENT and (before is None or before.version_id is None):
            if before is not None:
                session.add(past(before))
            _overtake(session, penholder, item, by, before or Disposition(item_id=item.id, serial=last.get(item.id, 0)))
            done.append(item)
    lapse_overtaken(session, person, [item.id for item in done])
    return [item.reference for item in done]


def _overtake(session: Session, penholder: int, item: Item, by: Item, given: Disposition) -> None:
    given.kind, given.other_id, given.taken, given.reason = DispositionKind.OVERTAKEN, by.id, "", ""
    # Whatever was proposed for it before is not asked about any more.
    given.serial, given.showing_id = given.serial + 1, None
    given.person_id, given.given_at = penholder, by.made_at
    item.touched_at = by.made_at
    session.add(given)
