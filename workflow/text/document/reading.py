"""A file or pasted text read into a statement: its occasion, its title, its blocks, and what looks torn."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from workflow.text.document.glued_notes import GluedNote, glued_notes
from workflow.text.document.greetings import greeted
from workflow.text.document.inline import plain
from workflow.text.document.levels import LARGEST
from workflow.text.document.line_lengths import BrokenWord
from workflow.text.document.markdown import parse
from workflow.text.document.own_numbers import OwnNumbers, own_numbers
from workflow.text.document.running_heads import PageLine
from workflow.text.document.spreading import Signs, spread, with_hyphens
from workflow.text.document.torn import joins, sure_joins
from workflow.text.unicode.normal import Finding, findings, normalise, refusals
from workflow.text.values.answers import Reason
from workflow.text.values.block import Block, BlockKind

_MARKDOWN = (".md", ".markdown", ".mdown")
_NO_TEXTS = {
    b"%PDF-": Reason.PDF,
    b"{\\rtf": Reason.RTF,
    b"\xd0\xcf\x11\xe0": Reason.OLD_WORD,
    **dict.fromkeys((b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b"), Reason.BINARY),
}


class Unreadable(Exception):
    """What was handed in can't become a text. `findings` are the forbidden signs, where these are the reason."""

    def __init__(self, reason: Reason, found: Sequence[Finding] = ()) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.findings = tuple(found)

    @property
    def codes(self) -> str:
        """The first of the forbidden signs as code points, "" where they are not the reason."""
        return self.findings[0].codes if self.findings else ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A statement as it was read, ids empty.

    occasion, title: "" where the text has no headings for them. joins: indices of blocks that look torn from the
    next one that is no aside; sure: those of them that hardly can be wrong. heads: lines that stood on every page.
    glued: footnote marks glued to words. broken: words with the hyphen of a line's end. numbering: the text's own
    numbers of its paragraphs. wrapped: how many line ends inside paragraphs were taken out. findings: what a reader
    would not see, places counted in the text as it was handed in.
    """

    occasion: str
    title: str
    blocks: tuple[Block, ...]
    joins: tuple[int, ...]
    findings: tuple[Finding, ...]
    sure: tuple[int, ...] = ()
    heads: tuple[PageLine, ...] = ()
    glued: tuple[GluedNote, ...] = ()
    broken: tuple[BrokenWord, ...] = ()
    numbering: OwnNumbers | None = None
    wrapped: int = 0

    @property
    def asides(self) -> frozenset[int]:
        """Indices of the blocks that stand between others without being part of the text's run."""
        notes = {each.text for each in self.glued if each.text is not None}
        return frozenset({each.index for each in self.heads} | notes)

    def next_of(self, index: int) -> int:
        """Index of the block that the one at `index` looks torn from."""
        asides = self.asides
        return next(at for at in range(index + 1, len(self.blocks)) if at not in asides)


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
    for begins, reason in _NO_TEXTS.items():
        if data.startswith(begins):
            raise Unreadable(reason)
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
    signs = Signs.beside(raw)
    raw = raw if is_markdown else with_hyphens(raw, signs)
    if refused := refusals(raw):
        raise Unreadable(Reason.FORBIDDEN, refused)
    text = normalise(raw)
    if not any(char.isalnum() for char in text):
        raise Unreadable(Reason.NO_TEXT)
    text, wrapped = (text, 0) if is_markdown else spread(raw, signs)
    occasion, title, body = _titled(parse(text))
    # A salutation behind a sign was none.
    blocks = greeted([replace(each, text=signs.without(each.text)) for each in body])
    reading = Reading(
        signs.without(occasion),
        signs.without(title),
        tuple(blocks),
        (),
        tuple(findings(raw)),
        heads=tuple(PageLine(at, kind) for at, each in enumerate(body) if (kind := signs.kind_of(each.text))),
        glued=glued_notes(blocks),
        broken=tuple(signs.broken_words(body)),
        numbering=own_numbers(blocks),
        wrapped=wrapped,
    )
    return _with_joins(reading, {at for at, each in enumerate(body) if each.text[:1] == signs.offered})


def _with_joins(reading: Reading, offered: Set[int]) -> Reading:
    """The reading with the joins of what runs on. offered: blocks that may go on with the one before."""
    asides = reading.asides
    run = [at for at in range(len(reading.blocks)) if at not in asides]
    blocks = [reading.blocks[at] for at in run]
    found = joins(blocks)
    sure = {run[at] for at in sure_joins(blocks, found)}
    also = {one for one, two in pairwise(run) if two in offered and two == one + 1}
    both = {run[at] for at in found} | also
    return replace(reading, joins=tuple(sorted(both)), sure=tuple(sorted(sure - also)))


def _titled(blocks: Sequence[Block]) -> tuple[str, str, Sequence[Block]]:
    """Occasion and title out of the headings that the text begins with; one heading alone is the title."""
    heads = list(takewhile(lambda block: block.kind is BlockKind.HEADING, blocks[:2]))
    occasion, title = ["", "", *(plain(block.text) for block in heads)][-2:]
    return occasion, title, blocks[len(heads) :]
