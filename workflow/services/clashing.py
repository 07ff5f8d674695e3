"""Amendments that cannot all be accepted in full, and why."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from workflow.models.item import Item
from workflow.models.statement import Statement
from workflow.rules.dispositions import DispositionKind
from workflow.rules.errors import Clash
from workflow.services import versions
from workflow.services.accepting import accepted, asked_of, texts
from workflow.services.answers import Answer
from workflow.text.amendments import carry, clash_list
from workflow.text.consolidation import exclusive

_STAND = (DispositionKind.ACCEPTED, DispositionKind.BRACKETED)


def require_no_clash(
    session: Session, statement: Statement, items: Sequence[Item], answers: Mapping[int, Answer]
) -> None:
    """Nothing where the amendments accepted in full can stand together, and beside those left open in brackets, in the
    version issued last; raises Clash.
    """
    fresh = [i for i in items if i.change is not None and answers[i.id].kind in _STAND]
    version = versions.current(session, statement) if fresh else None
    if version is None:
        return
    issued = texts(session, statement, [version.id])[version.id]
    answered = {item.reference for item in items}
    before = [a for a in accepted(session, statement) if (a.in_full or a.bracketed) and a.amendment.ref not in answered]
    wanted = [(a.amendment, a.made_to) for a in before] + asked_of(session, statement, [(i, None) for i in fresh])
    placed = [found for each, text in wanted if (found := carry(text, issued, each))]
    bracketed = {a.amendment.ref for a in before if a.bracketed}
    bracketed |= {i.reference for i in fresh if answers[i.id].kind is DispositionKind.BRACKETED}
    mine = {item.reference for item in fresh}
    if groups := [group for group in exclusive(issued, placed, bracketed) if mine & set(group)]:
        pairs = (c for c in clash_list(issued, placed) if c.exclusive and not set(c.refs) <= bracketed)
        first = next(c for c in pairs if set(c.refs) <= set(groups[0]))
        raise Clash(refs=list(groups[0]), groups=[list(group) for group in groups], why=first.kind.value)
