"""The first line of each mail, which is also its subject. A subject may be read in transit: no title, no name."""

from collections.abc import Callable, Mapping
from datetime import datetime

from flask import current_app
from flask_babel import gettext

from workflow.config import Settings
from workflow.models.item import ItemKind
from workflow.queries.notifications.notices import Notice
from workflow.rules.notifications.events import EventKind
from workflow.rules.people.membership import SEATS


def heading(notice: Notice, settings: Settings) -> str:
    """What happened, in one line and in the language at hand."""
    if notice.kind is EventKind.PERSON_INVITED:
        return gettext("Your invitation to %(service)s", service=settings.service_name)
    return _HEADINGS[notice.kind](notice)


def _when(at: datetime) -> str:
    return str(current_app.jinja_env.filters["moment"](at))


def _version_name(notice: Notice, version: int | None) -> str:
    return str(current_app.jinja_env.filters["called"](notice.statement, version))


def _ballot_opened_heading(notice: Notice) -> str:
    return _version_name(notice, notice.ballot.version if notice.ballot else None)


def _consultation_opened(notice: Notice) -> str:
    if notice.consultation is None:
        return ""
    number, closed_at = notice.consultation.number, notice.consultation.closed_at
    if closed_at is not None:
        return gettext("Consultation %(number)s was open until %(when)s", number=number, when=_when(closed_at))
    return gettext(
        "Consultation %(number)s: please comment by %(when)s", number=number, when=_when(notice.consultation.closes_at)
    )


def _while_open(notice: Notice, said: str) -> str:
    """`said` of a consultation that is open still, with its number and its deadline; of another, that it was open."""
    if notice.consultation is None or notice.consultation.closed_at is not None:
        return _consultation_opened(notice)
    return said % {"number": notice.consultation.number, "when": _when(notice.consultation.closes_at)}


def _consultation_extended(notice: Notice) -> str:
    return _while_open(notice, gettext("Consultation %(number)s now closes %(when)s: more time to comment"))


def _consultation_closed(notice: Notice) -> str:
    return (
        gettext("Consultation %(number)s is closed", number=notice.consultation.number) if notice.consultation else ""
    )


def _consultation_reopened(notice: Notice) -> str:
    return _while_open(notice, gettext("Consultation %(number)s has reopened: please comment by %(when)s"))


def _consultation_reminded(notice: Notice) -> str:
    return _while_open(notice, gettext("Reminder: please comment by %(when)s (consultation %(number)s)"))


def _reply_posted(notice: Notice) -> str:
    if notice.reply is None:
        return ""
    if notice.reply.kind is ItemKind.COMMENT:
        return gettext("A reply to your comment %(reference)s", reference=notice.reply.reference)
    return gettext("A reply to your amendment %(reference)s", reference=notice.reply.reference)


def _amendment_reworded(notice: Notice) -> str:
    reference = notice.reworded.reference if notice.reworded else ""
    return gettext("Amendment %(reference)s has changed: do you still support it?", reference=reference)


def _version_issued(notice: Notice) -> str:
    return gettext(
        "Version %(number)s is out: answers to your comments and amendments",
        number=_version_name(notice, notice.version),
    )


def _dispositions_shown(notice: Notice) -> str:
    if notice.showing is None:
        return ""
    if notice.showing.lapsed:
        return gettext("Draft answers to your comments and amendments no longer apply")
    if notice.showing.changed:
        return gettext("Draft answers to your comments and amendments have changed")
    if notice.showing.issued:
        return gettext("Draft answers to your comments and amendments")
    return gettext(
        "Draft answers to your comments and amendments: reply by %(when)s", when=_when(notice.showing.closes_at)
    )


def _refs(notice: Notice) -> str:
    return str(current_app.jinja_env.filters["joined"](notice.joint_wording.refs)) if notice.joint_wording else ""


def _joint_wording_asked(notice: Notice) -> str:
    if notice.joint_wording is None:
        return ""
    if notice.joint_wording.ended:
        return gettext("The proposers of %(refs)s were asked to agree a wording", refs=_refs(notice))
    when = _when(notice.joint_wording.closes_at)
    return gettext("Please agree a common wording for %(refs)s by %(when)s", refs=_refs(notice), when=when)


def _wording_offered(notice: Notice) -> str:
    return gettext("A common wording for %(refs)s: do you agree?", refs=_refs(notice))


def _common_amendment_made(notice: Notice) -> str:
    made = notice.joint_wording.made if notice.joint_wording else ""
    return gettext("%(refs)s are now one amendment: %(reference)s", refs=_refs(notice), reference=made)


def _ballot_opened(notice: Notice) -> str:
    if notice.ballot is None:
        return ""
    number, when = _version_name(notice, notice.ballot.version), _when(notice.ballot.closes_at)
    if notice.ballot.settled_at is not None:
        return gettext(
            "The ballot on version %(number)s closed %(when)s", number=number, when=_when(notice.ballot.settled_at)
        )
    return gettext("Please decide on version %(number)s by %(when)s", number=number, when=when)


