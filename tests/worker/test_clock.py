"""A worker whose clock is wrong closes, decides and publishes nothing, and goes on when it is right again."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Event

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.event import listens_for, remove

from tests import calls
from tests.decisions import adopt, every, fan_out_all, newest, on_the_table, publication, told
from tests.rooms import CLOSES, OPENS, Room, furnished_open
from tests.worker.hands import do_all_due, forget_put_off
from worker import dispatch, watch, workplace
from worker.sweep import BY_THE_CLOCK, Presence, Sweep
from workflow import database as record
from workflow.app import create_app
from workflow.config import Settings
from workflow.machine import MachineRun, running
from workflow.models.ballot import Ballot
from workflow.models.clock import ClockConfirmation, MachineClock
from workflow.models.publication import Progress
from workflow.queries.shared.clocks import Stopped, worker_that_stopped
from workflow.rules.decision.decision import BallotOutcome
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.clocks import Doubt
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.queues import Queue
from workflow.services.publication import publishing
from workflow.services.shared import clocks

HOUR = timedelta(hours=1)


_APPS: list[Flask] = []


def _app(settings: Settings) -> Flask:
    """One application for all: it says how pages look, and where they lie is said by the settings of each test."""
    if not _APPS:
        _APPS.append(create_app(settings))
    return _APPS[0]


@dataclass
class World:
    """True time, a machine that runs in it, and a process whose clock is `ahead` of it."""

    room: Room
    settings: Settings
    ahead: timedelta = timedelta()
    ran_for: timedelta = timedelta(days=3)
    boot: str = "first"
    vouched: bool = False
    sweeps: dict[Queue, Sweep] = field(init=False)

    def __post_init__(self) -> None:
        self.start_worker()

    def start_worker(self) -> None:
        """A worker that has just begun."""
        workplace.use(workplace.Workplace(_app(self.settings), self.settings, ending=Event()))
        self.sweeps = {queue: Sweep(queue, None, Presence([queue], 4)) for queue in Queue}

    def running(self) -> MachineRun:
        """What the machine says of itself."""
        return MachineRun(self.boot, self.ran_for, self.vouched)

    def passes(self, span: timedelta) -> None:
        """True time goes by."""
        self.room.clock.at += span
        self.ran_for += span

    def set_clock(self, ahead: timedelta) -> None:
        """The clock of the process is now so far ahead of the true time."""
        self.room.clock.at += ahead - self.ahead
        self.ahead = ahead

    def restart(self, off_for: timedelta) -> None:
        """The machine is off for so long and starts again, with its clock as it was."""
        self.room.clock.at += off_for
        self.boot, self.ran_for = f"{self.boot}+", timedelta(seconds=40)
        self.start_worker()

    def sweep(self) -> None:
        """One round of the sweeps that go by the clock."""
        forget_put_off()
        for queue in BY_THE_CLOCK:
            self.sweeps[queue].look()

    def look(self) -> None:
        """A look at the clock."""
        workplace.workplace().watch.may_go_on()

    def confirm(self) -> None:
        """A person says that the clock is right."""
        with record.transaction() as session:
            clocks.confirm_clock(session, self.running(), by="root")

    @property
    def stopped(self) -> Stopped | None:
        """What the pages are told."""
        with record.reading() as session:
            return worker_that_stopped(session)


@pytest.fixture
def world(database: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A consultation that is open, and a worker whose clock was right when it looked first, on each database."""
    with furnished_open() as room:
        made = World(room, settings)
        monkeypatch.setattr(watch, "running", made.running)
        monkeypatch.setattr(record, "is_clock_played", lambda: False)
        made.sweep()
        yield made
    workplace.use(None)


def _under_embargo(world: World, span: timedelta = timedelta(minutes=30)) -> None:
    on_the_table(world.room)
    adopt(world.room)
    world.room.do("sara", publishing.set_embargo, until=world.room.clock.at + span)


