"""The sentences of a text of which an alignment does not keep all."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from workflow.text.alignment.levels import STAYS
from workflow.text.alignment.runs import CoveredSpans
from workflow.text.tokens.sentences import CLOSING, SPACED, STOPS, WIDE_CLOSING, WIDE_STOPS
from workflow.text.values.spans import Span

# With the marks of `sentences`, without its look at abbreviations: it is asked of every change, and a sentence cut at
# "art. 5" is cut there on both sides, its parts found one by one. It begins with one class, to be skipped to fast.
END = re.compile(
    f"[{STOPS}{WIDE_STOPS}\\n](?:(?<=[{STOPS}])[{CLOSING}]*+{SPACED}\\s+"
    f"|(?<=[{WIDE_STOPS}])[{WIDE_CLOSING}]*+\\s*|(?<=\\n)\\n*)"
)


class Touched(NamedTuple):
    """A sentence or line without the white space around it, and how many of its characters are kept."""

    start: int
    end: int
    text: str
    kept: int

    @property
    def stays(self) -> bool:
        """Whether at least half of it is where it was."""
        return self.kept >= STAYS * (self.end - self.start)


def sentence_spans(text: str, low: int = 0, high: int | None = None) -> Iterator[Span]:
    """Where the sentences and lines of `text[low:high]` stand, without the white space around them."""
    start, last = low, len(text) if high is None else high
    for end in [*(m.end() for m in END.finditer(text, low, last)), last]:
        if body := text[start:end].strip():
            at = text.find(body, start)
            yield at, at + len(body)
        start = end


def touched_sentences(text: str, spans: Sequence[Span]) -> Iterator[Touched]:
    """The sentences and lines that the spans, in order, do not cover."""
    cover = CoveredSpans(spans)
    for low, high in _touched_lines(text, spans):
        for start, end in sentence_spans(text, low, high):
            if (kept := cover.of(start, end)) < end - start:
                yield Touched(start, end, text[start:end], kept)


def _touched_lines(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """Stretches of whole lines that hold all that the spans leave out."""
    low = high = at = 0
    for start, end in [*spans, (len(text), len(text))]:
        if at < start:
            if at >= high:
                if low < high:
                    yield low, high
                low = text.rfind("\n", 0, at) + 1
            high = max(high, text.find("\n", start) + 1 or len(text))
        at = end
    if low < high:
        yield low, high
