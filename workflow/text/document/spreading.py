"""Plain text spread out so that it can be parsed: a blank line between what are paragraphs of their own.

What parsing would forget is told by signs that the text does not have, each before the words that it is about.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, islice, pairwise
from typing import Self

from workflow.text.document.levels import FULL, NARROWEST, WIDEST
from workflow.text.document.line_lengths import BrokenWord, Seam, TextColumn, column_of, is_full, line_end, seam
from workflow.text.document.running_heads import PageLineKind, running_lines
from workflow.text.document.torn import ENTRY, ends_in_stop, starts_small
from workflow.text.tokens.sentences import CLOSING, PAUSES, STOPS
from workflow.text.unicode.normal import normalise
from workflow.text.unicode.seams import words_beside_breaks
from workflow.text.values.block import Block

_BULLET = re.compile(r"\s*(?:[-*+•–—]\s|\[\^)")
_QUOTED = re.compile(r"\s*>")
_UNDERLINE = re.compile(r"\s*(?:=+|-{2,})\s*$")
_GLUED = re.compile(rf"[^\W\d_][{CLOSING}{STOPS}{PAUSES}]*(\d{{1,3}})(?=\s|\Z)")
_NOTE = re.compile(r"\s*(\d{1,3})(?=\s*[^\W\d_a-z])(?![.)])")
_HIDDEN = re.compile("(?<![^\\W\\d_])([^\\W\\d_]++)[\x02\ufffe][ \t]*\r?\n?(?=([^\\W\\d_]+))")
_WORD = re.compile(r"[^\W\d_]+")
_OWN = range(0xE000, 0xF8FF)  # no character has these code points


@dataclass(frozen=True, slots=True)
class Signs:
    """Four signs that the text does not have. head, number: before a line that stood on every page.

    offered: before a paragraph that may go on with the one before. broken: behind a hyphen that may be the printer's.
    """

    head: str
    number: str
    offered: str
    broken: str

    @classmethod
    def beside(cls, text: str) -> Self:
        """Signs that `text` does not have."""
        there = set(text)
        return cls(*islice((sign for sign in map(chr, _OWN) if sign not in there), 4))

    def kind_of(self, text: str) -> PageLineKind | None:
        """What kind of a page's line the text is; None for any other."""
        return {self.head: PageLineKind.RUNNING_HEAD, self.number: PageLineKind.PAGE_NUMBER}.get(text[:1])

    def without(self, text: str) -> str:
        """The text as it was written."""
        return text.translate(dict.fromkeys(map(ord, (self.head, self.number, self.offered, self.broken))))

    def broken_words(self, blocks: Sequence[Block]) -> Iterator[BrokenWord]:
        """The words of the blocks that have such a hyphen."""
        word = re.compile(rf"[^\W\d_]+(?:[-\u2010]{self.broken}?[^\W\d_]+)*")
        for index, block in enumerate(blocks):
            found = dict.fromkeys(each for each in word.findall(block.text) if self.broken in each)
            yield from (BrokenWord(index, self.without(each)) for each in found)


def with_hyphens(raw: str, signs: Signs) -> str:
    """`raw` with the hyphens that a PDF reader has hidden: U+0002 or U+FFFE, where a line's end broke a word."""
    if not _HIDDEN.search(raw):
        return raw
    known = frozenset(_WORD.findall(_HIDDEN.sub(r"\1 ", raw).casefold()))
    return _HIDDEN.sub(
        lambda found: found[1] if "".join(found.groups()).casefold() in known else f"{found[1]}-{signs.broken}", raw
    )


def spread(raw: str, signs: Signs) -> tuple[str, int]:
    """The plain text `raw`, spread out, and how many line ends inside paragraphs were taken out by their lengths."""
    pages = [normalise(page).split("\n") for page in raw.split("\f")]
    lines = [line for page in pages for line in page]
    running = running_lines(lines, list(accumulate(map(len, pages)))[:-1])
    return _Spreader(lines, running, signs).spread()


