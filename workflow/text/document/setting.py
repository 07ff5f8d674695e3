"""Words in their styles written with the marks that `marks` reads: what is read again is what was given.

Signs are escaped where they would be read as marks, and only there; emphasis ends before a space, as its marks must.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, permutations, product

from workflow.text.document.inline import Run
from workflow.text.document.levels import LONGEST_MARKED
from workflow.text.document.marks import Style, may_lead_to, pieces
from workflow.text.unicode.normal import normalise

_SPACED = re.compile(r"(\s+)")
_SIGNS = re.compile(r"[\\*_\[\]<]|!(?=\[)")
_UNFIT = re.compile(r"[\s<>\[\]\\]")
_COLLAPSES = " \t\n"
_PLAIN = Style()
_Layer = tuple[str, str]  # what a style says, and how words are written that it says this of
_LAYERS: tuple[tuple[_Layer, ...], ...] = tuple(
    (("href", "[{}]({})"), *layers)
    for slanted, strong in product(("*{}*", "_{}_"), ("**{}**", "__{}__"))
    for layers in permutations((("bold", strong), ("italic", slanted)))
)


def set_words(runs: Iterable[Run]) -> str:
    """The runs as one line of inline Markdown: spaces single, none at either end; a note's mark has no words.

    A link that may lead nowhere is left out. Where marks cannot say how words are set (one letter in two styles), the
    words stay and the style goes.
    """
    parts = [part for run in runs for part in _parts(*run)]
    wanted = _joined(_spaced(parts))
    if sum(len(words) for words, _ in wanted) > LONGEST_MARKED:
        return "".join(words for words, _ in wanted)
    for kept in (wanted, *_styles_less(_joined(_spaced(parts, apart=True)))):
        for layers, escapes in product(_LAYERS, (False, True)):
            written = _layered(kept, layers, escapes=escapes)
            if _read_again(written) == kept:
                return written
    return "".join(_escaped(words) for words, _ in wanted)


def _spaced(parts: Iterable[Run], *, apart: bool = False) -> Iterator[Run]:
    """The parts in words and single spaces; a space is set as both of its neighbours are.

    apart: between neighbours in two styles it is plain, so that the marks of one are closed before the other's open.
    """
    kept: list[Run] = []
    for words, style in parts:
        is_plain = bool(words) and not words.strip(_COLLAPSES)
        if not is_plain:
            kept.append((words, style))
        elif kept and kept[-1][0] != " ":
            kept.append((" ", style))
    if kept and kept[-1][0] == " ":
        kept.pop()
    styles = [_PLAIN, *(style for words, style in kept if not words.isspace()), _PLAIN]
    at = 0
    for words, style in kept:
        if words.isspace():
            before, behind = styles[at : at + 2]
            yield words, _PLAIN if apart and before != behind else _common(before, behind)
        else:
            yield words, style
            at += 1


def _parts(words: str, style: Style) -> Iterator[Run]:
    if style.note:
        yield "", Style(note=style.note)
        return
    href = address_of(style.href)
    for part in _SPACED.split(normalise(words)):
        if part:
            yield part, replace(style, href=href, number="")


def _common(one: Style, other: Style) -> Style:
    return Style(one.bold and other.bold, one.italic and other.italic, one.href if one.href == other.href else "")


def address_of(href: str) -> str:
    """The address as a link of ours holds it, "" where none may lead there (a file, a script, a place in a file)."""
    # RFC 3986, 2.1: what a mark cannot hold has another form.
    fitted = _UNFIT.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), href)
    fitted = fitted if _is_balanced(fitted) else fitted.replace("(", "%28").replace(")", "%29")
    return fitted if may_lead_to(fitted) else ""


def _is_balanced(href: str) -> bool:
    """Whether brackets in an address are in pairs, none inside another."""
    return not re.search(r"[()]", re.sub(r"\([^()]*\)", "", href))


def _joined(runs: Iterable[Run]) -> list[Run]:
    """Runs that follow one another in one style as one."""
    groups = groupby(_numbered(runs), key=lambda run: run[1:])
    return [("".join(words for words, _, _ in group), style) for (style, _), group in groups]


def _numbered(runs: Iterable[Run]) -> Iterator[tuple[str, Style, int]]:
    """The runs, each mark of a note with a number of its own: two of one note in a row are two."""
    for number, (words, style) in enumerate(runs, start=1):
        yield words, style, number if style.note else 0


def _styles_less(wanted: Sequence[Run]) -> Iterator[list[Run]]:
    """The runs as they are to be set, then without what is the first to go: slanted, bold, links."""
    runs = list(wanted)
    yield runs
    for name in ("italic", "bold", "href"):
        runs = _joined((words, replace(style, **{name: getattr(_PLAIN, name)})) for words, style in runs)
        yield runs


def _layered(runs: Iterable[Run], layers: Sequence[_Layer], *, escapes: bool) -> str:
    """The runs within the marks of the layers, the first one outside."""
    if not layers:
        return "".join(_word(words, style, escapes=escapes) for words, style in runs)
    (name, form), *inner = layers
    groups = groupby(runs, key=lambda run: getattr(run[1], name))
    parts = ((value, _layered(group, inner, escapes=escapes)) for value, group in groups)
    return "".join(form.format(inside, value) if value else inside for value, inside in parts)


def _word(words: str, style: Style, *, escapes: bool) -> str:
    if style.note:
        return f"[^{style.note}]"
    return _escaped(words) if escapes else words


def _escaped(words: str) -> str:
    return _SIGNS.sub(lambda found: f"\\{found[0]}", words)


def _read_again(written: str) -> list[Run]:
    """What a reader sees of Markdown, as runs."""
    found = pieces(written)
    return _joined(("" if each.style.note else written[each.start : each.end], each.style) for each in found)
