"""The page of the Committee: who holds a seat since when, what waits for a second person, and what changed.

A protected organisation has its name before itself and the secretariat; others see neither its people nor since when.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, and_, func, select
from sqlalchemy.orm import Session, aliased

from workflow.database import about_now
from workflow.models.ballot import Ballot
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.seat import Seat, SeatChange
from workflow.queries.people.seconds import request_of, roll_people
from workflow.queries.shared.organisation_names import named, with_organisation
from workflow.queries.shared.roles import holds_seat
from workflow.queries.shared.values import value_of
from workflow.rules.decision.decision import BallotOutcome
from workflow.rules.people.roll import (
    RollPerson,
    SeatAct,
    SeatAnswer,
    SeatChangeState,
    why_not,
)
from workflow.rules.shared.names import Named, Viewer

_MOST = 200  # changes on the page
_SECOND = aliased(Organisation)  # of whoever confirmed


@dataclass(frozen=True)
class RollActor:
    """Who asked, confirmed or refused. is_operator: at the terminal. is_covered: of a protected organisation."""

    name: str = ""
    is_operator: bool = False
    is_covered: bool = False


@dataclass(frozen=True)
class SeatChangeLine:
    """One change of the roll. who: its organisation as the viewer may know it. second: who answered the request.

    at: when it was made or answered, else when it was asked for. answers: what the viewer may answer now. is_too_new:
    the viewer, of the secretariat, joined too short a time ago to answer.
    """

    id: int
    key: str
    who: Named
    act: SeatAct
    reason: str
    decided_by: str
    state: SeatChangeState
    asked_by: RollActor
    asked_at: datetime
    lapses_at: datetime
    second: RollActor | None
    at: datetime
    answers: frozenset[SeatAnswer] = frozenset()
    is_too_new: bool = False

    @property
    def waits(self) -> bool:
        """Whether it waits for a second person."""
        return self.state is SeatChangeState.ASKED

    @property
    def is_made(self) -> bool:
        """Whether the roll was changed."""
        return self.state is SeatChangeState.CONFIRMED


@dataclass(frozen=True)
class SeatLine:
    """One seat of today. key: empty where its organisation has no page for the viewer.

    people: names of those who act for it; None where the viewer may not know them. since: None where the viewer may not
    know that. is_older: the seat is older than the roll. waiting: what was asked for and not confirmed yet.
    """

    who: Named
    key: str
    since: datetime | None
    reason: str
    decided_by: str
    is_older: bool
    suspended_at: datetime | None
    people: tuple[str, ...] | None
    waiting: tuple[SeatAct, ...]


@dataclass(frozen=True)
class CommitteeRoll:
    """The roll as one viewer may read it. ballots: how many run now. is_founding: there was none yet."""

    seats: tuple[SeatLine, ...]
    waiting: tuple[SeatChangeLine, ...]
    history: tuple[SeatChangeLine, ...]
    ballots: int
    is_founding: bool


def committee(session: Session, viewer: Viewer) -> CommitteeRoll:
    """The roll of today, what waits, and the last changes; six SQL statements, however many seats there are."""
    lines = _lines(session, viewer, changes_beside_names().order_by(SeatChange.id.desc()).limit(_MOST))
    waiting = _with_answers(session, viewer, [line for line in lines if line.waits])
    ballots, running = session.execute(
        select(func.count(), func.count().filter(Ballot.outcome == BallotOutcome.PENDING)).select_from(Ballot)
    ).one()
    return CommitteeRoll(_seats(session, viewer), waiting, lines, running, not ballots)


def waiting_for(session: Session, viewer: Viewer) -> tuple[SeatChangeLine, ...]:
    """The changes that wait for just this viewer as the second person; one SQL statement where nothing waits."""
    if not (viewer.secretariat or viewer.has_seat):
        return ()
    of_today = changes_beside_names().where(is_waiting(about_now())).order_by(SeatChange.id)
    lines = _with_answers(session, viewer, _lines(session, viewer, of_today))
    return tuple(line for line in lines if SeatAnswer.CONFIRM in line.answers)


def waiting_of(session: Session, organisation_key: str) -> tuple[SeatAct, ...]:
    """What was asked for the seat of that organisation and waits for a second person."""
    asked = select(SeatChange.act).join(Organisation, Organisation.id == SeatChange.organisation_id)
    found = asked.where(Organisation.key == organisation_key, is_waiting(about_now())).order_by(SeatChange.id)
    return tuple(session.scalars(found))


def changes_of(session: Session, viewer: Viewer, organisation_id: int) -> tuple[SeatChangeLine, ...]:
    """The changes of one organisation's seat, the newest first; one SQL statement."""
    asked = changes_beside_names().where(SeatChange.organisation_id == organisation_id)
    return _lines(session, viewer, asked.order_by(SeatChange.id.desc()).limit(_MOST))


def changes_since(session: Session, viewer: Viewer, since: datetime) -> tuple[SeatChangeLine, ...]:
    """The changes that were made since then, the oldest first; one SQL statement."""
    made = (SeatChange.state == SeatChangeState.CONFIRMED, SeatChange.ended_at >= since)
    return _lines(session, viewer, changes_beside_names().where(*made).order_by(SeatChange.ended_at, SeatChange.id))


def is_founding(session: Session) -> bool:
    """Whether one person sets the roll still: the coalition had no ballot yet."""
    return session.scalar(select(Ballot.id).limit(1)) is None


