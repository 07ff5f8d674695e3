"""A conflict is handed to those who proposed it, and taken back; what they do with it stands in `wording`."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.item import Disposition, Item, ItemState
from workflow.models.joint_wording import JointWording, JointWordingItem
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.models.version import Version
from workflow.rules.items.kinds import AMENDING
from workflow.rules.items.refusals import ItemWithdrawn
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import AlreadyDone, MomentPast, NotFound, UnknownChoice
from workflow.rules.wording.joint_wording import JointWordingState, are_several
from workflow.rules.wording.refusals import AlreadyHanded, FewProposers, JointWordingEnded, NotAConflict, NotTheirs
from workflow.services.consolidation.accepting import amendments_of, texts
from workflow.services.shared.checking import check_words
from workflow.services.shared.record import lock_statement, record_event, require
from workflow.services.statements import versions
from workflow.services.wording.asked_conflicts import conflict_of, state_of
from workflow.services.wording.declining import find_none
from workflow.services.wording.wording import agree, offer_wording
from workflow.text.amendments import carry, rival_groups, together
from workflow.text.values import Amendment

__all__ = ["agree", "find_none", "hand_over", "offer_wording", "take_back"]

NOTE_LIMIT = 2_000


def hand_over(
    session: Session, person: Person, key: str, *, items: Sequence[str], closes_at: datetime, note: str = ""
) -> JointWording:
    """Hand amendments that conflict, or would add paragraphs in one place, to their proposers until `closes_at`.

    The proposers are told. items: references. The same ones again answer with the first joint_wording while it is open.
    Raises NotAllowed, MomentPast, UnknownChoice, ItemWithdrawn, AlreadyDone (answered in a version), NotTheirs,
    FewProposers, AlreadyHanded (also the same ones with another note), NotAConflict, OverLength, TextRefused.

    The caller commits.
    """
    statement = lock_statement(session, key)
    require(session, person, Action.ASK_JOINT_WORDING, statement)
    said = check_words(note, field="note", limit=NOTE_LIMIT)
    amendments = _amendments(session, statement, items)
    if again := _earlier_joint_wording(session, statement, amendments, said):
        return again
    if closes_at <= now(session):
        raise MomentPast
    _require_theirs(session, amendments)
    version, place = _place(session, statement, amendments)
    joint_wording = JointWording(
        statement_id=statement.id,
        version_id=version.id,
        block=place.block or place.after or "",
        start=place.start,
        end=place.end,
        note=said,
        closes_at=closes_at,
        person_id=person.id,
        asked_at=now(session),
    )
    session.add(joint_wording)
    session.flush()
    session.add_all(JointWordingItem(joint_wording_id=joint_wording.id, item_id=item.id) for item in amendments)
    session.flush()
    data = {"joint_wording": joint_wording.id, "references": [item.reference for item in amendments]}
    record_event(session, EventKind.JOINT_WORDING_ASKED, person=person, statement=statement, data=data)
    return joint_wording


def take_back(session: Session, person: Person, key: str, *, joint_wording: int) -> JointWording:
    """End a joint_wording without a common wording; a second time answers like the first.

    Raises NotAllowed, NotFound, or JointWordingEnded where its common amendment was made. The caller commits.
    """
    statement = lock_statement(session, key)
    require(session, person, Action.ASK_JOINT_WORDING, statement)
    found = conflict_of(session, statement, joint_wording).joint_wording
    if found.item_id is not None:
        raise JointWordingEnded(state=JointWordingState.AGREED)
    if found.ended_at is None:
        found.ended_at = now(session)
        data = {"joint_wording": found.id}
        record_event(session, EventKind.JOINT_WORDING_ENDED, person=person, statement=statement, data=data)
    return found


def _amendments(session: Session, statement: Statement, items: Sequence[str]) -> list[Item]:
    rows = session.scalars(
        select(Item)
        .where(Item.statement_id == statement.id, Item.kind.in_(AMENDING), Item.number.is_not(None))
        .order_by(Item.number)
        .execution_options(populate_existing=True)
    )
    found = [item for item in rows if item.reference in items]
    if not found or len(found) < len(set(items)):
        raise UnknownChoice(field="items")
    if gone := [item.reference for item in found if item.state is not ItemState.SENT]:
        raise ItemWithdrawn(reference=gone[0], refs=gone)
    answered = select(Disposition.item_id).where(Disposition.version_id.is_not(None))
    told = set(session.scalars(answered.where(Disposition.item_id.in_([item.id for item in found]))))
    if told:
        raise AlreadyDone(refs=[item.reference for item in found if item.id in told])
    return found


def _earlier_joint_wording(
    session: Session, statement: Statement, amendments: Sequence[Item], note: str
) -> JointWording | None:
    """The open joint_wording of exactly these, for a note that is not lost with that; raises AlreadyHanded where
    some of them are in another open one, or their own has another note.
    """
    ids = {item.id for item in amendments}
    holding = select(JointWordingItem.joint_wording_id).where(JointWordingItem.item_id.in_(ids))
    for joint_wording in session.scalars(
        select(JointWording).where(JointWording.id.in_(holding)).order_by(JointWording.id)
    ):
        if state_of(session, statement, joint_wording) is not JointWordingState.OPEN:
            continue
        inside = set(
            session.scalars(
                select(JointWordingItem.item_id).where(JointWordingItem.joint_wording_id == joint_wording.id)
            )
        )
        if inside == ids and note in ("", joint_wording.note):
            return joint_wording
        raise AlreadyHanded(refs=[item.reference for item in amendments if item.id in inside])
    return None


def _require_theirs(session: Session, amendments: Sequence[Item]) -> None:
    """Others may know of each, and each has an organisation that can agree; two of them at least."""
    owners = {item.organisation_id for item in amendments}
    active = select(Organisation.id).where(Organisation.id.in_(owners - {None}), Organisation.suspended_at.is_(None))
    able = set(session.scalars(active))
    if shut := [item.reference for item in amendments if item.private or item.organisation_id not in able]:
        raise NotTheirs(refs=shut)
    if not are_several([item.organisation_id for item in amendments]):
        raise FewProposers(refs=[item.reference for item in amendments])


def _place(session: Session, statement: Statement, amendments: Sequence[Item]) -> tuple[Version, Amendment]:
    """The newest version and the words in it that a common amendment would be about; raises NotAConflict."""
    version = versions.current(session, statement)
    if version is None:
        raise NotFound
    issued = texts(session, statement, [version.id])[version.id]
    refs = tuple(item.reference for item in amendments)
    wanted = amendments_of(session, statement, [(item, None) for item in amendments])
    placed = [found for each, made_to in wanted if (found := carry(made_to, issued, each))]
    place = together(issued, placed)
    if place is None or rival_groups(issued, placed) != [refs]:
        raise NotAConflict(refs=list(refs))
    return version, place
