"""What a drill stands on: a record, a broker, a mail server, a web server and workers, all of its own and killable."""

import http.client
import os
import re
import signal
import socket
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import unquote, urlencode, urlsplit

import redis
from flask import Flask
from sqlalchemy import func, insert, select
from sqlalchemy.exc import DBAPIError

from bench.coalition import SEATS, Coalition, browser, coalition, environment
from bench.drill_gate import Gate
from tests.provide import own_postgres, rabbitmq
from tests.provide.own_postgres import OwnServer
from tests.provide.smtp import SmtpSink
from tests.provide.tables import make_tables
from workflow import app as roof
from workflow import database
from workflow.config import Settings
from workflow.models.event import Pulse
from workflow.models.person import Person
from workflow.rules.shared.queues import Queue
from workflow.services.shared.record import new_key
from workflow.supervisor import services
from workflow.supervisor.service import Child, Service

WITHOUT_SEAT = 3  # organisations, in which most people are
READY_WITHIN = 60.0
AnswerT = TypeVar("AnswerT")


@dataclass(frozen=True)
class Plan:
    """What is drilled. mails: of the largest event. limit: seconds after which it has failed.

    consulted, decided: seconds until a deadline. is_hasty: what a killed worker held is free as soon as it is dead, as
    if half a minute had passed.
    """

    seed: int = 1
    mails: int = 1000
    kills: int = 12
    database: str = "sqlite"
    broker: str = "valkey"
    pool: str = "threads"
    fault: str = "kill"
    limit: float = 900.0
    consulted: float = 9.0
    decided: float = 12.0
    is_hasty: bool = False
    workers: int = 1

    @property
    def all_mails(self) -> int:
        """About how many mails there are in all: of the consultation, of its end, of adoption and of release."""
        return self.mails * 4


@dataclass
class Trouble:
    """A fault, from its beginning until what it struck stands again.

    slack: seconds that leases may cost a publication. excuses: meanwhile nothing can be done on time.
    """

    what: str
    began: datetime
    ended: datetime | None = None
    slack: float = 0.0
    excuses: bool = False


def attempt(ask: Callable[[], AnswerT]) -> AnswerT | None:
    """What is asked of the record; None where it is away, or somebody else writes for too long."""
    try:
        return ask()
    except DBAPIError:
        return None


class Member:
    """One process that is killed, and started again as a supervisor does."""

    def __init__(self, service: Service, log: Path, is_up: Callable[[datetime], bool]) -> None:
        # A shell that becomes the program: its process, group and open files are those of the program.
        told = ("/bin/sh", "-c", 'log=$1; shift; exec "$@" >>"$log" 2>&1', "sh", str(log), *service.command)
        self.child = Child(replace(service, command=told))
        self.is_kept_down = False
        self.on_death: Callable[[], object] = lambda: None
        self._is_up = is_up
        self._troubles: list[Trouble] = []
        self._started = datetime.now(UTC)

    def start(self) -> None:
        """Start it."""
        self._started = datetime.now(UTC)
        self.child.start()

    def strike(self, trouble: Trouble, number: int = signal.SIGKILL) -> bool:
        """Send all of it a signal; whether it was there."""
        if not self.child.is_alive():
            return False
        self._troubles.append(trouble)
        os.killpg(self.child.pid, number)
        return True

    def ask_to_end(self, trouble: Trouble) -> None:
        """Ask it to end, as a supervisor does."""
        self._troubles.append(trouble)
        self.child.ask_to_end()

    def tend(self) -> None:
        """Start it again when its time has come; note when what struck it is over."""
        if not self.child.is_alive():
            if self.child.again_at is None:
                self.child.clear_away()
                self.on_death()
                self.child.failures = 0  # a drill kills more often than a fault does: the wait does not grow
                self.child.wait_to_start_again()
            elif not self.is_kept_down and time.monotonic() >= self.child.again_at:
                self.start()
        elif self._troubles and self._started > self._troubles[-1].began and self._is_up(self._started):
            for trouble in self._troubles:
                trouble.ended = datetime.now(UTC)
            self._troubles.clear()

    def end(self) -> None:
        """Kill it."""
        if self.child.pid:
            self.child.kill()


