"""A comment sheet: a table in which an organisation writes its points away from the service, one row a point.

It is ISO's template for comments in the words of this house: paragraph, words, type, reason, proposed words. Each row
bears a mark that says for which statement, version and organisation its sheet was made, so that rows of two sheets that
were put together are told apart.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from workflow.text.values import Block

SHEET_LIMIT = 1_000_000
"""Bytes of a file."""


class SheetColumn(StrEnum):
    """What stands in a column."""

    PLACE = "place"
    WORDS = "words"
    KIND = "kind"
    BODY = "body"
    PROPOSAL = "proposal"
    MARK = "mark"


class CellFault(StrEnum):
    """Why the words of a cell cannot be told."""

    TRACKED = "tracked"  # it has tracked changes, or words struck through
    FORMULA = "formula"  # one of which the file holds no words
    UNREAD = "unread"  # a picture, a table, an error, a cell that reaches over several columns


@dataclass(frozen=True)
class SheetRow:
    """A row as it was written; an absent column is empty. number: as the file counts, its head being row 1 or later."""

    number: int
    cells: Mapping[SheetColumn, str]
    faults: Mapping[SheetColumn, CellFault] = field(default_factory=dict)


@dataclass(frozen=True)
class CommentSheet:
    """The rows of a file that say something. notes: what is to be said of it all, a code -> the fact that fills it."""

    rows: tuple[SheetRow, ...]
    notes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SheetMark:
    """For what a sheet was made. organisation: what `organisation_sign` makes of it."""

    statement: str
    version: int
    language: str
    organisation: str

    def __str__(self) -> str:
        return f"{self.statement}/{self.version}/{self.language}/{self.organisation}"


@dataclass(frozen=True)
class SheetText:
    """What a sheet is read against. mark: the one that a sheet of today would bear.

    before: number of an earlier version -> its blocks, for rows of a sheet that was made on it.
    """

    mark: SheetMark
    title: str
    blocks: tuple[Block, ...]
    before: Mapping[int, tuple[Block, ...]] = field(default_factory=dict)


_MARK = re.compile(r"\s*([a-z0-9]{4,20})/(\d{1,6})/([a-z]{2,8})/([0-9a-f]{8})\s*")


def mark_from(text: str) -> SheetMark | None:
    """The mark that was written so; None for anything else."""
    found = _MARK.fullmatch(text)
    return SheetMark(found[1], int(found[2]), found[3], found[4]) if found else None


def organisation_sign(statement: str, organisation: str) -> str:
    """What stands for an organisation (its key) on a sheet: another one in each statement, so that sheets of two
    statements tell nobody that they are of one protected organisation.
    """
    return hashlib.sha256(f"{statement}/{organisation}".encode()).hexdigest()[:8]
