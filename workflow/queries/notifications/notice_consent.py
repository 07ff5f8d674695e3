"""The part of a mail that is about members that a statement is to name."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.consent import Consent, ConsentRequest
from workflow.models.event import Event
from workflow.models.version import Version
from workflow.queries.shared.organisation_names import named, with_organisation
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.names import PUBLIC, Named, Viewer


@dataclass(frozen=True)
class ConsentPart:
    """What a member was asked, and (of an answer) what it said. who: the member that answered, None of the question.

    reason: of its answer, for the penholder; a member that is protected since has neither name nor reason here.
    """

    version: int
    addressees: str
    who: Named | None
    is_given: bool
    reason: str
    is_own: bool  # of the recipient's organisation


def consent_of(session: Session, event: Event, viewer: Viewer) -> ConsentPart | None:
    """The question or the answer of which the event tells; None of any other."""
    if event.kind not in (EventKind.CONSENT_ASKED, EventKind.CONSENT_ANSWERED):
        return None
    asked = select(ConsentRequest.mandate, Version.number).join(Version, Version.id == ConsentRequest.version_id)
    row = session.execute(asked.where(ConsentRequest.id == event.data["request"])).one()
    who, reason = None, ""
    if event.kind is EventKind.CONSENT_ANSWERED:
        own = (Consent.request_id == event.data["request"], Consent.organisation_id == event.organisation_id)
        held = session.execute(
            with_organisation(select(Consent.reason).where(*own), Consent.organisation_id, None)
        ).one()
        who = named(held, PUBLIC)
        reason = held.reason if who.name else ""
    is_own = who is not None and event.organisation_id == viewer.organisation_id
    return ConsentPart(row.number, row.mandate["addressees"], who, bool(event.data.get("is_given")), reason, is_own)
