"""Finds what is due and tells lines of it, in order of urgency; what none can be told of is done where it was found."""

import logging
from collections.abc import Collection
from dataclasses import dataclass

from worker.errands import CHORES, Chore, Ids
from worker.faults import fault_place
from workflow.bell import BrokerDown, Sender
from workflow.database import reading, transaction
from workflow.rules.shared.queues import Queue
from workflow.services.shared import errands

QUEUED = 2  # times as many messages as there are lines: the next is at hand, and a backlog is not sent again and again
AT_ONCE = 4  # of a kind, where there is no line to be told

log = logging.getLogger(__name__)


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
    that are not done, though messages wait in their queue: every line is busy, or none listens. With overdue=False
    these are left to the next who looks.
    """
    left: list[DueChore] = []
    for queue in Queue:
        if queue in queues:
            left += _hand_out(queue, sender, overdue)
    return left


def _hand_out(queue: Queue, sender: Sender | None, overdue: bool) -> list[DueChore]:
    with reading() as session:
        lines = max(errands.lines_of(session)[queue], 1) if sender is not None else AT_ONCE
    due = {piece.name: piece for kind in CHORES if kind.queue is queue for piece in _due(kind, lines)}
    with reading() as session:
        told = errands.told(session, due)
    new = [name for name in due if name not in told]
    again = [name for name in due if told.get(name)] if overdue else []
    if not new and not again:
        return []
    queued = _waiting(queue, sender)
    if queued is not None:
        new = new[: max(QUEUED * lines - queued, 0)]
    with transaction() as session:
        ours = errands.hand_out(session, [*again, *new])
    here = queued is None or queued > 0
    left = [due[name] for name in again if name in ours and here]
    for name in [*([] if here else again), *new]:
        if name in ours and (queued is None or not _is_sent(due[name], sender)):
            left.append(due[name])
    return left


def _due(kind: Chore, most: int) -> list[DueChore]:
    try:
        with reading() as session:
            return [DueChore(kind, ids) for ids in kind.due(session, most)]
    except Exception as error:  # one kind that cannot be looked for hides no other
        log.error("what is due of %s was not found: %s", kind.name, fault_place(error))
        return []


def _waiting(queue: Queue, sender: Sender | None) -> int | None:
    """How many messages wait in the queue; None where there is no broker to ask."""
    try:
        return None if sender is None else sender.waiting(queue)
    except BrokerDown as down:
        log.info("the broker does not answer: %s", down)
        return None


def _is_sent(piece: DueChore, sender: Sender | None) -> bool:
    try:
        if sender is not None:
            sender.send(piece.kind.name, piece.ids, piece.kind.queue)
    except BrokerDown as down:
        log.info("no line was told of %s: %s", piece.name, down)
        return False
    return sender is not None
