"""What happened, in the past tense."""

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
    POINTS_SENT = "points_sent"  # drafts of one organisation, together
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
    PARAGRAPHS_ORDERED = "paragraphs_ordered"
    WORDS_SHOWN = "words_shown"  # in which the text says an accepted amendment, by the penholder; or no longer
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
    BALLOT_REMINDED = "ballot_reminded"  # by a person; those who had not acted
    BALLOT_EXTENDED = "ballot_extended"
    BALLOT_STOPPED = "ballot_stopped"
    POSITION_TAKEN = "position_taken"  # or confirmed
    POSITION_PROPOSED = "position_proposed"  # by a newcomer, to the colleagues who may confirm it
    POSITION_ENTERED = "position_entered"  # by the secretariat, for a member who confirms it
    PROPOSED_POSITION_ENDED = "proposed_position_ended"  # withdrawn or declined
    OBJECTION_ANSWERED = "objection_answered"  # by a penholder, one or several at once
    ANSWERS_TO_OBJECTIONS_TOLD = "answers_to_objections_told"  # to those who objected
    STATEMENT_ADOPTED = "statement_adopted"
    STATEMENT_NOT_ADOPTED = "statement_not_adopted"
    STATEMENT_HELD = "statement_held"  # after its adoption, until a person releases it
    STATEMENT_RELEASED = "statement_released"  # by a person
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