def test_a_process_whose_clock_is_an_hour_ahead_publishes_nothing_under_embargo(world: World) -> None:
    _under_embargo(world)
    world.sweep()
    world.set_clock(HOUR)
    for fresh in (False, True):
        if fresh:
            world.start_worker()
        world.sweep()
        assert (publication().progress, publication().lease) == (Progress.WAITING, 0)
    assert world.room.statement().stage is Stage.ADOPTED
    assert not list(world.settings.published.glob("JS-*"))
    assert world.stopped == Stopped(Doubt.AHEAD, HOUR, world.room.clock.at)


def test_a_process_whose_clock_is_an_hour_behind_closes_and_decides_nothing(world: World) -> None:
    world.passes(CLOSES - OPENS + 2 * HOUR)
    world.set_clock(-HOUR)
    world.sweep()
    assert world.room.statement().stage is Stage.CONSULTATION
    world.set_clock(timedelta())
    world.sweep()
    closes_at = world.room.clock.at + timedelta(days=3)
    world.room.do("sara", calls.open_ballot, version=1, languages=["en"], closes_at=closes_at)
    world.passes(timedelta(days=3, hours=2))
    world.set_clock(-HOUR)
    world.sweep()
    assert newest(Ballot).outcome is BallotOutcome.PENDING
    assert world.stopped is not None and world.stopped.doubt is Doubt.BEHIND


def test_a_process_behind_the_newest_event_closes_nothing(world: World) -> None:
    with record.transaction() as session:
        session.query(MachineClock).delete()  # as after an upgrade: nothing is known of this machine
    world.passes(CLOSES - OPENS + HOUR)
    world.room.do("sara", publishing.set_embargo, until=world.room.clock.at + timedelta(days=9))
    world.set_clock(-timedelta(minutes=10))
    world.sweep()
    assert world.room.statement().stage is Stage.CONSULTATION
    world.passes(timedelta(minutes=10))
    world.sweep()
    assert world.room.statement().stage is Stage.CONSOLIDATION


def test_when_the_clocks_agree_again_it_goes_on_by_itself(world: World) -> None:
    _under_embargo(world)
    world.set_clock(HOUR)
    world.sweep()
    world.set_clock(timedelta())
    world.sweep()
    assert world.stopped is None
    assert publication().progress is Progress.WAITING
    world.passes(timedelta(minutes=31))
    world.sweep()
    assert publication().progress is Progress.DONE


def test_when_a_person_confirms_the_clock_it_goes_on_by_it(world: World) -> None:
    _under_embargo(world)
    world.set_clock(HOUR)
    world.sweep()
    assert publication().progress is Progress.WAITING
    world.confirm()
    world.sweep()
    assert (publication().progress, world.stopped) == (Progress.DONE, None)
    (said,) = every(ClockConfirmation)
    assert (said.by, said.at) == ("root", world.room.clock.at)


def test_a_confirmed_clock_may_stand_behind_what_was_recorded_before(world: World) -> None:
    world.set_clock(HOUR)
    _under_embargo(world, 9 * HOUR)  # by a web server with the same wrong clock
    world.set_clock(timedelta())
    world.sweep()
    assert world.stopped is not None and world.stopped.doubt is Doubt.BEHIND
    world.confirm()
    world.sweep()
    assert world.stopped is None


def test_mail_goes_on_while_the_clock_is_doubted(world: World) -> None:
    world.set_clock(HOUR)
    world.sweep()
    do_all_due([Queue.MAIL])
    assert told(EventKind.CONSULTATION_OPENED) >= {"dana", "lucie"}
    fan_out_all()


def test_small_corrections_of_months_stop_nothing(world: World) -> None:
    for _ in range(400):
        world.passes(timedelta(minutes=30))
        world.set_clock(world.ahead + timedelta(seconds=1))
        world.look()
    assert world.stopped is None
    assert world.ahead > timedelta(minutes=6)


def test_a_quick_restart_stops_nothing(world: World) -> None:
    _under_embargo(world)
    world.sweep()
    world.restart(timedelta(minutes=3))
    world.sweep()
    assert world.stopped is None
    world.passes(timedelta(minutes=31))
    world.sweep()
    assert publication().progress is Progress.DONE


