"""A conflict that was handed over, as the use cases need it: its amendments, who must agree, and whether it is open."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.item import Item, ItemState
from workflow.models.joint_wording import Agreement, CommonWording, JointWording, JointWordingItem
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.queries.wording.joint_wording import was_changed
from workflow.rules.items.kinds import Kind, common
from workflow.rules.shared.refusals import NotFound
from workflow.rules.wording.joint_wording import JointWordingState, joint_wording_state
from workflow.rules.wording.refusals import JointWordingEnded
from workflow.services.statements import versions


@dataclass(frozen=True)
class AskedConflict:
    """items: the amendments in the order of their numbers. proposers: the organisations that must agree, in that order:
    those whose amendment still stands and who are not suspended.
    """

    joint_wording: JointWording
    items: tuple[Item, ...]
    proposers: tuple[int, ...]

    @property
    def kind(self) -> Kind:
        """That of the common amendment."""
        return common([item.kind for item in self.items])


def conflict_of(session: Session, statement: Statement, joint_wording: int) -> AskedConflict:
    """The conflict that was handed over under that id; raises NotFound."""
    found = session.get(JointWording, joint_wording, populate_existing=True)
    if found is None or found.statement_id != statement.id:
        raise NotFound
    rows = session.execute(
        select(Item, Organisation.suspended_at)
        .join(JointWordingItem, JointWordingItem.item_id == Item.id)
        .outerjoin(Organisation, Organisation.id == Item.organisation_id)
        .where(JointWordingItem.joint_wording_id == joint_wording)
        .order_by(Item.number)
        .execution_options(populate_existing=True)
    ).all()
    standing = [item.organisation_id for item, suspended in rows if item.state is ItemState.SENT and not suspended]
    proposers = dict.fromkeys(each for each in standing if each is not None)
    return AskedConflict(found, tuple(item for item, _ in rows), tuple(proposers))


def own_conflict(session: Session, statement: Statement, person: Person, joint_wording: int) -> AskedConflict:
    """The same for somebody whose organisation proposed one of the amendments; raises NotFound for all others."""
    conflict = conflict_of(session, statement, joint_wording)
    if person.organisation_id is None or person.organisation_id not in {
        item.organisation_id for item in conflict.items
    }:
        raise NotFound
    return conflict


def state_of(session: Session, statement: Statement, joint_wording: JointWording) -> JointWordingState:
    """Where it stands now."""
    current = versions.current(session, statement)
    return joint_wording_state(
        joint_wording.closes_at,
        now(session),
        ended=joint_wording.ended_at is not None,
        made=joint_wording.item_id is not None,
        on_current_version=current is not None and current.id == joint_wording.version_id,
        changed=bool(session.scalar(select(was_changed(joint_wording.id, joint_wording.asked_at)))),
    )


def require_open(session: Session, statement: Statement, person: Person, conflict: AskedConflict) -> None:
    """Nothing while the person's organisation can still agree with another one; raises JointWordingEnded."""
    state = state_of(session, statement, conflict.joint_wording)
    if state is not JointWordingState.OPEN or not {person.organisation_id} < set(conflict.proposers):
        raise JointWordingEnded(state=state)


def newest_wording(session: Session, conflict: AskedConflict) -> CommonWording | None:
    """The wording offered last: the one to agree with."""
    of_it = select(CommonWording).where(CommonWording.joint_wording_id == conflict.joint_wording.id)
    return session.scalar(of_it.order_by(CommonWording.serial.desc()).limit(1))


def agreements(session: Session, wording: CommonWording) -> dict[int, Agreement]:
    """Organisation id -> its agreement with that wording."""
    rows = session.scalars(select(Agreement).where(Agreement.wording_id == wording.id))
    return {row.organisation_id: row for row in rows}
