"""The worker as a whole: real processes, a real broker, a mail server that takes everything.

python -m bench.worker [--database URL of a PostgreSQL server] [--only start|mails|second|hanging|urgent|idle]
"""

import argparse
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

from celery import Celery
from sqlalchemy import func, insert, select, update

from bench import lines, processes
from bench.life import opened
from bench.records import House, house
from tests.provide.broker import own_broker
from workflow import bell, database
from workflow.models.event import Delivery, Event
from workflow.models.person import Person
from workflow.models.publication import Progress
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.queues import Queue
from workflow.services.consultation import consulting
from workflow.services.shared.record import record_event
from workflow.supervisor import services
from workflow.supervisor.service import Child, Service

TURNS, PATIENCE = 60, 300.0


def main() -> None:
    """Measure and print what was seen beside its aim."""
    parts: dict[str, Callable[[str | None], None]] = {
        "start": _start,
        "mails": _mails,
        "second": _second,
        "hanging": _hanging,
        "urgent": _urgent,
        "idle": _idle,
    }
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--database", metavar="URL", help="a PostgreSQL server on which a database may be made")
    wanted.add_argument("--only", choices=parts)
    given = wanted.parse_args()
    for name, part in parts.items():
        if given.only in (None, name):
            part(given.database)


def _say(what: str, figure: str, aim: str) -> None:
    print(f"{what:58}{figure:>26}   aim {aim}", flush=True)


# -- from commit to the task's start -----------------------------------------------------------------------------------


def _start(server: str | None) -> None:
    with own_broker() as broker, house(server, broker) as here, tempfile.TemporaryDirectory() as folder:
        notes = Path(folder) / "begun"
        environ = {**os.environ, **here.environ, "BENCH_BEGUN": str(notes), "COMMUNIQUE_SMTP_URL": "smtp://127.0.0.1:1"}
        peer, ours = Celery("sender", broker=broker), []
        theirs: list[float] = []
        with ExitStack() as stack:
            for name in ("peer", "ours"):
                stack.enter_context(processes.running(_timed(services.worker(environ, 2), name)))
            time.sleep(6)
            bell.use(broker)
            for _ in range(TURNS):
                theirs.append(
                    _until_begun(
                        notes, "bench.empty", lambda: peer.send_task("bench.empty", queue="peer", ignore_result=True)
                    )
                )
                ours.append(_until_begun(notes, bell.HAND_OUT, bell.ring))
            bell.use(None)
    mine, other = statistics.median(ours), statistics.median(theirs)
    _say("from the bell to the task's start, p50", f"{mine:.2f} ms, Celery {other:.2f}", "<= 1.2 x Celery")
    _say("", f"{mine / other:.2f} x", "")


def _timed(service: Service, name: str) -> Service:
    command = list(service.command)
    command[command.index("--app") + 1] = f"bench.timed:{name}"
    if name == "peer":
        command[command.index("--queues") + 1] = "peer"
    return replace(service, command=tuple(command))


def _until_begun(notes: Path, task: str, send: Callable[[], object]) -> float:
    time.sleep(0.05)
    seen = notes.read_text("ascii").splitlines() if notes.exists() else []
    began, until = time.perf_counter(), time.monotonic() + 10
    send()
    while time.monotonic() < until:
        time.sleep(0.001)
        new = notes.read_text("ascii").splitlines()[len(seen) :] if notes.exists() else []
        for line in new:
            name, _, at = line.partition(" ")
            if name == task and at and float(at) >= began:
                return (float(at) - began) * 1000
    raise RuntimeError(f"{task} did not begin")


# -- mails -------------------------------------------------------------------------------------------------------------


@contextmanager
def _place(server: str | None, people: int, hanging: int = 0) -> Iterator[tuple[House, str, str]]:
    """(House, broker, mail server) with so many people, all of whom have been told of all that was."""
    with (
        own_broker() as broker,
        house(server, broker, lines.ORGANISATIONS) as here,
        lines.mail_server(hanging) as post,
    ):
        lines.grow(here.members, people)
        yield here, broker, post


