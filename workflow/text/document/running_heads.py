"""Lines that stood on every page and belong to no paragraph: running heads, and the numbers of pages."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from workflow.text.document.levels import LONGEST_HEAD, NARROWEST, OFTEN, PAGE_EDGE, SHORTEST_PAGE
from workflow.text.document.torn import ends_in_stop

_DIGITS = re.compile(r"\d+")
_PAGE_WORD = "(?:pages?|p\\.|pág(?:ina)?\\.?|página|seite|صفحة|الصفحة|صفحه|стр\\.|страница|第|pagina|ukurasa)"
_OF = r"\s*(?:/|of|de|sur|von|من|از|из|di|van|共|页，共)\s*"
_NUMBER = re.compile(rf"[\W_]*(?:{_PAGE_WORD}\s*)?(\d{{1,4}})(?:{_OF}\d{{1,4}})?\s*页?[\W_]*", re.IGNORECASE)
_TOLD = re.compile(
    rf"[\W_]*(?:{_PAGE_WORD}\s*\d{{1,4}}.*|\d{{1,4}}{_OF}\d{{1,4}}[\W_]*|[-–—]\s*\d{{1,4}}\s*[-–—])", re.IGNORECASE
)
_OF_TEXT = frozenset(".()§")  # beside a number alone: "2." and "(2)" are numbers of the text
_LIST = re.compile(r"\s*(?:[-*+•–—>]\s|#|\(?\w{1,3}[).]\s|\[\^)")


class PageLineKind(StrEnum):
    """What kind of line it is."""

    RUNNING_HEAD = "running_head"
    PAGE_NUMBER = "page_number"


@dataclass(frozen=True, slots=True)
class PageLine:
    """A block that looks like such a line; index of the block."""

    index: int
    kind: PageLineKind


def running_lines(lines: Sequence[str], breaks: Sequence[int] = ()) -> dict[int, PageLineKind]:
    """Index of a line -> what it is, of those that stood on every page.

    breaks: indices of lines with which a page begins, where the text tells. A number alone is one only in a row of such
    numbers, at the edge of a page, or beside a running head.
    """
    edges = _edges(lines, breaks)
    filled = [place for place, line in enumerate(lines) if line.strip()]
    numbers = _page_numbers(lines, filled, edges)
    heads = _repeated(lines, filled, edges, numbers)
    numbers |= {place for place in _beside(filled, heads) if _alone(lines[place])}
    return {**dict.fromkeys(heads, PageLineKind.RUNNING_HEAD), **dict.fromkeys(numbers, PageLineKind.PAGE_NUMBER)}


def _edges(lines: Sequence[str], breaks: Sequence[int]) -> set[int]:
    """The first and the last lines with words of each page, where pages are known."""
    if not breaks:
        return set()
    found: set[int] = set()
    for start, end in pairwise(sorted({0, *breaks, len(lines)})):
        page = [place for place in range(start, end) if lines[place].strip()]
        found |= {*page[:PAGE_EDGE], *page[-PAGE_EDGE:]}
    return found


def _alone(line: str) -> int | None:
    """The number of a line that holds nothing else that says anything."""
    found = _NUMBER.fullmatch(line.strip())
    return int(found[1]) if found and not set(line) & _OF_TEXT else None


def _page_numbers(lines: Sequence[str], filled: Sequence[int], edges: set[int]) -> set[int]:
    told = {place for place in filled if _TOLD.fullmatch(lines[place].strip())}
    bare = [(place, number) for place in filled if (number := _alone(lines[place])) is not None]
    found = {place for place, _ in bare if place in told or place in edges}
    last: dict[int, int] = {}
    for place, number in bare:
        # The page before has the number before, and stands a page away.
        before = last.get(number - 1)
        if before is not None and place - before >= SHORTEST_PAGE:
            found |= {before, place}
        elif before in found and place == filled[-1]:
            found.add(place)  # the last page is as short as it is
        last[number] = place
    return found


def _repeated(lines: Sequence[str], filled: Sequence[int], edges: set[int], numbers: set[int]) -> set[int]:
    """The lines that come again and again, whatever number is in them."""
    alike: dict[str, list[int]] = defaultdict(list)
    for place in filled:
        line = " ".join(lines[place].split())
        if place not in numbers and _may_be_head(line):
            alike[_DIGITS.sub("0", line.casefold())].append(place)
    beside = _beside(filled, numbers)
    found: set[int] = set()
    for key, places in alike.items():
        apart = all(b - a >= SHORTEST_PAGE for a, b in pairwise(places))
        at_edges = [place for place in places if place in edges or place in beside]
        least = 2 if at_edges or any(_interrupts(lines, filled, place) for place in places) else OFTEN
        enough = len(at_edges or places) >= least
        if not apart or not enough or not any(map(str.isalpha, key)):
            continue
        same = len({" ".join(lines[place].split()) for place in places}) == 1
        # "Article 1", "Article 2": one word and a number that goes on is a heading of the text.
        if same or (len(key.split()) > 2 and _goes_on(lines, places)):
            found |= set(places) if not edges else set(at_edges)
    return found


def _may_be_head(line: str) -> bool:
    return len(line) <= LONGEST_HEAD and not ends_in_stop(line, commas=True) and not _LIST.match(line)


def _interrupts(lines: Sequence[str], filled: Sequence[int], place: int) -> bool:
    """Whether the line before is one of running text that has not come to its end."""
    at = bisect_left(filled, place)
    before = lines[filled[at - 1]].strip() if at else ""
    return len(before) > NARROWEST and not ends_in_stop(before, commas=True)


def _goes_on(lines: Sequence[str], places: Sequence[int]) -> bool:
    numbers = [[int(each) for each in _DIGITS.findall(lines[place])] for place in places]
    return all(any(b == a + 1 for a, b in zip(one, two, strict=True)) for one, two in pairwise(numbers))


def _beside(filled: Sequence[int], found: set[int]) -> set[int]:
    """The lines with words next to one of those."""
    return {place for one, two in pairwise(filled) for place, other in ((one, two), (two, one)) if other in found}
