"""The names by which a Word file that we wrote is known again: bookmarks, styles, and the version that it is of."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workflow.formats.word.values import BOOKMARK

NUMBERED = "CommuniqueParagraph"
"""The style of a paragraph that is numbered for reading: its number is none of a list's."""
_ID = re.compile(rf"{BOOKMARK}(\w{{1,28}})")  # a bookmark's name has forty signs at most
_COPY = re.compile(r"_Copy_\d+\Z")
_MARK = re.compile(
    r"statement=(\S+); version=(\d{1,6}); language=(\S+); digest=([0-9a-f]{64}); holds=(text|points)"
    r"(?:; margins=([0-9a-f,]*))?"
)


def bookmark_of(block: str) -> str:
    """The name of the bookmark that carries a block's id; "" for a block without one, or whose id no bookmark takes."""
    name = f"{BOOKMARK}{block}"
    return name if _ID.fullmatch(name) else ""


def block_of(bookmark: str) -> str:
    """The id that a bookmark of ours carries; "" for somebody else's bookmark."""
    found = _ID.fullmatch(bookmark)
    return found[1] if found else ""


def without_copies(blocks: Sequence[str]) -> list[str]:
    """The ids that the bookmarks of a text carry, as LibreOffice names them that copies a note with its bookmark; of
    two paragraphs with one id the copy has none.
    """
    there = set(blocks)
    found: list[str] = []
    for block in blocks:
        original = _COPY.sub("", block)
        is_taken = original != block and (original in there or original in found)
        found.append("" if is_taken else original)
    return found


@dataclass(frozen=True, slots=True)
class VersionMark:
    """Which text a file is of. version: 0 for the draft before the first one. digest: of its canonical text.

    has_points: the file holds what members said of that text, so that its changes and comments are nobody's new ones.
    """

    statement: str
    version: int
    language: str
    digest: str
    has_points: bool = False

    def __str__(self) -> str:
        what = f"statement={self.statement}; version={self.version}; language={self.language}"
        return f"{what}; digest={self.digest}; holds={'points' if self.has_points else 'text'}"


def version_mark(written: str) -> VersionMark | None:
    """The mark as a file says it; None where it says none, or somebody changed it."""
    found = _MARK.fullmatch(written.strip())
    return VersionMark(found[1], int(found[2]), found[3], found[4], found[5] == "points") if found else None


def with_margins(mark: str, margins: Iterable[str]) -> str:
    """The mark as it is written, with what our own headers and footers are known by: whatever else is there is told.

    A property of a Word file has 255 characters at most.
    """
    return f"{mark}; margins={','.join(dict.fromkeys(map(_margin_sign, margins)))}"


def is_margin_of_ours(words: str, written: str) -> bool:
    """Whether a header or footer with these words is as our export wrote it, who wrote that mark."""
    found = _MARK.fullmatch(written.strip())
    return found is not None and _margin_sign(words) in (found[6] or "").split(",")


def _margin_sign(words: str) -> str:
    """What the words are known by, without spaces and numbers: an office program counts the pages anew."""
    said = "".join(char for char in words if not char.isspace() and not char.isdecimal())
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:8]