@contextmanager
def _workers(here: House, post: str, count: int, queues: tuple[Queue, ...] = tuple(Queue)) -> Iterator[list[Child]]:
    environ = {**os.environ, **here.environ, "COMMUNIQUE_SMTP_URL": post}
    with ExitStack() as stack:
        children = [
            stack.enter_context(processes.running(services.worker(environ, 2, queues=queues))) for _ in range(count)
        ]
        time.sleep(6)
        yield children


def _tell_everybody(here: House) -> None:
    """One event, of which everybody is to be told."""
    life = opened(here.members, 1)
    with database.transaction() as session:
        session.execute(update(Event).values(fanned_at=database.now(session)))
    life.write(consulting.extend_consultation, closes_at=database.about_now() + timedelta(days=9))
    with database.transaction() as session:
        session.info["recorded"] = True


def _waiting() -> int:
    with database.reading() as session:
        unmade = session.scalar(select(func.count()).select_from(Event).where(Event.fanned_at.is_(None))) or 0
        due = session.scalar(select(func.count()).select_from(Delivery).where(Delivery.waits())) or 0
    return unmade + due


def _done() -> int:
    with database.reading() as session:
        done = select(func.count()).select_from(Delivery).where(Delivery.progress == Progress.DONE)
        return session.scalar(done) or 0


def _sent_within(here: House, most: float = PATIENCE) -> float:
    """Seconds until everybody was told of one event."""
    began = time.monotonic()
    _tell_everybody(here)
    while _waiting():
        if time.monotonic() - began > most:
            return float("inf")
        time.sleep(0.05)
    return time.monotonic() - began


def _mails(server: str | None) -> None:
    for people, aim in ((2_000, 20), (5_000, 45), (10_000, 90)):
        found: list[float] = []
        with ExitStack() as stack:
            here, _, post = stack.enter_context(_place(server, people))
            stack.enter_context(_workers(here, post, 2))
            port, _ = stack.enter_context(processes.web(here.environ))
            alone = _reading(port, partial(time.sleep, 3))
            during = _reading(port, partial(_note_sent, here, found))
        _say(f"{people:,} told, two workers", f"{found[0]:.1f} s", f"<= {aim} s")
        _say("  readers' p95 meanwhile", f"{during:.0f} ms, alone {alone:.0f}", "<= 2 x")


def _note_sent(here: House, found: list[float]) -> None:
    found.append(_sent_within(here))


def _reading(port: int, act: Callable[[], object]) -> float:
    """Milliseconds that 95 of 100 readers waited at most while `act` went on; ten a second read the list."""
    taken: list[float] = []
    over = threading.Event()

    def read() -> None:
        while not over.is_set():
            began = time.perf_counter()
            processes.get(port, "/")
            taken.append((time.perf_counter() - began) * 1000)
            over.wait(0.1)

    reader = threading.Thread(target=read)
    reader.start()
    act()
    over.set()
    reader.join()
    return sorted(taken)[round(0.95 * (len(taken) - 1))]


def _second(server: str | None) -> None:
    rates = []
    for count in (1, 2):
        with (
            _place(server, 5_000) as (here, _, post),
            _workers(here, post, count, (Queue.MAIL,)),
            _workers(here, post, 1, (Queue.DEADLINES, Queue.PUBLISHING)),
        ):
            rates.append(5_000 / _sent_within(here))
    _say("one mail worker, two", f"{rates[0]:.0f}, {rates[1]:.0f} a s", ">= + 60 %")
    _say("", f"+ {(rates[1] / rates[0] - 1) * 100:.0f} %", "")


