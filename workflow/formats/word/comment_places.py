"""Where comments stand: the paragraph in which their words begin, and these words."""

from dataclasses import dataclass

from workflow.text.document import Unreadable
from workflow.text.values import Reason

LONGEST_WORDS = 10_000  # characters of the words of a comment: a thousand of them may stand on the whole text
_MOST_WORDS = 1_000 * LONGEST_WORDS  # of all comments together: a small file could ask for more than a machine has


@dataclass(slots=True)
class CommentPlace:
    """Where a comment stands. paragraph: None until one begins in which its words do; first, last: in what is heard."""

    paragraph: int | None
    start: int
    end: int
    first: int
    last: int | None = None


class CommentPlaces:
    """The places of all comments of a text, which is heard word by word."""

    def __init__(self) -> None:
        self._found: dict[str, CommentPlace] = {}
        self._open: dict[str, CommentPlace] = {}
        self._heard: list[str] = []
        self._left = _MOST_WORDS

    def hear(self, words: str) -> None:
        """Words of the text."""
        self._heard.append(words)

    def begin(self, key: str, paragraph: int | None, at: int) -> None:
        """The words of a comment begin; paragraph: None between two of them."""
        if key not in self._found:
            self._found[key] = self._open[key] = CommentPlace(paragraph, at, at, len(self._heard))

    def end(self, key: str, paragraph: int | None, at: int) -> None:
        """The words of a comment end; a comment that began nowhere stands here, on none."""
        self.begin(key, paragraph, at)
        anchor = self._open.pop(key, None)
        if anchor:
            anchor.last = len(self._heard)
            if anchor.paragraph == paragraph:
                anchor.end = at

    def begin_paragraph(self, paragraph: int, at: int) -> None:
        """A paragraph begins, with words that stood there already up to `at`."""
        for anchor in self._open.values():
            if anchor.paragraph is None:
                anchor.paragraph, anchor.start, anchor.end = paragraph, at, at

    def end_paragraph(self, paragraph: int, length: int) -> None:
        """A paragraph of that length ends: what is open stands in it up to its end."""
        for anchor in self._open.values():
            if anchor.paragraph == paragraph and anchor.start == length:
                # It begins at the end of a paragraph: its words are the next one's.
                anchor.paragraph, anchor.first = None, len(self._heard)
            elif anchor.paragraph == paragraph:
                anchor.end = length
        self._heard.append(" ")

    def place(self, key: str) -> tuple[int | None, int, int, str]:
        """Paragraph (None: the text does not say), start, end and words of a comment.

        Raises Unreadable where all comments together stand on more words than any text needs.
        """
        anchor = self._found.get(key)
        if anchor is None:
            return None, 0, 0, ""
        words, size = [], 0
        for each in self._heard[anchor.first : anchor.last]:
            words.append(each)
            size += len(each)
            if size > LONGEST_WORDS:
                break
        said = "".join(words)
        # Without an end it stands on its first paragraph.
        said = said if anchor.last is not None else said[: anchor.end - anchor.start]
        said = said[:LONGEST_WORDS].strip()
        self._left -= len(said)
        if self._left < 0:
            raise Unreadable(Reason.BOMB)
        return anchor.paragraph, anchor.start, anchor.end, said
