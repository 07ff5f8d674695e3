"""What a text of an office program says: its paragraphs with each tracked change in place, comments, what is left out.

Reader, writer and pages share these values. Nothing is accepted or refused in them: words that somebody inserted and
words that somebody deleted stand side by side, each piece with the number of its change.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from workflow.text.values import BlockKind

MOST_REVISIONS = 10_000
MOST_PARAGRAPHS = 2_000
LARGEST_ENTRY = 50_000_000  # bytes of a part, unpacked; of all parts that are read together too
LARGEST_RATIO = 200  # of a part unpacked to the same packed
MOST_ENTRIES = 2_000  # files in the container
LARGEST_FILE = 20_000_000  # bytes of the container: pictures may be in it

OFFICE_MARK = b"PK\x03\x04"
"""With which the bytes of every `.docx` and `.odt` begin, as those of other files in a container do."""
BOOKMARK = "communique_"
"""How the name of a bookmark begins that our export set round a paragraph; the id of its block follows."""
VERSION_PROPERTY = "Communique version"
"""The custom property (docProps/custom.xml) in which our export says of which statement and version the text is."""


class RevisionKind(StrEnum):
    """What a tracked change does. MOVED_FROM and MOVED_TO are also the marks of paragraphs that were moved.

    FORMAT: of words, of a paragraph or of a section. TABLE: of a table, its rows or its cells.
    """

    INSERTION = "insertion"
    DELETION = "deletion"
    MOVED_FROM = "moved_from"
    MOVED_TO = "moved_to"
    PARAGRAPH_INSERTED = "paragraph_inserted"
    PARAGRAPH_DELETED = "paragraph_deleted"
    FORMAT = "format"
    TABLE = "table"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Revision:
    """One tracked change as the file counts them: one element of the file.

    number: from 1, in the order in which the file is read; what pieces and paragraph marks name. words: those that it
    puts in, takes out or sets in another way; "" for a paragraph mark. paragraph: index in `WordText.paragraphs`, -1
    where the words stand elsewhere (in a table, a header).
    """

    number: int
    kind: RevisionKind
    author: str
    at: datetime | None
    words: str
    paragraph: int


@dataclass(frozen=True, slots=True)
class WordPiece:
    """A stretch of words of one paragraph, set in one way.

    text: plain characters; "" for a footnote's mark, whose label is `note`. href: as the file says it, also where no
    text of ours may lead there. inserted, deleted: number of the change, 0 for none; both for words that one person
    put in and another took out. formatted: number of a change of format, before which they were `was_bold` and
    `was_italic`.
    """

    text: str
    bold: bool = False
    italic: bool = False
    href: str = ""
    note: str = ""
    inserted: int = 0
    deleted: int = 0
    formatted: int = 0
    was_bold: bool = False
    was_italic: bool = False


@dataclass(frozen=True, slots=True)
class ParagraphShape:
    """What a paragraph is: kind, level and mark as of a block. A heading has a mark where the program numbers it."""

    kind: BlockKind
    level: int = 0
    mark: str = ""


@dataclass(frozen=True, slots=True)
class WordParagraph:
    """A paragraph with all its words, those that were deleted too.

    kind, level, mark: as of a block, with all changes accepted; mark: "-" or the number that a reader of the file sees
    ("1.", "a)", "2.1"). refused: the same with all changes refused, where it is anything else (a number that moved up,
    a style that was changed). bookmark: the id of the block of ours that our export wrote there. mark_inserted,
    mark_deleted: the number of the change of its paragraph mark; a mark that is gone joins the paragraph with the next.
    ends: what follows is no paragraph that it could be joined with (a table, the end of the text or of a note).
    """

    kind: BlockKind
    level: int
    mark: str
    pieces: tuple[WordPiece, ...]
    bookmark: str = ""
    mark_inserted: int = 0
    mark_deleted: int = 0
    refused: ParagraphShape | None = None
    ends: bool = False

    @property
    def text(self) -> str:
        """The words of all pieces, in which the places of comments are counted."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class WordComment:
    """A comment with the words that it stands on.

    paragraph: index in `WordText.paragraphs`, -1 where its place cannot be told. start, end: in the paragraph's text,
    deleted words counted; of several paragraphs the first. words: all that it stands on, "" for none. answers: key of
    the comment that it replies to, "" for none.
    """

    key: str
    author: str
    at: datetime | None
    body: str
    paragraph: int
    start: int
    end: int
    words: str
    answers: str = ""
    resolved: bool = False


class LeftOutKind(StrEnum):
    """What a text of ours has no place for. STRUCK: words that are struck out by hand and stay in the text.

    NOTE: of a footnote that no paragraph of the text mentions. LINK: the address of a link that leads to no page.
    """

    TABLE = "table"
    PICTURE = "picture"
    TEXT_BOX = "text_box"
    FIELD = "field"
    HEADER = "header"
    FOOTER = "footer"
    MACRO = "macro"
    EQUATION = "equation"
    EMBEDDED = "embedded"
    HIDDEN = "hidden"
    NOTE = "note"
    LINK = "link"
    STRUCK = "struck"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One thing of the file that did not come in. words: all that stand in it; the cells of a table part by tabs, its
    rows by line ends. paragraph: index of the one after which or in which it stood, -1 where that cannot be told.
    """

    kind: LeftOutKind
    words: str
    paragraph: int


@dataclass(frozen=True, slots=True)
class WordText:
    """All that a file says.

    paragraphs: the text in order, then the footnotes (endnotes among them) as paragraphs of kind FOOTNOTE with their
    label as mark, "1", "2" … in the order of first mention; a note of several paragraphs has several.
    raw_revisions: the changes counted in all parts of the file; where `revisions` has another number, that is to be
    said. language: as the file says it, "" where it does not. version_mark: what our export wrote there, "" otherwise.
    """

    paragraphs: tuple[WordParagraph, ...]
    revisions: tuple[Revision, ...]
    comments: tuple[WordComment, ...]
    left_out: tuple[LeftOut, ...]
    raw_revisions: int
    language: str = ""
    version_mark: str = ""


class TakenAs(StrEnum):
    """What becomes of the tracked changes where a text is taken into a statement."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
