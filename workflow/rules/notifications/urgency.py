"""Which mail goes out before others that wait, however long they have."""

from enum import IntEnum

from workflow.rules.notifications.events import EventKind


class Urgency(IntEnum):
    """The order in which mails that are due go out; those of one urgency by the moment since when they are due."""

    AT_ONCE = 0
    MAY_WAIT = 1


AT_ONCE = frozenset(
    {
        # Somebody sits there and waits for it, or has to see at once who may act in the reader's name.
        EventKind.PERSON_INVITED,
        EventKind.COLLEAGUE_INVITED,
        EventKind.PASSWORD_FORGOTTEN,
        EventKind.PASSWORD_CHANGED,
        EventKind.PROTECTION_ENDED,
        # A deadline is near, or an organisation decides.
        EventKind.CONSULTATION_REMINDED,
        EventKind.BALLOT_OPENED,
        EventKind.BALLOT_CLOSING,
        EventKind.POSITION_TAKEN,  # an objection above all
        # It cannot be undone once it is out.
        EventKind.EMBARGO_ENDED,
        EventKind.VOICE_CHOSEN,
        EventKind.STATEMENT_PUBLISHED,
        EventKind.PAGES_SET_ASIDE,
        EventKind.PAGES_PUT_BACK,
    }
)
"""All other kinds may wait."""


def urgency_of(kind: EventKind) -> Urgency:
    """How urgent the mails of that kind are."""
    return Urgency.AT_ONCE if kind in AT_ONCE else Urgency.MAY_WAIT
