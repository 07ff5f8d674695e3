"""The ids that new paragraphs of the next version will keep, known before it is issued."""

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import count

from workflow.models.base import LETTERS, SIGNS
from workflow.text.consolidation import Consolidated

_PROVISIONAL = "new-"


def provisional_ids() -> Callable[[], str]:
    """Ids for the paragraphs that a consolidation adds, until it is known who proposes them."""
    numbers = count()
    return lambda: f"{_PROVISIONAL}{next(numbers)}"


def with_lasting_ids(made: Consolidated, key: str, version: int) -> Consolidated:
    """The same text with ids for good in the place of the provisional ones.

    They are made from the amendments that propose the paragraph: asking twice gives the same text. version: the number
    of the one issued last of the statement with that key.
    """
    lasting: dict[str, str] = {}
    seen: Counter[tuple[str, ...]] = Counter()
    for source in made.sources:
        # The first one is what put the paragraph there; words in it may be shown for others.
        if source.block.startswith(_PROVISIONAL) and source.block not in lasting:
            lasting[source.block] = _block_id_from(f"{key}:{version}:{'+'.join(source.refs)}:{seen[source.refs]}")
            seen[source.refs] += 1
    return replace(
        made,
        blocks=tuple(replace(block, id=lasting.get(block.id, block.id)) for block in made.blocks),
        sources=tuple(replace(source, block=lasting.get(source.block, source.block)) for source in made.sources),
    )


def _block_id_from(seed: str) -> str:
    """The permanent id that belongs to `seed`: the same for the same one."""
    digest = hashlib.sha256(seed.encode()).digest()
    return LETTERS[digest[0] % len(LETTERS)] + "".join(SIGNS[byte % len(SIGNS)] for byte in digest[1:7])
