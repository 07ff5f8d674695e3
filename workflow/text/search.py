"""Where words that a person copied stand in a paragraph, though a browser changed their spaces, quotes and marks."""

import re

from workflow.text.align import kept

_QUOTES = {**dict.fromkeys("'‘’‚‛′ʼ", "['‘’‚‛′ʼ]"), **dict.fromkeys('"“”„‟″«»', '["“”„‟″«»]')}
_DASHES = dict.fromkeys("-‐‑‒–—―−", "[-‐‑‒–—―−]")
_LIKE = _QUOTES | _DASHES
_MARK = r"(?:\*{1,3}|\[(?=[^\]\n]*\]\()|\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\))*"
_SPACE = r"[\s\u200b\ufeff]+"


def find(text: str, words: str, prefix: str = "", suffix: str = "") -> list[tuple[int, int]]:
    """The spans of `text` that read `words`, in code points; empty when they do not stand there.

    Exact copies first; without one, copies that differ in white space, in straight or curly quotes and dashes, or in
    the inline marks (`*`, `**`, `[…](…)`) that a copy from a page has lost. `prefix` and `suffix` narrow them down
    where they match some.
    """
    if not words.strip():
        return []
    exact = [found.span() for found in re.finditer(re.escape(words), text)]
    return _narrowed(text, exact or _forgiving(text, words), prefix, suffix)


def _forgiving(text: str, words: str) -> list[tuple[int, int]]:
    return [found.span() for found in re.finditer(_loose(words), text)]


def _loose(words: str) -> str:
    pieces = re.split(r"\s+", words.strip())
    return (_MARK + _SPACE + _MARK).join(_MARK.join(_LIKE.get(c, re.escape(c)) for c in piece) for piece in pieces)


def _narrowed(text: str, spans: list[tuple[int, int]], prefix: str, suffix: str) -> list[tuple[int, int]]:
    for wanted in (prefix, suffix), (prefix, ""), ("", suffix):
        some = [span for span in spans if _stands_between(text, span, *wanted)]
        if some and any(wanted):
            return some
    return spans


def _stands_between(text: str, span: tuple[int, int], prefix: str, suffix: str) -> bool:
    before = not prefix.strip() or re.search(_loose(prefix) + r"\s*" + _MARK + r"\s*\Z", text[: span[0]])
    after = not suffix.strip() or re.match(r"\s*" + _MARK + r"\s*" + _loose(suffix), text[span[1] :])
    return bool(before) and bool(after)


def closest(text: str, words: str) -> str | None:
    """The run of words of `text` most like `words`, or None when nothing there is like them."""
    runs = [run for run in kept(text, words) if any(map(str.isalnum, text[run.start : run.start + run.length]))]
    if not runs:
        return None
    start, end = runs[0].start, runs[-1].start + runs[-1].length
    return text[start:end].strip()
