"""Who is told of what by mail: an audience for each kind of event.

Every kind has a line in AUDIENCES, perhaps NOBODY: a kind without one is a test failure, not a silence.
"""

from collections.abc import Mapping
from enum import StrEnum

from workflow.rules.notifications.events import EventKind


class Audience(StrEnum):
    """Who is told; one function of the services turns it into persons, and asks again at the moment of sending."""

    NOBODY = "nobody"
    TAKING_PART = "taking_part"  # focal points of the organisations taking part
    TAKING_PART_AND_COMMITTEE = "taking_part_and_committee"  # they, and who decides in the ballot that it ended, if any
    ITEM_AUTHORS = "item_authors"  # focal points of the organisation whose item it is
    ITEM_HOLDERS = "item_holders"  # those who proposed or support items that the version answers or leaves open
    SHOWN_HOLDERS = "shown_holders"  # those whose items' dispositions are shown as proposed, or were changed since
    SUPPORTERS = "supporters"  # of the item
    SILENT = "silent"  # those who could answer in the consultation and have not: queries/consultation/silent
    PROPOSERS = "proposers"  # of the amendments of a conflict that was handed to them
    NAMED_MEMBERS = "named_members"  # those who act for a member that is asked whether it may be named
    COLLEAGUES_AND_PENHOLDERS = "colleagues_and_penholders"  # who act for the organisation, and who write
    PENHOLDERS = "penholders"
    PENHOLDERS_AND_PROPOSERS = "penholders_and_proposers"
    PENS_AND_PRIVATE_AUTHORS = "pens_and_private_authors"  # former and new penholders, who wrote to them alone
    COMMITTEE = "committee"  # those who may take a position in the ballot
    OUTSTANDING = "outstanding"  # of these, those whose organisation has taken no position
    UNDECIDED = "undecided"  # of the Committee those whose seat has taken no position, or a reserve
    CONFIRMERS = "confirmers"  # those of the organisation that the event is about who may take its position
    PENHOLDERS_AND_COMMITTEE = "penholders_and_committee"
    SECRETARIAT = "secretariat"  # all of it, also who did it
    COLLEAGUES = "colleagues"  # all who act for the organisation that the event is about; or for the secretariat
    SEATS = "seats"  # focal points of the organisations with a seat, and of the one whose seat was changed
    ROLL_SECONDS = "roll_seconds"  # those who may confirm or refuse the change of a seat
    OBJECTORS = "objectors"  # those whose objections were answered
    EVERYBODY = "everybody"
    THE_PERSON = "the_person"


# What they are told is about an item of theirs: they are asked whether they may see items.
OF_ITEMS = frozenset(
    {
        Audience.ITEM_AUTHORS,
        Audience.ITEM_HOLDERS,
        Audience.SHOWN_HOLDERS,
        Audience.SUPPORTERS,
        Audience.PROPOSERS,
        Audience.PENHOLDERS,
        Audience.PENHOLDERS_AND_PROPOSERS,
    }
)
# That somebody is told of these tells others of an item of theirs, which may be for the penholder only.
TELLS_OF_ITEMS = OF_ITEMS | {Audience.PENS_AND_PRIVATE_AUTHORS}

