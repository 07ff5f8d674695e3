"""Which mails say the same to all who read one language by one clock, so that one body serves them all."""

from workflow.rules.notifications.events import EventKind

TOLD_ALIKE = frozenset(
    {
        EventKind.CONSULTATION_OPENED,
        EventKind.CONSULTATION_EXTENDED,
        EventKind.CONSULTATION_CLOSED,  # but for those whose organisation has drafts that it did not send
        EventKind.CONSULTATION_REOPENED,
        EventKind.CONSULTATION_REMINDED,
        EventKind.BALLOT_OPENED,
        EventKind.BALLOT_EXTENDED,
        EventKind.BALLOT_STOPPED,
        EventKind.STATEMENT_NOT_ADOPTED,
        EventKind.STATEMENT_ADOPTED,
        EventKind.STATEMENT_HELD,
        EventKind.STATEMENT_RELEASED,
        EventKind.STATEMENT_PUBLISHED,
        EventKind.STATEMENT_ABANDONED,
        EventKind.EMBARGO_ENDED,
        EventKind.VOICE_CHOSEN,
        EventKind.PAGES_SET_ASIDE,
        EventKind.PAGES_PUT_BACK,
    }
)
"""All that differs is the line that names the reader's organisation. All other kinds are about the reader's own points,
position, people, seat or access, or name organisations as the reader may know them: each has a body of its own.
"""
