"""Floors of the outside world: a bare list in the broker, a bare line to a mail server; and our mails beside it."""

import smtplib
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from email.message import EmailMessage
from urllib.parse import unquote

import redis
from flask import Flask
from sqlalchemy import func, select

from bench import words
from worker.mailing import Post
from workflow import database
from workflow.config import Settings
from workflow.models.event import Delivery
from workflow.models.publication import Progress

NOTES, MAILS, OURS = 200, 300, 160
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
def mail_server() -> Iterator[str]:
    """The address of a mail server in a process of its own that takes everything and keeps nothing."""
    with subprocess.Popen([sys.executable, "-m", "bench.mail_sink"], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield f"smtp://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.terminate()


def bare_mails(url: str) -> float:
    """Mails a second over one kept line, the mail built once."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "from@house.example", "to@house.example", words.TITLE
    mail.set_content("\n".join(words.remark(number) for number in range(20)))
    content = mail.as_bytes().replace(b"\n", b"\r\n")
    with smtplib.SMTP("127.0.0.1", int(url.rpartition(":")[2])) as line:
        started = time.perf_counter()
        for _ in range(MAILS):
            line.sendmail("from@house.example", ["to@house.example"], content)
        return MAILS / (time.perf_counter() - started)


def our_mails(app: Flask, settings: Settings, url: str) -> tuple[float, int]:
    """Mails a second of the worker's own post, claim and record included, and how many were sent."""
    post = Post(app, replace(settings, smtp_url=url), threading.Event())
    while post.fan_out():
        pass
    before, started = _sent(), time.perf_counter()
    while _sent() - before < OURS and post.send():
        pass
    count = _sent() - before
    return count / (time.perf_counter() - started), count


def _sent() -> int:
    done = select(func.count()).select_from(Delivery).where(Delivery.progress == Progress.DONE)
    with database.reading() as session:
        return session.scalar(done) or 0
