"""The tab Decision: what is on the table, where the ballot stands, who took which position."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from workflow.models.ballot import Ballot, Elector, PastPosition, Position, SteeringAct
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.version import Edition, Version
from workflow.queries.consolidation.objections import ObjectionShown, objections_of_seats
from workflow.queries.decision.electorate import can_answer, roll_changes, suspended_at, vacated_at
from workflow.queries.decision.proposed import SeatProposal, name_to_own, newest_keys, proposed_of, with_proposals
from workflow.queries.decision.prospects import Prospect, prospect
from workflow.queries.people.roll import SeatChangeLine
from workflow.queries.shared.mandate_names import NO_NAMES, MandateNames, mandate_names
from workflow.queries.shared.organisation_names import named, with_organisation
from workflow.queries.shared.roles import was_there
from workflow.queries.shared.standing import Standing
from workflow.queries.shared.values import value_of
from workflow.queries.statements.head import words_of
from workflow.queries.statements.translations import Save, last_saves
from workflow.rules.decision import procedure
from workflow.rules.decision.decision import (
    BallotOutcome,
    DecisionRule,
    Stance,
    Tally,
    rule_from_dict,
    tally,
    tally_from_dict,
)
from workflow.rules.decision.mandate import Mandate, mandate_from_dict
from workflow.rules.decision.steering import Steering, may_remind_at
from workflow.rules.shared.names import PUBLIC, Named
from workflow.rules.shared.permissions import Action, Role, may
from workflow.rules.statements.translation import behind_in


@dataclass(frozen=True)
class EditionOnTable:
    """One language of the version that is decided on. behind: paragraphs that were translated from other words."""

    language: str
    title: str
    digest: str
    words: int
    behind: int


@dataclass(frozen=True)
class Taken:
    """The position of one seat; stance None: none yet. changed: how often it was another before.

    former: what it was in the ballot before, None where it had none there. id, key: of its organisation. by: who took
    or confirmed it, before those of its own organisation alone, else "". entered: what was confirmed, None where the
    position was taken in the first place. waiting: what waits for the seat to confirm it, as far as the viewer may know
    of it; where the ballot is over, for good. objections: what it objects to; the reason is that of all of them.
    vacated_at, suspended_at: since when the seat takes no position, where it was vacated or suspended meanwhile.
    """

    who: Named
    stance: Stance | None
    reason: str
    at: datetime | None
    changed: int
    former: Stance | None = None
    id: int = 0
    objections: tuple[ObjectionShown, ...] = ()
    key: str = ""
    by: str = ""
    entered: SeatProposal | None = None
    waiting: SeatProposal | None = None
    vacated_at: datetime | None = None
    suspended_at: datetime | None = None

    @property
    def names_words(self) -> bool:
        """Whether it objects to more than the whole text for one reason."""
        return any(each.block is not None or each.instead for each in self.objections) or len(self.objections) > 1


@dataclass(frozen=True)
class Steered:
    """What somebody did to the ballot: see models.ballot.SteeringAct."""

    kind: Steering
    who: Named
    reason: str
    was: datetime | None
    until: datetime | None
    at: datetime


@dataclass(frozen=True)
class PositionTaker:
    """Somebody who may take the position of the viewer's organisation. is_here: has accepted the invitation."""

    name: str
    is_here: bool


