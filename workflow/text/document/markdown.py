"""Blocks from Markdown and back: `to_markdown(parse(source))` is read and written with the same bytes for ever after.

The subset: `#` headings (or underlined ones), `-` and `1.` lists with indented levels, `>` quotations, `[^1]:` notes,
paragraphs; a blank line ends a paragraph, lines inside one are joined. Rules (`---`) are dropped.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from workflow.text.document.greetings import greeted
from workflow.text.document.lines import Reader, one_line
from workflow.text.unicode.normal import normalise
from workflow.text.unicode.seams import flowed, words_beside_breaks
from workflow.text.values.block import Block, BlockKind

__all__ = ["one_line", "parse", "to_markdown"]

_HEADING = re.compile(r"(#{1,6})(?:[ \t]+|$)")
_ITEM = re.compile(r"([-*+•‣◦▪●]|\d{1,3}[.)])[ \t]+(?=\S)")
_NUMBER = re.compile(r"\d{1,3}[.)]")
_QUOTE = re.compile(r">[ \t]*")
_NOTE = re.compile(r"\[\^([\w-]{1,32})\]:[ \t]*")
_UNLABELLED = re.compile(r"[^\w-]")
_RULE = re.compile(r"(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
_UNDERLINE = re.compile(r"(?:=+|-{2,})$")
_ESCAPE = re.compile(r"(\d{1,3}|)(\\*)(.*)", re.DOTALL)
_OPENERS = (_HEADING, _ITEM, _QUOTE, _NOTE, _RULE)
_DEEPEST = 5
_INDENT = 4
_PROSE = frozenset({BlockKind.PARAGRAPH, BlockKind.SALUTATION, BlockKind.CLOSING})


def parse(source: str) -> list[Block]:
    """The blocks of Markdown or plain text, ids empty; salutations and closing lines are marked. Refuses nothing."""
    text = normalise(source)
    reader = Reader(words_beside_breaks(text))
    for line in text.split("\n"):
        _read(reader, line.expandtabs(_INDENT))
    reader.close()
    return greeted([replace(b, text=_unescaped(b.text)) if b.kind in _PROSE else b for b in reader.blocks])


def to_markdown(blocks: Iterable[Block]) -> str:
    """The blocks in Markdown, one blank line between them and a final line end; blocks without words are left out."""
    return "".join(f"{shape}\n\n" for shape in _shapes(blocks)).removesuffix("\n")


def _read(reader: Reader, line: str) -> None:
    bare = line.strip()
    if bare and reader.pauses and not line.startswith(" " * _INDENT):
        reader.close()
    kind = reader.shape.kind if reader.shape else None
    if not bare:
        reader.pause()
    elif reader.pauses:
        reader.go_on(bare)
    elif kind is BlockKind.PARAGRAPH and _UNDERLINE.match(bare):
        _underline(reader, bare)
    elif _RULE.match(bare):
        reader.close()
    elif heading := _HEADING.match(bare):
        reader.begin(BlockKind.HEADING, bare[heading.end() :], level=len(heading[1]))
        reader.close()
    elif (item := _ITEM.match(bare)) and _may_begin(item[1], kind):
        _item(reader, len(line) - len(line.lstrip()), item[1], bare[item.end() :])
    elif quote := _QUOTE.match(bare):
        _quote(reader, kind, bare[quote.end() :])
    elif note := _NOTE.match(bare):
        reader.begin(BlockKind.FOOTNOTE, bare[note.end() :], mark=note[1])
    elif kind is None or kind is BlockKind.QUOTATION:
        reader.begin(BlockKind.PARAGRAPH, bare)
    else:
        reader.go_on(bare)


def _underline(reader: Reader, line: str) -> None:
    words = flowed(reader.lines, reader.known)
    reader.shape = None
    reader.begin(BlockKind.HEADING, words, level=1 if line[0] == "=" else 2)
    reader.close()


def _may_begin(mark: str, kind: BlockKind | None) -> bool:
    # "… of the year\n14. It was" is a sentence that went on, not a list.
    return kind is not BlockKind.PARAGRAPH or not mark[0].isdigit() or int(mark[:-1]) == 1


def _item(reader: Reader, indent: int, mark: str, words: str) -> None:
    reader.close()
    indents = reader.indents
    while indents and indent < indents[-1]:
        indents.pop()
    if not indents or (indent > indents[-1] + 1 and len(indents) <= _DEEPEST):
        indents.append(indent)
    reader.begin(BlockKind.ITEM, words, level=len(indents) - 1, mark=mark if mark[0].isdigit() else "-")


def _quote(reader: Reader, kind: BlockKind | None, words: str) -> None:
    if not words:
        reader.close()
    elif kind is BlockKind.QUOTATION:
        reader.go_on(words)
    else:
        reader.begin(BlockKind.QUOTATION, words)


def _shapes(blocks: Iterable[Block]) -> Iterator[str]:
    depth = -1
    for block in blocks:
        if text := one_line(block.text):
            # A level that skips one would be read back as another: the bytes must not depend on who wrote them.
            depth = min(max(block.level, 0), depth + 1, _DEEPEST) if block.kind is BlockKind.ITEM else -1
            yield _shape(block, text, depth)


def _shape(block: Block, text: str, depth: int) -> str:
    match block.kind:
        case BlockKind.HEADING:
            return f"{'#' * min(max(block.level, 1), 6)} {text}"
        case BlockKind.ITEM:
            mark = block.mark if _NUMBER.fullmatch(block.mark) else "*" if _RULE.match(f"- {text}") else "-"
            return f"{' ' * _INDENT * depth}{mark} {text}"
        case BlockKind.QUOTATION:
            return f"> {text}"
        case BlockKind.FOOTNOTE:
            return f"[^{_UNLABELLED.sub('', block.mark)[:32] or '1'}]: {text}"
        case _:
            return _escaped(text)


def _opens(text: str) -> bool:
    return any(opener.match(text) for opener in _OPENERS)


def _escaped(text: str) -> str:
    number, slashes, rest = _at_start(text)
    return f"{number}\\{slashes}{rest}" if _opens(number + rest) else text


def _unescaped(text: str) -> str:
    number, slashes, rest = _at_start(text)
    return f"{number}{slashes[1:]}{rest}" if slashes and _opens(number + rest) else text


def _at_start(text: str) -> tuple[str, str, str]:
    number, slashes, rest = _ESCAPE.fullmatch(text).groups()  # type: ignore[union-attr]  # it matches every line
    return number, slashes, rest
