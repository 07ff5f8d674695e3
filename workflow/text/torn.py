"""Which paragraphs look torn in two, by a page break or a line end: proposed to a person, never joined unasked."""

import re
from collections.abc import Sequence
from itertools import pairwise

from workflow.text.block import Block, BlockKind
from workflow.text.pieces import pieces
from workflow.text.words import count

_PROSE = frozenset({BlockKind.PARAGRAPH})
_MAY_GO_ON = frozenset({BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.QUOTATION})
_FINAL = frozenset(".!?…:;؟۔؛।。！？：；")
_COMMAS = frozenset(",،、，")
_TRAILING = re.compile(r"[\s\"'’”»›)\]}」』]+\Z")
_STOP_INSIDE = re.compile(r"[.!?؟۔।。！？]\s*\S")
# "(a)", "1.", "–": the next entry of a list that is no Markdown list.
_ENTRY = re.compile(r"(?:\(?[^\W_]{1,4}[).]|[-–—•*])\s")
_END = 400  # code points that are looked at
_SHORTEST = 8  # words: a shorter line without a stop is a heading that nobody marked
_CLAUSES = 3  # so many paragraphs that end in a comma are the clauses of a resolution
_LINKING = frozenset(
    str.split(
        """
        a an the of to and or in on for with by from as at that which its their this our is are be
        le la les l un une des du de d à au aux et ou en dans pour par sur avec que qui ce cette son sa ses leur
        el los las un una unos unas del de al y o e en para por con que se su sus lo
        من إلى على عن في مع أن إن التي الذي الذين وأن أو ثم بين بأن كما هذا هذه لا
        """
    )
)


def joins(blocks: Sequence[Block]) -> tuple[int, ...]:
    """Indices of the blocks that look torn from the next one: no final stop, and what follows is running text."""
    clauses = sum(_shown(block.text)[-1:] in _COMMAS for block in blocks if block.kind in _PROSE) >= _CLAUSES
    pairs = enumerate(pairwise(blocks))
    return tuple(place for place, (one, other) in pairs if is_torn(one, other, clauses=clauses))


def is_torn(one: Block, other: Block, *, clauses: bool = False) -> bool:
    """Whether `other` looks like the rest of the sentence that `one` begins.

    clauses: the text is one of clauses that end in commas, so that a comma at the end tells nothing.
    """
    if one.kind not in _MAY_GO_ON or other.kind not in _PROSE or _ENTRY.match(other.text):
        return False
    end, start = _shown(one.text), _first_letter(other.text)
    if not end or not start or end[-1] in _FINAL:
        return False
    if start.islower():
        return True
    return one.kind is BlockKind.PARAGRAPH and _is_prose(end, start, clauses)


def _is_prose(end: str, start: str, clauses: bool) -> bool:
    """Whether a line without a stop goes on, where the next letter is a capital or its script has none."""
    if end[-1] in _COMMAS:
        return not clauses and not start.isupper()
    last = re.split(r"[\s'’]", end)[-1].casefold()
    return (
        last in _LINKING or end.endswith(("-", "\u2010")) or count(end) >= _SHORTEST or bool(_STOP_INSIDE.search(end))
    )


def _shown(text: str) -> str:
    """The end of what a reader sees, without closing quotation marks and footnote marks."""
    end = text[-_END:]
    return _TRAILING.sub("", "".join(end[piece.start : piece.end] for piece in pieces(end) if not piece.style.note))


def _first_letter(text: str) -> str:
    return next((char for char in text if char.isalnum()), "")
