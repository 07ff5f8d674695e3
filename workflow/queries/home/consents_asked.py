"""The statements that ask the reader's organisation whether they may name it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.consent import Consent, ConsentRequest
from workflow.models.organisation import Organisation
from workflow.models.statement import NamedMember, Statement
from workflow.queries.shared.consents import newest_request_id
from workflow.queries.shared.newest import newest_version_id
from workflow.queries.shared.titles import with_title
from workflow.queries.shared.values import values_of
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.names import Viewer


@dataclass(frozen=True)
class ConsentAskedOfMember:
    """One statement that waits for the answer of the reader's organisation, and since when."""

    key: str
    title: str
    language: str
    asked_at: datetime


def consents_asked(session: Session, viewer: Viewer) -> Sequence[ConsentAskedOfMember]:
    """What waits for an answer, the longest first. One SQL statement."""
    if viewer.organisation_id is None:
        return ()
    own = (Consent.organisation_id == viewer.organisation_id, Consent.is_given.is_(None))
    listed = (NamedMember.statement_id == Statement.id) & (NamedMember.organisation_id == Consent.organisation_id)
    asked = (
        select(Statement.key, ConsentRequest.asked_at)
        .join(ConsentRequest, ConsentRequest.statement_id == Statement.id)
        .join(Consent, Consent.request_id == ConsentRequest.id)
        .join(NamedMember, listed)
        .join(Organisation, Organisation.id == Consent.organisation_id)
        .where(*own, Organisation.protected.is_(False), Statement.stage == Stage.CONSOLIDATION)
        .where(ConsentRequest.id == newest_request_id(Statement.id), ConsentRequest.version_id == newest_version_id())
        .order_by(ConsentRequest.asked_at, Statement.id)
    )
    rows = session.execute(with_title(asked, viewer.person_id, called="language"))
    return values_of(ConsentAskedOfMember, rows)
