"""In whose name a statement speaks, and which of these names can be given to one at present."""

from enum import StrEnum


class Voice(StrEnum):
    """In whose name a statement speaks: its opening line, attribution and lists follow from it."""

    COALITION = "coalition"
    UNDERSIGNED = "undersigned"
    NAMED = "named"  # members who are named; never shown as signatories


# No name stands over a text without its bearer's own act. Members that are named agree to the very mandate before it is
# put to a decision (services/decision/consenting); none can sign yet.
OFFERED = frozenset({Voice.COALITION, Voice.NAMED})


def is_offered(voice: Voice) -> bool:
    """Whether a statement can be given this voice, and can go out with it."""
    return voice in OFFERED