class _Spreader:
    """The lines of one text, and what is known of all of them."""

    def __init__(self, lines: Sequence[str], running: dict[int, PageLineKind], signs: Signs) -> None:
        self._signs = signs
        self._known = words_beside_breaks("\n".join(lines))
        notes = frozenset(_GLUED.findall("\n".join(lines)))
        # The entries of the text's own lines, and each line of a page.
        self._parts: list[tuple[PageLineKind | None, list[Sequence[str]]]] = []
        for kind, places in groupby(range(len(lines)), running.get):
            part = [lines[place] for place in places]
            entries = [entry for group in _groups(part) for entry in _entries(group, notes)]
            self._parts.append((kind, [[line] for line in part] if kind else entries))
        self._column = column_of(entry for kind, entries in self._parts if not kind for entry in entries)
        self._wrapped = 0
        self._ended = True  # the line before ends its paragraph, as far as its stop tells

    def spread(self) -> tuple[str, int]:
        out: list[str] = []
        for kind, entries in self._parts:
            for entry in entries:
                if kind:
                    sign = self._signs.head if kind is PageLineKind.RUNNING_HEAD else self._signs.number
                    out += ["", sign + entry[0].strip(), ""]
                    continue
                out += self._by_column(entry, self._column) if self._column else _by_itself(entry)
                self._ended = ends_in_stop(entry[-1])
        return "\n".join(out), self._wrapped

    def _by_column(self, entry: Sequence[str], column: TextColumn) -> Iterator[str]:
        """The lines of the entry, each that ends its paragraph with a blank one behind it."""
        first, lines, goes_on = entry[0], [entry[0]], not self._ended and starts_small(entry[0])
        for one, two in pairwise(entry):
            if _goes_on(first, two) and (not two[0].isspace() or _hangs(one, two, column)):
                lines[-1:] = [f"{lines[-1]}\n", two]
                continue
            met = seam(one, two, column, goes_on)
            if met is Seam.JOIN and starts_small(first) and not goes_on and not column.parts_by_blanks:
                met = Seam.OFFER  # entries of a list that nobody marked begin small, all of them
            if met is Seam.JOIN:
                lines[-1:] = [line_end(lines[-1], two, self._known, self._signs.broken), two.lstrip()]
                goes_on, self._wrapped = True, self._wrapped + 1
                continue
            yield from ("".join(lines), "")
            sign = self._signs.offered if met is Seam.OFFER else ""
            first, lines, goes_on = two, [sign + two.lstrip()], False
        yield from ("".join(lines), "")


def _by_itself(entry: Sequence[str]) -> Iterator[str]:
    """The lines of the entry, where no column tells how far lines reach: one paragraph, or each line one."""
    wrapped = _is_wrapped(entry)
    for line, following in zip(entry, [*entry[1:], ""], strict=True):
        yield line
        if not (following and (wrapped or _goes_on(entry[0], following))):
            yield ""


def _entries(lines: Sequence[str], notes: frozenset[str]) -> Iterator[Sequence[str]]:
    """The lines, cut before each entry of a list, each note whose mark was read, and each beginning of a quotation."""
    # "… of the year\n14. It was" is a sentence that went on, two such lines are a list.
    numbered = [place for place, line in enumerate(lines) if ENTRY.match(line.lstrip())]
    begins = {place for place in numbered if len(numbered) > 1 or not place}
    begins |= {place for place, line in enumerate(lines) if _BULLET.match(line)}
    begins |= {p for p, line in enumerate(lines) if _QUOTED.match(line) and not (p and _QUOTED.match(lines[p - 1]))}
    begins |= {
        p for p in range(1, len(lines)) if _is_note(lines[p], notes) and ends_in_stop(lines[p - 1].rstrip("0123456789"))
    }
    places = sorted(begins | {0, len(lines)})
    return (lines[start:end] for start, end in pairwise(places))


def _is_note(line: str, notes: frozenset[str]) -> bool:
    found = _NOTE.match(line)
    return found is not None and found[1] in notes


def _goes_on(first: str, line: str) -> bool:
    """Whether a line belongs to the block that `first` begins, by its own mark or its indent."""
    indented = line[0].isspace() and bool(_BULLET.match(first) or ENTRY.match(first.lstrip()))
    return indented or bool(_QUOTED.match(line) or _UNDERLINE.match(line))


def _hangs(line: str, following: str, column: TextColumn) -> bool:
    """Whether an indented line is the rest of the one above, and no first line that is set in."""
    return is_full(line, following, column.width) and not ends_in_stop(line)


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
    if not NARROWEST <= widest <= WIDEST or all(ends_in_stop(line, commas=True) for line in lines[:-1]):
        return False
    # Without spaces between words the next word is the whole next line.
    full = (len(one.rstrip()) >= FULL * widest and is_full(one, two, widest) for one, two in pairwise(lines))
    return all(full)
