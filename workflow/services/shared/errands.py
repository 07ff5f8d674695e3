"""What the worker's lines were told to do, so that nothing is handed out again and again; and who serves what.

Nothing is decided here: an errand that is done twice, or by nobody, harms nothing but time. Each task claims its rows.
"""

from collections.abc import Collection, Iterable
from datetime import timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.base import Base
from workflow.models.event import Pulse
from workflow.models.worker import Errand, WorkerProcess
from workflow.rules.shared.queues import HANDED_OUT_FOR, HEARD_WITHIN, Queue


def book_of(session: Session, names: Collection[str]) -> dict[str, bool | None]:
    """Those of these errands that are no news, and whether a line was told of one too long ago to be at it still.

    None: no line was told; it is put off.
    """
    if not names:
        return {}
    at = now(session)
    found = select(Errand.name, Errand.until, Errand.times).where(Errand.name.in_(names))
    book = {row.name: row for row in session.execute(found)}
    known = {name: row for name, row in book.items() if row.until > at or row.times}
    return {name: row.until <= at if row.times else None for name, row in known.items()}


def count_at(session: Session, task: str) -> int:
    """How many lines are at errands of that task, or were told of one a moment ago."""
    held = (Errand.name.startswith(f"{task} ", autoescape=True), Errand.times > 0, Errand.until > now(session))
    return session.scalar(select(func.count()).select_from(Errand).where(*held)) or 0


def hand_out(session: Session, names: Iterable[str]) -> set[str]:
    """Those of these errands that are the caller's to hand out; nobody else is told of them for ten seconds.

    Of two that ask at the same moment one has each. The caller commits before a line is told.
    """
    at = now(session)
    rows = [{"name": name, "until": at + HANDED_OUT_FOR, "times": 1} for name in sorted(set(names))]
    if not rows:
        return set()
    told = _insert(session, Errand).values(rows)
    again = told.on_conflict_do_update(
        index_elements=[Errand.name],
        set_={"until": told.excluded.until, "times": Errand.times + 1},
        where=Errand.until <= at,
    )
    return set(session.scalars(again.returning(Errand.name)))


def _insert(session: Session, table: type[Base]) -> postgresql.Insert | sqlite.Insert:
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def _put(session: Session, table: type[Base], name: str, **values: object) -> None:
    """Write the row of that name, whether it is there or not: of two that write it first one waits for the other."""
    row = _insert(session, table).values(name=name, **values)
    session.execute(row.on_conflict_do_update(index_elements=["name"], set_=values))


def hold(session: Session, name: str) -> None:
    """Keep an errand for its line while that is at it."""
    held = update(Errand).where(Errand.name == name, Errand.times > 0)
    session.execute(held.values(until=now(session) + HANDED_OUT_FOR, times=1))


def end(session: Session, names: Iterable[str]) -> None:
    """Take errands off the book: they are done, or nobody was told of them after all."""
    session.execute(delete(Errand).where(Errand.name.in_(list(names))))


def put_off(session: Session, name: str, span: timedelta) -> None:
    """Have nobody told of an errand before `span` has passed."""
    _put(session, Errand, name, until=now(session) + span, times=0)


def forget_left(session: Session) -> None:
    """Forget what was handed out and neither ended nor handed out again when its time came: it is not due any more.

    A line that was killed between its work and the book leaves such a one. Were it to become due again it would be
    taken for one that has waited too long.
    """
    left = select(Errand.name).where(Errand.times > 0, Errand.until < now(session) - HANDED_OUT_FOR)
    # Skipped where another is at it: this is done beside what every sweep writes, and must wait for none of them.
    session.execute(delete(Errand).where(Errand.name.in_(left.with_for_update(skip_locked=True))))


def note_pulse(session: Session, name: str) -> None:
    """Write that what bears this name was at work just now."""
    _put(session, Pulse, name, at=now(session))


def sign_in_worker(
    session: Session, name: str, queues: Collection[Queue], *, lines: int, busy: int, press: str = "", folder: str = ""
) -> None:
    """Write that a worker of this name runs, what it serves, how many of its lines are at work, how it prints, where.

    press, folder: see WorkerProcess; of one that serves no publishing neither counts.
    """
    served, at = ",".join(queue for queue in Queue if queue in queues), now(session)
    if Queue.PUBLISHING not in queues:
        press = folder = ""
    facts = {"queues": served, "lines": lines, "busy": busy, "press": press, "folder": folder, "at": at}
    row = _insert(session, WorkerProcess).values(name=name, began_at=at, **facts)
    session.execute(row.on_conflict_do_update(index_elements=["name"], set_=facts))


def is_press_in_use(session: Session, press: str) -> bool:
    """Whether pages are printed that way now: as the worker that began last prints them, of those heard of lately.

    Else two workers of unlike releases or settings would print the same pages by turns for ever. Those count that serve
    publishing: what another one is set to changes no page.
    """
    lately = (WorkerProcess.at > now(session) - HEARD_WITHIN, WorkerProcess.press != "")
    newest = select(WorkerProcess.press).where(*lately, WorkerProcess.serves(Queue.PUBLISHING))
    newest = newest.order_by(WorkerProcess.began_at.desc()).limit(1)
    return session.scalar(newest) in (None, press)


def sign_out_worker(session: Session, name: str) -> None:
    """Write that a worker has ended."""
    session.execute(delete(WorkerProcess).where(WorkerProcess.name == name))


def clear_ended(session: Session) -> None:
    """Forget errands and workers of which nothing was heard for a day."""
    yesterday = now(session) - timedelta(days=1)
    session.execute(delete(Errand).where(Errand.until < yesterday))
    session.execute(delete(WorkerProcess).where(WorkerProcess.at < yesterday))


def lines_of(session: Session) -> dict[Queue, int]:
    """How many lines serve each queue, in all workers that were heard of lately.

    A queue that a later release has besides is left out: its workers run beside ours while it is rolled out.
    """
    lately = select(WorkerProcess.queues, WorkerProcess.lines).where(WorkerProcess.at > now(session) - HEARD_WITHIN)
    found = dict.fromkeys(Queue, 0)
    for queues, lines in session.execute(lately):
        served = set(queues.split(","))
        for queue in Queue:
            found[queue] += lines if queue in served else 0
    return found
