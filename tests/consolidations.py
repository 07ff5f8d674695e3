"""A consolidation: the furnished room after its consultation, with two penholders and what the members sent."""

from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import func, select

from tests import calls, posting
from tests.rooms import Room, begun, furnished_open
from workflow import database
from workflow.models.event import Event
from workflow.models.item import Disposition, Item
from workflow.models.version import Draft, Edition, Version
from workflow.rules.items.kinds import ItemKind
from workflow.rules.notifications.events import EventKind
from workflow.services.consolidation import issuing
from workflow.services.consultation import consulting
from workflow.services.shared.choosing import SECRETARIAT
from workflow.services.statements import changing_settings
from workflow.text.values import Block, Source, source_from_list

REPLACE = ItemKind.REPLACE
ADD = ItemKind.ADD
REMOVE = ItemKind.REMOVE
MOVE = ItemKind.MOVE
TITLE = ItemKind.TITLE
CRITICAL: dict[str, Any] = {"paragraph": 3, "words": "difficult", "proposal": "critical"}
DECISION: dict[str, Any] = {"paragraph": 3, "words": "difficult moment", "proposal": "moment of decision", "by": "fred"}
SALUTE: dict[str, Any] = {"paragraph": 2, "words": "thank", "proposal": "salute", "by": "lucie"}
COMMENT: dict[str, Any] = {"paragraph": 1, "comment": "Twice? Give a source.", "by": "lucie"}
GREETING, RISEN, GATES, MOMENT = (
    "Excellencies, ladies and gentlemen,",
    "The river has risen **twice** this year. The river will rise again, and those who live beside it know it.",
    "We call on states to keep the gates open. We thank those who did.",
    "This is a difficult moment for the Court of Waters.",
)


def consolidation(*items: dict[str, Any]) -> AbstractContextManager[Room]:
    """The room in consolidation, with Sara and Sol at the pen, after each of `items` was sent.

    An item is the arguments of `send`; its sender is `by`, Dana where none is named.
    """
    return begun(_consolidation, *items)


def _consolidation(*items: dict[str, Any]) -> Room:
    with furnished_open() as room:
        room.do("sara", changing_settings.hand_over_pen, to=[SECRETARIAT])
        for item in items:
            send(room, **item)
        room.do("sara", consulting.close_consultation)
        return room


def send(room: Room, *, by: str = "dana", paragraph: int | None = None, comment: str = "", **facts: Any) -> None:
    """One item on the newest version; `paragraph` counts the blocks from 0, `after` too (-1 is the beginning)."""
    blocks = room.blocks()
    block = blocks[paragraph].id if paragraph is not None else None
    with database.reading() as session:
        version = session.scalars(select(Version.number).order_by(Version.number.desc())).first()
    shared = {"version": version, "block": block, "language": "en"}
    if comment:
        room.do(by, posting.post_comment, body=comment, words=facts.get("words", ""), **shared)
        return
    after = facts.pop("after", None)
    if after is not None:
        facts["after"] = blocks[after].id if after >= 0 else ""
    facts = {"kind": ItemKind.REPLACE, "reason": "It says more.", **facts}
    room.do(by, posting.propose_amendment, **shared, **facts)


def answer(room: Room, item: str, kind: str, *, by: str = "sara", **facts: Any) -> Disposition:
    """What `by` decides on one item; `serial` is the newest one where none is given."""
    given = disposition(room, item)
    facts.setdefault("serial", given.serial if given else 0)
    made: Disposition = room.do(by, calls.dispose, item=item, kind=kind, **facts)
    return made


def disposition(room: Room, item: str) -> Disposition | None:
    """What became of the item, read anew."""
    with database.reading() as session:
        return session.get(Disposition, room.item(item).id)


def issue(room: Room, *, by: str = "sara", **facts: Any) -> Version:
    """The next version, issued by that penholder."""
    made: Version = room.do(by, issuing.issue_version, **facts)
    return made


def as_it_will_read(room: Room) -> issuing.Consolidated:
    """The consolidated text as it stands."""
    with database.reading() as session:
        return issuing.text_to_issue(session, session.merge(room.statement(), load=False))


def texts(blocks: tuple[Block, ...]) -> list[str]:
    """The words of each block."""
    return [block.text for block in blocks]


def write(room: Room, paragraph: int, text: str, *, by: str = "sara", **facts: Any) -> Draft:
    """A paragraph of the draft written by hand."""
    newest = draft(room)
    block = newest.blocks[paragraph].id
    facts = {"language": "en", "serial": newest.serial, "block": block, "text": text, **facts}
    made: Draft = room.do(by, calls.save_paragraph, **facts)
    return made


def draft(room: Room, language: str = "en") -> Draft:
    """The newest save."""
    with database.reading() as session:
        return session.scalars(
            select(Draft)
            .where(Draft.statement_id == room.statement().id, Draft.language == language)
            .order_by(Draft.serial.desc())
            .limit(1)
        ).one()


def sources(room: Room) -> list[Source]:
    """The amendments behind the newest version's changes."""
    with database.reading() as session:
        found = session.scalars(select(Edition).where(Edition.language == "en").order_by(Edition.id.desc())).first()
        assert found is not None
        return [source_from_list(each) for each in found.sources]


def references(room: Room) -> list[str]:
    """All references given so far, amendments first."""
    with database.reading() as session:
        items = session.scalars(select(Item).order_by(Item.letter, Item.number)).all()
    return [item.reference for item in sorted(items, key=lambda item: (item.letter, item.number))]


def accept(room: Room, *items: str) -> None:
    for item in items:
        answer(room, item, "accepted")


def behind(room: Room) -> list[tuple[str, int | None, tuple[str, ...], ItemKind]]:
    """What stands behind the newest version's changes: the words there, the block's place, references, kind."""
    blocks = room.blocks()
    by_id = {block.id: (place, block) for place, block in enumerate(blocks)}
    found = []
    for source in sources(room):
        place, block = by_id.get(source.block, (None, None))
        words = block.text[source.start : source.end] if block else ""
        found.append((words, place, source.refs, source.kind))
    return found


def issued() -> Event:
    with database.reading() as session:
        query = select(Event).where(Event.kind == EventKind.VERSION_ISSUED).order_by(Event.id.desc()).limit(1)
        return session.scalars(query).one()


def versions() -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Version)) or 0
