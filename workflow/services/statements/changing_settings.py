"""The terms of a statement while it is under way: its limits, in whose name it speaks, who holds the pen, its end."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.ballot import Ballot
from workflow.models.consultation import Consultation
from workflow.models.person import Person
from workflow.models.publication import Progress, Publication
from workflow.models.statement import Penholder, Statement
from workflow.queries.statements.settings_choices import hand_overs, terms_in_form
from workflow.rules.decision.decision import BallotOutcome
from workflow.rules.notifications.events import EventKind
from workflow.rules.publication.embargo import LONGEST
from workflow.rules.shared.labels import Labelling
from workflow.rules.shared.lifecycle import Move
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import AlreadyDone, MomentPast, OutOfRange, ReasonNeeded, StaleForm, UnknownChoice
from workflow.rules.shared.shown import require_seen
from workflow.rules.statements.handling import Handling
from workflow.rules.statements.refusals import OccasionTooFar
from workflow.rules.statements.voice import Voice
from workflow.services.shared import choosing
from workflow.services.shared.checking import check_words
from workflow.services.shared.record import lock_statement, move, record_event, require

_RANGES = {"word_limit": (1, 100_000), "minutes_limit": (0.25, 600), "words_a_minute": (40, 300)}
_PACE = _RANGES["words_a_minute"]


@dataclass(frozen=True)
class Limits:
    """How long a statement may be; None: no limit. minutes_limit is speaking time at so many words a minute."""

    word_limit: int | None = None
    minutes_limit: float | None = None
    words_a_minute: int = 130

    def columns(self) -> dict[str, Any]:
        """The values by the names of the statement's columns."""
        return asdict(self)


@dataclass(frozen=True)
class OccasionTime:
    """When the statement's occasion begins, and the zone of its venue (empty: the coalition's); at None: not known."""

    at: datetime | None = None
    zone: str = ""

    def columns(self) -> dict[str, Any]:
        """The values by the names of the statement's columns."""
        return {"occasion_at": self.at, "occasion_zone": self.zone if self.at is not None else ""}


@dataclass(frozen=True)
class StatementTerms:
    """The settings of a statement. None: as it is; of a new statement: the usual one.

    named: keys of members, where it speaks in their names. paces: language -> words a minute of a translation, None for
    the usual ones. count_notes: whether footnotes count against the limits.
    """

    voice: Voice | None = None
    named: Sequence[str] = ()
    handling: Handling | None = None
    labelling: Labelling | None = None
    limits: Limits = Limits()
    paces: Mapping[str, int | None] | None = None
    count_notes: bool | None = None
    occasion_time: OccasionTime | None = None


USUAL = StatementTerms()


def check_limits(limits: Limits) -> Limits:
    """The limits themselves; raises OutOfRange on the first that makes no sense."""
    for name, (least, most) in _RANGES.items():
        value = getattr(limits, name)
        if value is not None and not (math.isfinite(value) and least <= value <= most):
            raise OutOfRange(field=name, least=least, most=most)
    return limits


def check_occasion(occasion: OccasionTime, present: datetime) -> None:
    """Nothing for an occasion that can be meant; raises MomentPast, OccasionTooFar or UnknownChoice (of its zone)."""
    if occasion.zone and occasion.zone not in available_timezones():
        raise UnknownChoice(field="occasion_zone")
    if occasion.at is not None and occasion.at <= present:
        raise MomentPast(field="occasion_at")
    if occasion.at is not None and occasion.at > present + LONGEST:
        raise OccasionTooFar(latest=present + LONGEST)


def change_settings(
    session: Session, person: Person, key: str, terms: StatementTerms, *, seen: str | None = None
) -> Statement:
    """Set the limits, and (where given) in whose name the statement speaks, its mark and how its versions are called.

    seen: `rules.shown.sign` of the terms that the form showed, None asks nothing. Raises NotAllowed, StaleForm,
    OutOfRange, VoiceNotOffered, ChoiceNeeded, UnknownChoice, MomentPast, OccasionTooFar. The caller commits.
    """
    statement = lock_statement(session, key)
    require(session, person, Action.CHANGE_SETTINGS, statement)
    require_seen(seen, terms_in_form(session, statement.id))
    changed = _set(statement, check_limits(terms.limits).columns())
    changed += _set(statement, _given(handling=terms.handling, labelling=terms.labelling))
    if terms.voice is not None:
        changed += _speak_as(session, statement, terms.voice, terms.named)
    changed += _set(statement, _given(count_notes=terms.count_notes, paces=_paces(statement, terms.paces)))
    if terms.occasion_time is not None:
        if terms.occasion_time.at != statement.occasion_at:
            check_occasion(terms.occasion_time, now(session))
        changed += _set(statement, terms.occasion_time.columns())
    if changed:
        record_event(session, EventKind.SETTINGS_CHANGED, person=person, statement=statement, data={"changed": changed})
    return statement


