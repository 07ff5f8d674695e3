"""Where the button of a mail leads: always a page that asks before it does anything."""

from collections.abc import Callable, Mapping

from sqlalchemy.orm import Session

from workflow.models.person import LinkPurpose, Person
from workflow.queries.notifications.notices import Notice
from workflow.rules.notifications.events import EventKind
from workflow.rules.people.membership import SECRETARIAT
from workflow.services.people import joining


def link(session: Session, notice: Notice, base_url: str) -> str:
    """The address behind the mail's button, under `base_url` alone."""
    return base_url + _PATHS[notice.kind](session, notice)


def _statement(notice: Notice, rest: str = "") -> str:
    return f"/statements/{notice.statement.key if notice.statement else ''}{rest}"


def _aside(_session: Session, notice: Notice) -> str:
    return _statement(notice, "/history") if notice.is_replaced else "/home"


def _reply(_session: Session, notice: Notice) -> str:
    anchor = notice.reply.reference.lower() if notice.reply else ""
    return _statement(notice, f"/comments#{anchor}")


def _amendment_link(_session: Session, notice: Notice) -> str:
    reference = notice.reworded.reference if notice.reworded else ""
    return _statement(notice, f"?open={reference}#{reference.lower()}")


def _proposed_answers_link(_session: Session, notice: Notice) -> str:
    return _statement(notice, "" if notice.showing and notice.showing.lapsed else "/proposed")


def _conflict(_session: Session, notice: Notice) -> str:
    return _statement(notice, f"/joint-wordings/{notice.joint_wording.id}" if notice.joint_wording else "")


def _pen(notice: Notice) -> str:
    """Home where the statement is not theirs to see any more."""
    return _statement(notice) if notice.pen and notice.pen.may_read else "/home"


def _public(_session: Session, notice: Notice) -> str:
    return f"/{notice.statement.address}/{notice.statement.title_language}" if notice.statement else "/"


def _own_page(_session: Session, notice: Notice) -> str:
    return f"/organisations/{notice.to.organisation_key or SECRETARIAT}"


def _seats(session: Session, notice: Notice) -> str:
    return "/organisations/seats" if notice.to.has_seat else _own_page(session, notice)


def _single_use(purpose: LinkPurpose) -> Callable[[Session, Notice], str]:
    # The token is made when the mail is, so that none ever waits in the record to be read by somebody else.
    def path(session: Session, notice: Notice) -> str:
        person = session.get_one(Person, notice.to.person_id)
        return f"/{purpose.value}/{joining.link(session, person, purpose)}"

    return path


_PATHS: Mapping[EventKind, Callable[[Session, Notice], str]] = {
    EventKind.PEN_HANDED_OVER: lambda _session, notice: _pen(notice),
    EventKind.CONSULTATION_OPENED: lambda _session, notice: _statement(notice),
    EventKind.CONSULTATION_EXTENDED: lambda _session, notice: _statement(notice),
    EventKind.CONSULTATION_CLOSED: lambda _session, notice: _statement(notice),
    EventKind.CONSULTATION_REOPENED: lambda _session, notice: _statement(notice),
    EventKind.CONSULTATION_REMINDED: lambda _session, notice: _statement(notice),
    EventKind.REPLY_POSTED: _reply,
    EventKind.AMENDMENT_REWORDED: _amendment_link,
    EventKind.VERSION_ISSUED: lambda _session, notice: _statement(notice, f"?version={notice.version}"),
    EventKind.DISPOSITIONS_SHOWN: _proposed_answers_link,
    EventKind.JOINT_WORDING_ASKED: _conflict,
    EventKind.WORDING_OFFERED: _conflict,
    EventKind.COMMON_AMENDMENT_MADE: _conflict,
    EventKind.BALLOT_OPENED: lambda _session, notice: _statement(notice, "/decision"),
    EventKind.BALLOT_CLOSING: lambda _session, notice: _statement(notice, "/decision"),
    EventKind.STATEMENT_NOT_ADOPTED: lambda _session, notice: _statement(notice, "/decision"),
    EventKind.STATEMENT_ADOPTED: lambda _session, notice: _statement(notice, "/publication"),
    EventKind.STATEMENT_PUBLISHED: _public,
    EventKind.EMBARGO_ENDED: lambda _session, notice: _statement(notice, "/publication"),
    EventKind.VOICE_CHOSEN: lambda _session, notice: _statement(notice, "/publication"),
    EventKind.PAGES_SET_ASIDE: _aside,
    EventKind.PAGES_PUT_BACK: lambda _session, notice: f"/{notice.page}",
    EventKind.STATEMENT_ABANDONED: lambda _session, notice: _statement(notice),
    EventKind.PERSON_INVITED: _single_use(LinkPurpose.INVITATION),
    EventKind.POSITION_TAKEN: lambda _session, notice: _statement(notice, "/decision"),
    EventKind.COLLEAGUE_INVITED: _own_page,
    EventKind.PERSON_JOINED: _own_page,
    EventKind.PERSON_REMOVED: _own_page,
    EventKind.SEAT_CHANGED: _seats,
    EventKind.PROTECTION_ENDED: _own_page,
    EventKind.PASSWORD_FORGOTTEN: _single_use(LinkPurpose.RESET),
    EventKind.PASSWORD_CHANGED: lambda _session, _notice: "/forgotten",
}
