"""Lines of a copied text joined into paragraphs by how far they reach, and the words that a line's end broke.

A line that leaves room for the next word ends its paragraph; one that is full goes on, unless it ends in a stop where
the text sets no blank lines between its paragraphs: then nobody can tell, and the join is offered.
"""

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from workflow.text.document import levels
from workflow.text.document.torn import ends_in_stop, is_wrapped, links, starts_small
from workflow.text.tokens.tokenizer import count
from workflow.text.unicode.seams import CONJUNCTIONS
from workflow.text.values.block import Block

_HALF = re.compile(r"([^\W\d_]+)[-\u2010]$")
_NAME = re.compile(r"(?<=[^\W\d_A-Z] )[^\W\d_a-z][^\W\d_]+")
_FACT = re.compile(r"\s*\w{1,20}:\s")  # "title: …"
_REST = re.compile(r"[^\W\d_]+")
# What a word may end in and no word is: behind one of these the hyphen was the printer's.
_ENDINGS = frozenset(
    str.split(
        """
        tion tions tional tionally sion sions ment ments mental ness ity ities ance ances ence ences ing ings ings
        ble bly bility bilities cial cially tial tially tive tives tively lished lish lishing sary sarily ture tures
        cation cations zation zations sation sations ther thers cious tious lity rity nity dity pects pect
        ção ções mento mentos dade dades
        ción ciones sión siones miento mientos dad dades bles ble mente ciente cientes ticas ticos tica tico
        té tés rité rités lité lités nité nités ment ments tique tiques sance sances rence rences quement tionnel
        tionnelle tionnels tionnelles sation sations cation cations reuse reuses trice trices
        """
    )
)


class Seam(StrEnum):
    """How two lines that follow one another meet."""

    JOIN = "join"
    OFFER = "offer"
    CUT = "cut"


@dataclass(frozen=True, slots=True)
class BrokenWord:
    """A word with the hyphen of a line's end in it, which may be its own. block: index; words: as it stands."""

    block: int
    words: str

    @property
    def whole(self) -> str:
        """The word without the hyphen."""
        return re.sub("[-\u2010]", "", self.words)


@dataclass(frozen=True, slots=True)
class TextColumn:
    """How a text is set. width: of its full lines, in signs; parts_by_blanks: a blank line stands between paragraphs.

    stops: its paragraphs end in stops, as far as short lines tell. names: words that have a capital inside sentences.
    """

    width: int
    parts_by_blanks: bool
    stops: bool
    names: frozenset[str]


def column_of(groups: Iterable[Sequence[str]]) -> TextColumn | None:
    """The column in which the lines of the groups were set; None where their lengths tell of none.

    groups: lines without a blank one between them.
    """
    several = [[line.rstrip() for line in group] for group in groups if len(group) > 1]
    inner = sorted(len(line) for group in several for line in group[:-1])
    if len(inner) < levels.FILLING:
        return None
    width = inner[min(len(inner) - 1, int(len(inner) * levels.FILLED))]
    full = sum(levels.CLUSTERED * width <= size <= width / levels.CLUSTERED for size in inner)
    least = levels.SET if len(inner) >= levels.MANY else levels.SET_OF_FEW
    if not levels.NARROWEST <= width <= levels.LONGEST_LINE or full < least * len(inner):
        return None
    last = [one for group in several for one, two in pairwise(group) if not is_full(one, two, width)]
    stopped = sum(ends_in_stop(line) for line in last)
    names = frozenset(name for group in several for line in group for name in _NAME.findall(line))
    return TextColumn(width, not stopped, len(last) - stopped <= levels.STOPPED * len(last), names)


def is_full(line: str, following: str, width: float) -> bool:
    """Whether the first word of the line that follows would not have fitted."""
    return is_wrapped(line, following, levels.CLUSTERED * width)


def seam(line: str, following: str, column: TextColumn, goes_on: bool) -> Seam:
    """How the two lines meet. goes_on: the first of them is itself joined to the one before."""
    if not is_full(line, following, column.width):
        return Seam.CUT
    if ends_in_stop(line):
        if following[:1].isspace() and not line[:1].isspace():
            return Seam.CUT  # a first line is set in
        return Seam.JOIN if column.parts_by_blanks else Seam.OFFER
    if _FACT.match(following):
        return Seam.OFFER
    if starts_small(following) or _HALF.search(line) or _is_running(line, following, column, goes_on):
        return Seam.JOIN
    return Seam.OFFER


def _is_running(line: str, following: str, column: TextColumn, goes_on: bool) -> bool:
    """Whether a full line without a stop surely goes on with a capital, or in a script that has none.

    A heading may fill its line too, and so may an entry that ends without a stop.
    """
    if column.parts_by_blanks:
        return goes_on or links(line) or count(line) >= levels.SHORTEST_BEFORE_CAPITAL
    first = _REST.search(following)
    has_case = first is not None and first[0].lower() != first[0].upper()
    is_name = first is not None and first[0] in column.names
    return column.stops and (links(line) or (goes_on and (is_name or not has_case)))


def line_end(line: str, following: str, known: Container[str], mark: str) -> str:
    """`line` as it stands before the line that it is joined with; `mark` behind a hyphen that may be the word's own.

    known: words of the text in lower case. The hyphen goes where the whole word is known, or its end is no word.
    """
    half, rest = _HALF.search(line), _REST.match(following.lstrip())
    if not half or not rest or not rest[0][0].islower() or rest[0] in CONJUNCTIONS:
        return f"{line}\n"
    whole = (half[1] + rest[0]).casefold()
    return line[:-1] if whole in known or rest[0].casefold() in _ENDINGS else f"{line}{mark}"


def mended(blocks: Sequence[Block], block: str, words: str) -> list[Block]:
    """The blocks with the broken word in `block` whole; raises KeyError, or ValueError where it is not there."""
    home = {each.id: each for each in blocks}[block]
    if words not in home.text:
        raise ValueError("the word is not there")
    text = home.text.replace(words, BrokenWord(0, words).whole, 1)
    return [replace(each, text=text) if each is home else each for each in blocks]
