"""A file or pasted text read into a statement: its occasion, its title, its blocks, and what looks torn."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise, takewhile

from workflow.text.document.inline import plain
from workflow.text.document.levels import FULL, LARGEST, NARROWEST, ROOM, WIDEST
from workflow.text.document.markdown import parse
from workflow.text.document.torn import ENTRY, is_wrapped, joins
from workflow.text.tokens.sentences import CLOSING, PAUSES, STOPS, WIDE_CLOSING, WIDE_PAUSES, WIDE_STOPS
from workflow.text.unicode.normal import Finding, findings, normalise, refusals
from workflow.text.values.answers import Reason
from workflow.text.values.block import Block, BlockKind

_MARKDOWN = (".md", ".markdown", ".mdown")
_BINARY = (b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b")
_OF_PROGRAMS = {b"%PDF-": Reason.PDF, b"{\\rtf": Reason.RTF, b"\xd0\xcf\x11\xe0": Reason.OLD_WORD}
_BULLET = re.compile(r"\s*(?:[-*+•–—]\s|\[\^)")
_QUOTED = re.compile(r"\s*>")
_UNDERLINE = re.compile(r"\s*(?:=+|-{2,})\s*$")
_STOPPED = re.compile(f"[{STOPS}{WIDE_STOPS}{PAUSES}{WIDE_PAUSES}][\\s{CLOSING}{WIDE_CLOSING}]*+\\Z")


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
    for begins, reason in _OF_PROGRAMS.items():
        if data.startswith(begins):
            raise Unreadable(reason)
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
    heads = list(takewhile(lambda block: block.kind is BlockKind.HEADING, blocks[:2]))
    occasion, title = ["", "", *(plain(block.text) for block in heads)][-2:]
    return occasion, title, blocks[len(heads) :]


def _spread(text: str) -> Iterator[str]:
    """The lines of plain text, with a blank one between those that are paragraphs of their own."""
    for group in _groups(text.split("\n")):
        for entry in _entries(group):
            wrapped = _is_wrapped(entry)
            for line, following in zip(entry, [*entry[1:], ""], strict=True):
                yield line
                if not (following and (wrapped or _goes_on(entry[0], following))):
                    yield ""


def _entries(lines: Sequence[str]) -> Iterator[Sequence[str]]:
    """The lines, cut before each entry of a list or beginning of a quotation."""
    # "… of the year\n14. It was" is a sentence that went on, two such lines are a list.
    numbered = [place for place, line in enumerate(lines) if ENTRY.match(line.lstrip())]
    begins = {place for place in numbered if len(numbered) > 1 or not place}
    begins |= {place for place, line in enumerate(lines) if _BULLET.match(line)}
    begins |= {p for p, line in enumerate(lines) if _QUOTED.match(line) and not (p and _QUOTED.match(lines[p - 1]))}
    places = sorted(begins | {0, len(lines)})
    return (lines[start:end] for start, end in pairwise(places))


def _goes_on(first: str, line: str) -> bool:
    """Whether a line belongs to the block that `first` begins, by its own mark or its indent."""
    indented = line[0].isspace() and bool(_BULLET.match(first) or ENTRY.match(first.lstrip()))
    return indented or bool(_QUOTED.match(line) or _UNDERLINE.match(line))


def _groups(lines: Iterable[str]) -> Iterator[list[str]]:
    """The lines that no blank line and no heading parts."""
    for (is_blank, heads), group in groupby(lines, lambda line: (not line.strip(), line.startswith("#"))):
        if heads:
            yield from ([line] for line in group)
        elif not is_blank:
            yield list(group)


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Whether lines without a blank one between are one paragraph that was broken to a width."""
    widest = max(len(line.rstrip()) for line in lines)
    if not NARROWEST <= widest <= WIDEST or all(_STOPPED.search(line) for line in lines[:-1]):
        return False
    # Without spaces between words the next word is the whole next line.
    full = (
        len(one.rstrip()) >= FULL * widest and is_wrapped(one.rstrip(), two, ROOM * widest)
        for one, two in pairwise(lines)
    )
    return all(full)
