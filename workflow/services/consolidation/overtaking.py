"""Items that another amendment has overtaken: which one may be named, and what hangs on it."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from workflow.models.item import Disposition, Item, ItemState
from workflow.models.joint_wording import JointWording, JointWordingItem
from workflow.models.statement import Statement
from workflow.rules.consolidation.dispositions import ENTERS_TEXT, DispositionKind
from workflow.rules.consolidation.refusals import OtherFault, OtherRefused, OthersRely
from workflow.rules.items.kinds import AMENDING
from workflow.rules.shared.refusals import NotFound
from workflow.services.consolidation.answers import Answer
from workflow.services.items.sending import reference_conditions


def others(session: Session, statement: Statement, answers: Mapping[int, Answer]) -> dict[int, Item]:
    """Item id -> the amendment that overtook it, for the answers that name one.

    Raises OtherRefused for what is no other amendment of the statement, or one that nobody else may know of.
    """
    named = {id_: answer for id_, answer in answers.items() if answer.other}
    conditions = [condition for answer in named.values() if (condition := _item_reference(answer.other)) is not None]
    found = session.scalars(_amendments(statement).where(or_(*conditions))).all() if conditions else ()
    by_name = {name: item for item in found for name in (item.reference, str(item.id))}
    for id_, answer in named.items():
        if reason := _unfit(by_name.get(answer.other), id_):
            raise OtherRefused(refs=[str(answer.item)], other=answer.other, reason=reason)
    return {id_: by_name[answer.other] for id_, answer in named.items()}


def require_accepted(
    items: Sequence[Item],
    named: Mapping[int, Item],
    before: Mapping[int, Disposition],
    answers: Mapping[int, Answer],
    given: Mapping[int, Disposition],
) -> None:
    """Nothing where each amendment named is accepted, in this form or before it; raises OtherRefused.

    given: what became of the amendments named. One that was named before stays: amendments that were handed to their
    proposers are overtaken by a common one that waits for its own answer.
    """
    for item in items:
        other = named.get(item.id)
        if other is None or (item.id in before and before[item.id].other_id == other.id):
            continue
        kind = answers[other.id].kind if other.id in answers else given[other.id].kind if other.id in given else None
        if kind not in ENTERS_TEXT:
            raise OtherRefused(refs=[item.reference], other=other.reference, reason="open")


def require_nothing_hangs(
    session: Session, items: Sequence[Item], before: Mapping[int, Disposition], answers: Mapping[int, Answer]
) -> None:
    """Nothing where no item is left overtaken by an amendment that is no longer accepted; raises OthersRely."""
    ended = {i.id: i for i in items if i.id in before and _ends(before[i.id].kind, answers[i.id].kind)}
    rows = session.execute(_hanging(ended)).all() if ended else ()
    for item, other_id in rows:
        answer = answers.get(item.id)
        if answer is None or answer.other in (ended[other_id].reference, str(other_id)):
            raise OthersRely(refs=[ended[other_id].reference], others=[item.reference])


def require_none_relies(session: Session, items: Sequence[Item]) -> None:
    """Nothing where nothing else is overtaken by one of these, whose answers go; raises OthersRely."""
    by_id = {item.id: item for item in items}
    for item, other_id in session.execute(_hanging(by_id)).all() if by_id else ():
        if item.id not in by_id:
            raise OthersRely(refs=[by_id[other_id].reference], others=[item.reference])


def _amendments(statement: Statement) -> Any:
    return select(Item).where(Item.statement_id == statement.id, Item.kind.in_(AMENDING), Item.state == ItemState.SENT)


def _item_reference(other: str) -> Any:
    try:
        conditions = reference_conditions(other)
    except NotFound:
        return None
    return conditions[0] & conditions[1] if len(conditions) > 1 else conditions[0]


def _unfit(other: Item | None, item_id: int) -> OtherFault | None:
    if other is None:
        return "unknown"
    if other.id == item_id:
        return "itself"
    return "private" if other.private else None


def _ends(before: DispositionKind, now: DispositionKind) -> bool:
    return before in ENTERS_TEXT and now not in ENTERS_TEXT


def _hanging(ended: Collection[int]) -> Any:
    """What is overtaken by one of these in no version yet. Of a common amendment its proposers' own stay overtaken."""
    common = exists().where(
        JointWording.item_id == Disposition.other_id,
        JointWordingItem.joint_wording_id == JointWording.id,
        JointWordingItem.item_id == Disposition.item_id,
    )
    return (
        select(Item, Disposition.other_id)
        .join(Disposition, Disposition.item_id == Item.id)
        .where(Disposition.other_id.in_(ended), Disposition.version_id.is_(None), ~common)
        .order_by(Item.number)
    )
