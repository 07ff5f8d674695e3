"""Straight quotation marks set as a language sets its own, where each opens or closes beyond doubt."""

from collections.abc import Sequence
from dataclasses import replace

from workflow.text.document.marks import pieces
from workflow.text.values.block import Block

_NO_BREAK = "\u00a0"
QUOTES = {
    **dict.fromkeys(("en", "pt", "zh", "tr", "sw", "ur", "nl"), ("“", "”")),
    **dict.fromkeys(("es", "ar", "fa", "ru", "uk", "it"), ("«", "»")),
    "fr": (f"«{_NO_BREAK}", f"{_NO_BREAK}»"),
    "de": ("„", "“"),
    "pl": ("„", "”"),
}
"""Language -> its opening and closing quotation mark, with the spaces that belong to them."""

_BEFORE = frozenset("([{«“„'‘’—–-/ \u00a0\u202f\t")
_AFTER = frozenset(")]}»”’',.;:!?…،؛؟—–-/ \u00a0\u202f\t*_[")


def straight_quotes(blocks: Sequence[Block], language: str) -> int:
    """How many straight quotation marks `with_quotes` would change."""
    if language not in QUOTES:
        return 0
    return sum(len(_pairs(block.text)) * 2 for block in blocks)


def with_quotes(blocks: Sequence[Block], language: str) -> list[Block]:
    """The blocks with straight quotation marks in the language's own; those of a block with one in doubt stay."""
    opening, closing = QUOTES[language]
    return [replace(block, text=_set(block.text, opening, closing)) for block in blocks]


def _set(text: str, opening: str, closing: str) -> str:
    marks = {place: sign for pair in _pairs(text) for place, sign in zip(pair, (opening, closing), strict=True)}
    return "".join(marks.get(place, sign) for place, sign in enumerate(text)) if marks else text


def _pairs(text: str) -> list[tuple[int, int]]:
    """The places of the marks that belong together; none where one of the block is in doubt, as of an inch."""
    if '"' not in text:
        return []
    shown = (range(piece.start, piece.end) for piece in pieces(text) if not piece.style.note)
    places = [place for piece in shown for place in piece if text[place] == '"']
    opens = [_opens(text, place) for place in places]
    if len(places) % 2 or opens != [at % 2 == 0 for at in range(len(places))]:
        return []
    return list(zip(places[::2], places[1::2], strict=True))


def _opens(text: str, place: int) -> bool | None:
    """Whether the mark opens; None where it may as well close."""
    before, after = text[place - 1 : place] or " ", text[place + 1 : place + 2] or " "
    may_open = (before in _BEFORE or before in "*_[") and not after.isspace()
    may_close = after in _AFTER and not before.isspace()
    return may_open if may_open != may_close else None
