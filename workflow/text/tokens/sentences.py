"""Where sentences begin and end, by the marks that end them in Latin, Arabic, Indic and East Asian scripts."""

import re

from workflow.text.tokens.levels import HEAD
from workflow.text.values.spans import Span

# For classes of regular expressions. What ends a sentence, and a part of one: with a space behind it, or without.
STOPS, WIDE_STOPS = ".!?\u2026\u061f\u06d4\u0964\u0965\u0589\u1362\u1367\u17d4\u104b", "。！？｡"
PAUSES, WIDE_PAUSES = ",;:\u060c\u061b\u1363", "，；：、"
_QUOTES = "\"'’”»›«“"  # those that close, in any language
CLOSING, WIDE_CLOSING = _QUOTES + ")\\]}*_", "」』）”’"
SPACED = "(?:[ \u00a0\u2009\u202f]»(?=\\s|\\Z))?+"  # French parts its closing marks from the words
_END = re.compile(
    f"(?<![{STOPS}])[{STOPS}]++[{CLOSING}]*+{SPACED}(?=\\s)|[{WIDE_STOPS}]+[{WIDE_CLOSING}]*|(?=\\n[^\\S\\n]*\\n)"
)
_TITLES = """
cf vs mr mrs ms dr prof ed eds approx resp jr gov hon rev sgt e.g i.e u.s u.k u.n st
mme mlle mm ex env av chap éd réf z.b d.h u.a bzw ggf vgl bspw ca sog
sr sres sra sras srta ud uds ee.uu pág págs p.ej avda c.f
"""
_ABBREVIATED = (  # before numbers
    "art arts no nos nr abs p pp par para paras vol fig ch sec núm núms n° jan feb mar apr aug sep sept oct nov dec"
)
_NEVER_LAST, BEFORE_NUMBERS = frozenset(_TITLES.split()), frozenset(_ABBREVIATED.split())
_LAST_WORD = re.compile(r"[^\s(\[«“\"]*\Z")


def sentences(text: str) -> list[Span]:
    """The spans of the sentences of `text`, in code points, without the white space between them.

    Common abbreviations, initials and numbers of lists do not end one; a blank line does.
    """
    spans, start = [], 0
    for end in [found.end() for found in _END.finditer(text) if not _is_abbreviated(text, found)] + [len(text)]:
        span = _without_rims(text, start, end)
        if span[0] < span[1]:
            spans.append(span)
        start = end
    return spans


def _is_abbreviated(text: str, found: re.Match[str]) -> bool:
    """Whether the mark ends an abbreviation, an initial, a number that opens its line, or words that somebody said
    within a sentence.
    """
    follower = text[found.end() : found.end() + 2].strip()
    if found.group() != ".":
        return found.group()[-1:] in _QUOTES and follower.islower()
    head = text[max(0, found.start() - HEAD) : found.start()]
    last = _LAST_WORD.search(head)[0]  # type: ignore[index]  # it matches the empty word too
    if last.isdecimal():
        return not head[head.rfind("\n") + 1 : -len(last)].strip() and len(head) < HEAD
    if follower.islower() or last.casefold() in _NEVER_LAST or (len(last) == 1 and last.isupper()):
        return True
    return last.casefold() in BEFORE_NUMBERS and follower.isdecimal()


def _without_rims(text: str, start: int, end: int) -> Span:
    stretch = text[start:end]
    return start + len(stretch) - len(stretch.lstrip()), start + len(stretch.rstrip())
