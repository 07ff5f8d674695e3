"""From adoption to the public: what goes out and when, each try claimed with a lease, its end recorded."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, or_, select, update
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.ballot import Ballot
from workflow.models.person import Person
from workflow.models.publication import VOICE, EmbargoEnd, Progress, Publication
from workflow.models.statement import Statement
from workflow.queries.publication.published import Published, on_its_way
from workflow.queries.shared.consents import without_consent
from workflow.queries.shared.standing import roles_of
from workflow.rules.decision.mandate import mandate_from_dict
from workflow.rules.notifications.delivery import (
    FAILURES,
    LEASE,
    DeliveryVerdict,
    Next,
    Outcome,
    publication_wait,
    what_follows,
)
from workflow.rules.notifications.events import EventKind
from workflow.rules.publication.embargo import require_near
from workflow.rules.publication.refusals import DigestMismatch, EarlierEmbargo, EmbargoUnchanged, StaleEmbargo
from workflow.rules.publication.release import ReleaseKind
from workflow.rules.shared.lifecycle import Move, Stage
from workflow.rules.shared.permissions import Action, may
from workflow.rules.shared.refusals import AlreadyDone, ReasonNeeded
from workflow.rules.statements.refusals import VoiceNotOffered
from workflow.rules.statements.voice import Voice, is_offered
from workflow.services.publication.imprint import Imprint, keep_first
from workflow.services.shared.checking import check_words
from workflow.services.shared.choosing import change_voice
from workflow.services.shared.record import lock_statement, move, record_event, require

__all__ = [
    "PublicationClaim",
    "check_digests",
    "choose_voice",
    "claim",
    "due_publications",
    "embargo_sign",
    "end_embargo",
    "hold",
    "plan",
    "record",
    "release_now",
    "renew",
    "require_ours",
    "set_embargo",
    "try_again",
    "waits_for_voice",
]


@dataclass(frozen=True)
class PublicationClaim:
    """One publication that this worker may put out now. at: the moment of publication that its pages name."""

    publication_id: int
    statement_id: int
    lease: int
    at: datetime


def plan(session: Session, statement: Statement, ballot: Ballot) -> Publication:
    """The publication of what `ballot` adopted: due at once, when the embargo ends, or once a person releases it.

    Called under the lock. In a name that is offered no longer, or that members did not agree to, it waits for a
    person: see choose_voice.
    """
    publication = Publication(
        statement_id=statement.id,
        ballot_id=ballot.id,
        version_id=ballot.version_id,
        digests=dict(ballot.digests),
        due_at=_due_at(session, statement.embargo_at),
    )
    session.add(publication)
    session.flush()
    if not _has_name(session, publication):
        publication.progress, publication.trouble = Progress.SET_ASIDE, VOICE
    return publication


def embargo_sign(until: datetime | None) -> str:
    """An embargo as a form carries it; empty where there is none."""
    return until.isoformat() if until else ""


def set_embargo(
    session: Session, person: Person, key: str, *, until: datetime | None, seen: str | None = None
) -> datetime:
    """Hold the statement back until a moment, which is returned, or longer than before; also before its adoption.

    until: None, as of an empty field, changes nothing. seen: the sign of the embargo that the form showed; None asks
    nothing. Raises NotAllowed, StaleEmbargo, EmbargoUnchanged, MomentPast, TooFarAhead, EarlierEmbargo (it takes
    end_embargo), AlreadyDone (it is going out, or may be half out already). The caller commits.
    """
    statement = lock_statement(session, key)
    require(session, person, Action.SET_EMBARGO, statement)
    before = statement.embargo_at
    _require_embargo_seen(before, seen)
    if until is None or (before is not None and until == before.replace(second=0, microsecond=0)):
        raise EmbargoUnchanged(until=before, is_empty=until is None)
    require_near(until, now(session))
    if before is not None and until < before:
        raise EarlierEmbargo(until=until)
    _keep_embargo(session, statement, until)
    data = {"from": embargo_sign(before) or None, "until": embargo_sign(until)}
    record_event(session, EventKind.EMBARGO_SET, person=person, statement=statement, data=data)
    return until


def end_embargo(
    session: Session, person: Person, key: str, *, seen: str, reason: str, until: datetime | None = None
) -> EmbargoEnd:
    """End the embargo now, or (until) at an earlier moment than it was set to: an adopted text goes out then.

    seen: the sign of the embargo that the form showed. Raises NotAllowed, StaleEmbargo, AlreadyDone (there is none, it
    is over, or the text is going out), MomentPast, TooFarAhead, EmbargoUnchanged (it is not earlier), ReasonNeeded,
    TextRefused, OverLength. The caller commits.
    """
    statement = lock_statement(session, key)
    require(session, person, Action.SET_EMBARGO, statement)
    was, moment = statement.embargo_at, now(session)
    _require_embargo_seen(was, seen)
    if was is None or was <= moment:
        raise AlreadyDone
    if until is not None:
        require_near(until, moment)
    if until is not None and until >= was:
        raise EmbargoUnchanged(until=was, is_empty=False)
    why = check_words(reason, field="reason")
    if not why:
        raise ReasonNeeded
    _keep_embargo(session, statement, until)
    end = EmbargoEnd(statement_id=statement.id, was=was, until=until, reason=why, person_id=person.id, at=moment)
    session.add(end)
    session.flush()
    data = {"embargo_end": end.id, "from": embargo_sign(was), "until": embargo_sign(until) or None}
    record_event(session, EventKind.EMBARGO_ENDED, person=person, statement=statement, data=data)
    return end


def _require_embargo_seen(until: datetime | None, seen: str | None) -> None:
    if seen is not None and seen != embargo_sign(until):
        raise StaleEmbargo(until=until)


def _keep_embargo(session: Session, statement: Statement, until: datetime | None) -> None:
    publication = _publication(session, statement)
    if publication is not None:
        if publication.lease:  # once a worker has begun, pages may be out, whatever it said or did not say of them
            raise AlreadyDone
        publication.due_at = _due_at(session, until)
    statement.embargo_at = until


def hold(session: Session, person: Person, key: str, *, reason: str) -> Publication:
    """Hold an adopted statement from now on, until a person releases it; the mandate and its digest stay as adopted.

    Raises NotAllowed, AlreadyDone (it is held, or a worker has begun: it is going out, or out), ReasonNeeded,
    TextRefused, OverLength. The caller commits.
    """
    statement = _lock_adopted(session, person, key)
    publication = _publication(session, statement)
    if publication is None or publication.lease or statement.release is ReleaseKind.BY_HAND:
        raise AlreadyDone
    why = check_words(reason, field="reason")
    if not why:
        raise ReasonNeeded
    statement.release = ReleaseKind.BY_HAND
    data = {"ballot": publication.ballot_id, "reason": why}
    record_event(session, EventKind.STATEMENT_HELD, person=person, statement=statement, data=data)
    return publication


def release_now(session: Session, person: Person, key: str, *, seen: str) -> Publication:
    """Let what is held until a person releases it go out: at once, or when an embargo ends that still lasts.

    An embargo is no hold: it is ended by end_embargo alone. seen: the sign of the embargo that the page showed, so that
    nobody lets out at once what was to wait. Raises NotAllowed, StaleEmbargo, AlreadyDone (it is not held: somebody
    was quicker, or it is out). The caller commits.
    """
    statement = _lock_adopted(session, person, key)
    publication = _publication(session, statement)
    if publication is None or statement.release is not ReleaseKind.BY_HAND:
        raise AlreadyDone
    _require_embargo_seen(statement.embargo_at, seen)
    statement.release = ReleaseKind.ON_ADOPTION
    publication.due_at = _due_at(session, statement.embargo_at)
    data = {"ballot": publication.ballot_id, "until": publication.due_at.isoformat()}
    record_event(session, EventKind.STATEMENT_RELEASED, person=person, statement=statement, data=data)
    return publication


def _lock_adopted(session: Session, person: Person, key: str) -> Statement:
    """The statement under its lock, which the person may hold and release; raises NotAllowed, AlreadyDone (out)."""
    statement = lock_statement(session, key)
    roles = roles_of(session, person.id, statement.id)
    if statement.stage is Stage.PUBLISHED and may(Action.RELEASE, roles, Stage.ADOPTED):
        raise AlreadyDone
    require(session, person, Action.RELEASE, statement)
    return statement


def choose_voice(session: Session, person: Person, key: str, *, voice: Voice) -> Statement:
    """Let an adopted statement that waits for it go out in another name than it was adopted in.

    The mandate stays as it was adopted; the name is recorded beside it. Raises NotAllowed, AlreadyDone (it does not
    wait for a name, or it is out), VoiceNotOffered. The caller commits.
    """
    statement = lock_statement(session, key)
    roles = roles_of(session, person.id, statement.id)
    if statement.stage is Stage.PUBLISHED and may(Action.CHOOSE_VOICE, roles, Stage.ADOPTED):
        raise AlreadyDone  # a colleague was quicker, and so was the worker
    require(session, person, Action.CHOOSE_VOICE, statement)
    publication = _publication(session, statement)
    if publication is None or not waits_for_voice(publication):
        raise AlreadyDone
    if voice is not Voice.COALITION:  # every other name is somebody's, who has not agreed to it
        raise VoiceNotOffered
    data = {"ballot": publication.ballot_id, **change_voice(session, statement, voice)}
    publication.voice = voice
    publication.progress, publication.attempts, publication.trouble = Progress.WAITING, 0, ""
    publication.lease, publication.leased_until = 0, None
    publication.due_at = _due_at(session, statement.embargo_at)
    record_event(session, EventKind.VOICE_CHOSEN, person=person, statement=statement, data=data)
    return statement


def try_again(session: Session, person: Person, key: str) -> None:
    """Have a publication that was set aside tried anew.

    Raises NotAllowed, AlreadyDone (none is set aside), VoiceNotOffered (a name has to be chosen first).
    """
    statement = lock_statement(session, key)
    require(session, person, Action.SET_EMBARGO, statement)
    publication = _publication(session, statement)
    if publication is None or publication.progress is not Progress.SET_ASIDE:
        raise AlreadyDone
    if publication.trouble == VOICE:
        raise VoiceNotOffered
    publication.progress, publication.attempts, publication.trouble = Progress.WAITING, 0, ""
    publication.due_at = max(publication.due_at, now(session))
    session.info["recorded"] = True  # wakes the worker, though nothing happened that anybody is told of


def due_publications(session: Session) -> list[int]:
    """The ids of the publications that are due and that no worker is at, the longest overdue first."""
    waiting = _waiting(now(session)).order_by(Publication.due_at, Publication.id)
    return list(session.scalars(waiting.with_only_columns(Publication.id)))


def claim(session: Session, publication_id: int) -> PublicationClaim | None:
    """A publication that is due, its attempt written; commit it before the try. None where there is nothing to do.

    One that was claimed several times and never heard of again is set aside instead, and one in a name that is offered
    no longer, whoever planned it. An embargo or a hold that is being set holds the row: whoever is first has it.
    """
    at = now(session)
    ours = _waiting(at).where(Publication.id == publication_id)
    row = session.scalar(ours.with_for_update(skip_locked=True))
    # The hold is of the statement, which the lock of this row does not read anew: one that was committed between our
    # question and our lock is seen only now.
    if row is None or _is_held(session, row):
        return None
    if trouble := _reason_not_to_try(session, row):
        row.progress, row.leased_until, row.trouble = Progress.SET_ASIDE, None, trouble
        return None
    row.attempts += 1
    row.lease += 1
    row.leased_until = at + LEASE
    session.flush()
    return PublicationClaim(row.id, row.statement_id, row.lease, at)


def renew(session: Session, claim: PublicationClaim) -> None:
    """Keep a claim for another while, where it is still ours."""
    ours = (Publication.id == claim.publication_id, Publication.lease == claim.lease)
    waiting = (Publication.progress == Progress.WAITING, Publication.leased_until.is_not(None))
    session.execute(update(Publication).where(*ours, *waiting).values(leased_until=now(session) + LEASE))


def _is_held(session: Session, row: Publication) -> bool:
    kind = session.scalar(select(Statement.release).where(Statement.id == row.statement_id))
    return kind is ReleaseKind.BY_HAND


def _reason_not_to_try(session: Session, row: Publication) -> str:
    """Why a publication that is due is set aside instead; empty where it is to be tried."""
    if not _has_name(session, row):
        return VOICE
    gave_up = row.leased_until is not None and row.attempts >= FAILURES
    return row.trouble or "worker ended" if gave_up else ""


def waits_for_voice(row: Publication) -> bool:
    """Whether a person has to choose in whose name it goes out before it does."""
    return row.progress is Progress.SET_ASIDE and row.trouble == VOICE


def _has_name(session: Session, row: Publication) -> bool:
    """Whether the name in which it goes out is offered, and members that it names agreed to the very mandate."""
    ballot = session.get_one(Ballot, row.ballot_id)
    put = mandate_from_dict(ballot.mandate)
    voice = row.voice or put.voice
    if voice is Voice.NAMED:
        return bool(put.named) and not without_consent(session, row.statement_id, put)
    return is_offered(voice)


def _waiting(at: datetime) -> Select[Publication]:
    free = or_(Publication.leased_until.is_(None), Publication.leased_until <= at)
    held = select(Statement.id).where(
        Statement.id == Publication.statement_id, Statement.release == ReleaseKind.BY_HAND
    )
    ready = (Publication.progress == Progress.WAITING, Publication.due_at <= at, ~held.exists())
    return select(Publication).where(*ready, free)


def check_digests(session: Session, claim: PublicationClaim) -> Published:
    """What goes out, each adopted edition's digest computed anew from the stored words; asked just before it goes.

    Raises DigestMismatch, AlreadyDone (another worker has taken it over).
    """
    require_ours(session, claim)
    going_out = on_its_way(session, claim.statement_id)
    if going_out is None or going_out.untrue:
        raise DigestMismatch(language=" ".join(going_out.untrue if going_out else ()))
    return going_out


def require_ours(session: Session, claim: PublicationClaim) -> None:
    """Raise AlreadyDone where another worker has taken a claim over; asked once more before anything is written."""
    row = session.get_one(Publication, claim.publication_id)
    if row.lease != claim.lease or row.progress is not Progress.WAITING:
        raise AlreadyDone


def record(session: Session, claim: PublicationClaim, outcome: Outcome, made: Imprint | None = None) -> None:
    """Write how a try ended; SENT makes the statement published. Nothing where another worker has taken it over.

    made: what the try printed; where it is not told the worker prints it by and by.
    """
    statement = lock_statement(session, session.get_one(Statement, claim.statement_id).key)
    row = session.get_one(Publication, claim.publication_id, populate_existing=True)
    if row.lease != claim.lease or row.progress is not Progress.WAITING:
        return
    row.leased_until = None
    if outcome.verdict not in (DeliveryVerdict.FAILED, DeliveryVerdict.MISMATCH):
        row.attempts -= 1
    follows = what_follows(outcome, failures=row.attempts, age=timedelta())
    if follows is Next.DONE:
        _publish(session, statement, row, claim)
        keep_first(session, statement, row, made)
    elif follows is Next.AGAIN:
        row.trouble, row.due_at = outcome.trouble, now(session) + publication_wait(row.lease)
    else:
        row.progress, row.trouble = Progress.SET_ASIDE, outcome.trouble


def _publish(session: Session, statement: Statement, row: Publication, claim: PublicationClaim) -> None:
    row.progress, row.published_at, row.trouble = Progress.DONE, claim.at, ""
    move(session, statement, Move.PUBLISH)
    data = {"publication": row.id, "digests": dict(row.digests)}
    record_event(session, EventKind.STATEMENT_PUBLISHED, statement=statement, data=data)


def _publication(session: Session, statement: Statement) -> Publication | None:
    return session.scalar(
        select(Publication).where(Publication.statement_id == statement.id).with_for_update(of=Publication)
    )


def _due_at(session: Session, embargo_at: datetime | None) -> datetime:
    at = now(session)
    return max(at, embargo_at) if embargo_at else at
