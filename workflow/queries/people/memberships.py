"""The changes of seats and of protection, as those may read them whom they concern."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.organisation import MembershipChange
from workflow.queries.shared.organisation_names import named, with_organisation
from workflow.queries.shared.values import value_of
from workflow.rules.people.membership import SEATS, Turn
from workflow.rules.shared.names import Named, Viewer

_MOST = 200


@dataclass(frozen=True)
class TurnLine:
    """One change. who: the organisation as the viewer may know it outside every statement."""

    who: Named
    turn: Turn
    reason: str
    at: datetime


def turns(session: Session, viewer: Viewer, organisation_id: int | None = None) -> tuple[TurnLine, ...]:
    """The changes of every seat, or all of one organisation, the newest first; one SQL statement.

    Changes of protection are for the organisation itself and the secretariat, whoever else may ask.
    """
    wanted = with_organisation(select(MembershipChange), MembershipChange.organisation_id, None)
    if organisation_id is None or not (viewer.secretariat or viewer.organisation_id == organisation_id):
        wanted = wanted.where(MembershipChange.turn.in_(SEATS))
    if organisation_id is not None:
        wanted = wanted.where(MembershipChange.organisation_id == organisation_id)
    rows = session.execute(wanted.order_by(MembershipChange.id.desc()).limit(_MOST)).all()
    return tuple(value_of(TurnLine, row.MembershipChange, who=named(row, viewer)) for row in rows)
