"""What named members were asked and what they answered: for who submits a version, and for the member itself."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.consent import Consent, ConsentRequest
from workflow.models.statement import NamedMember, Statement
from workflow.models.version import Edition, Version
from workflow.queries.shared.consents import newest_request_id
from workflow.queries.shared.mandate_names import MandateNames, mandate_names
from workflow.queries.shared.organisation_names import named, with_organisation
from workflow.queries.shared.standing import Standing
from workflow.queries.shared.values import value_of
from workflow.rules.decision.mandate import Mandate, mandate_from_dict
from workflow.rules.shared.names import PUBLIC, Named
from workflow.rules.statements.voice import Voice
from workflow.text.values import Block


@dataclass(frozen=True)
class MemberConsent:
    """One member that is to be named, and what it answered on the mandate asked last. is_given None: nothing."""

    who: Named
    is_given: bool | None
    reason: str
    at: datetime | None


@dataclass(frozen=True)
class Consents:
    """How it stands with those that are to be named. asked: the mandate that they were asked about last, None before.

    is_current: whether text, names and those to whom it is said are still as asked; else all are to be asked again.
    unnameable: how many of the list can be named no longer.
    """

    members: tuple[MemberConsent, ...]
    unnameable: int
    asked: Mandate | None
    asked_at: datetime | None
    is_current: bool

    @property
    def missing(self) -> int:
        """How many have not said yes to what they were asked about."""
        return sum(each.is_given is not True for each in self.members)

    @property
    def are_given(self) -> bool:
        """Whether all have said yes, and nothing was changed since."""
        return self.is_current and not self.missing and not self.unnameable


def consents(session: Session, standing: Standing) -> Consents | None:
    """How it stands with the named members; None where the statement names none. Three SQL statements."""
    if standing.voice is not Voice.NAMED:
        return None
    newest = newest_request_id(standing.id)
    row = session.execute(select(ConsentRequest).where(ConsentRequest.id == newest)).one_or_none()
    request = row.ConsentRequest if row is not None else None
    answer = (Consent.request_id == newest) & (Consent.organisation_id == NamedMember.organisation_id)
    asked = (
        select(Consent.is_given, Consent.reason, Consent.answered_at)
        .select_from(NamedMember)
        .outerjoin(Consent, answer)
        .where(NamedMember.statement_id == standing.id)
    )
    rows = session.execute(with_organisation(asked, NamedMember.organisation_id, None)).all()
    shown = [(named(each, PUBLIC), each) for each in rows]
    members = [
        MemberConsent(who, each.is_given, each.reason or "", each.answered_at) for who, each in shown if who.name
    ]
    put = mandate_from_dict(request.mandate) if request is not None else None
    to = session.scalar(select(Statement.addressees).where(Statement.id == standing.id))
    as_asked = (
        put is not None
        and request is not None
        and request.version_id == standing.version_id
        and put.addressees == to
        and sorted(name for _, name in put.named) == sorted(each.who.name for each in members)
    )
    return Consents(
        members=tuple(sorted(members, key=lambda each: each.who.sorting)),
        unnameable=len(rows) - len(members),
        asked=put,
        asked_at=request.asked_at if request is not None else None,
        is_current=as_asked,
    )


@dataclass(frozen=True)
class TextToAgree:
    """One edition of what a member is asked about."""

    language: str
    title: str
    blocks: tuple[Block, ...]
    digest: str


@dataclass(frozen=True)
class AskedConsent:
    """What one member is asked: the mandate with its texts, the one to read first first, and its own answer so far.

    is_current: whether text, names and those to whom it is said are still as asked; else an answer is refused.
    """

    mandate: Mandate
    mandate_digest: str
    names: MandateNames
    texts: tuple[TextToAgree, ...]
    version: int
    asked_at: datetime
    is_given: bool | None
    reason: str
    answered_at: datetime | None
    is_current: bool


def asked_consent(session: Session, standing: Standing, language: str) -> AskedConsent | None:
    """What the viewer's organisation is asked; None where it is not. language: the reader's. Five SQL statements."""
    own = (Consent.request_id == ConsentRequest.id) & (Consent.organisation_id == standing.viewer.organisation_id)
    row = session.execute(
        select(ConsentRequest, Version.number, Consent.is_given, Consent.reason, Consent.answered_at)
        .join(Consent, own)
        .join(Version, Version.id == ConsentRequest.version_id)
        .where(ConsentRequest.id == newest_request_id(standing.id))
    ).one_or_none()
    if row is None:
        return None
    request: ConsentRequest = row.ConsentRequest
    put = mandate_from_dict(request.mandate)
    editions = select(Edition.language, Edition.title, Edition.blocks, Edition.digest)
    here = (Edition.version_id == request.version_id, Edition.language.in_(put.digests))
    texts = [value_of(TextToAgree, each) for each in session.execute(editions.where(*here))]
    (names,) = mandate_names(session, [put], PUBLIC)
    is_put = standing.is_before_the_committee  # what is decided on is what was asked, whoever was renamed since
    found = consents(session, standing) if not is_put else None
    return value_of(
        AskedConsent,
        row,
        mandate=put,
        mandate_digest=request.mandate_digest,
        names=names,
        texts=tuple(sorted(texts, key=lambda each: _order(each, language, put))),
        version=row.number,
        asked_at=request.asked_at,
        is_current=is_put or (found is not None and found.is_current),
    )


def _order(text: TextToAgree, language: str, put: Mandate) -> tuple[bool, bool, str]:
    return text.language != language, text.language != put.authentic, text.language
