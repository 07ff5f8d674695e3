"""Styles and lists of an `.odt`: how words are set, what a paragraph is, and the marks of its items."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from workflow.formats.word.markup import Element
from workflow.formats.word.numbering import BULLET
from workflow.formats.word.numerals import lettered_on, numeral
from workflow.formats.word.scripts import Script

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
LOEXT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"

_TITLES = frozenset({"title", "subtitle"})
_QUOTES = frozenset({"quotations", "quote", "intense quote", "block text"})
_BOLD = frozenset({"bold", "bolder", "600", "700", "800", "900"})
_ENDINGS = {Script.LATIN: "", Script.ASIAN: "-asian", Script.COMPLEX: "-complex"}
_PLACE = re.compile(r"%(\d{1,2})%")
_FORMS = {
    "1": "decimal",
    "i": "lowerRoman",
    "I": "upperRoman",
    "01, 02, 03, ...": "decimalZero",
    "1st, 2nd, 3rd, ...": "ordinal",
    "①, ②, ③, ...": "decimalEnclosedCircle",
    "一, 二, 三, ...": "chineseCounting",
    "١, ٢, ٣, ٤, ...": "arabicFigures",
    "أ, ب, ت, ...": "arabicAlpha",
    "أ, ب, ج, ...": "arabicAbjad",
    "１, ２, ３, ...": "decimalFullWidth",
}


@dataclass(frozen=True, slots=True)
class WordsLook:
    """How words are set; None where nothing says so. complex_…: of words from right to left, asian_…: of Han signs."""

    said: Mapping[str, str] = field(default_factory=dict)

    def over(self, above: "WordsLook") -> "WordsLook":
        """This look where it says something, and the one around it where it does not."""
        return WordsLook({**above.said, **self.said})

    def is_bold(self, script: Script) -> bool:
        """Whether words of a script are bold."""
        return self.said.get(f"font-weight{_ENDINGS[script]}", "") in _BOLD

    def is_italic(self, script: Script) -> bool:
        """Whether words of a script are slanted."""
        return self.said.get(f"font-style{_ENDINGS[script]}", "") in ("italic", "oblique")

    def tongue(self, script: Script) -> str:
        """The language of words of a script: "fr-FR"; "" where nothing names it."""
        named = self.said.get(f"language{_ENDINGS[script]}", "")
        country = self.said.get(f"country{_ENDINGS[script]}", "")
        if named in ("", "none", "zxx"):
            return ""
        return named if country in ("", "none") else f"{named}-{country}"

    @property
    def is_hidden(self) -> bool:
        """Whether a reader does not see them."""
        return self.said.get("display") == "none"

    @property
    def is_struck(self) -> bool:
        """Whether they are struck out by hand."""
        return self.said.get("text-line-through-style", "none") != "none"


@dataclass(frozen=True, slots=True)
class _TextStyle:
    """A style with all below it. own: what automatic styles say, which are made by hand; named: what the others say."""

    names: tuple[str, ...]
    own: WordsLook
    named: WordsLook
    list_style: str | None


class TextStyles:
    """The styles of a file, of its text and of its margins."""

    def __init__(self, *roots: Element | None) -> None:
        self._elements: dict[tuple[str, str], tuple[Element, bool]] = {}
        self._facts: dict[tuple[str, str], _TextStyle] = {}
        self.lists: dict[str, Element] = {}
        self.outline: Element | None = None
        self._default = WordsLook()
        for root in roots:
            for group in root.iterchildren(f"{OFFICE}styles", f"{OFFICE}automatic-styles") if root is not None else ():
                self._take(group)

    def _take(self, group: Element) -> None:
        is_automatic = group.tag == f"{OFFICE}automatic-styles"
        for each in group:
            if each.tag == f"{STYLE}style":
                key = (str(each.get(f"{STYLE}family", "")), str(each.get(f"{STYLE}name", "")))
                self._elements[key] = (each, is_automatic)
            elif each.tag == f"{TEXT}list-style":
                self.lists[str(each.get(f"{STYLE}name", ""))] = each
            elif each.tag == f"{TEXT}outline-style":
                self.outline = each
            elif each.tag == f"{STYLE}default-style" and each.get(f"{STYLE}family") == "paragraph":
                self._default = _tongues_alone(_look(each.find(f"{STYLE}text-properties")))

    def words(self, name: str) -> WordsLook:
        """How the words of a span with that style are set."""
        facts = self._style("text", name)
        return facts.own.over(facts.named)

    def paragraph(self, name: str) -> tuple[WordsLook, WordsLook]:
        """How the words of a paragraph are set, and how they would be by the style that it has a name for."""
        facts = self._style("paragraph", name)
        return facts.own.over(facts.named).over(self._default), facts.named

    def is_title(self, name: str) -> int:
        """1 for a title, 2 for a subtitle, 0 for all else."""
        names = self._style("paragraph", name).names
        found = next((each for each in names if each in _TITLES), "")
        return {"title": 1, "subtitle": 2}.get(found, 0)

    def is_quotation(self, name: str) -> bool:
        """Whether a paragraph is a quotation."""
        return not _QUOTES.isdisjoint(self._style("paragraph", name).names)

    def list_style(self, name: str) -> str | None:
        """The list that a paragraph's style puts it in; "" takes it out, None says nothing."""
        return self._style("paragraph", name).list_style

    def _style(self, family: str, name: str) -> _TextStyle:
        key = (family, name)
        if key not in self._facts:
            chain = list(self._chain(family, name))
            own, named = WordsLook(), WordsLook()
            listed: str | None = None
            for each, is_automatic in reversed(chain):
                look = _look(each.find(f"{STYLE}text-properties"))
                own, named = (look.over(own), named) if is_automatic else (own, look.over(named))
                said = each.get(f"{STYLE}list-style-name")
                listed = listed if said is None else str(said)
            names = tuple(_names(each) for each, _ in chain)
            self._facts[key] = _TextStyle(names, own, named, listed)
        return self._facts[key]

    def _chain(self, family: str, name: str) -> Iterator[tuple[Element, bool]]:
        seen = set()
        while (found := self._elements.get((family, name))) and name not in seen:
            seen.add(name)
            yield found
            name = str(found[0].get(f"{STYLE}parent-style-name", ""))


