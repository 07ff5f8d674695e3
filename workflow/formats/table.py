"""A table as every file format takes it: words with their language, in columns, under what stands over it."""

import re
from dataclasses import dataclass

# XML 1.0, 2.2: no other character may stand in a document, not even escaped.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class Words:
    """Some words and the language that they are in; empty: that of the document."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under the names of their columns. above: lines that stand over it. language: of all that names none."""

    title: Words
    above: tuple[Words, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[Words, ...], ...]
    language: str


def clean(text: str) -> str:
    """The words without characters that a document cannot hold, their lines ended as everywhere here."""
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet could take the words for a formula (OWASP, CSV injection)."""
    return text.lstrip(" \u00a0").startswith(_FORMULA) or text.startswith(_FORMULA)
