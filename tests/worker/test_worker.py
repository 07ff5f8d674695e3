"""The real worker: killed, frozen, without a broker, asked to end. What was promised is done, and done once."""

import os
import signal
import sqlite3
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from celery import Celery
from celery.events import EventReceiver
from sqlalchemy import Engine, delete, select, update

from tests import calls
from tests.cast import Cast, cast
from tests.decisions import every, newest
from tests.provide.smtp import HANG, SmtpSink
from tests.supervisor.processes import PATIENCE
from tests.worker.processes import NOBODY_LISTENS, Worker, until, worker
from workflow import bell
from workflow import database as record
from workflow.config import Settings
from workflow.models.consultation import Consultation
from workflow.models.event import Delivery, Pulse
from workflow.models.publication import Progress
from workflow.models.statement import Statement
from workflow.models.worker import Errand
from workflow.rules.decision.decision import Settling, Stance
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.queues import Queue
from workflow.services.consultation import consulting
from workflow.services.decision import deciding
from workflow.text.document import parse

# Where a broker has no part.
ON_ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
EVERYBODY = 6  # focal points that are told of a consultation
LINES = 4  # of a worker: each that is killed may have had one mail under way


@dataclass
class House:
    """A record by the real clock: a draft whose pen Sara holds."""

    cast: Cast
    key: str
    settings: Settings
    sink: SmtpSink

    def do(self, name: str, use_case, **facts):  # type: ignore[no-untyped-def]
        """One use case on the statement."""
        with record.transaction() as session:
            return use_case(session, session.merge(self.cast[name], load=False), self.key, **facts)

    def open_consultation(self, seconds: float = 3600) -> None:
        """A consultation of so many seconds."""
        self.do("sara", calls.open_consultation, closes_at=datetime.now(UTC) + timedelta(seconds=seconds))

    def all_done(self) -> bool:
        """Whether every mail that is owed has come to its end."""
        rows = every(Delivery)
        return len(rows) >= EVERYBODY and all(row.progress is Progress.DONE for row in rows)


@pytest.fixture
def house(database: Engine, settings: Settings, smtp_sink: SmtpSink) -> Iterator[House]:
    """The house, on each database."""
    with record.transaction() as session:
        people = cast(session)
        facts = {"title": "On gates", "occasion": "", "language": "en", "blocks": parse("Open the gates.\n")}
        key = calls.create_statement(session, people["sara"], **facts).key  # type: ignore[arg-type]
    yield House(people, key, settings, smtp_sink)
    bell.use(None)


@pytest.fixture(name="broker_url")
def _broker_url(request: pytest.FixtureRequest, database: Engine, broker_url: str) -> str:
    """The same suite on both brokers: Valkey beside SQLite, RabbitMQ beside PostgreSQL, where there is one."""
    if database.dialect.name == "sqlite":
        return broker_url
    try:
        url: str = request.getfixturevalue("rabbitmq_url")
    except pytest.skip.Exception as missing:
        warnings.warn(str(missing), stacklevel=1)
        return broker_url
    return url


@dataclass
class Crew:
    """How a worker's lines are made, and by what broker they are told."""

    pool: str
    broker_url: str

    def worker(self, house: House) -> AbstractContextManager[Worker]:
        """A worker of that kind."""
        return worker(house.settings, house.sink.url, self.broker_url, pool=self.pool)


@pytest.fixture(params=["threads", "prefork"])
def crew(request: pytest.FixtureRequest, broker_url: str) -> Crew:
    """Each kind of crew; forked ones on one database."""
    if request.param == "prefork" and record.engine().dialect.name != "sqlite":
        pytest.skip("tried on SQLite")
    return Crew(request.param, broker_url)


def _leases_run_out() -> None:
    """As if 30 seconds had passed since the worker died."""
    with record.transaction() as session:
        session.execute(
            update(Delivery)
            .where(Delivery.leased_until.is_not(None))
            .values(leased_until=datetime.now(UTC) - timedelta(seconds=1))
        )
        session.execute(delete(Errand))