_TOLD = {
    EventKind.PEN_HANDED_OVER: Audience.PENS_AND_PRIVATE_AUTHORS,
    EventKind.CONSULTATION_OPENED: Audience.TAKING_PART,
    EventKind.CONSULTATION_EXTENDED: Audience.TAKING_PART,
    EventKind.CONSULTATION_CLOSED: Audience.TAKING_PART,
    EventKind.CONSULTATION_REOPENED: Audience.TAKING_PART,
    EventKind.CONSULTATION_REMINDED: Audience.SILENT,
    EventKind.POINTS_SENT: Audience.PENHOLDERS,
    EventKind.AMENDMENT_REWORDED: Audience.SUPPORTERS,
    EventKind.DISPOSITIONS_SHOWN: Audience.SHOWN_HOLDERS,
    EventKind.JOINT_WORDING_ASKED: Audience.PROPOSERS,
    EventKind.WORDING_OFFERED: Audience.PROPOSERS,
    EventKind.COMMON_AMENDMENT_MADE: Audience.PENHOLDERS_AND_PROPOSERS,
    EventKind.REPLY_POSTED: Audience.ITEM_AUTHORS,
    EventKind.VERSION_ISSUED: Audience.ITEM_HOLDERS,
    EventKind.CONSENT_ASKED: Audience.NAMED_MEMBERS,
    EventKind.CONSENT_ANSWERED: Audience.COLLEAGUES_AND_PENHOLDERS,
    EventKind.BALLOT_OPENED: Audience.COMMITTEE,
    EventKind.BALLOT_CLOSING: Audience.UNDECIDED,
    EventKind.BALLOT_REMINDED: Audience.OUTSTANDING,
    EventKind.BALLOT_EXTENDED: Audience.PENHOLDERS_AND_COMMITTEE,
    EventKind.BALLOT_STOPPED: Audience.PENHOLDERS_AND_COMMITTEE,
    EventKind.POSITION_TAKEN: Audience.COLLEAGUES,
    EventKind.ANSWERS_TO_OBJECTIONS_TOLD: Audience.OBJECTORS,
    EventKind.POSITION_PROPOSED: Audience.CONFIRMERS,
    EventKind.POSITION_ENTERED: Audience.COLLEAGUES,
    EventKind.STATEMENT_NOT_ADOPTED: Audience.PENHOLDERS_AND_COMMITTEE,
    EventKind.STATEMENT_ADOPTED: Audience.EVERYBODY,
    EventKind.STATEMENT_HELD: Audience.PENHOLDERS_AND_COMMITTEE,
    EventKind.STATEMENT_RELEASED: Audience.SECRETARIAT,
    EventKind.STATEMENT_PUBLISHED: Audience.EVERYBODY,
    EventKind.PAGES_SET_ASIDE: Audience.SECRETARIAT,
    EventKind.PAGES_PUT_BACK: Audience.SECRETARIAT,
    EventKind.STATEMENT_ABANDONED: Audience.TAKING_PART_AND_COMMITTEE,
    EventKind.EMBARGO_ENDED: Audience.SECRETARIAT,
    EventKind.VOICE_CHOSEN: Audience.PENHOLDERS_AND_COMMITTEE,
    EventKind.SEAT_CHANGE_ASKED: Audience.ROLL_SECONDS,
    EventKind.SEAT_CHANGED: Audience.SEATS,
    EventKind.PROTECTION_ENDED: Audience.COLLEAGUES,
    EventKind.PERSON_INVITED: Audience.THE_PERSON,
    EventKind.COLLEAGUE_INVITED: Audience.COLLEAGUES,
    EventKind.PERSON_JOINED: Audience.COLLEAGUES,
    EventKind.PERSON_REMOVED: Audience.COLLEAGUES,
    EventKind.PASSWORD_FORGOTTEN: Audience.THE_PERSON,
    EventKind.PASSWORD_CHANGED: Audience.THE_PERSON,
}
_UNTOLD = {
    EventKind.STATEMENT_CREATED,
    EventKind.DRAFT_SAVED,
    EventKind.SETTINGS_CHANGED,
    EventKind.NO_COMMENT_SAID,
    EventKind.NO_COMMENT_TAKEN_BACK,
    EventKind.ITEM_PLACED,
    EventKind.THREAD_RESOLVED,
    EventKind.THREAD_REOPENED,
    EventKind.RESPONSE_GIVEN,
    EventKind.JOINT_WORDING_ENDED,
    EventKind.WORDING_AGREED,
    EventKind.NO_WORDING_FOUND,
    EventKind.STANDARD_REPLY_SAVED,
    EventKind.STANDARD_REPLY_RETIRED,
    EventKind.PARAGRAPH_OPENED,
    EventKind.ITEM_KEPT,
    EventKind.COMMENT_POSTED,
    EventKind.AMENDMENT_PROPOSED,
    EventKind.ITEM_EDITED,
    EventKind.ITEM_WITHDRAWN,
    EventKind.SUPPORT_GIVEN,
    EventKind.SUPPORT_TAKEN_BACK,
    EventKind.ITEM_DISPOSED,
    EventKind.OBJECTION_ANSWERED,
    EventKind.DISPOSITION_LAPSED,
    EventKind.PARAGRAPHS_ORDERED,
    EventKind.WORDS_SHOWN,
    EventKind.PROPOSED_POSITION_ENDED,
    EventKind.EMBARGO_SET,
    EventKind.VOICE_FELL_BACK,
    EventKind.NAME_TAKEN_OFF,
    EventKind.NAMES_TAKEN,
    EventKind.ORGANISATION_ADDED,
    EventKind.ORGANISATION_CHANGED,
    EventKind.SEAT_CHANGE_REFUSED,
    EventKind.SEAT_CHANGE_TAKEN_BACK,
    EventKind.EMAIL_SENT_AGAIN,
}
AUDIENCES: Mapping[EventKind, Audience] = {**_TOLD, **dict.fromkeys(_UNTOLD, Audience.NOBODY)}
