"""What the engine answers, where the answer is one of a few."""

from enum import StrEnum


class Verdict(StrEnum):
    """What became of the words."""

    SAME = "same"
    EDITED = "edited"
    MOVED = "moved"
    DELETED = "deleted"
    UNCERTAIN = "uncertain"


class Extent(StrEnum):
    """How far a text written by hand does what an amendment asks."""

    SATISFIED = "satisfied"  # the words proposed stand where they should, and those to go are gone
    IN_PART = "in_part"
    IGNORED = "ignored"


class ChangeKind(StrEnum):
    """What a change touches, gravest first. The first four are of force: a reader must not miss them."""

    OBLIGATION = "obligation"
    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    WORDS = "words"
    TYPOGRAPHY = "typography"  # or spelling: nothing that is heard


class Reason(StrEnum):
    """Why something can't be read."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    BINARY = "binary"
    ENCODING = "encoding"
    NO_TEXT = "no_text"
    FORBIDDEN = "forbidden"
