"""What is due is told to lines: each piece once in ten seconds, no more than they can take soon, and none forgotten."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from tests.rooms import Room, furnished_open
from tests.worker.hands import at_work
from worker import dispatch, tasks
from worker.chores import Chore, Ids
from workflow import database as record
from workflow.app import create_app
from workflow.bell import BrokerDown, Sender
from workflow.config import Settings
from workflow.models.worker import WorkerProcess
from workflow.rules.shared.queues import Queue
from workflow.services.shared import errands

ON_ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Broker(Sender):
    """A broker whose queues can be looked into; `down` it takes nothing."""

    def __init__(self) -> None:
        self.queues: dict[Queue, list[str]] = {queue: [] for queue in Queue}
        self.sent: list[str] = []
        self.down = False

    def send(self, task: str, ids: Iterable[object], to: Queue) -> None:
        """Put a message into a queue."""
        if self.down:
            raise BrokerDown
        name = " ".join([task, *map(str, ids)])
        self.sent.append(name)
        self.queues[to].append(name)

    def waiting(self, in_queue: Queue) -> int:
        """How many messages nobody has taken."""
        if self.down:
            raise BrokerDown
        return len(self.queues[in_queue])


class World:
    """Work that is due by its numbers, until it is done."""

    def __init__(self) -> None:
        self.due: dict[str, list[int]] = {"urgent": [], "patient": []}
        self.done: list[str] = []
        self.fails = False
        self.kinds = [self._kind("urgent"), self._kind("patient")]

    def _kind(self, name: str) -> Chore:
        def due(_session: Session, most: int) -> list[Ids]:
            return [(number,) for number in self.due[name][: most + 100]]

        def work(number: int) -> timedelta | None:
            if self.fails:
                raise RuntimeError
            if number in self.due[name]:
                self.due[name].remove(number)
                self.done.append(f"{name} {number}")
            return None

        return Chore(name, Queue.MAIL, due, work, by_the_clock=False, held=False)

    def take(self, broker: Broker, count: int = 1) -> None:
        """Lines take messages and do what they say."""
        for _ in range(count):
            name, _, number = broker.queues[Queue.MAIL].pop(0).partition(" ")
            next(kind for kind in self.kinds if kind.name == name).do(int(number))


@pytest.fixture
def room(database: Engine, settings: Settings) -> Iterator[Room]:
    """A clock to be moved, and a workplace, with a worker of two lines."""
    with furnished_open() as made, at_work(create_app(settings), settings):
        _sign_in(lines=2)
        yield made


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    """Two kinds of work on one queue, and no other."""
    made = World()
    monkeypatch.setattr(dispatch, "CHORES", made.kinds)
    return made


def _sign_in(lines: int, name: str = "one") -> None:
    with record.transaction() as session:
        errands.sign_in_worker(session, name, tuple(Queue), lines=lines, busy=0)


def _look(broker: Broker | None, *, overdue: bool = True) -> list[str]:
    return [piece.name for piece in dispatch.hand_out([Queue.MAIL], broker, overdue=overdue)]


def test_each_piece_is_handed_out_once_in_ten_seconds(room: Room, world: World) -> None:
    broker, world.due["urgent"] = Broker(), [1, 2]
    for _ in range(3):
        assert not _look(broker)
    assert broker.sent == ["urgent 1", "urgent 2"]
    room.clock.pass_by(seconds=9)
    _look(broker)
    assert len(broker.sent) == 2


def test_what_is_urgent_is_told_first_and_none_takes_all_the_lines(room: Room, world: World) -> None:
    broker, world.due["urgent"], world.due["patient"] = Broker(), list(range(50)), list(range(50))
    _look(broker)
    assert broker.sent == ["urgent 0", "urgent 1", "patient 0", "patient 1"]


def test_never_more_than_twice_the_lines_are_queued_and_all_is_done_in_the_end(room: Room, world: World) -> None:
    broker, world.due["urgent"], world.due["patient"] = Broker(), list(range(40)), list(range(40))
    _sign_in(lines=3, name="two")
    most = 0
    for _ in range(200):
        _look(broker)
        most = max(most, len(broker.queues[Queue.MAIL]))
        if broker.queues[Queue.MAIL]:
            world.take(broker)
    assert most == 2 * (2 + 3)
    assert len(world.done) == len(set(world.done)) == 80
    assert len(broker.sent) == 80


def test_a_backlog_that_no_line_takes_is_not_sent_again_and_again(room: Room, world: World) -> None:
    broker, world.due["urgent"] = Broker(), list(range(100))
    for _ in range(60):
        _look(broker, overdue=False)
        room.clock.pass_by(seconds=3)
    assert len(broker.sent) == 4, "twice the lines"


def test_a_queue_full_of_what_nobody_takes_holds_up_nothing(room: Room, world: World) -> None:
    broker, world.due["urgent"] = Broker(), [1, 2]
    world.due["patient"] = [7]
    with record.transaction() as session:
        errands.put_off(session, "patient 7", timedelta(days=1))
    broker.queues[Queue.MAIL] = ["done long ago"] * 2 * (2 + 3)  # no line hears them: it lost the broker in a restart
    assert not _look(broker, overdue=False), "a line that looks has heard something"
    assert _look(broker) == ["urgent 1", "urgent 2"]
    assert broker.sent == []


def test_a_full_queue_is_left_to_the_lines_while_one_is_told_of_what_is_due(room: Room, world: World) -> None:
    broker, world.due["urgent"] = Broker(), [1]
    _look(broker)
    broker.queues[Queue.MAIL] += ["of another kind"] * 2 * (2 + 3)
    world.due["urgent"] = [1, 2]
    assert not _look(broker)


def test_two_that_look_at_the_same_moment_send_each_piece_once(room: Room, world: World) -> None:
    broker, world.due["urgent"] = Broker(), [1, 2]
    with ThreadPoolExecutor(8) as pool:
        for _ in range(8):
            pool.submit(_look, broker)
    assert sorted(broker.sent) == ["urgent 1", "urgent 2"]


def test_while_the_broker_is_down_what_is_due_is_the_callers_to_do(room: Room, world: World) -> None:
    broker, world.due["urgent"] = Broker(), [1]
    broker.down = True
    assert _look(broker) == ["urgent 1"]
    assert not _look(broker), "it is his for ten seconds"
    world.kinds[0].do(1)
    broker.down, world.due["urgent"] = False, [1]
    _look(broker)
    assert broker.sent == ["urgent 1"]


def test_a_broker_that_takes_one_message_and_no_more_loses_none(
    room: Room, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    broker, world.due["urgent"] = Broker(), [1, 2]
    send = broker.send

    def full(task: str, ids: Iterable[object], to: Queue) -> None:
        if broker.sent:
            raise BrokerDown
        send(task, ids, to)

    monkeypatch.setattr(broker, "send", full)
    assert _look(broker) == ["urgent 2"]
    assert broker.sent == ["urgent 1"]


def test_a_message_that_was_lost_is_sent_again_after_ten_seconds(room: Room, world: World) -> None:
    broker, world.due["urgent"] = Broker(), [1]
    _look(broker)
    broker.queues[Queue.MAIL].clear()
    room.clock.pass_by(seconds=11)
    assert not _look(broker)
    assert broker.sent == ["urgent 1"] * 2


def test_what_waits_for_a_line_too_long_is_done_where_it_is_found(room: Room, world: World) -> None:
    broker, world.due["urgent"] = Broker(), [1]
    _look(broker)
    room.clock.pass_by(seconds=11)
    assert not _look(broker, overdue=False), "a line that looks is a line less"
    assert _look(broker) == ["urgent 1"]
    assert broker.sent == ["urgent 1"]


def test_what_failed_is_handed_out_again_by_and_by(room: Room, world: World) -> None:
    broker, world.due["urgent"], world.fails = Broker(), [1], True
    _look(broker)
    world.take(broker)
    _look(broker)
    assert len(broker.sent) == 1
    room.clock.pass_by(seconds=11)
    world.fails = False
    _look(broker)
    world.take(broker)
    assert world.done == ["urgent 1"]


def test_a_kind_that_cannot_be_looked_for_hides_no_other(room: Room, world: World) -> None:
    broker, world.due["patient"] = Broker(), [1]
    del world.due["urgent"]
    _look(broker)
    assert broker.sent == ["patient 1"]


def _locked_for_the_urgent(monkeypatch: pytest.MonkeyPatch) -> None:
    """The record takes nothing of the first queue that is looked at, and names somebody in what it answers."""
    real = errands.hand_out

    def locked(session: Session, names: Iterable[str]) -> set[str]:
        if "first" in list(names):
            raise OperationalError("INSERT", None, Exception("Vigías del Estero"))
        return real(session, names)

    monkeypatch.setattr(errands, "hand_out", locked)


def test_a_bell_that_is_heard_while_the_record_is_locked_tells_the_other_queues_and_nobodys_name(
    room: Room, world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broker, world.due["urgent"] = Broker(), [1]
    world.kinds.append(Chore("first", Queue.DEADLINES, lambda *_: [()], lambda: None, by_the_clock=False, held=False))
    _locked_for_the_urgent(monkeypatch)
    monkeypatch.setattr(tasks, "_sender", lambda: broker)
    tasks.hand_out()
    assert broker.sent == ["urgent 1"]
    (said,) = caplog.records
    assert "deadlines" in said.message and "OperationalError at" in said.message
    assert "Estero" not in caplog.text and said.exc_info is None


def test_a_bell_that_is_heard_while_the_record_is_away_says_one_line(
    room: Room, world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(*_: object, **_more: object) -> None:
        raise OperationalError("BEGIN", None, Exception("Vigías del Estero"))

    monkeypatch.setattr(dispatch, "hand_out", away)
    tasks.hand_out()
    (said,) = caplog.records
    assert "hand_out failed: OperationalError" in said.message
    assert "Estero" not in caplog.text and said.exc_info is None


@contextmanager
def _asked(database: Engine) -> Iterator[list[str]]:
    """The SQL statements of the block."""
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        said.append(statement)

    event.listen(database, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(database, "before_cursor_execute", note)


@ON_ONE
def test_who_finds_nothing_to_hand_out_does_not_ask_how_many_lines_there_are(
    room: Room, world: World, database: Engine
) -> None:
    world.due["urgent"] = [1]
    with record.transaction() as session:
        errands.put_off(session, "urgent 1", timedelta(days=1))
    with _asked(database) as said:
        _look(Broker())
    assert len([each for each in said if "SELECT" in each]) == 1, "what is put off alone"
    world.due["urgent"] = []
    with _asked(database) as said:
        _look(Broker())
    assert not said


def test_lines_of_a_worker_that_was_not_heard_of_are_not_counted(room: Room) -> None:
    _sign_in(lines=8, name="two")
    room.clock.pass_by(seconds=14)
    _sign_in(lines=2)
    with record.reading() as session:
        assert errands.lines_of(session)[Queue.MAIL] == 10
    room.clock.pass_by(seconds=2)
    with record.reading() as session:
        assert errands.lines_of(session)[Queue.MAIL] == 2


def test_a_queue_that_a_later_release_serves_besides_is_nobodys_trouble(room: Room) -> None:
    with record.transaction() as session:
        session.add(_of_a_later_release(session))
    with record.reading() as session:
        assert errands.lines_of(session) == {Queue.DEADLINES: 2, Queue.PUBLISHING: 2, Queue.MAIL: 2 + 8}


def _of_a_later_release(session: Session) -> WorkerProcess:
    at = record.now(session)
    return WorkerProcess(name="later", queues="mail,archive", lines=8, began_at=at, at=at)


def test_as_many_that_fail_each_time_as_there_are_lines_hide_no_other(room: Room, world: World) -> None:
    broker, world.due["urgent"] = Broker(), list(range(5))
    for _ in range(4):
        _look(broker)
        broker.queues[Queue.MAIL].clear()  # taken, and failed
        if "urgent 4" in broker.sent:
            break
    assert "urgent 4" in broker.sent
