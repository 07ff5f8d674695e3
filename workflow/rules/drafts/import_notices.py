"""What was noticed when a text came in: it stays on the draft until a penholder answers it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class NoticeKind(StrEnum):
    """What was noticed. Those of ACTS can be put right by one button; the others are read, and answered by Done."""

    JOIN = "join"  # the paragraph looks torn from the one in `other`
    RUNNING_HEAD = "running_head"  # the paragraph looks like a line that stood on each page
    PAGE_NUMBER = "page_number"
    BROKEN_WORD = "broken_word"  # a hyphen at a line's end, which the word itself may not have
    GLUED_NOTE = "glued_note"  # a footnote's mark glued to a word; `other` holds the note's text where it was found
    NOTE_WITHOUT_TEXT = "note_without_text"  # the same, and no text of that number was found
    HEADING = "heading"  # a heading of the file that is not the title and not the occasion
    HIDDEN_SIGN = "hidden_sign"  # characters that no reader sees, as code points
    ENCODING = "encoding"  # in which encoding a person chose to read the file
    OWN_NUMBERS = "own_numbers"  # the text numbers its paragraphs itself
    STRAIGHT_QUOTES = "straight_quotes"  # quotation marks as typed, where the language has its own
    COMMENT = "comment"  # of a file, kept beside the text: who wrote it and what it says
    UNREAD_CHANGES = "unread_changes"  # how many tracked changes of a file could not be read
    LEFT_OUT = "left_out"  # words of a file that a text has no place for, such as those of a table


class NoticeEnd(StrEnum):
    """How a notice was answered."""

    DONE = "done"  # read, or put right by hand
    FOLLOWED = "followed"  # its button did what it offers


ACTS: Mapping[NoticeKind, bool] = {
    NoticeKind.JOIN: True,
    NoticeKind.RUNNING_HEAD: False,
    NoticeKind.PAGE_NUMBER: False,
    NoticeKind.BROKEN_WORD: False,
    NoticeKind.GLUED_NOTE: True,
}
"""The kinds that a button puts right -> whether it needs the paragraph in `other`."""


@dataclass(frozen=True)
class Noticed:
    """One thing that was noticed. words: what it is about, as the text or the file has them.

    block: id of the paragraph that it stands at, "" for the whole text. other: id of a second paragraph that it is
    about. author: who wrote the words, as a file says it.
    """

    kind: NoticeKind
    words: str
    block: str = ""
    other: str = ""
    author: str = ""

    @property
    def is_followed_by_button(self) -> bool:
        """Whether a button can do what it offers."""
        return self.kind in ACTS and bool(self.block) and (bool(self.other) or not ACTS[self.kind])
