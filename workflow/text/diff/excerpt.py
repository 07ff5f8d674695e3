"""A change with a few words on either side: what one amendment would do, told in a line."""

import re
from collections.abc import Iterator, Sequence
from itertools import dropwhile, groupby
from operator import itemgetter

from workflow.text.diff.cleanup import tidy
from workflow.text.diff.levels import AROUND, LONGEST_WORD, SHORTENED
from workflow.text.diff.words import word_diff
from workflow.text.document.inline import plain
from workflow.text.tokens.tokenizer import tokens

Ops = tuple[tuple[int, str], ...]
_LEFT_OUT = "…"
_STOPS = frozenset(".,;:!?…)]»”’،؛؟۔。")
_MARK = re.compile(r"[*_\[\]\\`<>!~^&]")  # in words without these there is nothing but what is shown


def excerpt(before: str, after: str) -> Ops:
    """What changed between two readings of a block, as words without marks; kept words that are far are left out.

    White space at the ends of changed words counts as kept. A change of marks alone shows the marks.
    """
    old, new = plain(before), plain(after)
    if old == new:
        old, new = before, after
    ops = [
        (op, "".join(text for _, text in pieces))
        for op, pieces in groupby(_trim(tidy(word_diff(old, new))), key=itemgetter(0))
    ]
    return tuple((op, text if op else _near(text, at, len(ops))) for at, (op, text) in enumerate(ops))


def shortened(text: str, most: int = SHORTENED) -> str:
    """The words without marks, cut at a word where they are many."""
    head = text[: 2 * most + LONGEST_WORD]
    words = (plain(text) if _MARK.search(head) else head).strip()  # a page names all its paragraphs
    if len(words) <= most:
        return words
    kept = ""
    for token in tokens(words[: most + LONGEST_WORD]):
        if len(kept) + len(token) > most:
            break
        kept += token
    return (kept.rstrip() or words[:most]) + _LEFT_OUT


def _trim(ops: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    for op, text in ops:
        words = text.strip()
        if op == 0 or not words:
            yield op, text
            continue
        start = text.index(words)
        pieces = (0, text[:start]), (op, words), (0, text[start + len(words) :])
        yield from (piece for piece in pieces if piece[1])


def _near(text: str, at: int, count: int) -> str:
    """The kept words beside a change, and not those far from one."""
    found = tokens(text)
    head = [] if at == 0 else found[:AROUND]
    tail = [] if at == count - 1 else found[-AROUND:]
    # Without the stop of the words that are left out before them.
    tail = list(dropwhile(lambda token: token.isspace() or token in _STOPS, tail))
    if len(found) <= len(head) + len(tail) + 2:
        return text
    before, behind = "".join(head).rstrip(), "".join(tail).lstrip()
    return f"{before}{' ' if head else ''}{_LEFT_OUT}{' ' if tail else ''}{behind}"
