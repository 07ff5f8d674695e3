"""Styles of a `.docx`: what a paragraph is, and how words are set, by its style, the styles below that and its own."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from workflow.formats.word.markup import Element, W, is_on, number, value
from workflow.formats.word.scripts import Script

_MOST_BELOW = 100  # styles of a chain, each based on the next: no office program makes one of so many
# Properties of words that one style switches on and another one off again (ECMA-376, 17.7.3).
_TOGGLES = {f"{W}{name}": name for name in ("b", "bCs", "i", "iCs", "vanish", "strike", "dstrike", "rtl", "cs")}
# The names of built-in styles are English in every language of the program; other programs write their own.
_TITLES = frozenset({"title", "titre", "título", "titel", "titolo", "العنوان"})
_SUBTITLES = frozenset({"subtitle", "sous-titre", "subtítulo", "untertitel", "sottotitolo"})
_QUOTES = frozenset(
    {"quote", "intense quote", "quotations", "block text", "block quotation", "citation", "citation intense"}
    | {"cita", "cita destacada", "zitat", "citazione", "اقتباس", "اقتباس مكثف"}
)
_HEADING = re.compile(r"heading ?([1-9])")
BODY_LEVEL = 9  # an outline level that is none
DEEPEST = 8

Toggles = Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class NumberPlace:
    """Which list a paragraph is numbered in, and how deep."""

    number_id: int
    level: int


@dataclass(frozen=True, slots=True)
class ParagraphLook:
    """What the properties of a paragraph come to. heading: level from 1, 0 for none."""

    heading: int = 0
    is_quotation: bool = False
    number: NumberPlace | None = None
    toggles: Toggles = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class _StyleFacts:
    """What a style says with all below it. outline, number_id, level: None where none of them says so."""

    names: tuple[str, ...] = ()
    outline: int | None = None
    number_id: int | None = None
    level: int | None = None
    toggles: Toggles = field(default_factory=dict)
    tongues: Mapping[Script, str] = field(default_factory=dict)


class Styles:
    """The styles of a file; without a part of styles every look is plain."""

    def __init__(self, root: Element | None) -> None:
        self._elements: dict[str, Element] = {}
        self._facts: dict[str, _StyleFacts] = {"": _StyleFacts()}
        self._default = ""
        self.defaults: Toggles = {}
        self.tongues: Mapping[Script, str] = {}
        if root is None:
            return
        for each in root.iterchildren(f"{W}style"):
            name = str(each.get(f"{W}styleId", ""))
            self._elements.setdefault(name, each)
            is_default = str(each.get(f"{W}default", "0")).lower() in ("1", "true", "on")
            if is_default and each.get(f"{W}type") == "paragraph":
                self._default = name
        properties = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        if properties is not None:
            self.defaults = toggles_of(properties)
            self.tongues = tongues_of(properties)

    def paragraph(self, properties: Element | None) -> ParagraphLook:
        """What a paragraph with these properties (`w:pPr`; None: it has none) is."""
        style = value(properties, "pStyle")
        facts = self.facts(style if style in self._elements else self._default)
        outline = facts.outline
        own = number(properties, "outlineLvl")
        heading = _heading(own if own is not None else outline, facts.names)
        place = self._place(properties, facts)
        return ParagraphLook(heading, not _QUOTES.isdisjoint(facts.names), place, facts.toggles)

    def facts(self, style: str) -> _StyleFacts:
        """What the style with that id says, and the ones that it is based on where it says nothing."""
        if style not in self._facts:
            self._facts[style] = _StyleFacts()  # a style that is based on itself ends here
            chain = list(self._chain(style))
            found = _StyleFacts()
            for each in reversed(chain):
                found = _over(found, each)
            self._facts[style] = replace(found, names=tuple(_name(each) for each in chain))
        return self._facts[style]

    def number_of_style(self, style: str) -> int | None:
        """The list that a style of numbering stands for."""
        return self.facts(style).number_id

    def _chain(self, style: str) -> Iterator[Element]:
        """The style and those that it is based on, nearest first."""
        seen: set[str] = set()
        while style in self._elements and style not in seen and len(seen) < _MOST_BELOW:
            seen.add(style)
            yield self._elements[style]
            style = value(self._elements[style], "basedOn")

    def _place(self, properties: Element | None, facts: _StyleFacts) -> NumberPlace | None:
        numbered = properties.find(f"{W}numPr") if properties is not None else None
        number_id, level = number(numbered, "numId"), number(numbered, "ilvl")
        number_id = facts.number_id if number_id is None else number_id
        level = facts.level if level is None else level
        if not number_id:
            return None  # 0 takes a paragraph out of the list that its style puts it in
        # -1: the list itself says which of its levels belongs to the style.
        return NumberPlace(number_id, -1 if level is None else min(max(level, 0), DEEPEST))

    def styles_of(self, properties: Element | None) -> tuple[str, ...]:
        """The ids of a paragraph's style and of those below it."""
        style = value(properties, "pStyle")
        chain = self._chain(style if style in self._elements else self._default)
        return tuple(str(each.get(f"{W}styleId", "")) for each in chain)


def toggles_of(properties: Element | None) -> dict[str, bool]:
    """What properties of words switch on (True) and off (False)."""
    found: dict[str, bool] = {}
    if properties is not None:
        for child in properties:
            if child.tag in _TOGGLES:
                found[_TOGGLES[child.tag]] = is_on(child)
    return found


def tongues_of(properties: Element | None) -> dict[Script, str]:
    """The languages that properties of words name, for each script."""
    child = properties.find(f"{W}lang") if properties is not None else None
    if child is None:
        return {}
    named = {script: str(child.get(f"{W}{name}", "")) for script, name in _TONGUES.items()}
    return {script: tongue for script, tongue in named.items() if tongue and tongue != "x-none"}


_TONGUES = {Script.LATIN: "val", Script.ASIAN: "eastAsia", Script.COMPLEX: "bidi"}


def _heading(outline: int | None, names: tuple[str, ...]) -> int:
    if outline is not None:
        return outline + 1 if 0 <= outline < BODY_LEVEL else 0
    for name in names:
        if found := _HEADING.fullmatch(name):
            return int(found[1])
        if name in _TITLES:
            return 1
        if name in _SUBTITLES:
            return 2
    return 0


def _name(style: Element) -> str:
    return value(style, "name").strip().lower()


def _over(below: _StyleFacts, style: Element) -> _StyleFacts:
    """What a style says over the one that it is based on."""
    properties = style.find(f"{W}pPr")
    numbered = properties.find(f"{W}numPr") if properties is not None else None
    outline, number_id, level = number(properties, "outlineLvl"), number(numbered, "numId"), number(numbered, "ilvl")
    return replace(
        below,
        outline=below.outline if outline is None else outline,
        number_id=below.number_id if number_id is None else number_id,
        level=below.level if level is None else level,
        toggles={**below.toggles, **toggles_of(style.find(f"{W}rPr"))},
        tongues={**below.tongues, **tongues_of(style.find(f"{W}rPr"))},
    )
