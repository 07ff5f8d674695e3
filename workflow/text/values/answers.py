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
    # files of office programs
    PDF = "pdf"
    RTF = "rtf"
    OLD_WORD = "old_word"  # .doc, as programs wrote it before 2007
    PASSWORD = "password"  # noqa: S105 - not one itself. it is encrypted
    LIES = "lies"  # it is no text of an office program, whatever its name says
    DAMAGED = "damaged"
    BOMB = "bomb"  # it unpacks to more than any text needs
    ENTITY = "entity"  # it defines words of its own or names other files, which no office program writes
    TRACKED_ODT = "tracked_odt"  # an OpenDocument text with tracked changes
    TOO_MANY_REVISIONS = "too_many_revisions"
    TOO_MANY_PARAGRAPHS = "too_many_paragraphs"
