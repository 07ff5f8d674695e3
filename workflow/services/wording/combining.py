"""The amendment that comes of a clash: in the name of all who agreed, and their former ones overtaken by it."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.handing import Agreement, CommonWording
from workflow.models.item import CoProposer, Disposition, Item, ItemKind, ItemState
from workflow.models.person import Person
from workflow.models.round import Round
from workflow.models.statement import Statement
from workflow.models.version import Edition
from workflow.rules.consolidation.dispositions import DispositionKind
from workflow.rules.notifications.events import EventKind
from workflow.services.items.lapsing import lapse_overtaken, last_serials, past
from workflow.services.items.sending import original
from workflow.services.shared.record import record_event
from workflow.services.wording.asked_conflicts import Clash
from workflow.text.amendments import AmendmentKind


def make_common(
    session: Session,
    person: Person,
    statement: Statement,
    clash: Clash,
    wording: CommonWording,
    agreed: Mapping[int, Agreement],
) -> Item:
    """The common amendment, sent; its proposers' former ones are overtaken by it, and the clash has ended.

    It stands in the first proposer's name, by whoever agreed for it; `person` made the agreement complete. The
    amendments of an organisation that did not agree stay as they are.
    """
    first, *others = clash.proposers
    item = _amendment(session, statement, clash, wording, agreed[first])
    session.add_all(CoProposer(item_id=item.id, organisation_id=each) for each in others)
    former = [each for each in clash.items if each.organisation_id in clash.proposers]
    overtaken = _overtaken(session, person, clash.handing.person_id, former, item)
    clash.handing.ended_at, clash.handing.item_id = item.sent_at, item.id
    session.flush()
    data = {"handing": clash.handing.id, "reference": item.reference, "overtaken": overtaken}
    record_event(session, EventKind.COMMON_AMENDMENT_MADE, person=person, statement=statement, item=item, data=data)
    return item


def _amendment(
    session: Session, statement: Statement, clash: Clash, wording: CommonWording, agreement: Agreement
) -> Item:
    at, handing, kind = now(session), clash.handing, clash.kind
    about = handing.block if kind is AmendmentKind.REPLACE else None
    statement.amendments += 1
    item = Item(
        statement_id=statement.id,
        version_id=handing.version_id,
        round_id=_newest_round(session, statement),
        kind=ItemKind.AMENDMENT,
        number=statement.amendments,
        state=ItemState.SENT,
        organisation_id=agreement.organisation_id,
        person_id=agreement.person_id,
        language=wording.language,
        block=about,
        start=handing.start,
        end=handing.end,
        quote=_quote(clash, original(session, statement, handing.version_id)),
        change=kind,
        after=handing.block if kind is AmendmentKind.ADD else None,
        proposal=wording.words,
        body=wording.reason,
        made_at=at,
        sent_at=at,
        touched_at=at,
    )
    session.add(item)
    session.flush()
    return item


def _newest_round(session: Session, statement: Statement) -> int:
    of_it = select(Round.id).where(Round.statement_id == statement.id)
    return session.scalars(of_it.order_by(Round.number.desc()).limit(1)).one()


def _quote(clash: Clash, edition: Edition) -> str:
    """The words that stand in its place."""
    if clash.kind is AmendmentKind.TITLE:
        return edition.title
    texts = {block.id: block.text for block in edition.blocks}
    handing = clash.handing
    return texts[handing.block][handing.start : handing.end] if clash.kind is AmendmentKind.REPLACE else ""


def _overtaken(session: Session, person: Person, penholder: int, items: Sequence[Item], by: Item) -> list[str]:
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