def test_killed_between_the_servers_yes_and_our_record_at_each_mail_at_most_one_comes_twice(
    house: House, crew: Crew
) -> None:
    house.open_consultation()
    kills = 0
    for number in (1, 3, 5):
        with crew.worker(house) as running:
            house.sink.before_answer = lambda seen, at=number, it=running: (  # type: ignore[misc]
                it.kill() if seen == at else None
            )
            running.process.wait(PATIENCE)
            kills += 1
        _leases_run_out()
    house.sink.before_answer = lambda _seen: None
    with crew.worker(house) as running:
        until(house.all_done)
        assert running.end() < 10
    copies = Counter((mail.message["Message-ID"], mail.recipients) for mail in house.sink.received)
    assert len(copies) == EVERYBODY
    twice = {key for key, count in copies.items() if count > 1}
    assert sum(copies.values()) - EVERYBODY <= kills * LINES
    doubtful = {f"<{row.message_id}@localhost.localdomain>" for row in every(Delivery) if row.in_doubt}
    assert {message_id for message_id, _ in twice} <= doubtful
    assert kills <= len(doubtful) <= kills * LINES


@ON_ONE
def test_without_a_broker_mail_flows_and_consultations_close(house: House) -> None:
    with worker(house.settings, house.sink.url, NOBODY_LISTENS) as running:
        until(lambda: _pulse() is not None)
        house.open_consultation(seconds=1.5)
        house.sink.wait(EVERYBODY)
        until(lambda: newest(Statement).stage is Stage.CONSOLIDATION)
        house.sink.wait(2 * EVERYBODY)
        assert running.process.poll() is None
        assert running.end() < 10


def test_a_ring_of_the_bell_brings_the_first_mail_within_a_second_or_so(house: House, broker_url: str) -> None:
    with worker(house.settings, house.sink.url, broker_url, "tests.worker.unhurried"):
        until(lambda: _pulse() is not None)
        time.sleep(1.0)  # in which the timers have looked; the next time they do so in a minute
        bell.use(broker_url)
        house.open_consultation()
        bell.ring()
        house.sink.wait(1, within=20)  # half a second when nothing else runs


def test_adopted_it_is_published_and_told_by_the_worker_alone(house: House, crew: Crew) -> None:
    house.open_consultation()
    house.do("sara", consulting.close_consultation)
    closes_at = datetime.now(UTC) + timedelta(days=1)
    terms = {"version": 1, "languages": ["en"], "closes_at": closes_at, "settling": Settling.CERTAIN}
    ballot = house.do("sara", calls.open_ballot, **terms)
    with crew.worker(house):
        until(lambda: _pulse() is not None)
        for name in ("dana", "lucie"):
            digests = ballot.mandate_digest
            house.do(name, deciding.take_position, mandate=digests, stance=Stance.APPROVE)
        # Some three seconds when nothing else runs.
        until(lambda: newest(Statement).stage is Stage.PUBLISHED, within=20)
        until((house.settings.published / "feed.atom").exists, within=20)
        house.sink.wait(32)
        until(house.all_done)
    subjects = Counter(mail.message["Subject"].partition(": ")[2] for mail in house.sink.received)
    assert subjects["published"] == 8


def test_a_consultation_that_is_due_is_closed_once_by_two_workers(house: House, broker_url: str) -> None:
    with (
        worker(house.settings, house.sink.url, broker_url),
        worker(house.settings, house.sink.url, broker_url),
    ):
        house.open_consultation(seconds=4)
        until(lambda: newest(Statement).stage is Stage.CONSOLIDATION)
        until(lambda: len(house.sink.taken) >= 2 * EVERYBODY)
        until(house.all_done)
    assert newest(Consultation).closed_at is not None
    assert len(house.sink.received) == 2 * EVERYBODY
    assert not [row for row in every(Delivery) if row.in_doubt or row.lease != 1]


def test_asked_to_end_while_a_mail_server_hangs_it_ends_within_ten_seconds(house: House, crew: Crew) -> None:
    house.sink.otherwise = HANG
    house.open_consultation()
    with crew.worker(house) as running:
        until(lambda: house.sink.received)
        assert running.end() < 10
    assert {row.progress for row in every(Delivery)} == {Progress.WAITING}


def test_a_mail_server_that_hangs_holds_up_no_deadline(house: House, broker_url: str) -> None:
    house.sink.otherwise = HANG
    with worker(house.settings, house.sink.url, broker_url):
        house.open_consultation(seconds=4)
        until(lambda: house.sink.received)
        until(lambda: newest(Statement).stage is Stage.CONSOLIDATION, within=20)  # a server may take its time for 30


