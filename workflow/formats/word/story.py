"""Where the words of a file go while it is read: into a paragraph, or into the list of what is left out."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from workflow.formats.word.changes import Changes
from workflow.formats.word.comment_places import CommentPlaces
from workflow.formats.word.fields import Field
from workflow.formats.word.styles import ParagraphLook
from workflow.formats.word.values import MOST_PARAGRAPHS, LeftOut, LeftOutKind, WordPiece
from workflow.text.document import LARGEST, Unreadable, address_of
from workflow.text.values import Reason

NOWHERE = -1
MOST_LEFT_OUT = 5_000  # tables, pictures and the like that anybody could look through


@dataclass(slots=True)
class OpenParagraph:
    """A paragraph that is being read. look, before: what it is, and what it was before a change of its format.

    note: label of the footnote that it belongs to. styles: ids of its style and of those below that. is_listed: it
    stands in a table or the like, and is only counted.
    """

    look: ParagraphLook = field(default_factory=ParagraphLook)
    before: ParagraphLook = field(default_factory=ParagraphLook)
    note: str = ""
    styles: tuple[str, ...] = ()
    styles_before: tuple[str, ...] = ()
    pieces: list[WordPiece] = field(default_factory=list)
    length: int = 0
    bookmark: str = ""
    mark_inserted: int = 0
    mark_deleted: int = 0
    ends: bool = False
    is_listed: bool = False


class Story:
    """All that was read of a file up to now."""

    def __init__(self, changes: Changes) -> None:
        self.changes = changes
        self.paragraphs: list[OpenParagraph] = []
        self.numbered: list[OpenParagraph] = []  # all paragraphs in the order in which lists are counted
        self.left_out: list[LeftOut] = []
        self.places = CommentPlaces()
        self.fields: list[Field] = []
        self.labels: dict[tuple[str, str], str] = {}  # kind and id of a note -> its label
        self.marked_notes: dict[str, tuple[str, str]] = {}  # bookmark round a note's mark -> kind and id of the note
        self.own_marks: dict[str, str] = {}  # label of a note -> the mark that its writer gave it
        self.is_apart = False  # what comes now stands beside the text: in a header, in a comment
        self.current: OpenParagraph | None = None
        self._carried: OpenParagraph | None = None
        self._bookmark = ""
        self._listings: list[list[str]] = []
        self._listed_at = NOWHERE
        self._apart: dict[LeftOutKind, list[str]] = {LeftOutKind.HIDDEN: [], LeftOutKind.STRUCK: []}
        self._size = 0
        self._led = ""

    @property
    def is_listing(self) -> bool:
        """Whether words go into a list of what is left out."""
        return bool(self._listings)

    @property
    def place(self) -> int:
        """The index of the paragraph in which, or after which, what comes now stands."""
        if self.is_apart:
            return NOWHERE
        if self._listings:
            return self._listed_at
        return len(self.paragraphs) if self.current else len(self.paragraphs) - 1

    @property
    def paragraph(self) -> int:
        """The index of the paragraph whose words come now; NOWHERE for words that are listed."""
        return NOWHERE if self._listings or not self.current else len(self.paragraphs)

    @contextmanager
    def listing(self) -> Iterator[list[str]]:
        """Words go into the list that is handed over, fields of what stands around it are no longer open."""
        place, outer = self.place, (self.current, self.fields, self._carried)
        words: list[str] = []
        self._flush()
        if not self._listings:
            self._listed_at = place
        self.current, self.fields, self._carried = None, [], None
        self._listings.append(words)
        yield words
        self._flush()
        self._listings.pop()
        self.current, self.fields, self._carried = outer

    def begin_paragraph(self, opened: OpenParagraph) -> None:
        """Begins a paragraph; one whose mark is not seen goes on in it."""
        if self.current:
            self.end_paragraph()  # no program writes one within another; no words of it may go
        self.numbered.append(opened)
        self.current = opened
        opened.is_listed = self.is_listing
        if self._carried and not self.is_listing:
            opened.pieces, opened.length = self._carried.pieces, self._carried.length
            opened.bookmark = self._carried.bookmark
            self._carried = None
        opened.bookmark = opened.bookmark or self._bookmark
        if not self.is_listing:
            self._bookmark = ""
        if not self.is_listing:
            self.places.begin_paragraph(self.paragraph, opened.length)

    def end_paragraph(self, *, goes_on: bool = False) -> None:
        """Ends the paragraph; goes_on: its mark is not seen, so that the next one is its rest."""
        self._flush()
        ended = self.current
        if ended is None:
            return
        if self._listings:
            self.list_words("\n")
            self.places.hear(" ")
            self.current = None
            return
        if goes_on:
            self._carried, self.current = ended, None
            return
        self.places.end_paragraph(len(self.paragraphs), ended.length)
        if len(self.paragraphs) >= MOST_PARAGRAPHS:
            raise Unreadable(Reason.TOO_MANY_PARAGRAPHS)
        self.paragraphs.append(ended)
        self.current = None

    def end_text(self) -> None:
        """Ends a run of paragraphs: the last one can be joined with none."""
        if self._carried:
            self.current, self._carried = self._carried, None
            self.end_paragraph()
        if self.paragraphs and not self.is_listing:
            self.paragraphs[-1].ends = True
        self.fields.clear()

    def put(self, piece: WordPiece, changes: Sequence[int], *, hidden: bool = False, struck: bool = False) -> None:
        """Adds words where words go now."""
        if not piece.text or any(each.in_code for each in self.fields):
            return
        self._size += len(piece.text)
        if self._size > LARGEST:
            raise Unreadable(Reason.TOO_LARGE)
        for each in self.fields:
            each.has_words = True
        self.changes.add_words(changes, piece.text)
        self.places.hear(piece.text)
        if hidden:
            self._set_apart(LeftOutKind.HIDDEN, piece.text)
            return
        self._set_apart(LeftOutKind.STRUCK if struck else None, piece.text)
        if self._listings:
            self._listings[-1].append(piece.text)
        elif self.current:
            href = next((each.href for each in reversed(self.fields) if each.href), piece.href)
            self._add(piece if href == piece.href else replace(piece, href=href))
            self._list_address(href)
        else:
            self.leave_out(LeftOutKind.UNKNOWN, piece.text)

    def put_note(self, kind: str, name: str, piece: WordPiece, own_mark: str = "") -> None:
        """Adds the mark of a note; of one that is mentioned in what is left out alone there is none."""
        if self._listings or not self.current or any(each.in_code for each in self.fields):
            return
        label = self.labels.setdefault((kind, name), str(len(self.labels) + 1))
        self._add(replace(piece, text="", note=label))
        self.own_marks.setdefault(label, own_mark)

    def leave_out(self, kind: LeftOutKind, words: str) -> None:
        """Lists what has no place in a text, with its words."""
        for each in self.fields:
            each.has_words = True
        if len(self.left_out) >= MOST_LEFT_OUT:
            raise Unreadable(Reason.BOMB)
        self.left_out.append(LeftOut(kind, words.strip(), self.place))

    def list_words(self, words: str) -> None:
        """Adds words to the list that is open."""
        self._listings[-1].append(words)

    def name_bookmark(self, block: str) -> None:
        """The paragraph that is open, or the next one, is that block."""
        if self.is_listing:
            return
        if self.current is None:
            self._bookmark = block
        elif not self.current.bookmark:
            self.current.bookmark = block

    def begin_comment(self, key: str) -> None:
        """The words of a comment begin here."""
        self.places.begin(key, *self._here())

    def end_comment(self, key: str) -> None:
        """The words of a comment end here."""
        self.places.end(key, *self._here())

    def _here(self) -> tuple[int | None, int]:
        """Paragraph and place in it; None between two paragraphs."""
        if self._listings:
            return NOWHERE, 0
        return (len(self.paragraphs), self.current.length) if self.current else (None, 0)

    def _add(self, piece: WordPiece) -> None:
        if self.current:
            self.current.pieces.append(piece)
            self.current.length += len(piece.text)

    def _list_address(self, href: str) -> None:
        """Lists where a link led that may lead there no more, once for each link."""
        if href and href != self._led and not address_of(href):
            self.left_out.append(LeftOut(LeftOutKind.LINK, href, self.place))
        self._led = href

    def _set_apart(self, kind: LeftOutKind | None, words: str) -> None:
        """Gathers words that are hidden or struck out as long as they follow one another."""
        for each, gathered in self._apart.items():
            if each is kind:
                gathered.append(words)
            elif gathered:
                self.left_out.append(LeftOut(each, "".join(gathered).strip(), self.place))
                gathered.clear()

    def _flush(self) -> None:
        self._set_apart(None, "")