class House:
    """All of it. troubles: every fault so far; killed: lines of workers that were.

    ends: seconds and exit code of each worker that was asked to end. spoilt_…: ids and keys of what can never go out.
    """

    def __init__(self, plan: Plan, settings: Settings, app: Flask, members: Coalition, people: int) -> None:
        self.plan, self.settings, self.app, self.members, self.people = plan, settings, app, members, people
        self.sink = SmtpSink()
        self.troubles: list[Trouble] = []
        self.killed = 0
        self.ends: list[tuple[float, int]] = []
        self.spoilt_events: frozenset[int] = frozenset()
        self.spoilt_people: frozenset[int] = frozenset()
        self.spoilt_statements: frozenset[str] = frozenset()
        self.kept: list[Member] = []
        self.workers: list[Member] = []
        self.broker: Member | Gate | None = None
        self.broker_url = ""
        self.web: Member | None = None
        self.port = 0
        self.postgres: OwnServer | None = None
        self.cookies: dict[int, str] = {}
        self.strike_web_after: float | None = None  # seconds after the next form was sent

    def trouble(self, what: str, slack: float = 0.0) -> Trouble:
        """A fault that begins now."""
        self.troubles.append(Trouble(what, datetime.now(UTC), slack=slack))
        return self.troubles[-1]

    def tend(self) -> None:
        """Start again what died."""
        for member in self.kept:
            member.tend()

    @property
    def mails(self) -> int:
        """How many mails the mail server has seen."""
        return len(self.sink.received)

    def arrived(self) -> Counter[tuple[str, str]]:
        """(recipient, Message-ID) -> how often it was taken."""
        parser = BytesHeaderParser()
        return Counter(
            (mail.recipients[0], str(parser.parsebytes(mail.content)["Message-ID"])) for mail in self.sink.taken
        )

    def valkey(self) -> redis.Redis:
        """A connection to the broker."""
        return redis.Redis(unix_socket_path=unquote(self.broker_url.removeprefix("redis+socket://").partition("?")[0]))

    def purge(self) -> None:
        """Have the broker forget everything."""
        if self.plan.broker == "valkey":
            self.valkey().flushall()
            return
        room = urlsplit(self.broker_url).path[1:]
        for queue in Queue:
            rabbitmq.run("purge_queue", "--vhost", room, queue.value)

    def shut_broker(self) -> None:
        """Have the broker away until open_broker()."""
        if isinstance(self.broker, Gate):
            self.broker.shut()
        elif self.broker is not None:
            self.broker.is_kept_down = True
            self.broker.end()

    def open_broker(self) -> None:
        """Have it there again."""
        if isinstance(self.broker, Gate):
            self.broker.open()
        elif self.broker is not None:
            self.broker.is_kept_down = False

    def send_form(self, person: int, path: str, page: str, **fields: str) -> int:
        """The status that the web server answers to a form of a page; 0 where it gave no answer."""
        try:
            shown = self._ask("GET", page, person)
            hidden = dict(re.findall(r'<input[^>]*name="(csrf_token|mandate|seen)"[^>]*value="([^"]*)"', shown[1]))
            if self.strike_web_after is not None and self.web is not None:
                trouble = self.trouble("web killed")
                threading.Timer(self.strike_web_after, self.web.strike, (trouble,)).start()
                self.strike_web_after = None
            return self._ask("POST", path, person, urlencode({**hidden, **fields}))[0]
        except (OSError, http.client.HTTPException):
            return 0

    def _ask(self, verb: str, path: str, person: int | None = None, body: str = "") -> tuple[int, str]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            headers = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
            if person is not None:
                headers["Cookie"] = f"session={self.cookies[person]}"
            line.request(verb, path, body or None, headers)
            answer = line.getresponse()
            set_here = " ".join(answer.headers.get_all("Set-Cookie") or ())
            if person is not None and (kept := re.search(r"\bsession=([^;]+)", set_here)):
                self.cookies[person] = kept[1]  # it holds what forms are known by
            return answer.status, answer.read().decode()
        finally:
            line.close()

    def page(self, path: str) -> str:
        """What everybody may read there; empty where it is not to be had."""
        status, text = self._ask("GET", path)
        return text if status == 200 else ""


