"""Points that come in from a file: where in it each stands, what it asks for, and what became of it.

A comment sheet has rows; a text that was worked on in an office program has tracked changes and comments. Whatever the
file is, its reader makes points of it, and one door (`services/items/bringing_in`) keeps them or says why not.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from workflow.rules.items.kinds import ItemKind
from workflow.rules.items.proposals import Proposal

FILE_POINTS_LIMIT = 500
"""Points that one file may bring, and drafts that an organisation may have with them."""


class FileUnit(StrEnum):
    """What a point of a file is there."""

    ROW = "row"  # of a comment sheet
    CHANGE = "change"  # a tracked change
    COMMENT = "comment"
    REST = "rest"  # what else is in the file


class PointFate(StrEnum):
    """What became of a point of a file."""

    KEPT = "kept"
    KEPT_LACKING = "kept_lacking"  # a reason, to be given before it is sent
    REASON_ADDED = "reason_added"  # to a draft that asked for the same and had none
    SAME = "same"  # as a draft, or as what was sent
    OTHER_REASON = "other_reason"  # one that asks for the same has another reason: neither is written over
    # its place
    PLACE_UNREAD = "place_unread"
    NO_SUCH_PARAGRAPH = "no_such_paragraph"  # the text has not so many
    PARAGRAPH_GONE = "paragraph_gone"
    PARAGRAPH_CLOSED = "paragraph_closed"
    WORDS_ABSENT = "words_absent"
    WORDS_TWICE = "words_twice"
    WORDS_CUT = "words_cut"
    # what it says
    NOTHING_WRITTEN = "nothing_written"
    NOTHING_CHANGED = "nothing_changed"
    CHANGE_UNREAD = "change_unread"  # what is proposed can be read in several ways
    KIND_UNREAD = "kind_unread"
    TWO_PARAGRAPHS = "two_paragraphs"
    FORBIDDEN = "forbidden"  # signs that change how it is read
    OVER_LENGTH = "over_length"
    TOO_LONG_TEXT = "too_long_text"
    TOO_MANY = "too_many"  # drafts of the organisation
    # where it comes from
    OTHER_STATEMENT = "other_statement"
    OTHER_VERSION = "other_version"
    OTHER_ORGANISATION = "other_organisation"
    # what its file does with it
    TRACKED = "tracked"  # a cell with tracked changes: which words are meant is not said
    FORMULA = "formula"
    CELL_UNREAD = "cell_unread"  # a picture, a table, an error in the place of words
    # what a text of an office program says beside its words
    NOT_IN_TEXT = "not_in_text"  # a comment on words that are not the text's
    STYLE = "style"  # the same words, set in another way
    SHAPE = "shape"  # the same words as another kind of paragraph
    NOTE = "note"  # a footnote that came or went
    SETTLED = "settled"  # a comment that was marked as done there
    ELSEWHERE = "elsewhere"  # a tracked change in a table, a header or a text box
    WITHOUT_EFFECT = "without_effect"  # a tracked change after which the words read as before
    LEFT_OUT = "left_out"  # a table, a picture, hidden words


KEPT_FATES = frozenset({PointFate.KEPT, PointFate.KEPT_LACKING, PointFate.REASON_ADDED, PointFate.SAME})
"""Fates of a point that is among those of its organisation; one of any other waits to be mended."""
NEW_FATES = frozenset({PointFate.KEPT, PointFate.KEPT_LACKING})
"""Fates of a point that was not there before."""
WORDS_FATES = frozenset({PointFate.WORDS_ABSENT, PointFate.WORDS_TWICE, PointFate.WORDS_CUT})
"""Fates of a point whose paragraph is known, and whose words are to be chosen in it."""


@dataclass(frozen=True, kw_only=True)
class FilePoint:
    """A point as a file says it; nothing of it has been checked.

    number: which one of its unit, as the file counts. place: where the file says that it stands, in its own words;
    "" where it does not. asked: what it asks for, as a form would. refused: why its reader cannot take it; None where
    it can. facts: what fills the sentence of that, under the names that the sentence has.
    """

    unit: FileUnit
    number: int
    asked: Proposal
    place: str = ""
    refused: PointFate | None = None
    facts: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class PointsOfFile:
    """A file as its reader found it. version: number of the one that the page showed. language: of its reader's page.

    digest: SHA-256 of its bytes. notes: what else is to be said of the whole of it: a code -> the fact that fills it.
    """

    name: str
    digest: str
    version: int
    language: str
    points: tuple[FilePoint, ...]
    notes: Mapping[str, str] = field(default_factory=dict)


def asked_as_dict(asked: Proposal) -> dict[str, Any]:
    """What a point asks for, as the record keeps it beside its fate."""
    return {name: _storable(value) for name, value in asdict(asked).items()}


def asked_from_dict(kept: Mapping[str, Any]) -> Proposal:
    """What `asked_as_dict` wrote."""
    return Proposal(**{**kept, "kind": ItemKind(kept["kind"])})


def _storable(value: Any) -> Any:
    """PostgreSQL stores no NUL, and no half of a pair of surrogates."""
    if not isinstance(value, str):
        return value
    return str(value).replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
