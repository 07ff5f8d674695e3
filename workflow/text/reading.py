"""A file or pasted text read into a statement: its occasion, its title, its blocks, and what looks torn."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from workflow.text.block import Block, BlockKind
from workflow.text.inline import plain
from workflow.text.markdown import parse
from workflow.text.normal import Finding, findings, normalise, refusals
from workflow.text.torn import joins

LARGEST = 1_000_000  # bytes
_MARKDOWN = (".md", ".markdown", ".mdown")
_BINARY = (b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b")
# A list, a quotation, a note or an underline: their own marks tell where a block begins.
_MARK = re.compile(r"\s*(?:[-*+•]\s|\d{1,3}[.)]\s|>|\[\^|(?:=+|-{2,})\s*$)")
_STOPPED = re.compile(r"[.!?…:;,،؛؟۔।。！？][\"'’”»)\]]*\s*\Z")
_WIDEST = 100  # signs: lines of a mail or of a PDF are shorter, paragraphs on one line are longer
_NARROWEST = 40


class Reason(StrEnum):
    """Why something can't be read."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    BINARY = "binary"
    ENCODING = "encoding"
    NO_TEXT = "no_text"
    FORBIDDEN = "forbidden"


class Unreadable(Exception):
    """What was handed in can't become a text. `findings` are the forbidden signs, where these are the reason."""

    def __init__(self, reason: Reason, found: Sequence[Finding] = ()) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.findings = tuple(found)


@dataclass(frozen=True, slots=True)
class Reading:
    """A statement as it was read, ids empty.

    occasion, title: "" where the text has no headings for them. joins: indices of blocks that look torn from the
    next. findings: what a reader would not see, places counted in the text as it was handed in.
    """

    occasion: str
    title: str
    blocks: tuple[Block, ...]
    joins: tuple[int, ...]
    findings: tuple[Finding, ...]


def read(data: bytes, name: str = "") -> Reading:
    """The statement in a file of Markdown or plain text; `name` tells which by its ending.

    UTF-8, or UTF-16 with a byte order mark. Raises Unreadable.
    """
    if not data:
        raise Unreadable(Reason.EMPTY)
    if len(data) > LARGEST:
        raise Unreadable(Reason.TOO_LARGE)
    return _read(_decoded(data), is_markdown=name.lower().endswith(_MARKDOWN))


def read_text(text: str) -> Reading:
    """The statement in pasted text. Raises Unreadable."""
    if len(text.encode("utf-8", "surrogatepass")) > LARGEST:
        raise Unreadable(Reason.TOO_LARGE)
    return _read(text, is_markdown=False)


def _decoded(data: bytes) -> str:
    if data.startswith(_BINARY):
        raise Unreadable(Reason.BINARY)
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\0" in data and not wide:
        raise Unreadable(Reason.BINARY)
    try:
        return data.decode("utf-16" if wide else "utf-8")
    except UnicodeDecodeError as error:
        raise Unreadable(Reason.ENCODING) from error


def _read(raw: str, *, is_markdown: bool) -> Reading:
    if not raw:
        raise Unreadable(Reason.EMPTY)
    if refused := refusals(raw):
        raise Unreadable(Reason.FORBIDDEN, refused)
    text = normalise(raw)
    if not any(char.isalnum() for char in text):
        raise Unreadable(Reason.NO_TEXT)
    blocks = parse(text if is_markdown else "\n".join(_spread(text)))
    occasion, title, body = _titled(blocks)
    return Reading(occasion, title, tuple(body), joins(body), tuple(findings(raw)))


def _titled(blocks: Sequence[Block]) -> tuple[str, str, Sequence[Block]]:
    """Occasion and title out of the headings that the text begins with; one heading alone is the title."""
    first = [plain(block.text) for block in blocks[:2] if block.kind is BlockKind.HEADING]
    if len(first) == 2:
        return first[0], first[1], blocks[2:]
    if first and blocks[0].kind is BlockKind.HEADING:
        return "", first[0], blocks[1:]
    return "", "", blocks


def _spread(text: str) -> Iterator[str]:
    """The lines of plain text, with a blank one between those that are paragraphs of their own."""
    for group in _groups(text.split("\n")):
        alone = not any(map(_MARK.match, group)) and not _is_wrapped(group)
        for line in group:
            yield line
            if alone:
                yield ""
        yield ""


def _groups(lines: Iterable[str]) -> Iterator[list[str]]:
    """The lines that no blank line and no heading parts."""
    group: list[str] = []
    for line in lines:
        heads = line.startswith("#")
        if group and (heads or not line.strip()):
            yield group
            group = []
        if heads:
            yield [line]
        elif line.strip():
            group.append(line)
    if group:
        yield group


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Whether lines without a blank one between are one paragraph that was broken to a width."""
    widths = [len(line.rstrip()) for line in lines]
    widest = max(widths)
    even = all(width >= 0.6 * widest for width in widths[:-1])
    stopped = all(_STOPPED.search(line) for line in lines[:-1])
    return even and _NARROWEST <= widest <= _WIDEST and not stopped
