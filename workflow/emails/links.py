"""The link that lets its bearer in: into an invitation, or to a new password."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from workflow.models.person import LinkPurpose, Person
from workflow.queries.notifications.notices import Notice
from workflow.rules.notifications.events import EventKind
from workflow.services.people import joining

_PURPOSES: Mapping[EventKind, LinkPurpose] = {
    EventKind.PERSON_INVITED: LinkPurpose.INVITATION,
    EventKind.PASSWORD_FORGOTTEN: LinkPurpose.RESET,
}


def carries_link(kind: EventKind) -> bool:
    """Whether mails of that kind carry such a link; to make one is to write into the record."""
    return kind in _PURPOSES


def link_for_one(session: Session, notice: Notice, base_url: str) -> str:
    """A fresh link for a mail of which it is the reason; empty for all others.

    The token is made when the mail is, so that none ever waits in the record to be read by somebody else.
    """
    purpose = _PURPOSES.get(notice.kind)
    if purpose is None:
        return ""
    person = session.get_one(Person, notice.to.person_id)
    return f"{base_url}/{purpose.value}/{joining.create_link(session, person, purpose)}"
