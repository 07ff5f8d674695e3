"""A person says where an item's words stand now, where nobody else can tell: its own organisation, or a penholder."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.item import Disposition, Item, ItemState
from workflow.models.person import Person
from workflow.models.placement import Placement
from workflow.models.statement import Statement
from workflow.models.version import Version
from workflow.queries.items.items import own
from workflow.rules.items.kinds import home_of
from workflow.rules.items.refusals import ItemWithdrawn, PlacedMeanwhile
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.names import Viewer
from workflow.rules.shared.permissions import Action, Role
from workflow.rules.shared.refusals import AlreadyDone, NotAllowed, NotFound, StaleVersion
from workflow.services.items.placing import Place, find_place
from workflow.services.items.sending import item_of
from workflow.services.shared.record import lock_statement, mark_touched, record_event, require
from workflow.services.statements import versions
from workflow.services.statements.placements import LOST
from workflow.text.values import Verdict


@dataclass(frozen=True)
class Pointed:
    """Where somebody says that an item's words stand; block None: nowhere, they are gone.

    prefix and suffix tell equal words apart; without words it is the whole paragraph.
    """

    block: str | None = None
    words: str = ""
    prefix: str = ""
    suffix: str = ""


def place_item(
    session: Session, person: Person, key: str, *, item: str | int, version: int, seen: str, at: Pointed
) -> Placement:
    """Have an item stand where a person points in the newest version, which is `version`; later ones follow it there.

    seen: `sign()` of the place that the form showed. The same place again changes nothing. Raises NotFound, NotAllowed,
    ItemWithdrawn, AlreadyDone (its place is certain, or it was answered), StaleVersion, PlacedMeanwhile, and what
    `placing.find_place` raises. The caller commits.
    """
    statement = lock_statement(session, key)
    roles = require(session, person, Action.PLACE_ITEM, statement)
    found = item_of(session, statement, person, item)
    if Role.PENHOLDER not in roles and not _is_own(session, person, found):
        raise NotAllowed
    place = _open_place(session, found, _newest(session, statement, version))
    before = (place.verdict, place.block, place.start, place.end)
    after = _verdict_and_place(session, statement, found, place, at)
    if before == after and place.placed_by is not None:
        return place
    if seen != sign(place):
        raise PlacedMeanwhile(seen=sign(place))
    place.verdict, place.block, place.start, place.end = after
    place.placed_by, place.placed_at = person.id, now(session)
    mark_touched(session, found)
    data = {"reference": found.reference, "version": version}
    record_event(session, EventKind.ITEM_PLACED, person=person, statement=statement, item=found, data=data)
    return place


def sign(place: Placement) -> str:
    """What tells one place of an item from the next one that a person gives it; a form carries the one it showed."""
    return place.placed_at.isoformat() if place.placed_at else "found"


def _is_own(session: Session, person: Person, item: Item) -> bool:
    mine = own(Viewer(person.id, person.organisation_id, False))
    return session.scalar(select(Item.id).where(Item.id == item.id, mine)) is not None


def _newest(session: Session, statement: Statement, seen: int) -> Version:
    newest = versions.current(session, statement)
    if newest is None:
        raise NotFound
    if newest.number != seen:
        raise StaleVersion(seen=seen, current=newest.number, labelling=statement.labelling)
    return newest


def _open_place(session: Session, item: Item, version: Version) -> Placement:
    """The item's place in the version, where a person may say another."""
    if item.state is not ItemState.SENT:
        raise ItemWithdrawn(reference=item.reference) if item.number else NotFound
    answer = session.get(Disposition, item.id)
    if answer is not None and answer.version_id is not None:
        raise AlreadyDone
    place = session.get(Placement, (item.id, version.id), populate_existing=True)
    if place is None or (place.verdict not in LOST and place.placed_by is None):
        raise AlreadyDone
    return place


def _verdict_and_place(
    session: Session, statement: Statement, item: Item, place: Placement, at: Pointed
) -> tuple[Verdict, str | None, int, int]:
    if at.block is None:
        return Verdict.DELETED, None, 0, 0
    blocks = versions.edition(session, place.version_id, statement.language).blocks
    there = find_place(blocks, at.block, at.words, at.prefix, at.suffix)
    return _verdict(item, there), there.block, there.start, there.end


def _verdict(item: Item, there: Place) -> Verdict:
    """What became of the words: a person says where they are, the text says whether they are the same."""
    if there.block != home_of(item.kind, item.block, item.after):
        return Verdict.MOVED
    return Verdict.SAME if there.quote == item.quote else Verdict.EDITED
