"""Which of the members that a mandate names have agreed to be named in it: said once for queries and use cases."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from workflow.models.consent import Consent, ConsentRequest
from workflow.models.organisation import Organisation
from workflow.rules.decision.mandate import Mandate


def newest_request_id(statement_id: Any) -> Any:
    """The id of the mandate on which the members of a statement were asked last; null before the first."""
    newest = aliased(ConsentRequest)
    of_it = select(func.max(newest.id)).where(newest.statement_id == statement_id)
    return of_it.scalar_subquery()


def without_consent(session: Session, statement_id: int, mandate: Mandate) -> tuple[str, ...]:
    """The keys of the members named in `mandate` that have not said yes to this very one, in its order."""
    agreed = (
        select(Organisation.key)
        .join(Consent, Consent.organisation_id == Organisation.id)
        .join(ConsentRequest, ConsentRequest.id == Consent.request_id)
        .where(ConsentRequest.id == newest_request_id(statement_id))
        .where(ConsentRequest.mandate_digest == mandate.digest, Consent.is_given.is_(True))
    )
    there = set(session.scalars(agreed)) if mandate.named else set()
    return tuple(key for key, _ in mandate.named if key not in there)
