"""What becomes of items: all answers of one form are kept together, or none is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import and_, false, or_, select
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.item import Disposition, Item, ItemState, PastDisposition
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.rules.dispositions import DispositionKind, missing
from workflow.rules.errors import (
    AlreadyDone,
    Clash,
    ItemWithdrawn,
    NotFound,
    NothingChanged,
    ReasonNeeded,
    Refusal,
    StaleDisposition,
    TextRefused,
    UnknownChoice,
    WordsNeeded,
)
from workflow.rules.events import EventKind
from workflow.rules.permissions import Action
from workflow.services import versions
from workflow.services.accepting import accepted, asked, texts
from workflow.services.checking import checked_words
from workflow.services.record import locked_statement, recorded, require
from workflow.services.sending import named_so
from workflow.text.amendments import AmendmentKind, carry
from workflow.text.blocks import one_line
from workflow.text.consolidation import exclusive


@dataclass(frozen=True)
class Answer:
    """What a penholder decides on one item.

    item: its reference or id. serial: of the disposition that the form showed, 0 where there was none.
    """

    item: str | int
    kind: DispositionKind
    taken: str = ""
    reason: str = ""
    serial: int = 0


def dispose(
    session: Session,
    person: Person,
    key: str,
    *,
    item: str | int,
    kind: DispositionKind,
    taken: str = "",
    reason: str = "",
    serial: int = 0,
) -> Disposition:
    """What becomes of one item; raises what `dispose_all` raises. The caller commits."""
    answer = Answer(item, DispositionKind(kind), taken, reason, serial)
    return dispose_all(session, person, key, answers=[answer])[0]


def dispose_all(session: Session, person: Person, key: str, *, answers: Sequence[Answer]) -> list[Disposition]:
    """What becomes of each item, in the order given; the same answer again changes nothing.

    Raises NotAllowed, NotFound, ItemWithdrawn, AlreadyDone (a version was issued with the answer), StaleDisposition
    (another penholder answered meanwhile), UnknownChoice, WordsNeeded, ReasonNeeded, NothingChanged, TextRefused,
    OverLength or Clash; then nothing is kept. The caller commits.
    """
    statement = locked_statement(session, key)
    require(session, person, Action.DISPOSE, statement)
    items = _items(session, statement, answers)
    checked = {item.id: _checked(item, answer) for item, answer in zip(items, answers, strict=True)}
    before = _given(session, checked)
    fresh = [item for item in items if not _is_same(before.get(item.id), checked[item.id])]
    _require_open(fresh, before)
    _require_unmoved(fresh, before, checked)
    _require_no_clash(session, statement, fresh, checked)
    made = {item.id: _put(session, person, item, checked[item.id], before.get(item.id)) for item in fresh}
    session.flush()
    for item in fresh:
        data = {"reference": item.reference, "disposition": made[item.id].kind.value, "serial": made[item.id].serial}
        recorded(session, EventKind.ITEM_DISPOSED, person=person, statement=statement, item=item, data=data)
    return [made.get(item.id) or before[item.id] for item in items]


def _items(session: Session, statement: Statement, answers: Sequence[Answer]) -> list[Item]:
    """The items that were sent, in the order of their answers."""
    meant = or_(false(), *(and_(*named_so(str(answer.item))) for answer in answers))
    found = session.scalars(select(Item).where(Item.statement_id == statement.id, Item.number.is_not(None), meant))
    by_name = {name: item for item in found for name in (str(item.id), item.reference)}
    items = [by_name.get(str(answer.item).upper()) for answer in answers]
    sent = [item for item in items if item is not None]
    if len(sent) < len(answers):
        raise NotFound
    if len({item.id for item in sent}) < len(sent):
        raise UnknownChoice  # two answers on one item
    for item in sent:
        if item.state is not ItemState.SENT:
            raise ItemWithdrawn(reference=item.reference)
    return sent


def _checked(item: Item, answer: Answer) -> Answer:
    """The answer in its kept form, complete and fit for the item."""
    taken = checked_words(answer.taken, field="taken") if answer.kind is DispositionKind.PART else ""
    if "\n\n" in taken:
        raise TextRefused(field="taken", reason="two_paragraphs", refs=[item.reference])
    kept = replace(answer, taken=one_line(taken), reason=checked_words(answer.reason, field="reason"))
    if lacking := missing(kept.kind, item.change, taken=kept.taken, reason=kept.reason):
        raise _LACKING[lacking[0]](field=lacking[0], refs=[item.reference])
    if kept.taken and item.change is AmendmentKind.REPLACE and kept.taken == item.quote:
        raise NothingChanged(field="taken", refs=[item.reference])
    return kept


_LACKING: Mapping[str, type[Refusal]] = {"kind": UnknownChoice, "taken": WordsNeeded, "reason": ReasonNeeded}


def _given(session: Session, answers: Mapping[int, Answer]) -> dict[int, Disposition]:
    # Rows read before the lock was waited for would hide what another penholder has just saved.
    there = select(Disposition).where(Disposition.item_id.in_(answers)).execution_options(populate_existing=True)
    return {row.item_id: row for row in session.scalars(there)}


def _is_same(before: Disposition | None, answer: Answer) -> bool:
    return before is not None and (before.kind, before.taken, before.reason) == (
        answer.kind,
        answer.taken,
        answer.reason,
    )


def _require_open(items: Sequence[Item], before: Mapping[int, Disposition]) -> None:
    if told := [i.reference for i in items if i.id in before and before[i.id].version_id is not None]:
        raise AlreadyDone(what="disposition", refs=told)


def _require_unmoved(items: Sequence[Item], before: Mapping[int, Disposition], answers: Mapping[int, Answer]) -> None:
    serials = {item.id: before[item.id].serial if item.id in before else 0 for item in items}
    if stale := [item.reference for item in items if serials[item.id] != answers[item.id].serial]:
        raise StaleDisposition(refs=stale)


def _require_no_clash(
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
        raise Clash(refs=list(groups[0]), groups=[list(group) for group in groups])


def _past(given: Disposition) -> PastDisposition:
    return PastDisposition(
        item_id=given.item_id,
        kind=given.kind,
        taken=given.taken,
        reason=given.reason,
        person_id=given.person_id,
        given_at=given.given_at,
    )


def _put(session: Session, person: Person, item: Item, answer: Answer, before: Disposition | None) -> Disposition:
    if before is not None:
        session.add(_past(before))
    given = before or Disposition(item_id=item.id, serial=0)
    given.kind, given.taken, given.reason = answer.kind, answer.taken, answer.reason
    given.serial, given.person_id, given.given_at = given.serial + 1, person.id, now(session)
    session.add(given)
    return given