@dataclass(frozen=True)
class Decision:
    """One ballot. positions: of every seat, for those who may see them. own: the viewer's, if it has a seat.

    settles: the viewer's approval now would settle the decision. short_notice: why it closes soon after its opening.
    same_text: why words that were not adopted are put again. steered: what was done to it, the newest last. seats: of
    the electorate, also those that were recused. to_remind: those that have taken no position and can take one. newest:
    key of the last position that was entered in it for a seat, "" without one. may_steer: whether the viewer reminds,
    extends and stops. before: the number of the ballot before, 0 at the first. prospect: how it is decided and what
    follows; None once it is settled. names: of the members that the mandate names, as everybody may read them. actors:
    who of the viewer's organisation may act in it, where the viewer may not, being invited after it opened; None for
    all others. roll_changes: of the roll, within seven days before it or while it ran.
    """

    number: int
    version: int
    issued_at: datetime
    opened_at: datetime
    closes_at: datetime
    settled_at: datetime | None
    outcome: BallotOutcome
    tally: Tally
    rule: DecisionRule
    table: tuple[EditionOnTable, ...]
    mandate_digest: str
    positions: tuple[Taken, ...]
    own: Taken | None
    settles: bool
    mandate: Mandate
    names: MandateNames
    short_notice: str
    same_text: str
    steered: tuple[Steered, ...] = ()
    may_steer: bool = False
    sees_positions: bool = False
    seats: int = 0
    to_remind: int = 0
    before: int = 0
    newest: str = ""
    prospect: Prospect | None = None
    actors: tuple[PositionTaker, ...] | None = None
    roll_changes: tuple[SeatChangeLine, ...] = ()

    @property
    def missing(self) -> tuple[Taken, ...]:
        """The seats that have taken no position, for those who may see who has."""
        return tuple(each for each in self.positions if each.stance is None)

    @property
    def seats_to_enter(self) -> tuple[Taken, ...]:
        """The seats for which a position may be entered, those that have taken none first."""
        held = (each for each in self.positions if each.vacated_at is None and each.suspended_at is None)
        return tuple(sorted(held, key=lambda each: each.stance is not None))

    @property
    def entered_and_waiting(self) -> tuple[Taken, ...]:
        """The seats for which the secretariat entered a position that is not confirmed yet."""
        return tuple(each for each in self.positions if each.waiting and each.waiting.is_of_secretariat)

    @property
    def waits_for_us(self) -> SeatProposal | None:
        """What waits for the viewer's own seat to confirm it while the ballot is open; None without it."""
        return self.own.waiting if self.own and self.settled_at is None else None

    @property
    def positions_taken(self) -> int:
        """How many seats have taken a position, of whatever kind."""
        return self.seats - len(self.tally.missing)

    @property
    def unreachable(self) -> int:
        """How many seats have taken no position in the open ballot and cannot take one."""
        return len(self.tally.missing) - self.to_remind

    @property
    def last_steered(self) -> Steered | None:
        """The last extension, or the end that somebody made; None where there was none."""
        return next((each for each in reversed(self.steered) if each.kind is not Steering.REMINDED), None)

    @property
    def last_reminder(self) -> Steered | None:
        """The last reminder that somebody sent; None where nobody did."""
        return next((each for each in reversed(self.steered) if each.kind is Steering.REMINDED), None)

    @property
    def may_remind_at(self) -> datetime | None:
        """From when on the missing seats may be reminded again; None where nobody has reminded them."""
        return may_remind_at(self.last_reminder.at if self.last_reminder else None)

    @property
    def version_before(self) -> int:
        """The number of the version before the one that is decided on; 0 where that is the first."""
        return self.version - 1


def decisions(session: Session, standing: Standing) -> tuple[Decision, ...]:
    """The ballots of a statement, the newest first.

    Seven SQL statements, two more where somebody objects, and one for who is too new to act in the newest.
    """
    ballots = session.execute(
        select(Ballot, Version.number.label("version"), Version.issued_at)
        .join(Version, Version.id == Ballot.version_id)
        .where(Ballot.statement_id == standing.id)
        .order_by(Ballot.number.desc())
    ).all()
    if not ballots:
        return ()
    ids = [row.Ballot.id for row in ballots]
    seats = session.execute(_seats(ids, standing.id)).all()
    past = session.execute(
        select(PastPosition.ballot_id, PastPosition.organisation_id).where(PastPosition.ballot_id.in_(ids))
    ).all()
    editions = session.execute(
        select(Edition.version_id, Edition.language, Edition.title, Edition.digest, Edition.blocks).where(
            Edition.version_id.in_([row.Ballot.version_id for row in ballots])
        )
    ).all()
    saves = last_saves(session, standing)
    steered = session.execute(_steered(ids, standing.id)).all()
    newest = {each.ballot_id: each.key for each in session.execute(newest_keys(ids))}
    changed = [(each.ballot_id, each.organisation_id) for each in past]
    rows = _Rows(seats, changed, editions, saves, steered, newest)
    older = [*(row.Ballot for row in ballots), None][1:]
    on_roll = roll_changes(session, standing.viewer, [row.Ballot for row in ballots])
    named_in = mandate_names(session, [mandate_from_dict(row.Ballot.mandate) for row in ballots], PUBLIC)
    found = tuple(
        replace(_decision(row, before, standing, rows), names=names, roll_changes=tuple(on_roll[row.Ballot.id]))
        for row, before, names in zip(ballots, older, named_in, strict=True)
    )
    found = _with_objections(session, standing, found, ids)
    if found[0].outcome is BallotOutcome.PENDING and Role.NEWCOMER in standing.roles:
        return (replace(found[0], actors=_actors(session, standing, found[0].opened_at)), *found[1:])
    return found