def changes_beside_names() -> Select[*tuple[Any, ...]]:
    """Select changes with the names of those who asked and answered, and their organisations as `line_of` wants."""
    asker, second = aliased(Person), aliased(Person)
    asked = (
        select(
            SeatChange,
            asker.name.label("asker"),
            second.id.label("second_person"),
            second.name.label("second_person_name"),
        )
        .outerjoin(asker, asker.id == SeatChange.asked_by)
        .outerjoin(second, second.id == SeatChange.ended_by)
    )
    beside = with_organisation(asked, SeatChange.organisation_id, None)
    return with_organisation(beside, second.organisation_id, None, called="second", table=_SECOND)


def line_of(row: Row[*tuple[Any, ...]], viewer: Viewer, at: datetime) -> SeatChangeLine:
    """One row of `changes_beside_names` as the viewer may read it at that moment."""
    change: SeatChange = row.SeatChange
    has_lapsed = change.state is SeatChangeState.ASKED and change.lapses_at <= at
    return value_of(
        SeatChangeLine,
        change,
        who=named(row, viewer),
        state=SeatChangeState.LAPSED if has_lapsed else change.state,
        asked_by=RollActor(row.asker or "", is_operator=change.asked_by is None),
        second=_second(row, viewer),
        at=change.lapses_at if has_lapsed else change.ended_at or change.asked_at,
        answers=frozenset(),
        is_too_new=False,
    )


def is_waiting(at: datetime) -> Any:
    """Whether a SeatChange waits for a second person at that moment."""
    return and_(SeatChange.state == SeatChangeState.ASKED, SeatChange.lapses_at > at)


def _lines(session: Session, viewer: Viewer, asked: Any) -> tuple[SeatChangeLine, ...]:
    at = about_now()
    return tuple(line_of(row, viewer, at) for row in session.execute(asked))


def _second(row: Row[*tuple[Any, ...]], viewer: Viewer) -> RollActor | None:
    if row.second_person is None:
        return None
    is_covered = bool(named(row, viewer, "second").code)
    return RollActor("" if is_covered else row.second_person_name, is_covered=is_covered)


def _with_answers(session: Session, viewer: Viewer, lines: Sequence[SeatChangeLine]) -> tuple[SeatChangeLine, ...]:
    """The lines with what the viewer may answer; two SQL statements where there are any."""
    if not lines or viewer.person_id is None:
        return tuple(lines)
    people, at = roll_people(session), about_now()
    mine = next((each for each in people if each.id == viewer.person_id), None)
    if mine is None:
        return tuple(lines)
    changes = session.scalars(select(SeatChange).where(SeatChange.id.in_([line.id for line in lines])))
    answers = {change.id: _answers(change, mine, people, at) for change in changes}
    is_new = mine.organisation_id is None and not mine.is_settled(at)
    return tuple(
        value_of(SeatChangeLine, line, answers=answers[line.id], is_too_new=is_new and not answers[line.id])
        for line in lines
    )


def _answers(
    change: SeatChange, mine: RollPerson, people: Collection[RollPerson], at: datetime
) -> frozenset[SeatAnswer]:
    asked = request_of(change)
    return frozenset(answer for answer in SeatAnswer if why_not(answer, asked, mine, people, at) is None)


def _seats(session: Session, viewer: Viewer) -> tuple[SeatLine, ...]:
    asked = select(Seat, Organisation.key, Organisation.suspended_at).where(Seat.until.is_(None))
    asked = asked.join(Organisation, Organisation.id == Seat.organisation_id)
    rows = session.execute(with_organisation(asked, Organisation.id, None)).all()
    people, acts = _people(session), _acts(session)
    found = (_seat(row, viewer, people, acts) for row in rows)
    return tuple(sorted(found, key=lambda line: (bool(line.who.code), line.who.sorting)))


def _seat(
    row: Row[*tuple[Any, ...]],
    viewer: Viewer,
    people: Mapping[int, Sequence[str]],
    acts: Mapping[int, Sequence[SeatAct]],
) -> SeatLine:
    who, seat = named(row, viewer), row.Seat
    return SeatLine(
        who=who,
        key=row.key if viewer.secretariat or who.ours or not (who.code or row.suspended_at) else "",
        since=None if who.code else seat.since,
        reason=seat.reason,
        decided_by=seat.decided_by,
        is_older=seat.given_by is None,
        suspended_at=row.suspended_at,
        people=None if who.code else tuple(sorted(people.get(seat.organisation_id, ()), key=str.casefold)),
        waiting=tuple(acts.get(seat.organisation_id, ())),
    )


def _people(session: Session) -> Mapping[int, Sequence[str]]:
    """The names of those who have joined, of every organisation with a seat, by its id."""
    joined = (Person.joined_at.is_not(None), Person.removed_at.is_(None), holds_seat(Person.organisation_id))
    found: dict[int, list[str]] = defaultdict(list)
    for row in session.execute(select(Person.organisation_id, Person.name, Person.email).where(*joined)):
        found[row.organisation_id].append(row.name or row.email)
    return found


def _acts(session: Session) -> Mapping[int, Sequence[SeatAct]]:
    found: dict[int, list[SeatAct]] = defaultdict(list)
    asked = select(SeatChange.organisation_id, SeatChange.act).where(is_waiting(about_now()))
    for row in session.execute(asked):
        found[row.organisation_id].append(row.act)
    return found
