"""What waits for the reader's organisation in consolidation: proposed dispositions, and conflicts to settle."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, exists, func, literal, null, or_, select, union_all
from sqlalchemy.orm import Session

from workflow.database import about_now
from workflow.models.item import Disposition, Item, ItemState
from workflow.models.joint_wording import Agreement, CommonWording, JointWording, JointWordingItem, NoCommonWording
from workflow.models.showing import Response, Showing
from workflow.models.statement import Statement
from workflow.models.version import Edition
from workflow.queries.shared.newest import newest_version_id
from workflow.queries.shared.proposers import is_in_name_of
from workflow.queries.shared.roles import takes_part
from workflow.queries.shared.titles import with_title
from workflow.queries.shared.values import value_of
from workflow.queries.wording.joint_wording import was_changed
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.names import Viewer


class Wait(StrEnum):
    """What is waited for."""

    RESPONSE = "response"
    AGREEMENT = "agreement"


@dataclass(frozen=True)
class Waiting:
    """One thing. count: items to answer on, or the wordings offered. joint_wording: the id of the conflict. at: its
    deadline.

        title, language: of the statement, as the viewer reads it.
    """

    what: Wait
    key: str
    title: str
    language: str
    joint_wording: int | None
    count: int
    at: datetime


def waiting(session: Session, viewer: Viewer, statement_id: int | None = None) -> Sequence[Waiting]:
    """All that waits for the viewer's organisation, in one statement or in all; by deadline. One SQL statement."""
    if viewer.organisation_id is None:
        return ()
    values = {"own": viewer.organisation_id, "person": viewer.person_id, "moment": about_now()}
    in_one = {"statement": statement_id} if statement_id is not None else {}
    rows = session.execute(_everything(bool(in_one)), values | in_one)
    found = [value_of(Waiting, row, what=Wait(row.what), count=row.many) for row in rows]
    return sorted(found, key=lambda each: each.at)


_OWN: Any = bindparam("own")
_PERSON: Any = bindparam("person")
_MOMENT: Any = bindparam("moment")


@cache  # every room in consolidation asks it: to put it together takes longer than to answer it
def _everything(in_one: bool) -> Any:
    here = [Statement.id == bindparam("statement")] if in_one else []
    where = (Statement.stage == Stage.CONSOLIDATION, takes_part(_OWN), *here)
    return union_all(*(each.where(*where) for each in (_responses(), _wordings())))


def _responses() -> Select[*tuple[Any, ...]]:
    """A row a statement with items of the organisation whose proposed disposition it has not answered."""
    answered = exists().where(
        Response.item_id == Item.id, Response.organisation_id == _OWN, Response.serial == Disposition.serial
    )
    asked = (
        select(
            literal(Wait.RESPONSE.value).label("what"), Statement.key,
            null().label("joint_wording"), func.count().label("many"), func.min(Showing.closes_at).label("at"),
        )
        .select_from(Item)
        .join(Statement, Statement.id == Item.statement_id)
        .join(Disposition, Disposition.item_id == Item.id)
        .join(Showing, Showing.id == Disposition.showing_id)
        .where(Item.state == ItemState.SENT, Disposition.version_id.is_(None), Showing.closes_at > _MOMENT)
        .where(or_(Item.organisation_id == _OWN, is_in_name_of(_OWN)), ~answered)
        .group_by(Statement.id, Statement.key, Statement.title, Statement.language, Edition.title, Edition.language)
    )  # fmt: skip
    return with_title(asked, _PERSON, called="language")


def _wordings() -> Select[*tuple[Any, ...]]:
    """A row an open conflict of the organisation where it has not agreed with the wording offered last, nor said since
    that it finds none.
    """
    mine = exists().where(
        JointWordingItem.joint_wording_id == JointWording.id,
        JointWordingItem.item_id == Item.id,
        Item.organisation_id == _OWN,
        Item.state == ItemState.SENT,
    )
    of_it = select(func.max(CommonWording.serial)).where(CommonWording.joint_wording_id == JointWording.id)
    last = of_it.correlate(JointWording).scalar_subquery()
    agreed = exists().where(
        Agreement.wording_id == CommonWording.id,
        Agreement.organisation_id == _OWN,
        CommonWording.joint_wording_id == JointWording.id,
        CommonWording.serial == last,
    )
    offered_at = (
        select(func.max(CommonWording.at))
        .where(CommonWording.joint_wording_id == JointWording.id)
        .correlate(JointWording)
    )
    finds_none = exists().where(
        NoCommonWording.joint_wording_id == JointWording.id,
        NoCommonWording.organisation_id == _OWN,
        NoCommonWording.at >= func.coalesce(offered_at.scalar_subquery(), NoCommonWording.at),
    )
    asked = (
        select(
            literal(Wait.AGREEMENT.value).label("what"), Statement.key,
            JointWording.id.label("joint_wording"), func.coalesce(last, 0).label("many"),
            JointWording.closes_at.label("at"),
        )
        .select_from(JointWording)
        .join(Statement, Statement.id == JointWording.statement_id)
        .where(JointWording.ended_at.is_(None), JointWording.closes_at > _MOMENT, mine, ~agreed, ~finds_none)
        .where(JointWording.version_id == newest_version_id())
        .where(~was_changed(JointWording.id, JointWording.asked_at))
    )  # fmt: skip
    return with_title(asked, _PERSON, called="language")
