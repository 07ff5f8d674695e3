"""The marks of numbered paragraphs as a reader of a `.docx` sees them: "1.", "(a)", "2.1"; "-" for every bullet."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from workflow.formats.word.markup import Element, W, number, value
from workflow.formats.word.numerals import ZEROS, numeral
from workflow.formats.word.styles import DEEPEST, NumberPlace, Styles

BULLET = "-"
_LETTERED = re.compile(r"[^\W\d_]{2}")
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list is numbered. restart: the level (from 1) after which it begins anew; None: any above."""

    form: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    is_legal: bool = False
    style: str = ""
    has_picture: bool = False


@dataclass(frozen=True, slots=True)
class _List:
    """One `w:num`: counted: what its paragraphs are counted with; starts: level -> number that it begins with anew."""

    counted: str
    levels: Mapping[int, _Level]
    starts: Mapping[int, int]


class Numbering:
    """The lists of a file; without a part of numbering no paragraph has a mark."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._abstract: dict[str, Element] = {}
        self._lists: dict[int, _List] = {}
        if root is None:
            return
        for each in root.iterchildren(f"{W}abstractNum"):
            self._abstract.setdefault(str(each.get(f"{W}abstractNumId", "")), each)
        numbers = {_id(each): each for each in root.iterchildren(f"{W}num")}
        self._lists = {name: self._list(each, numbers, styles) for name, each in numbers.items()}

    def placed(self, place: NumberPlace | None, styles: Sequence[str]) -> NumberPlace | None:
        """The place with its level, and None where nothing of the number is seen; styles: of the paragraph."""
        listed = self._lists.get(place.number_id) if place else None
        if place is None or listed is None:
            return None
        if place.level < 0:
            found = [deep for deep, level in listed.levels.items() if level.style and level.style in styles]
            place = replace(place, level=found[0] if found else 0)
        level = listed.levels.get(place.level)
        is_seen = level is not None and (level.has_picture or bool(level.text.strip()))
        return place if is_seen else None

    def count(self) -> "Counting":
        """A fresh count of all lists."""
        return Counting(self._lists)

    def _list(self, element: Element, numbers: Mapping[int, Element], styles: Styles) -> _List:
        counted = value(element, "abstractNumId")
        abstract = self._abstract.get(counted)
        linked = value(abstract, "numStyleLink")
        if linked and (other := numbers.get(styles.number_of_style(linked) or 0)) is not None:
            counted = value(other, "abstractNumId")
            abstract = self._abstract.get(counted)
        levels = dict(_levels(abstract)) if abstract is not None else {}
        starts: dict[int, int] = {}
        for each in element.iterchildren(f"{W}lvlOverride"):
            deep = _deep(each)
            levels |= dict(_levels(each))
            if (start := number(each, "startOverride")) is not None:
                starts[deep] = start
                levels[deep] = replace(levels.get(deep, _Level()), start=start)
        return _List(counted, levels, starts)


class Counting:
    """A count of the lists of one text, from its first paragraph to its last.

    unknown: the forms of numbers that were met, and that we write in figures instead.
    """

    def __init__(self, lists: Mapping[int, _List]) -> None:
        self._lists = lists
        self._counts: dict[str, dict[int, int]] = {}
        self._met: set[int] = set()
        self.unknown: set[str] = set()

    def mark(self, place: NumberPlace) -> str:
        """The mark of the next paragraph at that place."""
        listed = self._lists[place.number_id]
        counts = self._counts.setdefault(listed.counted, {})
        if place.number_id not in self._met:
            self._met.add(place.number_id)
            for deep in listed.starts:
                counts.pop(deep, None)
        level = listed.levels[place.level]
        counts[place.level] = counts[place.level] + 1 if place.level in counts else level.start
        for deep in [each for each in counts if each > place.level]:
            restart = listed.levels[deep].restart if deep in listed.levels else None
            if restart is None or place.level < restart:
                del counts[deep]
        return self._mark(listed, level, counts)

    def _mark(self, listed: _List, level: _Level, counts: Mapping[int, int]) -> str:
        # A bullet that is a word ("Note:") is read, a sign is only a bullet.
        if level.has_picture or (level.form == "bullet" and not _LETTERED.search(level.text)):
            return BULLET
        parts = _PLACE.split(level.text)
        for place in range(1, len(parts), 2):
            deep = int(parts[place]) - 1
            of = listed.levels.get(deep, _Level())
            parts[place] = self._numeral(counts.get(deep, of.start), "decimal" if level.is_legal else of.form)
        return "".join(parts).strip()

    def _numeral(self, number: int, form: str) -> str:
        written = numeral(number, form)
        if written is None:
            self.unknown.add(form)
        return str(number) if written is None else written


def _levels(element: Element) -> Iterator[tuple[int, _Level]]:
    for each in element.iterchildren(f"{W}lvl"):
        start = number(each, "start")
        restart = number(each, "lvlRestart")
        legal = each.find(f"{W}isLgl")
        yield (
            _deep(each),
            _Level(
                form=_form(each),
                text=value(each, "lvlText"),
                start=0 if start is None else start,
                restart=restart,
                is_legal=legal is not None and legal.get(f"{W}val", "1") not in ("0", "false", "off"),
                style=value(each, "pStyle"),
                has_picture=each.find(f"{W}lvlPicBulletId") is not None,
            ),
        )


def _form(level: Element) -> str:
    """The form of the level's numbers; newer programs write it beside an older one, in `mc:AlternateContent`."""
    form = next(iter(level.iter(f"{W}numFmt")), None)
    if form is None:
        return "decimal"
    named = str(form.get(f"{W}val", "decimal"))
    # "001, 002, 003, ..." is all that a form of one's own can be (ISO/IEC 29500-1, 17.9.17).
    example = str(form.get(f"{W}format", "")).partition(",")[0]
    return f"{ZEROS}{len(example)}" if named == "custom" and example.strip("0") == "1" else named


def _deep(element: Element) -> int:
    found = str(element.get(f"{W}ilvl", "0"))
    return min(int(found), DEEPEST) if found.isdigit() else 0


def _id(element: Element) -> int:
    found = str(element.get(f"{W}numId", ""))
    return int(found) if re.fullmatch(r"\d{1,9}", found) else 0
