"""What a text must be to be kept: readable as it is stored, not empty, not endless."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from workflow.rules.shared.refusals import OverLength, TextRefused, TooManyBlocks
from workflow.text.document import one_line
from workflow.text.unicode import normalise, refusals
from workflow.text.values import Block, Reason

TITLE_LIMIT = 300
TEXT_LIMIT = 1_000_000  # characters of a whole text
REASON_LIMIT = 5_000
BLOCKS_LIMIT = 2_000  # of a whole text: each is a row of its page


def check_line(text: str, *, field: str, limit: int = TITLE_LIMIT) -> str:
    """`text` on one line in its kept form; raises TextRefused (forbidden characters) or OverLength on `field`."""
    return one_line(check_words(text, field=field, limit=limit))


def check_words(text: str, *, field: str, limit: int = REASON_LIMIT) -> str:
    """`text` in its kept form, without white space around; raises TextRefused or OverLength on `field`."""
    _refuse_hidden(text, field)
    kept = normalise(text).strip()
    if len(kept) > limit:
        raise OverLength(field=field, limit=limit)
    return kept


def check_title(text: str) -> str:
    """The title in its kept form; raises TextRefused without one."""
    title = check_line(text, field="title")
    if not title:
        raise TextRefused(field="title", reason="no_title")
    return title


def check_blocks(blocks: Sequence[Block], *, may_be_empty: bool = False, before: int = 0) -> tuple[Block, ...]:
    """The blocks in their kept form, empty ones left out; before: how many there were.

    Raises TextRefused (forbidden, empty), OverLength or TooManyBlocks.
    """
    require_few(len(blocks), before=before)  # before each of a hundred thousand is looked at
    kept = tuple(block for block in _normalise_blocks(blocks) if block.text)
    if not kept and not may_be_empty:
        raise TextRefused(reason=Reason.EMPTY)
    if sum(len(block.text) for block in kept) > TEXT_LIMIT:
        raise OverLength(field="text", limit=TEXT_LIMIT)
    return kept


def require_few(count: int, *, before: int = 0, field: str = "text") -> None:
    """Nothing for a text with so many blocks; raises TooManyBlocks on `field`.

    before: how many it had. One that has more than any may have by now can be written on, and grows no further.
    """
    if count > max(BLOCKS_LIMIT, before):
        raise TooManyBlocks(field=field, count=count, limit=BLOCKS_LIMIT)


def _normalise_blocks(blocks: Iterable[Block]) -> Iterable[Block]:
    for block in blocks:
        _refuse_hidden(block.text, "text")
        yield replace(block, text=one_line(normalise(block.text)))


def _refuse_hidden(text: str, field: str) -> None:
    if found := refusals(text):
        raise TextRefused(field=field, reason=Reason.FORBIDDEN, place=found[0].place, codes=found[0].codes)
