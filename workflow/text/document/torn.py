"""Which paragraphs look torn in two, by a page break or a line end: proposed to a person, never joined unasked."""

import re
from collections.abc import Sequence
from itertools import groupby, pairwise

from workflow.text.document import levels
from workflow.text.document.inline import plain
from workflow.text.tokens.sentences import CLOSING, PAUSES, STOPS, WIDE_CLOSING, WIDE_PAUSES, WIDE_STOPS, sentences
from workflow.text.tokens.tokenizer import count, tokens
from workflow.text.values.block import Block, BlockKind

_MAY_GO_ON = frozenset({BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.QUOTATION})
_COMMAS = frozenset(",،፣、，")
_FINAL = frozenset(STOPS + WIDE_STOPS + PAUSES + WIDE_PAUSES) - _COMMAS
_TRAILING = re.compile(f"[\\s{CLOSING}{WIDE_CLOSING}]+\\Z")
# "(a)", "1.", "IV)", "–": an entry of a list that is no Markdown list.
ENTRY = re.compile(r"(?:\(?(?:\d{1,3}|[ivxlIVXL]{1,5}|[^\W\d_]\u0640?)[).]|[-–—•*])\s")
_ADDRESS = re.compile(r"@|://|^www\.")
_LINKING = frozenset(
    str.split(
        """
        a an the of to and or in on for with by from as at that which its their this our is are be
        le la les l un une des du de d à au aux et ou en dans pour par sur avec que qui ce cette son sa ses leur
        el los las un una unos unas del de al y o e en para por con que se su sus lo
        من إلى على عن في مع أن إن التي الذي الذين وأن أو ثم بين بأن كما هذا هذه لا
        """
    )
)


def joins(blocks: Sequence[Block]) -> tuple[int, ...]:
    """Indices of the blocks that look torn from the next one: no final stop, and what follows is running text."""
    commas = [block.kind is BlockKind.PARAGRAPH and _shown(block.text)[-1:] in _COMMAS for block in blocks]
    clauses = any(all(commas[p : p + levels.CLAUSES]) for p in range(len(commas) - levels.CLAUSES + 1))
    chosen = _chosen(blocks)
    pairs = enumerate(pairwise(blocks))
    return tuple(p for p, (one, other) in pairs if p not in chosen and _is_torn(one, other, clauses))


def sure_joins(blocks: Sequence[Block], found: Sequence[int]) -> tuple[int, ...]:
    """Those of the joins that hardly can be wrong: running text breaks off, and goes on in small letters.

    Where a script has no small letters, it breaks off in a word that always has another one behind it. Lines that all
    begin small are entries of a list that nobody marked.
    """
    return tuple(at for at in found if _is_sure(blocks[at], blocks[at + 1]))


def _is_sure(one: Block, other: Block) -> bool:
    end, start = _shown(one.text), next(filter(str.isalpha, other.text), "")
    if one.kind is not BlockKind.PARAGRAPH or ENTRY.match(one.text) or starts_small(one.text) or end[-1] in _COMMAS:
        return False
    if start.isupper():
        return False
    if starts_small(other.text):
        return links(end) or count(end) >= levels.SHORTEST_BEFORE_CAPITAL
    return links(end) and count(end) >= levels.SHORTEST


def starts_small(text: str) -> bool:
    """Whether the first letter is a small one; a number before it is none."""
    return next(filter(str.isalnum, text), "").islower()


def ends_in_stop(line: str, *, commas: bool = False) -> bool:
    """Whether a line ends as a sentence or a part of one does; one that ends in a comma only where `commas`."""
    end = _shown(line)[-1:]
    return end in _FINAL or (commas and end in _COMMAS)


def links(line: str) -> bool:
    """Whether the last word of a line is one that always has another one behind it."""
    return re.split(r"[\s'’]", line.rstrip())[-1].casefold() in _LINKING


def is_wrapped(line: str, following: str, width: float) -> bool:
    """Whether a line was broken because the first word of the one that follows did not fit into `width`."""
    first = following.split(maxsplit=1)[0] if following.strip() else ""
    return len(line.rstrip()) + 1 + len(first) > width


def _chosen(blocks: Sequence[Block]) -> set[int]:
    """Indices of the short lines that their writer broke, as verse and addresses are: a third left room or more."""
    found: set[int] = set()
    shorts = (block.kind is BlockKind.PARAGRAPH and len(block.text) <= levels.SHORT for block in blocks)
    for is_short, group in groupby(zip(shorts, enumerate(blocks), strict=True), lambda each: each[0]):
        run = [(place, block.text) for _, (place, block) in group]
        if is_short and len(run) >= levels.SHORTEST_VERSE:
            widest = max(len(text) for _, text in run)
            roomy = {place for (place, one), (_, other) in pairwise(run) if not is_wrapped(one, other, widest)}
            all_chosen = len(run) <= levels.LONGEST_VERSE and levels.ROOMY * len(roomy) >= len(run) - 1
            found |= {place for place, _ in run[:-1]} if all_chosen else roomy
    return found


def _is_torn(one: Block, other: Block, clauses: bool) -> bool:
    """Whether `other` looks like the rest of the sentence that `one` begins.

    clauses: the text is one of clauses that end in commas, so that a comma at the end tells nothing.
    """
    if one.kind not in _MAY_GO_ON or other.kind is not BlockKind.PARAGRAPH or ENTRY.match(other.text):
        return False
    end, start = _shown(one.text), next(filter(str.isalnum, other.text), "")
    if not _has_letters(end) or not _has_letters(other.text) or end[-1] in _FINAL:
        return False  # without letters: the number of a page
    if start.islower() and not _ADDRESS.search(tokens(other.text[: levels.END])[0]):
        return True
    return one.kind is BlockKind.PARAGRAPH and not ENTRY.match(one.text) and _is_prose(end, start, clauses)


def _is_prose(end: str, start: str, clauses: bool) -> bool:
    """Whether a line without a stop goes on, where the next letter is a capital or its script has none."""
    if end[-1] in _COMMAS:
        return not clauses and not start.isupper()
    if links(end) or end.endswith(("-", "\u2010")):
        return True
    if count(end) >= (levels.SHORTEST_BEFORE_CAPITAL if start.isupper() else levels.SHORTEST):
        return True
    spans = sentences(end)
    return len(spans) > 1 and count(end[slice(*spans[0])]) >= levels.SHORTEST_SENTENCE


def _has_letters(text: str) -> bool:
    return any(map(str.isalpha, text))


def _shown(text: str) -> str:
    """The end of what a reader sees, without closing quotation marks and footnote marks."""
    return _TRAILING.sub("", plain(text[-levels.END :]))
