"""What happened, in the past tense, and who is told of it by mail.

Every kind has a line in AUDIENCES, perhaps NOBODY: a kind without one is a test failure, not a silence.
"""

from collections.abc import Mapping
from enum import StrEnum


class EventKind(StrEnum):
    """One thing that happened; the record's history, its audit trail and the outbox at once."""

    STATEMENT_CREATED = "statement_created"
    DRAFT_SAVED = "draft_saved"
    SETTINGS_CHANGED = "settings_changed"
    PEN_HANDED_OVER = "pen_handed_over"
    CONSULTATION_OPENED = "consultation_opened"
    CONSULTATION_EXTENDED = "consultation_extended"
    CONSULTATION_CLOSED = "consultation_closed"
    CONSULTATION_REOPENED = "consultation_reopened"
    CONSULTATION_REMINDED = "consultation_reminded"
    NO_COMMENT_SAID = "no_comment_said"
    NO_COMMENT_TAKEN_BACK = "no_comment_taken_back"
    ITEM_KEPT = "item_kept"  # as a draft inside the organisation
    COMMENT_POSTED = "comment_posted"
    AMENDMENT_PROPOSED = "amendment_proposed"
    ITEM_EDITED = "item_edited"
    AMENDMENT_REWORDED = "amendment_reworded"  # and others supported it as it was
    ITEM_WITHDRAWN = "item_withdrawn"
    ITEM_PLACED = "item_placed"  # a person said where its words stand now
    THREAD_RESOLVED = "thread_resolved"
    THREAD_REOPENED = "thread_reopened"
    SUPPORT_GIVEN = "support_given"
    SUPPORT_TAKEN_BACK = "support_taken_back"
    REPLY_POSTED = "reply_posted"
    ITEM_DISPOSED = "item_disposed"
    DISPOSITION_LAPSED = "disposition_lapsed"  # with its words, what had overtaken it, or its brackets
    DISPOSITIONS_SHOWN = "dispositions_shown"
    RESPONSE_GIVEN = "response_given"
    JOINT_WORDING_ASKED = "joint_wording_asked"
    JOINT_WORDING_ENDED = "joint_wording_ended"
    WORDING_OFFERED = "wording_offered"
    WORDING_AGREED = "wording_agreed"
    NO_WORDING_FOUND = "no_wording_found"  # by one of the proposers of a conflict
    COMMON_AMENDMENT_MADE = "common_amendment_made"
    STANDARD_REPLY_SAVED = "standard_reply_saved"
    STANDARD_REPLY_RETIRED = "standard_reply_retired"
    PARAGRAPH_OPENED = "paragraph_opened"
    VERSION_ISSUED = "version_issued"
    BALLOT_OPENED = "ballot_opened"
    BALLOT_CLOSING = "ballot_closing"
    POSITION_TAKEN = "position_taken"
    STATEMENT_ADOPTED = "statement_adopted"
    STATEMENT_NOT_ADOPTED = "statement_not_adopted"
    STATEMENT_PUBLISHED = "statement_published"
    NAME_TAKEN_OFF = "name_taken_off"  # a member's, of a public page: it is protected since
    PAGES_SET_ASIDE = "pages_set_aside"  # public ones that the record does not know
    PAGES_PUT_BACK = "pages_put_back"
    STATEMENT_ABANDONED = "statement_abandoned"
    EMBARGO_SET = "embargo_set"  # or moved to a later moment
    EMBARGO_ENDED = "embargo_ended"  # early, or moved to an earlier moment
    VOICE_FELL_BACK = "voice_fell_back"  # of a draft, to the coalition's
    VOICE_CHOSEN = "voice_chosen"  # after the adoption
    NAMES_TAKEN = "names_taken"  # of protected organisations, in a file of the table of responses
    ORGANISATION_ADDED = "organisation_added"
    ORGANISATION_CHANGED = "organisation_changed"
    SEAT_CHANGED = "seat_changed"
    PROTECTION_ENDED = "protection_ended"
    PERSON_INVITED = "person_invited"
    COLLEAGUE_INVITED = "colleague_invited"  # the same, for those who act beside the person
    PERSON_JOINED = "person_joined"
    PERSON_REMOVED = "person_removed"
    PASSWORD_FORGOTTEN = "password_forgotten"  # noqa: S105
    PASSWORD_CHANGED = "password_changed"  # noqa: S105
    EMAIL_SENT_AGAIN = "email_sent_again"  # to whom it had not reached, by the secretariat