def _freeze(pid: int) -> None:
    """Freeze a process where it keeps nobody from writing: one frozen within a commit would hold SQLite for all."""
    engine = record.engine()
    for _ in range(100):
        os.kill(pid, signal.SIGSTOP)
        time.sleep(0.02)  # until the last of its threads stands still
        if _may_write(engine):
            return
        os.kill(pid, signal.SIGCONT)
        time.sleep(0.02)
    raise AssertionError("the worker held the record whenever it was frozen")


def _may_write(engine: Engine) -> bool:
    """Whether the record can be written now; always on PostgreSQL, whose locks are on rows."""
    if engine.dialect.name != "sqlite":
        return True
    with closing(sqlite3.connect(str(engine.url.database), timeout=0.1, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return False
        return True


def test_a_worker_frozen_over_its_lease_does_not_undo_what_another_did(house: House, broker_url: str) -> None:
    house.open_consultation()
    with worker(house.settings, house.sink.url, broker_url) as frozen:
        house.sink.before_answer = lambda seen: (
            _freeze(frozen.process.pid) if seen == 2 else None  # its answer reaches it later
        )
        until(lambda: len(house.sink.received) >= 2)
        _leases_run_out()
        with worker(house.settings, house.sink.url, broker_url):
            until(house.all_done)
            os.kill(frozen.process.pid, signal.SIGCONT)
            time.sleep(1)
    assert house.all_done()
    assert len(house.sink.received) <= EVERYBODY + 1


def _pulse() -> Pulse | None:
    with record.reading() as session:
        return session.scalars(select(Pulse).where(Pulse.name == "deadlines")).first()


def test_who_knows_celery_sees_its_queues_and_what_it_does_where_a_setting_says_so(
    house: House, broker_url: str
) -> None:
    watching = Celery("watching", broker=broker_url)
    with worker(house.settings, house.sink.url, broker_url, seen="1"):
        (queues,) = _answered(watching.control.inspect(timeout=2).active_queues).values()
        assert {queue["name"] for queue in queues} == set(Queue)
        (stats,) = _answered(watching.control.inspect(timeout=2).stats).values()
        assert stats["pool"]["max-concurrency"] == LINES
        with watching.connection() as connection:
            bell.use(broker_url)
            listener = _Listener(connection)
            assert listener.hears("communique.make_deliveries", after=lambda: (house.open_consultation(), bell.ring()))


def _answered(asked: Callable[[], Any]) -> Any:
    """What the workers answer, asked until they do."""
    found: list[Any] = []
    until(lambda: (answer := asked()) and not found.append(answer))  # type: ignore[func-returns-value]
    return found[0]


class _Listener(EventReceiver):
    """What `celery events` hears."""

    def hears(self, name: str, after: Callable[[], object], within: float = PATIENCE) -> bool:
        """Whether a task of that name is received in that time, after something that is done once it hears anything."""
        heard: list[str | None] = []
        end = time.monotonic() + within

        def hear(event: dict[str, Any]) -> None:
            if not heard:
                after()
            heard.append(event.get("name"))
            self.should_stop = name in heard or time.monotonic() > end

        self.handlers = {"*": hear}
        self.capture(timeout=within)  # a worker beats every two seconds
        return name in heard


def test_else_nobody_commands_it_over_the_broker(house: House, broker_url: str) -> None:
    watching = Celery("watching", broker=broker_url)
    with worker(house.settings, house.sink.url, broker_url) as running:
        until(lambda: _pulse() is not None)
        watching.control.shutdown()
        assert watching.control.inspect(timeout=2).ping() is None
        assert running.process.poll() is None


def test_one_mail_that_hangs_holds_one_line_and_the_others_are_sent(house: House, broker_url: str) -> None:
    house.sink.answer(HANG)
    with worker(house.settings, house.sink.url, broker_url):
        house.open_consultation(seconds=3)
        until(lambda: house.sink.received)
        _leases_run_out()
        house.sink.wait(2 * EVERYBODY - 1, within=25)  # a server may take its time for 30


@ON_ONE
@pytest.mark.parametrize("after", [0.3, 1.6, 2.5])
def test_asked_to_end_while_it_begins_it_ends(house: House, broker_url: str, after: float) -> None:
    with worker(house.settings, house.sink.url, broker_url) as running:
        time.sleep(after)
        running.process.send_signal(signal.SIGTERM)
        running.process.wait(PATIENCE)
