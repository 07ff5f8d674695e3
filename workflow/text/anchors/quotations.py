"""Where words that a person copied stand in a paragraph, though a browser changed their spaces, quotes and marks."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from workflow.text.anchors.shown_words import ShownWords, folded, readings
from workflow.text.document.inline import NO_NOTES, Line, line, plain
from workflow.text.tokens.tokenizer import tokens
from workflow.text.unicode.graphemes import is_border
from workflow.text.values.spans import Span


def find(text: str, words: str, prefix: str = "", suffix: str = "", notes: Mapping[str, int] = NO_NOTES) -> list[Span]:
    """The spans of `text` that read `words`, in code points; empty when they do not stand there.

    As a page shows them, with or without the numbers of footnotes (`notes`: label -> number), else as they are written.
    What stands around them decides where all of `prefix` and `suffix` is there; else whole words come before parts of
    words, exact copies before those of other white space, quotes and dashes, and one side narrows them down.
    """
    read, seen = list(readings(text, notes)), line(text)
    wanted = dict.fromkeys((words.strip(), unicodedata.normalize("NFC", words).strip()))
    ways = [*((reading, each) for each in wanted for reading in read), (read[0], plain(words))]
    found = [[span for span in reading.spans(each) if _is_whole(seen, span)] for reading, each in ways]
    before, after = folded(prefix), folded(suffix)
    spans = _beside(chain.from_iterable(found), read, before, after) or next(filter(None, found), [])
    spans = [span for span in spans if not any(_cuts(seen.text, seen.at(at)) for at in span)] or spans
    spans = [span for span in spans if text[slice(*span)] in wanted or seen.words(*span) in wanted] or spans
    return sorted(_beside(spans, read, before, "") or _beside(spans, read, "", after) or spans)


def _is_whole(seen: Line, span: Span) -> bool:
    """Whether the span cuts no character."""
    return all(is_border(seen.text, seen.at(at)) for at in span)


def _beside(spans: Iterable[Span], read: Sequence[ShownWords], before: str, after: str) -> list[Span]:
    """Those that stand between the words; none where there are no words."""
    if not before and not after:
        return []
    return [span for span in dict.fromkeys(spans) if any(each.stands_between(span, before, after) for each in read)]


def _cuts(shown: str, at: int) -> bool:
    """Whether two letters or digits of one word meet there."""
    return 0 < at < len(shown) and shown[at].isalnum() and len(tokens(shown[at - 1 : at + 1])) == 1
