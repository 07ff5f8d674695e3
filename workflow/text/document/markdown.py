"""Blocks from Markdown and back: `to_markdown(parse(source))` is read and written with the same bytes for ever after.

The subset: `#` headings (or underlined ones), `-` and `1.` lists with indented levels, `>` quotations, `[^1]:` notes,
paragraphs; a blank line ends a paragraph, lines inside one are joined. Rules (`---`) are dropped.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from workflow.text.document.greetings import greeted
from workflow.text.document.levels import DEEPEST_HEADING, DEEPEST_ITEM, INDENT, LONGEST_LABEL
from workflow.text.document.marks import LABEL
from workflow.text.unicode.normal import normalise, one_line
from workflow.text.unicode.seams import flowed, words_beside_breaks
from workflow.text.values.block import Block, BlockKind

_HEADING = re.compile(rf"(#{{1,{DEEPEST_HEADING}}})(?:[ \t]+|$)")
_ITEM = re.compile(r"([-*+•‣◦▪●]|\d{1,3}[.)])[ \t]+(?=\S)")
_NUMBER = re.compile(r"\d{1,3}[.)]")
_QUOTE = re.compile(r">[ \t]*")
_NOTE = re.compile(rf"\[\^({LABEL})\]:[ \t]*")
_UNLABELLED = re.compile(r"[^\w-]")
_RULE = re.compile(r"(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
_UNDERLINE = re.compile(r"(?:=+|-{2,})$")
_BROKEN = re.compile(r"(?<!\\)((?:\\\\)*)\\$")  # a backslash that breaks the line, which a block can't
_ESCAPE = re.compile(r"(\d{1,3}|)(\\*)(.*)", re.DOTALL)
_OPENERS = (_HEADING, _ITEM, _QUOTE, _NOTE, _RULE)


def parse(source: str) -> list[Block]:
    """The blocks of Markdown or plain text, ids empty; salutations and closing lines are marked. Refuses nothing."""
    return greeted([replace(b, text=_unescaped(b.text)) if b.kind.is_prose else b for b in _Reader(source).blocks])


class _Reader:
    """The blocks of a text, read line by line."""

    def __init__(self, source: str) -> None:
        text = normalise(source)
        self.blocks: list[Block] = []
        self._known = words_beside_breaks(text)
        self._shape: Block | None = None  # what the lines belong to
        self._lines: list[str] = []
        self._indents: list[int] = []  # of the list that is open
        self._pauses = False  # after a note and a blank line: an indented line is the note's next paragraph
        for line in text.split("\n"):
            self._read(line.expandtabs(INDENT))
        self._close()

    def _read(self, line: str) -> None:
        bare = line.strip()
        if bare and self._pauses and not line.startswith(" " * INDENT):
            self._close()
        kind = self._shape.kind if self._shape else None
        if not bare:
            self._pauses = kind is BlockKind.FOOTNOTE
            if not self._pauses:
                self._close()
        elif self._pauses:
            self._go_on(bare)
        elif self._shape and kind is BlockKind.PARAGRAPH and _UNDERLINE.match(bare):
            self._shape = replace(self._shape, kind=BlockKind.HEADING, level=1 if bare[0] == "=" else 2)
            self._close()
        elif _RULE.match(bare):
            self._close()
        elif heading := _HEADING.match(bare):
            self._begin(BlockKind.HEADING, bare[heading.end() :], level=len(heading[1]))
            self._close()
        elif (item := _ITEM.match(bare)) and _may_begin(item[1], kind):
            self._begin_item(len(line) - len(line.lstrip()), item[1], bare[item.end() :])
        elif quote := _QUOTE.match(bare):
            if kind is BlockKind.QUOTATION and quote.end() < len(bare):
                self._go_on(bare[quote.end() :])
            else:
                self._begin(BlockKind.QUOTATION, bare[quote.end() :])
        elif note := _NOTE.match(bare):
            self._begin(BlockKind.FOOTNOTE, bare[note.end() :], mark=note[1])
        elif kind is None or kind is BlockKind.QUOTATION:
            self._begin(BlockKind.PARAGRAPH, bare)
        else:
            self._go_on(bare)

    def _begin(self, kind: BlockKind, line: str, level: int = 0, mark: str = "") -> None:
        self._close()
        self._shape, self._lines = Block("", kind, "", level, mark), [line]

    def _begin_item(self, indent: int, mark: str, words: str) -> None:
        self._close()
        while self._indents and indent < self._indents[-1]:
            self._indents.pop()
        if not self._indents or (indent > self._indents[-1] + 1 and len(self._indents) <= DEEPEST_ITEM):
            self._indents.append(indent)
        self._begin(BlockKind.ITEM, words, len(self._indents) - 1, mark if mark[0].isdigit() else "-")

    def _go_on(self, line: str) -> None:
        self._pauses = False
        self._lines[-1] = _BROKEN.sub(r"\1", self._lines[-1])
        self._lines.append(line)

    def _close(self) -> None:
        shape, text = self._shape, one_line(flowed(self._lines, self._known))
        self._shape, self._lines, self._pauses = None, [], False
        if shape and text:
            self._indents = self._indents if shape.kind is BlockKind.ITEM else []
            self.blocks.append(replace(shape, text=text))


def in_one_line(source: str) -> str:
    """New paragraphs as a line tells of them: a sign stands between them, and a bullet for the mark of an item."""
    return " ¶ ".join(_bullet(each) + each.text for each in parse(source)) or source


def _bullet(block: Block) -> str:
    if block.kind is not BlockKind.ITEM:
        return ""
    return "• " if block.mark == "-" else f"{block.mark} "


def mark_behind(block: Block) -> str:
    """The mark with which an item behind this one begins, with its space; "" behind what is no item."""
    if block.kind is not BlockKind.ITEM:
        return ""
    number = _NUMBER.fullmatch(block.mark)
    return f"{int(block.mark[:-1]) + 1}{block.mark[-1]} " if number else "- "


def without_bare_mark(source: str) -> str:
    """The Markdown; nothing where it is the mark of an item to which nobody wrote any words."""
    return "" if source.strip() == "-" or _NUMBER.fullmatch(source.strip()) else source


def _may_begin(mark: str, kind: BlockKind | None) -> bool:
    # "… of the year\n14. It was" is a sentence that went on, not a list.
    return kind is not BlockKind.PARAGRAPH or not mark[0].isdigit() or int(mark[:-1]) == 1


def to_markdown(blocks: Iterable[Block]) -> str:
    """The blocks in Markdown, one blank line between them and a final line end; blocks without words are left out."""
    return "".join(f"{shape}\n\n" for shape in _shapes(blocks)).removesuffix("\n")


def _shapes(blocks: Iterable[Block]) -> Iterator[str]:
    depth = -1
    for block in blocks:
        if text := one_line(block.text):
            # A level that skips one would be read back as another: the bytes must not depend on who wrote them.
            depth = min(max(block.level, 0), depth + 1, DEEPEST_ITEM) if block.kind is BlockKind.ITEM else -1
            yield _shape(block, text, depth)


def _shape(block: Block, text: str, depth: int) -> str:
    match block.kind:
        case BlockKind.HEADING:
            return f"{'#' * min(max(block.level, 1), DEEPEST_HEADING)} {text}"
        case BlockKind.ITEM:
            mark = block.mark if _NUMBER.fullmatch(block.mark) else "*" if _RULE.match(f"- {text}") else "-"
            return f"{' ' * INDENT * depth}{mark} {text}"
        case BlockKind.QUOTATION:
            return f"> {text}"
        case BlockKind.FOOTNOTE:
            return f"[^{_UNLABELLED.sub('', block.mark)[:LONGEST_LABEL] or '1'}]: {text}"
        case _:
            return _escaped(text)


def _escaped(text: str) -> str:
    """The text of a paragraph, with one backslash more where it would begin something else."""
    number, slashes, rest = _at_start(text)
    return f"{number}\\{slashes}{rest}" if _opens(number + rest) else text


def _unescaped(text: str) -> str:
    number, slashes, rest = _at_start(text)
    return f"{number}{slashes[1:]}{rest}" if slashes and _opens(number + rest) else text


def _at_start(text: str) -> tuple[str, str, str]:
    number, slashes, rest = _ESCAPE.fullmatch(text).groups()  # type: ignore[union-attr]  # it matches every line
    return number, slashes, rest


def _opens(text: str) -> bool:
    return any(opener.match(text) for opener in _OPENERS)
