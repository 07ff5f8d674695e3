"""The text of the next version as it stands now: the draft with what was accepted of the amendments."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count

from sqlalchemy.orm import Session

from workflow.models.statement import Statement
from workflow.rules.shared.refusals import NotFound
from workflow.services.consolidation.accepting import accepted_amendments, refused_amendments
from workflow.services.shared.record import block_id_from
from workflow.services.statements import versions
from workflow.text.consolidation import Consolidated, consolidate, with_title
from workflow.text.document import open_brackets
from workflow.text.values import Block

_PROVISIONAL = "new-"


def text_to_issue(session: Session, statement: Statement, blocks: Sequence[Block] | None = None) -> Consolidated:
    """The text that would be issued now: the draft with what was accepted of the amendments; raises NotFound.

    blocks: of a draft that nobody saved yet, in the place of the newest save's.

    A new paragraph has the id that it will keep, made from the amendments that propose it: a translation can be written
    against it before the issue, and asking twice gives the same text.
    """
    issued = versions.current(session, statement)
    if issued is None:
        raise NotFound
    before = versions.edition(session, issued.id, statement.language)
    draft = versions.original(session, statement)
    taken = accepted_amendments(session, statement)
    written = draft.blocks if blocks is None else blocks
    lost = refused_amendments(session, statement) if open_brackets([*before.blocks, *written]) else ()
    made = consolidate(before.blocks, written, taken, _id_counter(), statement.language, lost)
    made = with_title(made, before.title, draft.title, taken)
    return _with_lasting_ids(made, f"{statement.key}:{issued.number}")


def _id_counter() -> Callable[[], str]:
    numbers = count()
    return lambda: f"{_PROVISIONAL}{next(numbers)}"


def _with_lasting_ids(made: Consolidated, seed: str) -> Consolidated:
    """The same text with ids for good in the place of the provisional ones."""
    lasting: dict[str, str] = {}
    seen: Counter[tuple[str, ...]] = Counter()
    for source in made.sources:
        # The first one is what put the paragraph there; words in it may be shown for others.
        if source.block.startswith(_PROVISIONAL) and source.block not in lasting:
            lasting[source.block] = block_id_from(f"{seed}:{'+'.join(source.refs)}:{seen[source.refs]}")
            seen[source.refs] += 1
    return replace(
        made,
        blocks=tuple(replace(block, id=lasting.get(block.id, block.id)) for block in made.blocks),
        sources=tuple(replace(source, block=lasting.get(source.block, source.block)) for source in made.sources),
    )
