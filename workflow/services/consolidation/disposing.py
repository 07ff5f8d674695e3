"""What becomes of items: all answers that are given together are kept, or none is; or those that harm nobody."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, false, or_, select
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.item import Disposition, Item, ItemState
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.rules.consolidation.refusals import (
    AmendmentsConflict,
    OtherRefused,
    OthersRely,
    RewordedSince,
    StaleDisposition,
)
from workflow.rules.items.kinds import KINDS
from workflow.rules.items.refusals import ItemWithdrawn
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import AlreadyDone, NotFound, Refusal, UnknownChoice
from workflow.services.consolidation import overtaking
from workflow.services.consolidation.answers import Answer, check_answer
from workflow.services.consolidation.standing_together import require_no_conflict, require_part
from workflow.services.consolidation.unbracketing import follow_brackets, reopen_settled
from workflow.services.items.lapsing import last_serials, past, tell_of_change
from workflow.services.items.sending import reference_conditions
from workflow.services.shared.record import lock_statement, record_event, require

__all__ = ["Answer", "KeptAnswers", "dispose_all", "dispose_harmless"]


def dispose_all(
    session: Session, person: Person, key: str, *, answers: Sequence[Answer], asked: Collection[str] = ()
) -> list[Disposition]:
    """What becomes of each item, in the order given; the same answer again changes nothing.

    asked: references of items of the same form whose answers are not kept: no earlier answer comes back to them now.
    Raises NotAllowed, NotFound, ItemWithdrawn, AlreadyDone (a version was issued with the answer), StaleDisposition
    (another penholder answered meanwhile), RewordedSince (its organisation changed its words), what
    `answers.check_answer` raises, AllTaken, OtherRefused, OthersRely or AmendmentsConflict; then nothing is kept. The
    caller commits.
    """
    statement = lock_statement(session, key)
    require(session, person, Action.DISPOSE, statement)
    items = _items(session, statement, answers)
    kept = {item.id: check_answer(item, answer) for item, answer in zip(items, answers, strict=True)}
    named = overtaking.others(session, statement, kept)
    given = _answers_by_item(session, {*kept, *(other.id for other in named.values())})
    before = {id_: given[id_] for id_ in kept if id_ in given}
    fresh = [item for item in items if not _is_same(before.get(item.id), kept[item.id], named.get(item.id))]
    _require_open(fresh, before)
    _require_unmoved(person, fresh, before, kept)
    overtaking.require_accepted(fresh, named, before, kept, given)
    overtaking.require_nothing_hangs(session, fresh, before, kept)
    require_part(session, statement, fresh, kept)
    require_no_conflict(session, statement, fresh, kept)
    last = last_serials(session, {item.id for item in fresh} - before.keys())
    made = {}
    for item in fresh:
        there = before.get(item.id) or Disposition(item_id=item.id, serial=last.get(item.id, 0))
        made[item.id] = _put_answer(session, person, there, kept[item.id], named.get(item.id))
    session.flush()
    for item in fresh:
        data = {"reference": item.reference, "disposition": made[item.id].kind.value, "serial": made[item.id].serial}
        record_event(session, EventKind.ITEM_DISPOSED, person=person, statement=statement, item=item, data=data)
    tell_of_change(session, person, statement, made.values())
    reopen_settled(session, person, statement, [item for item in fresh if KINDS[item.kind].amends])
    follow_brackets(session, person, statement, asked)
    return [made.get(item.id) or before[item.id] for item in items]


@dataclass(frozen=True)
class KeptAnswers:
    """What became of the answers of one form. refusals: of those that were not kept, each with what is wrong."""

    made: Sequence[Disposition]
    refusals: Sequence[Refusal] = ()


def dispose_harmless(session: Session, person: Person, key: str, *, answers: Sequence[Answer]) -> KeptAnswers:
    """The same, but amendments that cannot stand together keep no other answer back: those alone are not kept, and what
    hangs on them; answers by the references of their items.

    Where nothing is left to keep, raises what is wrong first.
    """
    left, refusals = list(answers), list[Refusal]()
    while True:
        try:
            asked = {str(answer.item) for answer in answers if answer not in left}
            return KeptAnswers(dispose_all(session, person, key, answers=left, asked=asked), refusals)
        except (AmendmentsConflict, OtherRefused, OthersRely) as refusal:
            wrong = refusal.fresh if isinstance(refusal, AmendmentsConflict) else refusal.refs if refusals else ()
            stays = [answer for answer in left if str(answer.item) not in wrong]
            refusals.append(refusal)
            if not stays or len(stays) == len(left):
                raise refusals[0] from None
            left = stays


def _items(session: Session, statement: Statement, answers: Sequence[Answer]) -> list[Item]:
    """The items that were sent, in the order of their answers."""
    meant = or_(false(), *(and_(*reference_conditions(str(answer.item))) for answer in answers))
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


def _answers_by_item(session: Session, ids: Collection[int]) -> dict[int, Disposition]:
    # Rows read before the lock was waited for would hide what another penholder has just saved.
    there = select(Disposition).where(Disposition.item_id.in_(ids)).execution_options(populate_existing=True)
    return {row.item_id: row for row in session.scalars(there)}


def _is_same(before: Disposition | None, answer: Answer, other: Item | None) -> bool:
    said = (answer.kind, answer.taken, answer.reason, other.id if other else None)
    return before is not None and (before.kind, before.taken, before.reason, before.other_id) == said


def _require_open(items: Sequence[Item], before: Mapping[int, Disposition]) -> None:
    if told := [i.reference for i in items if i.id in before and before[i.id].version_id is not None]:
        raise AlreadyDone(refs=told)


def _require_unmoved(
    person: Person, items: Sequence[Item], before: Mapping[int, Disposition], answers: Mapping[int, Answer]
) -> None:
    serials = {item.id: before[item.id].serial if item.id in before else 0 for item in items}
    if stale := [item for item in items if serials[item.id] != answers[item.id].serial]:
        is_own = all(item.id in before and before[item.id].person_id == person.id for item in stale)
        raise StaleDisposition(refs=[item.reference for item in stale], in_other_window=is_own)
    seen = {item.id: answers[item.id].wording for item in items}
    if reworded := [item.reference for item in items if seen[item.id] not in (None, item.wording)]:
        raise RewordedSince(refs=reworded)


def _put_answer(
    session: Session, person: Person, given: Disposition, answer: Answer, other: Item | None
) -> Disposition:
    """The disposition with the answer in it; what one on the record said before is kept."""
    if given in session:
        session.add(past(given))
    given.kind, given.taken, given.reason = answer.kind, answer.taken, answer.reason
    given.other_id = other.id if other else None
    given.shown_block, given.shown_words, given.said_anyway = None, "", False
    given.serial, given.person_id, given.given_at = given.serial + 1, person.id, now(session)
    session.add(given)
    return given
