"""Whether what a penholder accepts can stand together, beside what was accepted before, and is what the text says."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from workflow.models.item import Item
from workflow.models.statement import Statement
from workflow.rules.consolidation.conflicts import conflict_of
from workflow.rules.consolidation.dispositions import DispositionKind
from workflow.rules.consolidation.refusals import AllTaken
from workflow.rules.items.kinds import BY_CODE, KINDS
from workflow.services.consolidation.accepting import accepted_amendments, amendments_of, texts
from workflow.services.consolidation.answers import Answer
from workflow.services.statements import versions
from workflow.text.amendments import carry, exclusion
from workflow.text.consolidation import judged
from workflow.text.document import titled
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
    extents = _extents(session, statement, issued, [a for a in placed if a.ref in mine - bracketed])
    mine -= {ref for ref, extent in extents.items() if extent is Extent.SATISFIED}
    if found := exclusion(issued, placed, mine, bracketed):
        raise conflict_of(found, {each.ref: BY_CODE[each.kind].code for each in placed}, mine)


def require_part(session: Session, statement: Statement, items: Sequence[Item], answers: Mapping[int, Answer]) -> None:
    """Nothing where what is accepted in part is less than all that was proposed, or all of it stands in a text that the
    penholder wrote and is a part there: beside the words that it was to replace, or in another place. Raises AllTaken.
    """
    of = {item.id: answers[item.id] for item in items}
    whole = [i for i in items if of[i.id].kind is DispositionKind.PART and of[i.id].taken == i.proposal]
    version = versions.current(session, statement) if whole else None
    if version is None:
        return
    issued = texts(session, statement, [version.id])[version.id]
    made = amendments_of(session, statement, [(item, None) for item in whole])
    extents = _extents(session, statement, issued, [there for each, to in made if (there := carry(to, issued, each))])
    if wrong := [item.reference for item in whole if extents.get(item.reference) is not Extent.IN_PART]:
        raise AllTaken(refs=wrong)


def _extents(
    session: Session, statement: Statement, issued: tuple[Block, ...], placed: Sequence[Amendment]
) -> Mapping[str, Extent | None]:
    """Reference -> how far the draft does what is asked, as it was written by hand."""
    written = versions.original(session, statement)
    draft = titled(written.title, written.blocks)
    found = {each.ref: judged(issued, draft, each, statement.language) for each in placed}
    return {ref: made.extent if made else None for ref, made in found.items()}