def _with_objections(
    session: Session, standing: Standing, found: tuple[Decision, ...], ballots: Sequence[int]
) -> tuple[Decision, ...]:
    """The ballots with what each seat objects to beside its position, where that is shown."""
    shown = (taken for each in found for taken in (*each.positions, each.own) if taken)
    if not any(taken.stance is Stance.OBJECT for taken in shown):
        return found
    there = objections_of_seats(session, standing, ballots)
    return tuple(
        replace(
            each,
            positions=tuple(_with_own(taken, each.number, there) for taken in each.positions),
            own=_with_own(each.own, each.number, there) if each.own else None,
        )
        for each in found
    )


def _with_own(taken: Taken, ballot: int, there: Mapping[tuple[int, int], tuple[ObjectionShown, ...]]) -> Taken:
    return replace(taken, objections=there.get((ballot, taken.id), ())) if taken.stance is Stance.OBJECT else taken


def _actors(session: Session, standing: Standing, opened_at: datetime) -> tuple[PositionTaker, ...]:
    """Those of the viewer's organisation who were invited before the ballot opened, by name."""
    own = (Person.organisation_id == standing.viewer.organisation_id, Person.removed_at.is_(None))
    rows = session.execute(select(Person.name, Person.email, Person.joined_at).where(*own, was_there(opened_at))).all()
    found = (PositionTaker(row.name or row.email, row.joined_at is not None) for row in rows)
    return tuple(sorted(found, key=lambda each: (not each.is_here, each.name.casefold())))


def _seats(ids: Sequence[int], statement_id: int) -> Any:
    own = (Position.ballot_id == Elector.ballot_id) & (Position.organisation_id == Elector.organisation_id)
    held = (Elector.ballot_id, Position.stance, Position.reason, Position.taken_at, Organisation.key.label("key"))
    since = (vacated_at().label("vacated_at"), suspended_at().label("suspended_at"), can_answer().label("can_answer"))
    asked = select(*held, *since).select_from(Elector).join(Ballot, Ballot.id == Elector.ballot_id)
    asked = with_proposals(asked.outerjoin(Position, own))
    return with_organisation(asked.where(Elector.ballot_id.in_(ids)), Elector.organisation_id, statement_id)


def _steered(ids: Sequence[int], statement_id: int) -> Any:
    acts = (SteeringAct.ballot_id, SteeringAct.kind, SteeringAct.reason, SteeringAct.was, SteeringAct.until)
    asked = select(*acts, SteeringAct.at).join(Person, Person.id == SteeringAct.person_id)
    of_them = asked.where(SteeringAct.ballot_id.in_(ids)).order_by(SteeringAct.id)
    return with_organisation(of_them, Person.organisation_id, statement_id)


@dataclass(frozen=True)
class _Rows:
    """What was asked of all ballots of the statement."""

    seats: Sequence[Row[*tuple[Any, ...]]]
    past: Sequence[tuple[int, int]]
    editions: Sequence[Row[*tuple[Any, ...]]]
    saves: Mapping[str, Sequence[Save]]
    steered: Sequence[Row[*tuple[Any, ...]]]
    newest: Mapping[int, str]

    def stances(self, ballot: Ballot | None) -> dict[int, Stance]:
        """Organisation id -> its stance in that ballot."""
        of_it = (seat for seat in self.seats if ballot is not None and seat.ballot_id == ballot.id)
        return {seat.who_id: seat.stance for seat in of_it if seat.stance is not None}


