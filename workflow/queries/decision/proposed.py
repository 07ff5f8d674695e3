"""Positions that were entered for a seat beside the seats of a ballot: what waits, and what was confirmed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from workflow.models.ballot import Elector, Position, ProposedPosition
from workflow.models.person import Person
from workflow.queries.shared.values import value_of
from workflow.rules.decision.decision import FAVOURS, Stance
from workflow.rules.decision.proposals import Means, ProposalSource
from workflow.rules.shared.names import Viewer


@dataclass(frozen=True)
class SeatProposal:
    """One position that was entered for a seat.

    by: who entered it, before the seat's own people and, where the secretariat did, before the secretariat; else "".
    given_by, reason: before the same; else "". is_mine: the viewer did. means, given_at: how and when a member gave it
    to the secretariat.
    """

    key: str
    stance: Stance
    source: ProposalSource
    by: str
    at: datetime
    reason: str
    means: Means | None
    given_at: datetime | None
    given_by: str
    is_mine: bool

    @property
    def is_in_favour(self) -> bool:
        """Whether it would be one more approval."""
        return self.stance in FAVOURS

    @property
    def is_of_secretariat(self) -> bool:
        """Whether the secretariat entered it."""
        return self.source is ProposalSource.SECRETARIAT


def with_proposals(asked: Any) -> Select[*tuple[Any, ...]]:
    """The question about Electors with their Position, and beside each row who took it, what it was confirmed from
    (`entered`) and what waits (`waiting`), with who entered them.
    """
    taker, entered, waiting = (
        aliased(Person, name="taker"),
        aliased(ProposedPosition, name="entered"),
        aliased(ProposedPosition, name="waiting"),
    )
    by_whom, waits_of = aliased(Person, name="entered_by"), aliased(Person, name="waiting_by")
    of_seat = (waiting.ballot_id == Elector.ballot_id) & (waiting.organisation_id == Elector.organisation_id)
    found = asked.outerjoin(taker, taker.id == Position.person_id)
    found = found.outerjoin(entered, entered.id == Position.proposed_id)
    found = found.outerjoin(by_whom, by_whom.id == entered.person_id)
    found = found.outerjoin(waiting, of_seat & waiting.ended_at.is_(None))
    found = found.outerjoin(waits_of, waits_of.id == waiting.person_id)
    beside: Select[*tuple[Any, ...]] = found.add_columns(taker, entered, by_whom, waiting, waits_of)
    return beside


def newest_keys(ballots: Collection[int]) -> Select[*tuple[Any, ...]]:
    """(ballot_id, key) of the position that was entered last in each of these ballots."""
    last = select(func.max(ProposedPosition.id)).where(ProposedPosition.ballot_id.in_(ballots))
    newest = last.group_by(ProposedPosition.ballot_id)
    return select(ProposedPosition.ballot_id, ProposedPosition.key).where(ProposedPosition.id.in_(newest))


def proposed_of(row: Any, called: str, viewer: Viewer, *, is_over: bool = False) -> SeatProposal | None:
    """What `with_proposals` put beside the row under that name, as far as the viewer may know of it.

    Of what waits inside a seat nobody else knows; of a person who was removed it waits no more. is_over: the ballot.
    """
    found, person, seat = getattr(row, called), getattr(row, f"{called}_by"), row.who_id
    if found is None:
        return None
    is_own = viewer.organisation_id == seat
    of_secretariat = found.source is ProposalSource.SECRETARIAT
    if called == "waiting" and not (is_own or of_secretariat):
        return None
    if called == "waiting" and not is_over and person.removed_at is not None:
        return None
    may_know = is_own or (of_secretariat and viewer.secretariat)
    return value_of(
        SeatProposal,
        found,
        by=_name_of(person) if may_know else "",
        at=found.proposed_at,
        reason=found.reason if may_know else "",
        given_by=found.given_by if may_know else "",
        is_mine=found.person_id == viewer.person_id,
    )


def name_to_own(person: Person | None, organisation_id: int, viewer: Viewer) -> str:
    """The name of somebody who acted for the organisation, before those of the organisation alone; else ""."""
    if person is None or viewer.organisation_id != organisation_id:
        return ""
    return _name_of(person)


def _name_of(person: Person) -> str:
    # The address of somebody who was removed is none any more.
    return person.name or ("" if person.removed_at else person.email)