class Audience(StrEnum):
    """Who is told; one function of the services turns it into persons, and asks again at the moment of sending."""

    NOBODY = "nobody"
    TAKING_PART = "taking_part"  # focal points of the organisations taking part
    ITEM_AUTHORS = "item_authors"  # focal points of the organisation whose item it is
    ITEM_HOLDERS = "item_holders"  # those who proposed or support items that the version answers or leaves open
    SHOWN_HOLDERS = "shown_holders"  # those whose items' dispositions are shown as proposed, or were changed since
    SUPPORTERS = "supporters"  # of the item
    SILENT = "silent"  # those who could answer in the consultation and have not: queries/consultation/silent
    PROPOSERS = "proposers"  # of the amendments of a conflict that was handed to them
    PENHOLDERS_AND_PROPOSERS = "penholders_and_proposers"
    PENS_AND_PRIVATE_AUTHORS = "pens_and_private_authors"  # former and new penholders, who wrote to them alone
    COMMITTEE = "committee"  # those who may take a position in the ballot
    PENHOLDERS_AND_COMMITTEE = "penholders_and_committee"
    SECRETARIAT = "secretariat"  # all of it, also who did it
    COLLEAGUES = "colleagues"  # all who act for the organisation that the event is about; or for the secretariat
    SEATS = "seats"  # focal points of the organisations with a seat, and of the one whose seat was changed
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
    EventKind.AMENDMENT_REWORDED: Audience.SUPPORTERS,
    EventKind.DISPOSITIONS_SHOWN: Audience.SHOWN_HOLDERS,
    EventKind.JOINT_WORDING_ASKED: Audience.PROPOSERS,
    EventKind.WORDING_OFFERED: Audience.PROPOSERS,
    EventKind.COMMON_AMENDMENT_MADE: Audience.PENHOLDERS_AND_PROPOSERS,
    EventKind.REPLY_POSTED: Audience.ITEM_AUTHORS,
    EventKind.VERSION_ISSUED: Audience.ITEM_HOLDERS,
    EventKind.BALLOT_OPENED: Audience.COMMITTEE,
    EventKind.BALLOT_CLOSING: Audience.COMMITTEE,
    EventKind.POSITION_TAKEN: Audience.COLLEAGUES,
    EventKind.STATEMENT_NOT_ADOPTED: Audience.PENHOLDERS_AND_COMMITTEE,
    EventKind.STATEMENT_ADOPTED: Audience.EVERYBODY,
    EventKind.STATEMENT_PUBLISHED: Audience.EVERYBODY,
    EventKind.PAGES_SET_ASIDE: Audience.SECRETARIAT,
    EventKind.PAGES_PUT_BACK: Audience.SECRETARIAT,
    EventKind.STATEMENT_ABANDONED: Audience.TAKING_PART,
    EventKind.EMBARGO_ENDED: Audience.SECRETARIAT,
    EventKind.VOICE_CHOSEN: Audience.PENHOLDERS_AND_COMMITTEE,
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
    EventKind.DISPOSITION_LAPSED,
    EventKind.EMBARGO_SET,
    EventKind.VOICE_FELL_BACK,
    EventKind.NAME_TAKEN_OFF,
    EventKind.NAMES_TAKEN,
    EventKind.ORGANISATION_ADDED,
    EventKind.ORGANISATION_CHANGED,
    EventKind.EMAIL_SENT_AGAIN,
}
AUDIENCES: Mapping[EventKind, Audience] = {**_TOLD, **dict.fromkeys(_UNTOLD, Audience.NOBODY)}
