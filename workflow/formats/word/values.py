"""What a document of an office program says: its words with their tracked changes, its comments, what has no place."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto

from workflow.text.values.block import BlockKind


class RevisionKind(StrEnum):
    """What one tracked change does."""

    INSERTION = auto()
    DELETION = auto()
    MOVED_FROM = auto()
    MOVED_TO = auto()
    PARAGRAPH_INSERTED = auto()
    PARAGRAPH_DELETED = auto()
    FORMAT = auto()
    TABLE = auto()
    OTHER = auto()


class LeftOutKind(StrEnum):
    """What a text of ours has no place for."""

    TABLE = auto()
    PICTURE = auto()
    TEXT_BOX = auto()
    FIELD = auto()
    HEADER = auto()
    FOOTER = auto()
    MACRO = auto()
    EQUATION = auto()
    EMBEDDED = auto()
    HIDDEN = auto()
    UNKNOWN = auto()


class Taken(StrEnum):
    """How tracked changes are taken into a text."""

    ACCEPTED = auto()
    REFUSED = auto()


@dataclass(frozen=True, slots=True)
class Revision:
    """One tracked change as the file counts it: one element of the file.

    number: from 1, in the order of the file. words: what it puts in, takes out or formats. paragraph: index in
    `WordText.paragraphs`, -1 where the words stand elsewhere.
    """

    number: int
    kind: RevisionKind
    author: str
    at: datetime | None
    words: str
    paragraph: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words of one paragraph, set in one way. `inserted`, `deleted`: numbers of revisions, 0: none."""

    text: str
    bold: bool = False
    italic: bool = False
    href: str = ""
    note: str = ""
    inserted: int = 0
    deleted: int = 0


@dataclass(frozen=True, slots=True)
class WordParagraph:
    """One paragraph; `mark_inserted`, `mark_deleted`: the revision of its paragraph mark."""

    kind: BlockKind
    level: int
    mark: str
    pieces: tuple[Piece, ...]
    bookmark: str = ""
    mark_inserted: int = 0
    mark_deleted: int = 0


@dataclass(frozen=True, slots=True)
class WordComment:
    """A comment; `start` and `end` count in the joined text of the paragraph's pieces."""

    key: str
    author: str
    at: datetime | None
    body: str
    paragraph: int
    start: int
    end: int
    words: str
    answers: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something of the file that a text of ours has no place for."""

    kind: LeftOutKind
    words: str
    paragraph: int


@dataclass(frozen=True, slots=True)
class WordText:
    """What a file says; `paragraphs` are the body in order, then the footnotes with their label as mark."""

    paragraphs: tuple[WordParagraph, ...]
    revisions: tuple[Revision, ...]
    comments: tuple[WordComment, ...]
    left_out: tuple[LeftOut, ...]
    raw_revisions: int
    language: str
    version_mark: str
