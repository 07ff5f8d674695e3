"""A paragraph as copied words are compared with it: as a page shows it, or as it is written."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from itertools import repeat

from workflow.text.anchors.levels import MOST_PLACES
from workflow.text.document.inline import NO_NOTES, Line, line
from workflow.text.unicode.signs import ONE_KIND
from workflow.text.values.spans import Span

Sign = tuple[str, int, bool]
"""A sign, its place in the block's own text, and whether it is written there: the number of a footnote is not."""


class ShownWords:
    """A text with one space for any white space, one kind of quotes and dashes; places: where each sign is written."""

    def __init__(self, signs: Iterable[Sign]) -> None:
        read: list[str] = []
        self.places: list[int] = []
        self._unwritten: set[int] = set()
        for sign, place, is_written in signs:
            for one in " " if sign.isspace() else ONE_KIND.get(ord(sign), sign):
                if one == " " and read and read[-1] == " ":
                    continue
                if not is_written:
                    self._unwritten.add(len(read))
                read.append(one)
                self.places.append(place)
        self.text = "".join(read)

    def spans(self, words: str) -> list[Span]:
        """Where the words are written, each place once."""
        wanted, spans, at = folded(words), dict[Span | None, None](), -1
        while wanted and len(spans) < MOST_PLACES and (at := self.text.find(wanted, at + 1)) >= 0:
            spans[self.written(at, at + len(wanted))] = None
        return [span for span in spans if span]

    def written(self, low: int, high: int) -> Span | None:
        """Where `text[low:high]` is written, but for what is white space or written nowhere at its ends."""
        while low < high and self._is_bare(low):
            low += 1
        while low < high and self._is_bare(high - 1):
            high -= 1
        return (self.places[low], self.places[high - 1] + 1) if low < high else None

    def _is_bare(self, at: int) -> bool:
        return self.text[at] == " " or at in self._unwritten

    def stands_between(self, span: Span, before: str, after: str) -> bool:
        """Whether the folded words `before` and `after` are next to it, but for white space."""
        low, high = bisect_left(self.places, span[0]), bisect_left(self.places, span[1])
        low -= self.text.endswith(" ", 0, low)
        high += self.text.startswith(" ", high)
        return self.text.endswith(before, 0, low) and self.text.startswith(after, high)


def shown(text: str) -> ShownWords:
    """The text without marks and without those of footnotes."""
    return ShownWords(_signs(line(text), with_notes=False))


def readings(text: str, notes: Mapping[str, int] = NO_NOTES) -> Iterator[ShownWords]:
    """The text as shown without footnotes, with their numbers, with their labels, and as it is written."""
    seen = line(text, notes)
    yield ShownWords(_signs(seen, with_notes=False))
    if any(style.note for _, _, style in seen.runs):
        yield ShownWords(_signs(seen, with_notes=True))
        yield ShownWords(_signs(line(text), with_notes=True))
    if len(seen.text) < len(text):
        yield ShownWords(_plain(text))


def folded(words: str) -> str:
    """Words by themselves as a reading has them, without white space around."""
    return ShownWords(_plain(words)).text.strip()


def _plain(text: str) -> Iterator[Sign]:
    return zip(text, range(len(text)), repeat(True))


def _signs(seen: Line, *, with_notes: bool) -> Iterator[Sign]:
    for low, high, style in seen.runs:
        places = seen.places[low:high]
        if not style.note:
            yield from zip(seen.text[low:high], places, repeat(True))
        elif with_notes:
            yield from zip(style.number, repeat(places[0]), repeat(False))
