"""Members agree to be named: each is asked on the very mandate that is to be put to a decision."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.consent import Consent, ConsentRequest
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.statement import NamedMember, Statement
from workflow.models.version import Version
from workflow.queries.shared.consents import newest_request_id
from workflow.queries.shared.newest import newest_version_id
from workflow.queries.shared.standing import roles_of
from workflow.rules.decision.mandate import mandate_from_dict
from workflow.rules.decision.refusals import (
    BallotEnded,
    ConsentAsked,
    ConsentLapsed,
    NameBound,
    NobodyNamed,
    TakenBackByNewcomer,
    Unnameable,
)
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.permissions import Action, may
from workflow.rules.shared.refusals import NotAllowed, ReasonNeeded
from workflow.rules.statements.voice import Voice
from workflow.services.decision.deciding import pending_ballot
from workflow.services.decision.steering import end_without_result
from workflow.services.decision.tabling import BallotTerms, mandate_of, mandate_to_put
from workflow.services.shared.checking import check_words
from workflow.services.shared.record import lock_statement, record_event, require

_DECIDED = frozenset({Stage.ADOPTED, Stage.PUBLISHED})


def ask_consent(session: Session, person: Person, key: str, terms: BallotTerms) -> ConsentRequest:
    """Ask each named member on the mandate that `terms` would put to a decision; what was answered before lapses.

    Raises what open_ballot raises of the mandate, NobodyNamed, NotNameable, ConsentAsked (on this very mandate). The
    caller commits.
    """
    statement = lock_statement(session, key)
    require(session, person, Action.OPEN_BALLOT, statement)
    if statement.voice is not Voice.NAMED:
        raise NobodyNamed
    issued, mandate = mandate_to_put(session, statement, terms)
    before = _newest_request(session, statement)
    if before is not None and before.mandate_digest == mandate.digest:
        raise ConsentAsked
    request = ConsentRequest(
        statement_id=statement.id,
        version_id=issued.id,
        mandate=mandate.as_dict(),
        mandate_digest=mandate.digest,
        asked_by=person.id,
        asked_at=now(session),
    )
    session.add(request)
    session.flush()
    listed = select(NamedMember.organisation_id).where(NamedMember.statement_id == statement.id)
    for member in session.scalars(listed).all():
        facts = {"is_given": None, "person_id": None, "answered_at": None}
        session.add(Consent(request_id=request.id, organisation_id=member, **facts))
    session.flush()
    record_event(session, EventKind.CONSENT_ASKED, person=person, statement=statement, data={"request": request.id})
    return request


def answer_consent(
    session: Session, person: Person, key: str, *, mandate: str, is_given: bool, reason: str = ""
) -> Consent:
    """Record whether the person's organisation agrees to be named, on the mandate with that digest.

    While a ballot is open a consent can be taken back, with a reason: the ballot is stopped by it. The same answer
    again is the one that is there. Raises NotAllowed (it was not asked), NameBound, ConsentLapsed, Unnameable,
    BallotEnded (its deadline has passed), TakenBackByNewcomer, ReasonNeeded, TextRefused, OverLength. The caller
    commits.
    """
    statement = lock_statement(session, key)
    roles = roles_of(session, person.id, statement.id)
    if statement.stage in _DECIDED and may(Action.ANSWER_CONSENT, roles, Stage.DECISION):
        raise NameBound
    require(session, person, Action.ANSWER_CONSENT, statement)
    request, consent = _consent_of(session, person, statement)
    if mandate != request.mandate_digest or not _is_as_asked(session, statement, request):
        raise ConsentLapsed
    # An answer of its own would tell others which of the labels was on the list.
    if session.get_one(Organisation, consent.organisation_id).protected:
        raise Unnameable
    why = check_words(reason, field="reason")
    if consent.is_given is is_given:
        return consent
    if not is_given and statement.stage is Stage.DECISION:
        _stop(session, person, statement, why)
    consent.is_given, consent.reason = is_given, why
    consent.person_id, consent.answered_at = person.id, now(session)
    data = {"request": request.id, "is_given": is_given}
    record_event(session, EventKind.CONSENT_ANSWERED, person=person, statement=statement, data=data)
    return consent


def _stop(session: Session, person: Person, statement: Statement, why: str) -> None:
    """Stop the open ballot: what it decides on no longer holds."""
    ballot = pending_ballot(session, statement)
    if ballot is None or ballot.closes_at <= now(session):
        raise BallotEnded
    if person.added_at > ballot.opened_at:  # else whoever invites could end any ballot on a named text
        raise TakenBackByNewcomer(opened_at=ballot.opened_at)
    if not why:
        raise ReasonNeeded
    end_without_result(session, person, statement, ballot, why)


def _consent_of(session: Session, person: Person, statement: Statement) -> tuple[ConsentRequest, Consent]:
    request = _newest_request(session, statement)
    consent = session.get(Consent, (request.id, person.organisation_id)) if request else None
    if request is None or consent is None:
        raise NotAllowed
    return request, consent


def _newest_request(session: Session, statement: Statement) -> ConsentRequest | None:
    return session.scalar(select(ConsentRequest).where(ConsentRequest.id == newest_request_id(statement.id)))


def _is_as_asked(session: Session, statement: Statement, request: ConsentRequest) -> bool:
    """Whether the record still gives the mandate on which was asked; when it goes out is chosen as it is put."""
    if request.version_id != session.scalar(select(newest_version_id(statement.id))):
        return False
    put = mandate_from_dict(request.mandate)
    version = session.get_one(Version, request.version_id)
    given = mandate_of(session, statement, version, put.digests, authentic=put.authentic)
    if statement.stage is Stage.DECISION:  # a member that was renamed meanwhile is named as it was
        given = replace(given, named=put.named)
    return replace(given, release=put.release, release_at=put.release_at).digest == request.mandate_digest
