"""Which mail goes out before others that wait, however long they have."""

from enum import IntEnum

from workflow.rules.notifications.events import EventKind


class Urgency(IntEnum):
    """The order in which mails that are due go out; those of one urgency by the moment since when they are due."""

    WAITED_FOR = 0
    AT_ONCE = 1
    MAY_WAIT = 2


WAITED_FOR = frozenset({EventKind.PERSON_INVITED, EventKind.PASSWORD_FORGOTTEN, EventKind.PASSWORD_CHANGED})
"""Kinds for whose mail somebody sits there and waits: one mail each, before the thousands of an event."""

AT_ONCE = frozenset(
    {
        # The reader has to see who may act in its name, or that its name is shown.
        EventKind.COLLEAGUE_INVITED,
        EventKind.PROTECTION_ENDED,
        EventKind.SEAT_CHANGED,
        EventKind.SEAT_CHANGE_ASKED,  # within 24 hours
        # A deadline is near, or an organisation decides.
        EventKind.CONSULTATION_REMINDED,
        EventKind.CONSENT_ASKED,
        EventKind.CONSENT_ANSWERED,
        EventKind.BALLOT_OPENED,
        EventKind.BALLOT_CLOSING,
        EventKind.BALLOT_REMINDED,
        EventKind.BALLOT_EXTENDED,
        EventKind.BALLOT_STOPPED,
        EventKind.POSITION_TAKEN,  # an objection above all
        EventKind.POSITION_PROPOSED,
        EventKind.POSITION_ENTERED,
        # It cannot be undone once it is out.
        EventKind.EMBARGO_ENDED,
        EventKind.VOICE_CHOSEN,
        EventKind.STATEMENT_RELEASED,
        EventKind.STATEMENT_PUBLISHED,
        EventKind.PAGES_SET_ASIDE,
        EventKind.PAGES_PUT_BACK,
    }
)
"""Kinds that go before the others, which may wait."""


def urgency_of(kind: EventKind) -> Urgency:
    """How urgent the mails of that kind are."""
    if kind in WAITED_FOR:
        return Urgency.WAITED_FOR
    return Urgency.AT_ONCE if kind in AT_ONCE else Urgency.MAY_WAIT