def _given(**columns: Any) -> dict[str, Any]:
    return {name: value for name, value in columns.items() if value is not None}


def _set(statement: Statement, columns: Mapping[str, Any]) -> list[str]:
    """Set the columns; returns the names of those that had another value."""
    changed = [name for name, value in columns.items() if getattr(statement, name) != value]
    for name in changed:
        setattr(statement, name, columns[name])
    return changed


def _speak_as(session: Session, statement: Statement, voice: Voice, named: Sequence[str]) -> list[str]:
    """Let the statement speak in that name; returns the names of what is another now."""
    choosing.require_offered(voice)
    changed = _set(statement, {"voice": voice})
    members = choosing.members_to_name(session, named) if voice is Voice.NAMED else []
    return [*changed, "named"] if choosing.speak_for(session, statement, members) else changed


def _paces(statement: Statement, paces: Mapping[str, int | None] | None) -> dict[str, int] | None:
    """The paces as the statement keeps them, None where none are given; raises OutOfRange."""
    least, most = _PACE
    for language, value in (paces or {}).items():
        if value is not None and not least <= value <= most:
            raise OutOfRange(field=f"pace_{language}", least=least, most=most)
    if paces is None:
        return None
    return {code: value for code, value in paces.items() if value and code != statement.language}


def hand_over_pen(
    session: Session, person: Person, key: str, to: Sequence[str], *, seen: str | None = None
) -> list[Person]:
    """Make those that `to` chooses (see choosing.penholders) the only penholders; returns them.

    seen: how often it had been handed over when the form was shown, None asks nothing. Raises NotAllowed, StaleForm,
    ChoiceNeeded, UnknownChoice. The caller commits.
    """
    statement = lock_statement(session, key)
    require(session, person, Action.HAND_OVER_PEN, statement)
    if seen is not None and seen != str(hand_overs(session, statement.id)):
        raise StaleForm
    before = holding(session, statement)
    people = choosing.penholders(session, person, to, before, statement)
    after = [each.id for each in people]
    if set(after) != set(before):
        choosing.hold(session, statement, people)
        record_event(
            session,
            EventKind.PEN_HANDED_OVER,
            person=person,
            statement=statement,
            data={"from": before, "to": after},
        )
    return people


def holding(session: Session, statement: Statement) -> list[int]:
    """The ids of the people who hold the pen."""
    held = select(Penholder.person_id).where(Penholder.statement_id == statement.id).order_by(Penholder.person_id)
    return list(session.scalars(held))


def abandon(session: Session, person: Person, key: str, reason: str, *, seen: str | None = None) -> Statement:
    """End the statement for good, at whatever stage it stands; nothing more is asked, decided or published.

    seen: the stage that the form showed, None asks nothing. Raises NotAllowed, StaleForm, ReasonNeeded, AlreadyDone
    (its publication has begun). The caller commits.
    """
    statement = lock_statement(session, key)
    require(session, person, Action.ABANDON, statement)
    if seen is not None and seen != statement.stage.value:
        raise StaleForm
    why = check_words(reason, field="reason")
    if not why:
        raise ReasonNeeded
    data: dict[str, str | int] = {"stage": statement.stage.value}
    move(session, statement, Move.ABANDON)
    statement.abandoned_reason = why
    ballot = _end_what_is_open(session, statement)
    if ballot is not None:
        data["ballot"] = ballot
    record_event(session, EventKind.STATEMENT_ABANDONED, person=person, statement=statement, data=data)
    return statement


def _end_what_is_open(session: Session, statement: Statement) -> int | None:
    """The id of the ballot that was open and ends unsettled, None without one; so does an open consultation, and an
    adopted text that waits for its embargo does not go out.
    """
    moment = now(session)
    of_it = {"statement_id": statement.id}
    session.execute(update(Consultation).filter_by(**of_it, closed_at=None).values(closed_at=moment))
    ballot = session.scalar(select(Ballot.id).filter_by(**of_it, outcome=BallotOutcome.PENDING))
    ended = {"settled_at": moment, "outcome": BallotOutcome.ABANDONED}
    session.execute(update(Ballot).filter_by(**of_it, outcome=BallotOutcome.PENDING).values(**ended))
    publication = session.scalar(select(Publication).filter_by(**of_it).with_for_update())
    if publication is not None:
        if publication.lease:  # once a worker has begun, pages may be out, whatever it said or did not say of them
            raise AlreadyDone
        publication.progress = Progress.DROPPED
    return ballot
