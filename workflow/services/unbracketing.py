"""Items that a version left open in square brackets, and what becomes of them when their brackets are gone."""

from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.item import Disposition, Item, ItemState
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.queries.brackets import known, sign
from workflow.rules.dispositions import DispositionKind
from workflow.rules.errors import ReasonNeeded
from workflow.rules.events import EventKind
from workflow.services.accepting import asked
from workflow.services.lapsing import lapse_open, past
from workflow.services.next_text import consolidated
from workflow.services.record import recorded
from workflow.text.brackets import Bracket, open_brackets, titled
from workflow.text.written import open_at

Held = Mapping[str, tuple[Item, Disposition]]
"""By reference the items that a version left open, with that answer."""


def held(session: Session, statement: Statement) -> Held:
    """Those of the statement; one SQL statement."""
    rows = session.execute(
        select(Item, Disposition)
        .join(Disposition, Disposition.item_id == Item.id)
        .where(Item.statement_id == statement.id, Item.state == ItemState.SENT)
        .where(Disposition.kind == DispositionKind.BRACKETED, Disposition.version_id.is_not(None))
        .order_by(Item.number)
        .execution_options(populate_existing=True)
    )
    return {item.reference: (item, given) for item, given in rows}


def let_go(session: Session, person: Person, statement: Statement) -> None:
    """Have each of them wait for an answer anew whose brackets are not in the text of the next version any more."""
    if not (there := held(session, statement)):
        return
    text = consolidated(session, statement)
    whole = titled(text.title, text.blocks)
    behind = known(session, statement.id, statement.language)
    cited = {ref for bracket in behind.values() for ref in bracket.refs}
    stand = {ref for each in open_brackets(whole) if sign(each) in behind for ref in behind[sign(each)].refs}
    gone = [
        item.id
        for ref, (item, _) in there.items()
        # A private one is named in no version: its words tell.
        if ref not in stand and (ref in cited or not open_at(whole, asked(item), item.quote))
    ]
    lapse_open(session, person, gone)


def answer_held(
    session: Session, person: Person, statement: Statement, passage: Bracket, kept: Collection[str], reason: str
) -> None:
    """Answer the items of a passage that is settled: those of the words kept are accepted, the others are not.

    One that stands in a further passage is left for `let_go`: it has become neither. Raises ReasonNeeded where some are
    not accepted and no reason is given.
    """
    there = held(session, statement)
    behind = known(session, statement.id, statement.language) if there else {}
    refs = behind.get(sign(passage), passage).refs
    elsewhere = {ref for key, each in behind.items() if key != sign(passage) for ref in each.refs}
    for item, given in (there[ref] for ref in refs if ref in there and ref not in elsewhere):
        is_kept = item.reference in kept
        if not is_kept and not reason:
            raise ReasonNeeded(field="reason", refs=[item.reference])
        session.add(past(given))
        given.kind = DispositionKind.ACCEPTED if is_kept else DispositionKind.NOT_ACCEPTED
        given.reason = "" if is_kept else reason
        given.version_id, given.showing_id, given.other_id, given.taken = None, None, None, ""
        given.serial, given.person_id, given.given_at = given.serial + 1, person.id, now(session)
        data = {"reference": item.reference, "disposition": given.kind.value, "serial": given.serial}
        recorded(session, EventKind.ITEM_DISPOSED, person=person, statement=statement, item=item, data=data)
    session.flush()
