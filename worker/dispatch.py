"""Finds what is due and tells lines of it, in order of urgency; what none can be told of is done where it was found."""

import logging
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from worker.chores import CHORES, Chore, Ids
from worker.faults import Seldom, fault_place
from workflow.bell import BrokerDown, Sender
from workflow.database import reading, transaction
from workflow.rules.shared.queues import Queue
from workflow.services.shared import errands

QUEUED = 2  # times as many messages as there are lines: the next is at hand, and a backlog is not sent again and again
AT_ONCE = 1  # of a kind, where there is no line to be told: what is urgent may become due meanwhile

log = logging.getLogger(__name__)
_seldom = Seldom()


@dataclass(frozen=True)
class DueChore:
    """One piece of work that is due."""

    kind: Chore
    ids: Ids

    @property
    def name(self) -> str:
        """What it is called in the worker's book."""
        return self.kind.name_of(self.ids)

    def do(self) -> None:
        """Do it here and now."""
        self.kind.do(*self.ids)


def hand_out(queues: Collection[Queue], sender: Sender | None, *, overdue: bool = True) -> list[DueChore]:
    """Tell lines of what is due on these queues; the pieces that the caller has to do, since no line could be told.

    Without a sender, and while the broker is down, these are all. With it they are those that a line was told of and
    that are not done, though messages wait in their queue: every line is busy, or none listens; and all, where the
    queue is full and no line was told of any. With overdue=False these are left to the next who looks.
    """
    left: list[DueChore] = []
    for queue in (each for each in Queue if each in queues):
        try:
            left += _hand_out(queue, sender, overdue)
        except Exception as error:  # as of a record that takes nothing now: the other queues are looked at all the same
            log.error("what is due on %s was not handed out: %s", queue, fault_place(error))
    return left


def _hand_out(queue: Queue, sender: Sender | None, overdue: bool) -> list[DueChore]:
    look = _look(queue, has_lines=sender is not None)
    due, told = look.due, look.told
    new = [name for name in due if name not in told]
    again = [name for name in due if told.get(name)] if overdue else []
    if not new and not again:
        return []
    queued = _waiting(queue, sender)
    if overdue and queued is not None and queued >= QUEUED * look.lines and not look.is_anybody_at_it:
        queued = None  # the queue is full of what is done long since: the lines are deaf, and would never be told
    new = _fair(new, due, look.lines)
    if queued is not None:
        new = new[: max(QUEUED * look.lines - queued, 0)]
    with transaction() as session:
        ours = errands.hand_out(session, [*again, *new])
    here = queued is None or queued > 0
    left = [due[name] for name in again if name in ours and here]
    for name in [*([] if here else again), *new]:
        if name in ours and (queued is None or not _send(due[name], sender)):
            left.append(due[name])
    return left


def _fair(names: Sequence[str], due: Mapping[str, DueChore], lines: int) -> list[str]:
    """The first of each kind, no more than there are lines, so that none takes all the room."""
    counted: Counter[str] = Counter()
    chosen = []
    for name in names:
        counted[due[name].kind.name] += 1
        if counted[due[name].kind.name] <= lines:
            chosen.append(name)
    return chosen


@dataclass
class _Look:
    """What is due on a queue, by name and in order of urgency, and what the book says of it."""

    lines: int = AT_ONCE
    due: dict[str, DueChore] = field(default_factory=dict)
    told: dict[str, bool | None] = field(default_factory=dict)

    @property
    def is_news(self) -> bool:
        """Whether there is more than what is put off; of what may take long, several lines may be wanted."""
        return any(piece.kind.held or self.told.get(name, True) is not None for name, piece in self.due.items())

    @property
    def is_anybody_at_it(self) -> bool:
        """Whether a line was told of a piece of it not long ago."""
        return any(overdue is False for overdue in self.told.values())


def _look(queue: Queue, *, has_lines: bool) -> _Look:
    chores = [chore for chore in CHORES if chore.queue is queue]
    try:
        with reading() as session:
            return _look_at(session, queue, chores, has_lines)
    except Exception as error:  # what cannot be looked for hides nothing else, which is looked for once more alone
        place = fault_place(error)
        if _seldom.may_say(f"{queue} {place}"):
            log.error("what is due on %s was not found: %s", queue, place)
    found = _Look()
    for chore in chores:
        with suppress(Exception), reading() as session:
            one = _look_at(session, queue, [chore], has_lines)
            found = _Look(one.lines, found.due | one.due, found.told | one.told)
    return found


def _look_at(session: Session, queue: Queue, chores: Sequence[Chore], has_lines: bool) -> _Look:
    found = _found(session, chores, AT_ONCE)
    at_hand = [chore for chore in chores if any(piece.kind is chore for piece in found.due.values())]
    if has_lines and found.is_news:  # nearly always nothing is, and nobody need know how many lines there are
        return _found(session, at_hand, max(errands.lines_of(session)[queue], 1))
    return found


def _found(session: Session, chores: Sequence[Chore], lines: int) -> _Look:
    found = _Look(lines)
    for chore in chores:
        for ids in chore.due(session, lines):
            found.due[chore.name_of(ids)] = DueChore(chore, ids)
    found.told = errands.book_of(session, found.due)
    return found


def _waiting(queue: Queue, sender: Sender | None) -> int | None:
    """How many messages wait in the queue; None where there is no broker to ask."""
    try:
        return None if sender is None else sender.waiting(queue)
    except BrokerDown as down:
        log.info("the broker does not answer: %s", down)
        return None


def _send(piece: DueChore, sender: Sender | None) -> bool:
    try:
        if sender is not None:
            sender.send(piece.kind.name, piece.ids, piece.kind.queue)
    except BrokerDown as down:
        log.info("no line was told of %s: %s", piece.name, down)
        return False
    return sender is not None
