"""Footnote marks that a copied text has glued to words: found with their places, made into footnotes when asked."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from workflow.text.document.inline import plain
from workflow.text.document.levels import NEAREST_NOTES, SHORTEST_GLUED, SHORTEST_STOPPED
from workflow.text.document.marks import pieces
from workflow.text.tokens.sentences import BEFORE_NUMBERS
from workflow.text.values.block import Block, BlockKind

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_DIGITS = str.maketrans(_RAISED, "0123456789")
_BEHIND = '.,;!?…»”"’)\\]،؛؟۔'
# The word (its end), what stands between it and the mark, and the mark: raised, behind a stop, or at the word itself.
_GLUED = re.compile(
    rf"(?<![^\W\d_])(?P<word>[^\W\d_{_RAISED}]++)(?P<stops>[{_BEHIND}]*)"
    rf"(?:(?P<raised>[{_RAISED}]{{1,3}})|(?P<low>\d{{1,3}}))(?=[\s{_BEHIND}:–—]|\Z)(?!\.\d)"
)
_UNITS = frozenset(["m", "km", "cm", "mm", "ft", "in", "mi", "yd", "dm", "hm", "s", "co", "h"])
_ADDRESS = re.compile(r"://|@|www\.", re.IGNORECASE)
_NOTE = re.compile(
    rf"(?:\[(\d{{1,3}})\]|(\d{{1,3}})|([{_RAISED}]{{1,3}}))([.)]?)\s+(?=\S*[^\W\d_])"
    rf"|([{_RAISED}]{{1,3}}|\d{{1,3}}(?=[^\W\d_a-z]))(?=[^\W\d_])"
)
_MARK = re.compile(r"(\d{1,3})[.)]")
_LAST_DIGITS = re.compile(rf"(?:\d{{1,3}}|[{_RAISED}]{{1,3}})\Z")


@dataclass(frozen=True, slots=True)
class GluedNote:
    """A mark that is glued to a word. block: index of its block; words: the word with it, as it stands.

    number: of the note, in plain digits. text: index of the block that is the note's text, None where none was found.
    """

    block: int
    words: str
    number: str
    text: int | None


def glued_notes(blocks: Sequence[Block]) -> tuple[GluedNote, ...]:
    """The footnote marks that are glued to words, in the order of the text.

    A number that stands at the word itself is one only where a note of that number was found, or where the note before
    it is glued too.
    """
    texts = _note_texts(blocks)
    used: set[int] = set()
    found: list[GluedNote] = []
    for index, block in enumerate(blocks):
        if block.kind in (BlockKind.FOOTNOTE, BlockKind.HEADING):
            continue
        for match in _marks(block.text):
            number = _number(match)
            at = next((each for each in texts.get(number, ()) if each > index and each not in used), None)
            is_next = any(int(each.number) == int(number) - 1 for each in found[-NEAREST_NOTES:])
            if match["raised"] or match["stops"] or at is not None or is_next:
                found.append(GluedNote(index, match.group(), number, at))
                used |= set() if at is None else {at}
    return tuple(each for each in found if each.block not in used)


def noted(blocks: Sequence[Block], block: str, words: str, note: str) -> list[Block]:
    """The blocks with the number at the end of `words` in `block` as the mark of a footnote, and `note` as its text.

    Raises KeyError for a block that is not there, and ValueError where the words or the number of the note are not.
    """
    there = {each.id: each for each in blocks}
    home, written = there[block], there[note]
    mark, begun = _LAST_DIGITS.search(words), _begins(written)
    at = home.text.find(words)
    if mark is None or at < 0 or begun is None or not plain(begun[2]).strip():
        raise ValueError("the words have no number, or the note has none")
    label = _label(mark.group().translate(_DIGITS), blocks)
    text = f"{home.text[: at + mark.start()]}[^{label}]{home.text[at + len(words) :]}"
    changed = [replace(each, text=text) if each.id == block else each for each in blocks if each.id != note]
    return [*changed, Block(written.id, BlockKind.FOOTNOTE, begun[2].strip(), mark=label)]


def _marks(text: str) -> Iterator[re.Match[str]]:
    for piece in pieces(text):
        if piece.style.note or piece.style.href:
            continue
        for match in _GLUED.finditer(text, piece.start, piece.end):
            if _is_mark(match):
                yield match


def _is_mark(match: re.Match[str]) -> bool:
    word, text = match["word"], match.string
    chunk = text[max(text.rfind(" ", 0, match.start()), 0) : match.end()]
    if _ADDRESS.search(chunk) or int(_number(match)) == 0:
        return False
    if match["raised"]:
        return not (word.casefold() in _UNITS and not match["stops"])
    if match["stops"]:
        return len(word) >= SHORTEST_STOPPED and word.casefold() not in BEFORE_NUMBERS
    return (
        len(word) >= SHORTEST_GLUED
        and word[-SHORTEST_GLUED:].islower()
        and text[match.start() - 1 : match.start()] != "-"
    )


def _number(match: re.Match[str]) -> str:
    return str(int((match["raised"] or match["low"]).translate(_DIGITS)))


def _note_texts(blocks: Sequence[Block]) -> dict[str, list[int]]:
    """Number -> indices of the blocks that may be the text of that note.

    One that begins as a list does, "2. See …", is one only in the row of such blocks with which the text ends.
    """
    tail = len(blocks)
    while tail and _begins(blocks[tail - 1]) is not None:
        tail -= 1
    found: dict[str, list[int]] = {}
    for index, block in enumerate(blocks):
        begun = _begins(block)
        if begun and (index >= tail or not begun[1]):
            found.setdefault(begun[0], []).append(index)
    return found


def _begins(block: Block) -> tuple[str, bool, str] | None:
    """The number with which the block begins, whether it begins as an entry of a list, and the words without it."""
    if block.kind is BlockKind.ITEM and (mark := _MARK.fullmatch(block.mark)):
        return str(int(mark[1])), True, block.text
    if not block.kind.is_prose or not (begun := _NOTE.match(block.text)):
        return None
    number = next(filter(None, (begun[1], begun[2], begun[3], begun[5])))
    return str(int(number.translate(_DIGITS))), bool(begun[4]), block.text[begun.end() :]


def _label(number: str, blocks: Sequence[Block]) -> str:
    taken = {each.mark for each in blocks if each.kind is BlockKind.FOOTNOTE}
    label, further = str(int(number)), 2
    while label in taken:
        label, further = f"{int(number)}-{further}", further + 1
    return label
