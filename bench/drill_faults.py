"""What goes wrong in a drill, by name: each fault is a walk of small steps, between which the house is tended."""

import os
import random
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update

from bench.drill_ending import is_quiet
from bench.drill_gate import Gate
from bench.drill_house import House, Member, attempt, children_of
from bench.drill_story import Story
from workflow import database
from workflow.models.event import Delivery, Event
from workflow.models.publication import Publication
from workflow.models.worker import Errand
from workflow.rules.notifications.delivery import FAN_OUT_WAITS, LEASE

Steps = Iterator[None]
LINES = 4
AWAY, FULL, HASTENED = 60.0, 40.0, 60.0
FROZEN = LEASE.total_seconds() + 6
RESTARTS, ENDS, FLUSHES = 5, 20, 4
WORKERS = {"freeze": 2, "two-workers": 2}
"""How many workers a fault wants; the others have one."""


@dataclass
class Scene:
    """Where and when a fault strikes; dice: of the seed."""

    here: House
    story: Story
    dice: random.Random

    def until_mails(self, share: float) -> Steps:
        """Until the mail server has seen such a share of all mails, or the story is over."""
        while self.here.mails < share * self.here.plan.all_mails and not self.story.is_over:
            yield

    def until_up(self) -> Steps:
        """Until what was struck stands again."""
        while any(trouble.ended is None for trouble in self.here.troubles):
            yield


def _pause(seconds: float) -> Steps:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        yield