def _decision(row: Row[*tuple[Any, ...]], before: Ballot | None, standing: Standing, rows: _Rows) -> Decision:
    ballot: Ballot = row.Ballot
    rule = rule_from_dict(ballot.rule)
    here = [seat for seat in rows.seats if seat.ballot_id == ballot.id]
    held, former = rows.stances(ballot), rows.stances(before)
    electorate = {seat.who_id for seat in here}
    settled = ballot.outcome is not BallotOutcome.PENDING
    taken = {
        seat.who_id: Taken(
            named(seat, standing.viewer),
            seat.stance,
            seat.reason or "",
            seat.taken_at,
            rows.past.count((ballot.id, seat.who_id)),
            former.get(seat.who_id),
            id=seat.who_id,
            key=seat.key,
            by=name_to_own(seat.taker, seat.who_id, standing.viewer),
            entered=proposed_of(seat, "entered", standing.viewer),
            waiting=proposed_of(seat, "waiting", standing.viewer, is_over=settled),
            vacated_at=seat.vacated_at,
            suspended_at=seat.suspended_at,
        )
        for seat in here
    }
    own = standing.viewer.organisation_id
    pinned = procedure.from_dict(standing.procedure)
    shown = standing.sees_positions(settled=settled)
    return value_of(
        Decision,
        ballot,
        version=row.version,
        issued_at=row.issued_at,
        tally=_recorded_tally(ballot) or tally(held, electorate, rule, closed=settled),
        rule=rule,
        table=_editions_on_table(ballot, rows.editions, standing, rows.saves),
        positions=tuple(sorted(taken.values(), key=_order)) if shown else (),
        own=taken.get(own) if own is not None else None,
        settles=not settled and own in electorate and _would_settle(held, electorate, rule, own),
        actors=None,
        roll_changes=(),
        mandate=mandate_from_dict(ballot.mandate),
        names=NO_NAMES,
        steered=tuple(_act(each, standing) for each in rows.steered if each.ballot_id == ballot.id),
        may_steer=not settled and may(Action.STEER_BALLOT, standing.roles & pinned.steers, standing.stage),
        sees_positions=shown,
        seats=len(electorate),
        to_remind=sum(seat.stance is None and seat.can_answer for seat in here),
        before=before.number if before is not None else 0,
        newest=rows.newest.get(ballot.id, ""),
        prospect=None
        if settled
        else prospect(ballot.rule, ballot.mandate, len(electorate), standing.embargo_at, ballot.closes_at),
    )


def _recorded_tally(ballot: Ballot) -> Tally | None:
    """The arithmetic that was recorded at the settlement: what was decided then is not counted anew."""
    return tally_from_dict(ballot.tally) if ballot.tally else None


def _would_settle(held: dict[int, Stance], electorate: set[int], rule: DecisionRule, own: int | None) -> bool:
    if own is None:
        return False
    return tally({**held, own: Stance.APPROVE}, electorate, rule, closed=False).outcome is BallotOutcome.ADOPTED


def _act(row: Row[*tuple[Any, ...]], standing: Standing) -> Steered:
    return Steered(row.kind, named(row, standing.viewer), row.reason, row.was, row.until, row.at)


def _order(taken: Taken) -> tuple[bool, str]:
    return (taken.stance is None, taken.who.sorting)


def _editions_on_table(
    ballot: Ballot,
    editions: Sequence[Row[*tuple[Any, ...]]],
    standing: Standing,
    saves: Mapping[str, Sequence[Save]],
) -> tuple[EditionOnTable, ...]:
    """The editions of the ballot, by language code; editions: those of its version, among others.

    saves: what the translations of the newest version were made from.
    """
    there = [row for row in editions if row.version_id == ballot.version_id]
    original = next((row.blocks for row in there if row.language == standing.language), ())
    known = saves if ballot.version_id == standing.version_id else {}
    return tuple(
        value_of(
            EditionOnTable,
            row,
            words=words_of(row.blocks, with_notes=standing.count_notes),
            behind=len(behind_in(original, row.blocks, known.get(row.language, ()))),
        )
        for row in sorted(there, key=lambda row: str(row.language))
        if row.language in ballot.digests
    )
