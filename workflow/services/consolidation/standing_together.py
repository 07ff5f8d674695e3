"""Whether what a penholder accepts can stand together, beside what was accepted before."""

from collections.abc import Mapping, Sequence, Set

from sqlalchemy.orm import Session

from workflow.models.item import Item
from workflow.models.statement import Statement
from workflow.rules.consolidation.conflicts import conflict_of
from workflow.rules.consolidation.dispositions import DispositionKind
from workflow.rules.items.kinds import BY_CODE, KINDS
from workflow.services.consolidation.accepting import accepted_amendments, amendments_of, texts
from workflow.services.consolidation.answers import Answer
from workflow.services.statements import versions
from workflow.text.amendments import carry, exclusion
from workflow.text.consolidation import judged
from workflow.text.values import Amendment, Block, Extent

_STAND = (DispositionKind.ACCEPTED, DispositionKind.BRACKETED)


def require_no_conflict(
    session: Session, statement: Statement, items: Sequence[Item], answers: Mapping[int, Answer]
) -> None:
    """Nothing where the amendments accepted in full can stand together, and beside those left open in brackets, in the
    version issued last; raises AmendmentsConflict. To accept what the penholder's text says already is never refused.
    """
    fresh = [i for i in items if KINDS[i.kind].amends and answers[i.id].kind in _STAND]
    version = versions.current(session, statement) if fresh else None
    if version is None:
        return
    issued = texts(session, statement, [version.id])[version.id]
    answered = {item.reference for item in items}
    before = [
        a
        for a in accepted_amendments(session, statement)
        if (a.in_full or a.bracketed) and a.amendment.ref not in answered
    ]
    wanted = [(a.amendment, a.made_to) for a in before] + amendments_of(session, statement, [(i, None) for i in fresh])
    placed = [there for each, text in wanted if (there := carry(text, issued, each))]
    bracketed = {a.amendment.ref for a in before if a.bracketed}
    bracketed |= {i.reference for i in fresh if answers[i.id].kind is DispositionKind.BRACKETED}
    mine = {item.reference for item in fresh}
    if exclusion(issued, placed, mine, bracketed) is None:
        return
    mine -= _said(session, statement, issued, [a for a in placed if a.ref in mine - bracketed])
    if found := exclusion(issued, placed, mine, bracketed):
        raise conflict_of(found, {each.ref: BY_CODE[each.kind].code for each in placed}, mine)


def _said(session: Session, statement: Statement, issued: tuple[Block, ...], placed: Sequence[Amendment]) -> Set[str]:
    """The references of those that the draft says as it was written by hand."""
    draft = versions.original(session, statement).blocks
    found = {each.ref: judged(issued, draft, each, statement.language) for each in placed}
    return {ref for ref, made in found.items() if made and made.extent is Extent.SATISFIED}