def _ballot_closing(notice: Notice) -> str:
    if notice.ballot is None:
        return ""
    return gettext(
        "Reminder: the ballot on version %(number)s closes %(when)s",
        number=_version_name(notice, notice.ballot.version),
        when=_when(notice.ballot.closes_at),
    )


def _not_adopted(notice: Notice) -> str:
    return gettext("Version %(number)s was not adopted", number=_ballot_opened_heading(notice)) if notice.ballot else ""


def _aside(notice: Notice) -> str:
    if notice.is_replaced:
        return gettext("A public page was replaced")
    return gettext("A public page was taken off the web")


def _adopted_heading(notice: Notice) -> str:
    return gettext("Version %(number)s is adopted", number=_ballot_opened_heading(notice)) if notice.ballot else ""


def _embargo_ended(notice: Notice) -> str:
    if notice.embargo is not None and notice.embargo.until is not None:
        return gettext("The embargo was moved to an earlier time")
    return gettext("The embargo was ended early")


def _position_taken(notice: Notice) -> str:
    version = _version_name(notice, notice.ballot.version if notice.ballot else None)
    return gettext("A position of your organisation on version %(number)s is recorded", number=version)


def _invitation_heading(notice: Notice) -> str:
    if notice.to.organisation.secretariat:
        return gettext("Somebody was invited to the secretariat")
    return gettext("Somebody was invited to act for your organisation")


def _arrival_heading(notice: Notice) -> str:
    if notice.to.organisation.secretariat:
        return gettext("Somebody joined the secretariat")
    return gettext("Somebody joined who acts for your organisation")


def _removal_heading(notice: Notice) -> str:
    if notice.to.organisation.secretariat:
        return gettext("Somebody was removed from the secretariat")
    return gettext("Somebody acts for your organisation no longer")


def _seat_changed(notice: Notice) -> str:
    if notice.seats_given:
        return gettext("Seats on the Committee were given")
    lost = notice.turn is not None and not SEATS[notice.turn.turn][1]
    return gettext("A seat on the Committee was taken away") if lost else gettext("A seat on the Committee was given")


_HEADINGS: Mapping[EventKind, Callable[[Notice], str]] = {
    EventKind.PEN_HANDED_OVER: lambda _notice: gettext("The penholders were changed"),
    EventKind.CONSULTATION_OPENED: _consultation_opened,
    EventKind.CONSULTATION_EXTENDED: _consultation_extended,
    EventKind.CONSULTATION_CLOSED: _consultation_closed,
    EventKind.CONSULTATION_REOPENED: _consultation_reopened,
    EventKind.CONSULTATION_REMINDED: _consultation_reminded,
    EventKind.REPLY_POSTED: _reply_posted,
    EventKind.AMENDMENT_REWORDED: _amendment_reworded,
    EventKind.VERSION_ISSUED: _version_issued,
    EventKind.DISPOSITIONS_SHOWN: _dispositions_shown,
    EventKind.JOINT_WORDING_ASKED: _joint_wording_asked,
    EventKind.WORDING_OFFERED: _wording_offered,
    EventKind.COMMON_AMENDMENT_MADE: _common_amendment_made,
    EventKind.BALLOT_OPENED: _ballot_opened,
    EventKind.BALLOT_CLOSING: _ballot_closing,
    EventKind.STATEMENT_NOT_ADOPTED: _not_adopted,
    EventKind.STATEMENT_ADOPTED: _adopted_heading,
    EventKind.STATEMENT_PUBLISHED: lambda _notice: gettext("The statement is published"),
    EventKind.EMBARGO_ENDED: _embargo_ended,
    EventKind.VOICE_CHOSEN: lambda _notice: gettext("It goes out in the name of the coalition"),
    EventKind.PAGES_SET_ASIDE: _aside,
    EventKind.PAGES_PUT_BACK: lambda _notice: gettext("A public page was put back"),
    EventKind.STATEMENT_ABANDONED: lambda _notice: gettext("The draft was abandoned"),
    EventKind.POSITION_TAKEN: _position_taken,
    EventKind.COLLEAGUE_INVITED: _invitation_heading,
    EventKind.PERSON_JOINED: _arrival_heading,
    EventKind.PERSON_REMOVED: _removal_heading,
    EventKind.SEAT_CHANGED: _seat_changed,
    EventKind.PROTECTION_ENDED: lambda _notice: gettext("Your organisation is protected no longer"),
    EventKind.PASSWORD_FORGOTTEN: lambda _notice: gettext("Choose a new password"),
    EventKind.PASSWORD_CHANGED: lambda _notice: gettext("Your password was changed"),
}
