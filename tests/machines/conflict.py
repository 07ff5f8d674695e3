"""A conflict that is with its proposers, and a disposition shown as proposed, put into a statement of the town."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflow.models.consultation import Consultation
from workflow.models.item import Disposition, Item, ItemState
from workflow.models.joint_wording import Agreement, CommonWording, JointWording, JointWordingItem
from workflow.models.person import Person
from workflow.models.showing import Showing
from workflow.models.statement import Statement
from workflow.models.version import Version
from workflow.rules.consolidation.dispositions import DispositionKind
from workflow.rules.items.kinds import ItemKind
from workflow.rules.notifications.events import EventKind
from workflow.services.consolidation import proposing_answers
from workflow.services.shared.record import record_event
from workflow.services.wording import asking_wording
from workflow.text.values import Block

if TYPE_CHECKING:
    from tests.machines.town import Place


def conflict(session: Session, statement: Statement, consultation: Consultation, person: Person, block: Block) -> str:
    """The id of the joint wording asked of the person's A90 and somebody else's A91, who has offered a wording."""
    other = _somebody_else(session, statement, person)
    version = session.scalars(
        select(Version).where(Version.statement_id == statement.id).order_by(Version.number.desc())
    ).first()
    assert version is not None
    at = datetime.now(UTC) - timedelta(hours=1)
    where: dict[str, Any] = {"block": block.id, "start": 0, "end": len(block.text)}
    made = JointWording(statement_id=statement.id, version_id=version.id, person_id=person.id, asked_at=at, **where)
    made.closes_at = at + timedelta(days=1)
    session.add(made)
    session.flush()
    for number, who in ((90, person), (91, other)):
        facts = {
            "statement_id": statement.id,
            "version_id": version.id,
            "consultation_id": consultation.id,
            "language": "en",
        }
        item = Item(**facts, **where, kind=ItemKind.REPLACE, number=number, state=ItemState.SENT, made_at=at)
        item.organisation_id, item.person_id, item.sent_at = who.organisation_id, who.id, at
        item.quote, item.proposal = block.text, f"Other words, {number}."
        item.body = "They say more."
        session.add(item)
        session.flush()
        session.add(JointWordingItem(joint_wording_id=made.id, item_id=item.id))
    offer = CommonWording(
        joint_wording_id=made.id, serial=1, words="Words of both.", reason="Both agree.", language="en"
    )
    offer.organisation_id, offer.person_id, offer.at = other.organisation_id, other.id, at
    session.add(offer)
    session.flush()
    session.add(Agreement(wording_id=offer.id, organisation_id=other.organisation_id, person_id=other.id, at=at))
    return str(made.id)


def propose(session: Session, statement: Statement, item: str, person: Person) -> None:
    """A disposition of that comment, shown as proposed until tomorrow."""
    at = datetime.now(UTC)
    made = Showing(statement_id=statement.id, closes_at=at + timedelta(days=1), person_id=person.id, shown_at=at)
    session.add(made)
    session.flush()
    of_it = select(Item.id).where(Item.statement_id == statement.id, Item.kind == ItemKind.COMMENT)
    item_id = session.scalars(of_it.where(Item.number == int(item[1:]))).one()
    kind = DispositionKind.NOTED
    session.add(Disposition(item_id=item_id, kind=kind, person_id=person.id, given_at=at, showing_id=made.id))


def settle(session: Session, place: "Place", person: Person, penholder: Person) -> None:
    """All dispositions there are shown, and the conflict ends with a common amendment that `person` agrees with."""
    until = datetime.now(UTC) + timedelta(days=2)
    proposing_answers.show(session, penholder, place.key, closes_at=until)
    statement = session.scalars(select(Statement).where(Statement.key == place.key)).one()
    data = {"joint_wording": int(place.joint_wording), "references": ["A90", "A91"]}
    record_event(session, EventKind.JOINT_WORDING_ASKED, person=penholder, statement=statement, data=data)
    facts = {"words": "The words of all.", "reason": "They are better.", "language": "en", "seen": 1}
    asking_wording.offer_wording(session, person, place.key, joint_wording=int(place.joint_wording), **facts)
    other = session.scalars(select(Item).where(Item.statement_id == statement.id, Item.number == 91)).one()
    asking_wording.agree(
        session, session.get_one(Person, other.person_id), place.key, joint_wording=int(place.joint_wording), serial=2
    )


def _somebody_else(session: Session, statement: Statement, person: Person) -> Person:
    """A focal point of another organisation with an item in the statement."""
    theirs = (
        select(Person)
        .join(Item, Item.person_id == Person.id)
        .where(Item.statement_id == statement.id, Person.organisation_id.is_not(None))
        .where(Person.organisation_id != person.organisation_id, Person.removed_at.is_(None))
        .order_by(Item.id)
        .limit(1)
    )
    found = session.scalars(theirs).first()
    if found is None:  # nobody has written there: anybody who has joined
        anybody = select(Person).where(Person.organisation_id.is_not(None), Person.removed_at.is_(None))
        elsewhere = anybody.where(Person.organisation_id != person.organisation_id, Person.joined_at.is_not(None))
        found = session.scalars(elsewhere.order_by(func.length(Person.email), Person.id)).first()
    assert found is not None
    return found
