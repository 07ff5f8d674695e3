"""Floors of the outside world: a bare list in the broker, a bare line to a mail server; and our mails beside it.

python -m bench.lines [--database URL of a PostgreSQL server] [--lines N]
"""

import argparse
import smtplib
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from functools import partial
from urllib.parse import unquote

import redis
from flask import Flask
from sqlalchemy import bindparam, func, insert, select, update

from bench import words
from bench.coalition import Coalition
from bench.life import opened
from bench.records import house
from worker import mailing
from workflow import database
from workflow.config import Settings
from workflow.models.event import Delivery, Event
from workflow.models.person import Person
from workflow.models.publication import Progress
from workflow.rules.notifications.events import EventKind
from workflow.services.consultation import consulting
from workflow.services.notifications import notifying
from workflow.services.shared.record import new_key, record_event

NOTES, MAILS = 200, 1_000
ORGANISATIONS, PEOPLE, OWN, ROUNDS = 300, 2_000, 100, 3
SPOKEN = ("en",) * 7 + ("fr", "es", "ar")
SOCKET = "redis+socket://"


def bare_list(broker_url: str) -> list[float]:
    """Milliseconds from LPUSH to the return of BRPOP in another thread, note by note."""
    taken: list[float] = []
    put: list[float] = []

    def take() -> None:
        line = _broker(broker_url)
        for _ in range(NOTES):
            line.brpop(["bench"], timeout=10)
            taken.append(time.perf_counter())

    reader = threading.Thread(target=take)
    reader.start()
    line = _broker(broker_url)
    for turn in range(NOTES):
        while len(taken) < turn:
            time.sleep(0.0005)
        time.sleep(0.002)
        put.append(time.perf_counter())
        line.lpush("bench", "wake")
    reader.join()
    return [(end - start) * 1000 for start, end in zip(put, taken, strict=True)]


def _broker(url: str) -> redis.Redis:
    if url.startswith(SOCKET):
        return redis.Redis(unix_socket_path=unquote(url.removeprefix(SOCKET).partition("?")[0]))
    return redis.Redis.from_url(url)


@contextmanager
def mail_server(hanging: int = 0) -> Iterator[str]:
    """The address of a mail server in a process of its own that takes everything and keeps nothing.

    hanging: so many of its first connections are never answered.
    """
    command = [sys.executable, "-m", "bench.mail_sink", "--hang", str(hanging)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield f"smtp://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.terminate()


def bare_mails(url: str, then: Callable[[int], object] = lambda _number: None) -> float:
    """Mails a second over one kept line, the mail built once; after each `then` is done, which is given its number."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "from@house.example", "to@house.example", words.TITLE
    mail.set_content("\n".join(words.remark(number) for number in range(20)))
    content = mail.as_bytes().replace(b"\n", b"\r\n")
    with smtplib.SMTP("127.0.0.1", int(url.rpartition(":")[2])) as line:
        started = time.perf_counter()
        for number in range(MAILS):
            line.sendmail("from@house.example", ["to@house.example"], content)
            then(number)
        return MAILS / (time.perf_counter() - started)


def mails_with_commit(url: str) -> float:
    """The same with one row changed and committed after each, on a kept connection to the database."""
    change = update(Event).values(attempts=bindparam("number")).execution_options(synchronize_session=False)
    change = change.where(Event.id == select(func.min(Event.id)).scalar_subquery())
    with database.engine().execution_options(writing=True).connect() as record:

        def write(number: int) -> None:
            record.execute(change, {"number": number})
            record.commit()

        return bare_mails(url, write)


def our_mails(app: Flask, settings: Settings, url: str, *, lines: int = 1) -> tuple[float, int]:
    """Mails a second of the worker, claims and records included, with what is due now; and how many were sent."""
    settings = replace(settings, smtp_url=url)
    with database.reading() as session:
        waiting = notifying.waiting_events(session)
    for event_id in waiting:
        mailing.fan_out(event_id)
    work = partial(mailing.send_due, app, settings, ending=threading.Event(), seconds=60.0)
    before, started = _sent(), time.perf_counter()
    with ThreadPoolExecutor(lines) as pool:
        for line in [pool.submit(work) for _ in range(lines)]:
            line.result()
    count = _sent() - before
    return count / (time.perf_counter() - started), count


def _sent() -> int:
    done = select(func.count()).select_from(Delivery).where(Delivery.progress == Progress.DONE)
    with database.reading() as session:
        return session.scalar(done) or 0


def mails(server: str | None, *, rounds: int = 1, lines: int = 1) -> dict[str, float]:
    """Mails a second of both floors, of mails that are told alike and of mails with a body each; printed as they come.

    Round by round, so that what else the machine does meets all of them; of several rounds the best counts.
    """
    found: dict[str, float] = {}
    with house(server, "memory://", ORGANISATIONS) as here, mail_server() as url:
        grow(here.members)
        life = opened(here.members, 10)
        with database.transaction() as session:
            session.execute(update(Event).values(fanned_at=database.now(session)))
        send = partial(our_mails, here.app, here.settings, url, lines=lines)
        print(f"{PEOPLE:,} people of {ORGANISATIONS} organisations in four languages; mails a second, ms of processor")
        for days in range(3, 3 + rounds):
            _note(found, "kept line", lambda: (bare_mails(url), MAILS))
            _note(found, "kept line and a commit each", lambda: (mails_with_commit(url), MAILS))
            life.write(consulting.extend_consultation, closes_at=database.about_now() + timedelta(days=days))
            _note(found, "ours", send)
            _record_changed_passwords()
            _note(found, "ours, a body each", send)
    return found


def _note(found: dict[str, float], what: str, work: Callable[[], tuple[float, int]]) -> None:
    began = time.process_time()
    rate, count = work()
    found[what] = max(found.get(what, 0.0), rate)
    print(f"{what:28}{rate:10,.0f}{(time.process_time() - began) * 1000 / count:10.2f}   {count:,} mails", flush=True)


def grow(members: Coalition, people: int = PEOPLE) -> None:
    """People by the thousand, who read four languages."""
    with database.transaction() as session:
        at = database.now(session)
        more = [_person(members, number, at) for number in range(people - ORGANISATIONS)]
        session.execute(insert(Person), more)


def _person(members: Coalition, number: int, at: datetime) -> dict[str, object]:
    return {
        "key": new_key(),
        "email": f"more{number}@house.example",
        "organisation_id": members.organisations[number % ORGANISATIONS],
        "language": SPOKEN[number % len(SPOKEN)],
        "invited_at": at,
        "joined_at": at,
    }


def _record_changed_passwords() -> None:
    with database.transaction() as session:
        for person in session.scalars(select(Person.id).limit(OWN)):
            record_event(session, EventKind.PASSWORD_CHANGED, data={"person": person})


def main() -> None:
    """Measure mails and print them."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--database", metavar="URL", help="a PostgreSQL server on which a database may be made")
    wanted.add_argument("--lines", type=int, default=1, help="lines of one process")
    given = wanted.parse_args()
    found = mails(given.database, rounds=ROUNDS, lines=given.lines)
    print(f"ours over a kept line and a commit each: {found['ours'] / found['kept line and a commit each']:.2f}")


if __name__ == "__main__":
    main()