class ListCount:
    """The numbers of one list, level by level. unknown: forms of numbers that we write in figures instead."""

    def __init__(self) -> None:
        self._counts: dict[int, int] = {}
        self.unknown: set[str] = set()

    def mark(self, style: Element | None, level: int, start: str = "") -> str:
        """The mark of the next item at a level from 0; "" where a reader sees none. start: its own number, if any."""
        found = _level(style, level)
        first = str(found.get(f"{TEXT}start-value", "1")) if found is not None else "1"
        begins = int(start or first) if (start or first).isdigit() else 1
        self._counts[level] = begins if start or level not in self._counts else self._counts[level] + 1
        for deep in [each for each in self._counts if each > level]:
            del self._counts[deep]
        if found is None:
            return ""
        if found.tag != f"{TEXT}list-level-style-number" and found.tag != f"{TEXT}outline-level-style":
            is_seen = found.tag == f"{TEXT}list-level-style-image" or str(found.get(f"{TEXT}bullet-char", "")).strip()
            return BULLET if is_seen else ""
        return self._number(style, found, level)

    def _number(self, style: Element | None, found: Element, level: int) -> str:
        form = str(found.get(f"{STYLE}num-format", ""))
        if not form:
            return ""
        written = found.get(f"{LOEXT}num-list-format")
        if written is None:
            shown = str(found.get(f"{TEXT}display-levels", "1"))
            first = max(level + 1 - (int(shown) if shown.isdigit() else 1), 0)
            inside = ".".join(f"%{each + 1}%" for each in range(first, level + 1))
            written = f"{found.get(f'{STYLE}num-prefix', '')}{inside}{found.get(f'{STYLE}num-suffix', '')}"
        parts = _PLACE.split(str(written))
        for place in range(1, len(parts), 2):
            parts[place] = self._figure(style, int(parts[place]) - 1)
        return "".join(parts).strip()

    def _figure(self, style: Element | None, level: int) -> str:
        found = _level(style, level)
        form = str(found.get(f"{STYLE}num-format", "")) if found is not None else "1"
        number = self._counts.get(level, 1)
        if form in ("a", "A"):
            one_letter = found is not None and found.get(f"{STYLE}num-letter-sync") == "true"
            written = numeral(number, "lowerLetter") if one_letter else lettered_on(number)
            return (written or "") if form == "a" else (written or "").upper()
        written = numeral(number, _FORMS.get(form, form)) if form else ""
        if written is None:
            self.unknown.add(form)
            return str(number)
        return written


def _tongues_alone(look: WordsLook) -> WordsLook:
    """Of the look of a whole text only its languages: all else is how the program shows any text."""
    return WordsLook({name: said for name, said in look.said.items() if name.startswith(("language", "country"))})


def _look(properties: Element | None) -> WordsLook:
    if properties is None:
        return WordsLook()
    said = {}
    for name, value in properties.attrib.items():
        plain = str(name).rpartition("}")[2]
        if plain in _SAYS:
            said[plain] = str(value)
    return WordsLook(said)


_SAYS = frozenset(
    {f"{what}{ending}" for what in ("font-weight", "font-style", "language", "country") for ending in _ENDINGS.values()}
    | {"display", "text-line-through-style"}
)


def _names(style: Element) -> str:
    return str(style.get(f"{STYLE}display-name") or style.get(f"{STYLE}name", "")).replace("_20_", " ").strip().lower()


def _level(style: Element | None, level: int) -> Element | None:
    if style is None:
        return None
    return next((each for each in style if each.get(f"{TEXT}level") == str(level + 1)), None)