def kill(scene: Scene) -> Steps:
    """Kill at random moments: at a mail before its answer, or soon after the moment that something was due."""
    here, dice = scene.here, scene.dice
    due = here.plan.kills // 3
    at_mails = sorted(dice.randint(1, int(here.plan.all_mails * 0.95)) for _ in range(here.plan.kills - due))
    struck: list[str] = []  # by the mail server's thread, for what only this one may do

    def strike(seen: int) -> None:
        while at_mails and seen >= at_mails[0]:
            at_mails.pop(0)
            struck.append(_strike(scene))

    here.sink.before_answer = strike
    if here.plan.is_hasty and len(here.workers) == 1:
        here.workers[0].on_death = lambda: attempt(_end_leases)
    moments = [name for name in ("closing", "settling") for _ in range((due + 1) // 2)][:due]
    after = sorted((name, dice.uniform(0, 2.0)) for name in moments)
    while at_mails or after or struck:
        if struck:
            yield from _finish(scene, struck.pop(0))
        elif after and _is_past(scene, *after[0]):
            after.pop(0)
            struck.append(_strike(scene))
        elif scene.story.is_over and here.mails and _is_still(scene):
            break
        yield
    here.sink.before_answer = lambda _: None


def _end_leases() -> None:
    with database.transaction() as session:
        at = database.now(session) - timedelta(seconds=1)
        for kind in (Delivery, Publication):
            session.execute(update(kind).where(kind.leased_until.is_not(None)).values(leased_until=at))
        session.execute(update(Errand).where(Errand.times > 0).values(until=at))


def _is_past(scene: Scene, name: str, seconds: float) -> bool:
    moment = scene.story.moments.get(name)
    return moment is not None and datetime.now(UTC) >= moment + timedelta(seconds=seconds)


def _is_still(scene: Scene) -> bool:
    """Whether no mail is to come: what was to be killed at one is not any more."""
    return attempt(lambda: is_quiet(scene.here)) or False


def _strike(scene: Scene) -> str:
    """Kill something; what is still to be done about it, by name."""
    here, dice = scene.here, scene.dice
    targets = ["worker"] * 4 + ["broker"] * 2 + ["web"] * 2
    targets += ["child"] * 4 if here.plan.pool == "prefork" else []
    targets += ["database"] * 3 if here.postgres is not None else []
    target = dice.choice(targets)
    if target == "worker":
        _strike_worker(here, dice.choice(here.workers))
    elif target == "child":
        _strike_child(scene, dice.choice(here.workers))
    elif target == "broker" and isinstance(here.broker, Member):
        here.broker.strike(here.trouble("broker killed"))
    elif target == "web" and here.web is not None:
        if scene.story.sends_forms:
            here.strike_web_after = dice.uniform(0, 0.08)
        else:
            here.web.strike(here.trouble("web killed"))
    return target


def _strike_worker(here: House, worker: Member) -> None:
    trouble = here.trouble("worker killed", slack=LEASE.total_seconds())
    trouble.excuses = True
    if worker.strike(trouble):
        here.killed += LINES + 1  # and the sweep, which sends by itself while the broker is down
    else:
        here.troubles.remove(trouble)


def _strike_child(scene: Scene, worker: Member) -> None:
    children = children_of(worker.child.pid) if worker.child.is_alive() else []
    if children:
        os.kill(scene.dice.choice(children), signal.SIGKILL)
        trouble = scene.here.trouble("child killed", slack=LEASE.total_seconds())
        trouble.ended, trouble.excuses = trouble.began, True
        scene.here.killed += 1


def _finish(scene: Scene, target: str) -> Steps:
    here = scene.here
    if target == "broker" and isinstance(here.broker, Gate):
        trouble = here.trouble("broker cut off")
        here.broker.shut()
        yield from _pause(1.0)
        here.broker.open()
        trouble.ended = datetime.now(UTC)
    if target == "database" and here.postgres is not None:
        trouble = here.trouble("database stopped at once")
        trouble.excuses = True
        here.postgres.stop(at_once=True)
        yield from _pause(scene.dice.uniform(0.2, 2.0))
        here.postgres.start()
        trouble.ended = datetime.now(UTC)


def flush(scene: Scene) -> Steps:
    """Have the broker forget everything, in the middle of the mails."""
    for number in range(FLUSHES):
        yield from scene.until_mails((number + 0.3) / FLUSHES)
        trouble = scene.here.trouble("broker flushed")
        scene.here.purge()
        trouble.ended = datetime.now(UTC)


def fill(scene: Scene) -> Steps:
    """Have the broker take nothing more for a while, over the deadline."""
    assert scene.here.plan.broker == "valkey", "RabbitMQ's alarm would be for everybody on it"
    yield from scene.until_mails(0.03)
    trouble = scene.here.trouble("broker full")
    scene.here.valkey().config_set("maxmemory", "1")
    yield from _pause(FULL)
    scene.here.valkey().config_set("maxmemory", "0")
    trouble.ended = datetime.now(UTC)


def take_away(scene: Scene) -> Steps:
    """Have no broker for a minute, over the deadline."""
    yield from scene.until_mails(0.03)
    trouble = scene.here.trouble("broker away")
    scene.here.shut_broker()
    yield from _pause(AWAY)
    scene.here.open_broker()
    trouble.ended = datetime.now(UTC)


def restart(scene: Scene) -> Steps:
    """Have the broker end and begin again and again."""
    here = scene.here
    for number in range(RESTARTS):
        yield from scene.until_mails((number + 0.2) / RESTARTS)
        yield from _finish(scene, "broker")
        if isinstance(here.broker, Member):
            here.broker.strike(here.trouble("broker restarted"), signal.SIGTERM)
            yield from scene.until_up()


def freeze(scene: Scene) -> Steps:
    """Freeze one of two workers in the middle of its mails until all its leases are over; then let it go on."""
    here, frozen = scene.here, []
    worker = here.workers[0]

    def strike(seen: int) -> None:
        if not frozen and seen >= 0.1 * here.plan.all_mails and _is_frozen(here, worker):
            frozen.append(here.trouble("worker frozen", slack=LEASE.total_seconds()))

    here.sink.before_answer = strike
    while not frozen and not scene.story.is_over:
        yield
    here.killed += LINES + 1
    yield from _pause(FROZEN)
    os.killpg(worker.child.pid, signal.SIGCONT)
    for trouble in frozen:
        trouble.ended = datetime.now(UTC)


def _is_frozen(here: House, worker: Member) -> bool:
    """Freeze it, but not where it holds SQLite: then nobody else could work, whatever they did."""
    os.killpg(worker.child.pid, signal.SIGSTOP)
    if here.postgres is not None or _may_write(str(database.engine().url.database)):
        return True
    os.killpg(worker.child.pid, signal.SIGCONT)
    return False


def _may_write(file: str) -> bool:
    with closing(sqlite3.connect(file, timeout=0.1, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return False
        return True


def end_workers(scene: Scene) -> Steps:
    """Ask the worker to end twenty times; each time it does so well, and soon."""
    here = scene.here
    for number in range(ENDS):
        patience = time.monotonic() + 5
        while here.mails < (number + 0.5) / ENDS * here.plan.all_mails and time.monotonic() < patience:
            yield
        worker = here.workers[number % len(here.workers)]
        trouble = here.trouble("worker asked to end")
        trouble.excuses = True
        began = time.monotonic()
        worker.ask_to_end(trouble)
        while worker.child.is_alive():
            yield
        here.ends.append((time.monotonic() - began, worker.child.code or 0))
        yield from scene.until_up()


def hasten_spoilt(scene: Scene) -> Steps:
    """Do to what can never go out what hours would do: it is tried as often as it may be, and set aside."""
    while not scene.story.is_over:
        yield
    until = time.monotonic() + HASTENED
    while attempt(lambda: _hasten(scene.here)) is not True and time.monotonic() < until:
        yield from _pause(0.5)


def _hasten(here: House) -> bool:
    """Have the spoilt ones tried once more, now; whether none of them is tried any more."""
    with database.transaction() as session:
        at = database.now(session)
        mails = (Delivery.person_id.in_(here.spoilt_people), Delivery.waits(), Delivery.leased_until.is_(None))
        late = session.execute(update(Delivery).where(*mails).values(due_at=at).returning(Delivery.id)).all()
        events = (Event.id.in_(here.spoilt_events), Event.attempts < len(FAN_OUT_WAITS))
        unmade = update(Event).where(*events).values(tried_at=at - FAN_OUT_WAITS[-1]).returning(Event.id)
        late += session.execute(unmade).all()
        held = select(Delivery.id).where(Delivery.leased_until.is_not(None))
        waiting = select(Event.id).where(Event.fanned_at.is_(None), Event.id.not_in(here.spoilt_events))
        session.info["recorded"] = True  # wakes the worker
        return not late and session.scalar(held.limit(1)) is None and session.scalar(waiting.limit(1)) is None


def nothing(_scene: Scene) -> Steps:
    """Two workers share the work, and nobody disturbs them."""
    yield


FAULTS: dict[str, Callable[[Scene], Steps]] = {
    "kill": kill,
    "flush": flush,
    "full": fill,
    "away": take_away,
    "restart": restart,
    "freeze": freeze,
    "term": end_workers,
    "poison": hasten_spoilt,
    "two-workers": nothing,
}