@pytest.mark.parametrize("off", [HOUR, -HOUR])
def test_a_machine_started_again_with_a_right_clock_is_not_called_stopped_for_what_it_doubted_before(
    world: World, off: timedelta
) -> None:
    world.set_clock(off)
    world.sweep()
    assert world.stopped is not None
    world.set_clock(timedelta())
    world.restart(timedelta(minutes=4))
    world.sweep()
    assert world.stopped is None
    world.passes(abs(off) - timedelta(minutes=4))  # the moment at which the clock that was off said it last
    world.look()
    assert world.stopped is None


def test_a_worker_is_called_stopped_as_long_as_it_looks_and_doubts_and_no_longer(world: World) -> None:
    world.set_clock(HOUR)
    world.sweep()
    since = world.room.clock.at
    for _ in range(40):
        world.passes(timedelta(seconds=30))
        world.look()
        assert world.stopped == Stopped(Doubt.AHEAD, HOUR, since)
    world.passes(timedelta(minutes=4))  # it was ended, and its machine runs no more
    assert world.stopped is None


def test_all_sweeps_of_a_worker_say_once_that_the_clock_is_doubted(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.set_clock(HOUR)
    for _ in range(2):
        world.sweep()
    assert caplog.text.count("the clock is not trusted") == 1
    world.set_clock(timedelta())
    for _ in range(2):
        world.sweep()
    assert caplog.text.count("the clock is trusted again") == 1


def test_two_workers_that_look_first_at_the_same_moment_both_go_on(world: World, database: Engine) -> None:
    here, others = MachineRun("new", timedelta(minutes=1), is_synchronised=True), []

    @listens_for(database, "before_cursor_execute")
    def another_is_first(_connection: object, _cursor: object, words: str, *_: object) -> None:
        # Where the database is a file it cannot be: one writes at a time.
        if words.startswith("INSERT INTO machine_clock") and not others and database.dialect.name == "postgresql":
            others.append(True)
            with record.transaction() as session:
                clocks.watch_clock(session, here)

    try:
        with record.transaction() as session:
            assert clocks.watch_clock(session, here).doubt is None
    finally:
        remove(database, "before_cursor_execute", another_is_first)
    assert [each.boot for each in every(MachineClock)].count("new") == 1


def test_after_a_longer_restart_a_clock_that_nobody_vouches_for_publishes_nothing(world: World) -> None:
    _under_embargo(world)
    world.sweep()
    world.restart(HOUR)  # or for a minute, with a clock that is an hour ahead: the record cannot tell
    world.sweep()
    assert publication().progress is Progress.WAITING
    assert world.stopped == Stopped(Doubt.RESTARTED, HOUR, world.room.clock.at)
    world.vouched = True
    world.sweep()
    assert (publication().progress, world.stopped) == (Progress.DONE, None)


def test_a_demo_that_is_opened_again_goes_on(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.restart(timedelta(days=7))
    with record.transaction() as session:
        assert clocks.watch_clock(session, world.running(), is_demo=True).doubt is None
    world.sweep()
    assert world.room.statement().stage is Stage.CONSOLIDATION


def test_a_record_that_cannot_be_asked_for_the_clock_lets_nothing_be_published(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    _under_embargo(world)
    world.passes(HOUR)

    def fails(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr(clocks, "watch_clock", fails)
    for queue in BY_THE_CLOCK:
        with pytest.raises(OSError):
            world.sweeps[queue].look()
    for piece in dispatch.hand_out(BY_THE_CLOCK, None):
        piece.do()
    assert publication().progress is Progress.WAITING


def test_the_machine_says_how_long_it_has_run_whatever_the_clock_says(monkeypatch: pytest.MonkeyPatch) -> None:
    first = running()
    monkeypatch.setattr("time.clock_gettime", lambda _which: 1e9)  # as what gives one process another clock does
    second = running()
    assert first.boot == second.boot != ""
    assert timedelta() <= second.ran_for - first.ran_for < timedelta(minutes=1)