def _hanging(server: str | None) -> None:
    rates = []
    for hanging in (0, 1):
        with _place(server, 3_000, hanging) as (here, _, post), _workers(here, post, 1):
            began = time.monotonic()
            _tell_everybody(here)
            while _done() < 2_900 and time.monotonic() - began < PATIENCE:
                time.sleep(0.05)
            rates.append(_done() / (time.monotonic() - began))
    _say("four lines, none and one hanging", f"{rates[0]:.0f}, {rates[1]:.0f} a s", ">= 3/4")
    _say("", f"{rates[1] / rates[0]:.2f} x", "")


def _urgent(server: str | None) -> None:
    with _place(server, lines.ORGANISATIONS + 1) as (here, _, post):
        _tell_everybody(here)
        with database.transaction() as session:
            event_id = session.scalar(select(func.max(Event.id))) or 0
            session.execute(update(Event).values(fanned_at=database.now(session)))
            somebody, at = session.scalars(select(Person.id).limit(1)).one(), database.now(session)
            more = [_event(here, at, number) for number in range(50_000)]
            session.execute(insert(Event), more)
            made = list(session.scalars(select(Event.id).where(Event.id > event_id)))
            waiting = [_delivery(each, somebody, at, number) for number, each in enumerate(made)]
            session.execute(insert(Delivery), waiting)
        with _workers(here, post, 1):
            with database.transaction() as session:
                record_event(session, EventKind.PASSWORD_FORGOTTEN, data={"person": somebody})
                session.flush()
                urgent = session.scalar(select(func.max(Event.id))) or 0
            began = time.monotonic()
            while not _is_told(urgent) and time.monotonic() - began < 60:
                time.sleep(0.02)
            taken, left = time.monotonic() - began, _waiting()
    _say("one urgent mail behind 50,000 that wait", f"{taken:.2f} s, {left:,} left", "<= 5 s")


def _event(here: House, at: object, number: int) -> dict[str, object]:
    return {
        "kind": EventKind.PASSWORD_CHANGED,
        "at": at,
        "fanned_at": at,
        "person_id": here.members.pen,
        "data": {"person": here.members.pen, "number": number},
    }


def _delivery(event_id: int, person_id: int, at: object, number: int) -> dict[str, object]:
    return {"event_id": event_id, "person_id": person_id, "message_id": f"bench-{number}", "due_at": at}


def _is_told(event_id: int) -> bool:
    with database.reading() as session:
        row = session.scalars(select(Delivery).where(Delivery.event_id == event_id)).first()
        return row is not None and row.progress is Progress.DONE


# -- with nothing to do ------------------------------------------------------------------------------------------------


def _idle(server: str | None) -> None:
    with _place(server, lines.ORGANISATIONS + 1) as (here, _, post), _workers(here, post, 1) as (child,):
        time.sleep(10)
        before = _processor(child.pid)
        time.sleep(60)
        share = (_processor(child.pid) - before) / 60 * 100
    _say("a worker with nothing to do, share of a core", f"{share:.2f} %", "< 1 %")
    with tempfile.TemporaryDirectory() as folder:
        environ = {**os.environ, "COMMUNIQUE_DATA": folder}
        run = Service("run", (sys.executable, "-m", "workflow.cli", "run", "--demo", "--port", "0"), environ)
        with processes.running(run) as child:
            time.sleep(20)
            memory = sum(_proportional(pid) for pid in _family(child.pid))
    _say("the whole of communique run, PSS", f"{memory:.0f} MiB", "<= 250 MiB")


def _processor(pid: int) -> float:
    """Seconds of processor time that a process and its children have taken."""
    total = 0.0
    for each in _family(pid):
        fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return total


def _family(pid: int) -> list[int]:
    found = [pid]
    for thread in Path(f"/proc/{pid}/task").iterdir():
        for child in (thread / "children").read_text().split():
            found += _family(int(child))
    return found


def _proportional(pid: int) -> float:
    rows = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(row.split()[1]) for row in rows if row.startswith("Pss:")) / 1024


if __name__ == "__main__":
    main()
