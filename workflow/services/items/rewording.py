"""What it means to change an item that was sent: its former wording is kept, and who supported that is asked again."""

from dataclasses import replace

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.item import Item, PastWording, Support
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.rules.items.kinds import KINDS
from workflow.rules.notifications.events import EventKind
from workflow.services.items.lapsing import lapse
from workflow.services.items.placing import Place, Writing
from workflow.services.items.sending import place_of, record_item_event, writing_of
from workflow.services.shared.record import mark_touched


def says(item: Item, place: Place, writing: Writing) -> bool:
    """Whether the item stands there and says that, to the letter."""
    return (place_of(item), writing_of(item)) == (place, writing)


def keep_wording(session: Session, person: Person, item: Item, place: Place, writing: Writing) -> bool:
    """Put what the item says now on the record before `writing` takes its place; true where its supporters are asked
    again: what they stand behind is another thing, and so would be what a penholder answered it. A mere change of the
    reason leaves both.
    """
    asks_anew = _is_other_wish(item, place, writing)
    past = PastWording(
        item_id=item.id,
        wording=item.wording,
        quote=item.quote,
        after=item.after,
        proposal=item.proposal,
        body=item.body,
        language=item.language,
        person_id=item.person_id,
        until=now(session),
    )
    session.add(past)
    if asks_anew:
        lapse(session, person, item)
    else:
        still = (Support.item_id == item.id, Support.wording == item.wording)
        session.execute(update(Support).where(*still).values(wording=item.wording + 1))
    item.wording += 1
    item.person_id = person.id
    mark_touched(session, item)
    return asks_anew


def tell_reworded(session: Session, person: Person, statement: Statement, item: Item, asks_anew: bool) -> None:
    """Record that the item was changed; those who supported its former words are told."""
    earlier = exists().where(Support.item_id == item.id, Support.wording < item.wording)
    asked = asks_anew and KINDS[item.kind].amends and bool(session.scalar(select(earlier)))
    kind = EventKind.AMENDMENT_REWORDED if asked else EventKind.ITEM_EDITED
    record_item_event(session, kind, person, statement, item, wording=item.wording)


def _is_other_wish(item: Item, place: Place, writing: Writing) -> bool:
    """Whether it asks for something else than before, or a comment says something else."""
    if not KINDS[item.kind].amends:
        return (place_of(item), item.body) != (place, writing.body)
    now_, then = replace(writing, body="", language=""), replace(writing_of(item), body="", language="")
    return (place, now_) != (place_of(item), then)
