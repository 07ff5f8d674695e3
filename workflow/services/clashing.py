"""Amendments that cannot all be accepted in full, and why."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from workflow.models.item import Item
from workflow.models.statement import Statement
from workflow.rules.dispositions import DispositionKind
from workflow.rules.errors import Clash
from workflow.services import versions
from workflow.services.accepting import accepted, asked, texts
from workflow.services.answers import Answer
from workflow.text.amendments import carry, clash_list
from workflow.text.consolidation import exclusive


def require_no_clash(
    session: Session, statement: Statement, items: Sequence[Item], answers: Mapping[int, Answer]
) -> None:
    """Nothing where the amendments accepted in full can stand together in the version issued last; raises Clash."""
    now_full = [i for i in items if i.change is not None and answers[i.id].kind is DispositionKind.ACCEPTED]
    version = versions.current(session, statement) if now_full else None
    if version is None:
        return
    made_to = texts(session, statement, {version.id, *(item.version_id for item in now_full)})
    issued = made_to[version.id]
    answered = {item.reference for item in items}
    before = [a for a in accepted(session, statement) if a.in_full and a.amendment.ref not in answered]
    wanted = [(a.amendment, a.made_to) for a in before] + [(asked(i), made_to[i.version_id]) for i in now_full]
    placed = [found for each, text in wanted if (found := carry(text, issued, each))]
    mine = {item.reference for item in now_full}
    if groups := [group for group in exclusive(issued, placed) if mine & set(group)]:
        first = next(c for c in clash_list(issued, placed) if c.exclusive and set(c.refs) <= set(groups[0]))
        raise Clash(refs=list(groups[0]), groups=[list(group) for group in groups], why=first.kind.value)