@contextmanager
def house(plan: Plan) -> Iterator[House]:
    """A house with a coalition in it, in which nothing is started yet; all ends with the block."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="drill-", ignore_cleanup_errors=True)))
        postgres = None
        url = f"sqlite:///{folder / 'drill.sqlite3'}"
        if plan.database == "postgresql":
            postgres = stack.enter_context(own_postgres.own_process(own_postgres.SAFE))
            url = postgres.url
        held = Settings.from_environment(environment(folder, url))
        app = roof.create_app(held)
        make_tables(database.engine())
        stack.callback(database.engine().dispose)
        members = coalition(SEATS + WITHOUT_SEAT)
        here = House(plan, held, app, members, _fill(members, plan.mails))
        here.postgres = postgres
        stack.callback(here.sink.close)
        here.sink.start()
        stack.callback(lambda: [member.end() for member in here.kept])
        _add_broker(here, stack, folder)
        here.cookies = {person: _cookie(app, person) for person in members.focal[:SEATS]}
        roof.create_app(replace(held, broker_url=here.broker_url))  # from now on commits ring the bell
        _add_web_and_workers(here, stack, folder)
        yield here


def _fill(members: Coalition, mails: int) -> int:
    """People of the organisations without a seat, so that the largest event is told to so many; how many there are."""
    houses = members.organisations[SEATS:]
    there = len(members.focal) + 1
    with database.transaction() as session:
        at = database.now(session)
        rows = [
            {
                "key": new_key(),
                "email": f"more{number}@house.example",
                "organisation_id": houses[number % WITHOUT_SEAT],
                "invited_at": at,
                "joined_at": at,
            }
            for number in range(max(mails - there, 0))
        ]
        if rows:
            session.execute(insert(Person), rows)
    return there + len(rows)


def _cookie(app: Flask, person: int) -> str:
    found = browser(app, person).get_cookie("session", domain="127.0.0.1")
    return found.value if found else ""


def _add_broker(here: House, stack: ExitStack, folder: Path) -> None:
    if here.plan.broker == "rabbitmq":
        room = urlsplit(stack.enter_context(rabbitmq.private_room()))
        gate = Gate(room.port or 5672)
        stack.callback(gate.shut)
        here.broker = gate
        here.broker_url = room._replace(netloc=f"guest:guest@127.0.0.1:{gate.port}").geturl()
        return
    service, here.broker_url = services.broker(folder, os.environ, 2)
    here.broker = Member(service, folder / "broker.log", lambda _: service.ready())
    here.kept.append(here.broker)


def _add_web_and_workers(here: House, stack: ExitStack, folder: Path) -> None:
    listener = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=128))
    here.port = listener.getsockname()[1]
    given = environment(
        folder,
        here.settings.database_url,
        BROKER_URL=here.broker_url,
        SMTP_URL=here.sink.url,
        WORKER_POOL=here.plan.pool,
    )
    told = {**os.environ, **given}
    service = services.web(listener, told, 2)
    here.web = Member(service, folder / "web.log", lambda _: service.ready())
    for number in range(here.plan.workers):
        log = folder / f"worker{number}.log"
        here.workers.append(Member(services.worker(told, 2), log, _works_since))
    here.kept += [here.web, *here.workers]


def _works_since(started: datetime) -> bool:
    def ask() -> bool:
        with database.reading() as session:
            beaten = select(func.count()).where(Pulse.name.in_(Queue), Pulse.at > started)
            return session.scalar(beaten) == len(Queue)

    return attempt(ask) or False


def start_all(here: House) -> None:
    """Start broker, web server and workers, and wait until all of them stand."""
    began = here.trouble("start")
    for member in here.kept:
        member._troubles.append(began)
        member.start()
    until = time.monotonic() + READY_WITHIN
    while any(member._troubles for member in here.kept):
        here.tend()
        if time.monotonic() > until:
            raise RuntimeError("not everything started")
        time.sleep(0.05)
    here.troubles.clear()


def children_of(pid: int) -> list[int]:
    """The process ids of a process's children."""
    try:
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def logs(here: House) -> dict[str, Any]:
    """What each process wrote, by the name of its log."""
    return {log.stem: log.read_text() for log in sorted(here.settings.data.glob("*.log"))}
