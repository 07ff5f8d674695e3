"""A consolidation with a conflict on it that can be handed to its proposers, and dispositions that can be shown as
proposed.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from tests.consolidations import CRITICAL, DECISION, disposition
from tests.rooms import Room
from workflow import database
from workflow.models.event import Event
from workflow.models.item import CoProposer, Item
from workflow.models.joint_wording import CommonWording, JointWording
from workflow.models.person import Person
from workflow.models.showing import Response
from workflow.rules.consolidation.responses import ResponseKind
from workflow.rules.notifications.events import EventKind
from workflow.services.consolidation import proposing_answers, responding
from workflow.services.consolidation.responding import GivenReply
from workflow.services.wording import asking_wording

# Three that want the same words: Dana's A1, Fred's A2, and that of Elena, whose organisation is protected.
HOUR: dict[str, Any] = {"paragraph": 3, "words": "a difficult moment", "proposal": "the hour", "by": "elena"}
CONFLICT = (CRITICAL, DECISION)
CONFLICT_OF_THREE = (CRITICAL, DECISION, HOUR)


def shown(room: Room, *items: str, hours: float = 24, by: str = "sara") -> Any:
    """The dispositions of these items, of all where none is named, shown for so many hours."""
    closes_at = room.clock.at + timedelta(hours=hours)
    return room.do(by, proposing_answers.show, closes_at=closes_at, items=list(items) or None)


def says(room: Room, name: str, item: str, kind: str, words: str = "", **facts: Any) -> list[Response]:
    """What that person's organisation answers on one item; as its form would now be filled, unless told otherwise."""
    facts.setdefault("serial", _serial(room, item))
    facts.setdefault("seen", responding.sign(response(room, item, name)))
    made: list[Response] = room.do(
        name, responding.respond, answers=[GivenReply(item, ResponseKind(kind), words, **facts)]
    )
    return made


def _serial(room: Room, item: str) -> int:
    given = disposition(room, item)
    return given.serial if given else 0


def response(room: Room, item: str, name: str) -> Response | None:
    """What that person's organisation has answered on the item, read anew."""
    with database.reading() as session:
        house = session.get_one(Person, room.people[name]).organisation_id
        return session.get(Response, (room.item(item).id, house))


def handed(room: Room, *items: str, hours: float = 24, by: str = "sara", **facts: Any) -> int:
    """The id of the joint_wording of these amendments, A1 and A2 where none is named."""
    closes_at = room.clock.at + timedelta(hours=hours)
    made: JointWording = room.do(
        by, asking_wording.hand_over, items=list(items) or ["A1", "A2"], closes_at=closes_at, **facts
    )
    return made.id


def offers(room: Room, name: str, conflict: int, words: str = "a decisive moment", **facts: Any) -> CommonWording:
    """A wording that this person offers in the place of the conflict."""
    facts = {"reason": "Both can live with it.", "language": "en", "seen": newest(conflict), **facts}
    made: CommonWording = room.do(name, asking_wording.offer_wording, joint_wording=conflict, words=words, **facts)
    return made


def agrees(room: Room, name: str, conflict: int, serial: int | None = None) -> CommonWording:
    """That person agrees with the wording offered last."""
    wanted = newest(conflict) if serial is None else serial
    made: CommonWording = room.do(name, asking_wording.agree, joint_wording=conflict, serial=wanted)
    return made


def agree_on_common_words(room: Room) -> int:
    """Dana's A1 and Elena's A2 are handed to them, and they agree: the id of that joint_wording."""
    conflict = handed(room, note="One word will do.")
    offers(room, "dana", conflict)
    agrees(room, "elena", conflict)
    return conflict


def newest(conflict: int) -> int:
    """The serial of the wording offered last, 0 where there is none."""
    with database.reading() as session:
        serials = session.scalars(select(CommonWording.serial).where(CommonWording.joint_wording_id == conflict))
        return max(serials, default=0)


def in_the_name_of(room: Room, item: Item) -> set[str]:
    """The short names of the organisations in whose name the item is made."""
    with database.reading() as session:
        others = session.scalars(select(CoProposer.organisation_id).where(CoProposer.item_id == item.id))
        ids = {item.organisation_id, *others}
    return {name for name, each in room.organisations.items() if each in ids}


def events(kind: EventKind) -> list[Event]:
    """What was recorded of one kind."""
    with database.reading() as session:
        return list(session.scalars(select(Event).where(Event.kind == kind).order_by(Event.id)))
