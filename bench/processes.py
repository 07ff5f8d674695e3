"""What only real processes show: the memory of a web server, requests a second, how soon the worker wakes."""

import os
import socket
import statistics
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from workflow import database
from workflow.models.event import Event
from workflow.rules.notifications.events import EventKind
from workflow.supervisor import services
from workflow.supervisor.service import Child, Service

READERS, READING = 8, 3.0
WAKES, PATIENCE = 30, 20.0  # wakes measured; seconds that a worker may take over one
FLOOR = "bench.floor_app:app"


@contextmanager
def web(environment: Mapping[str, str], application: str = "") -> Iterator[tuple[int, int]]:
    """(Port, process id) of a web server as `communique run` starts it, with our application or another one."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        service = services.web(listener, {**os.environ, **environment}, 2)
        if application:
            service = replace(service, command=(*service.command[:-1], application))
        with running(service) as child:
            yield listener.getsockname()[1], _worker_of(child.pid)


@contextmanager
def running(service: Service) -> Iterator[Child]:
    """The process of a service, ready; killed at the end."""
    child = Child(service)
    child.start()
    try:
        until = time.monotonic() + 30
        while not service.ready():
            if not child.is_alive() or time.monotonic() > until:
                raise RuntimeError(f"{service.name} did not start")
            time.sleep(0.05)
        yield child
    finally:
        child.ask_to_end()
        time.sleep(0.5)
        child.kill()


def _worker_of(parent: int) -> int:
    """gunicorn's master serves nobody; its child does."""
    children = Path(f"/proc/{parent}/task/{parent}/children")
    return int(children.read_text().split()[0]) if children.exists() else parent


def memory(pid: int) -> float | None:
    """MiB of a process that lie in memory; None where the system does not tell."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return None
    return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmRSS")) / 1024


def get(port: int, path: str, cookie: str = "") -> bytes:
    """One answer of a server, whole."""
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(_request(path, cookie))
        return _answer(line)


def reads_a_second(port: int, path: str) -> float:
    """How many answers eight readers get from `path` in a second, each on a line that is kept."""
    counts = [0] * READERS
    until = time.perf_counter() + READING

    def read(reader: int) -> None:
        request = _request(path)
        with socket.create_connection(("127.0.0.1", port)) as line:
            while time.perf_counter() < until:
                line.sendall(request)
                if not _answer(line).startswith(b"HTTP/1.1 200"):
                    raise RuntimeError(f"{path} was not answered with 200")
                counts[reader] += 1

    threads = [threading.Thread(target=read, args=(reader,)) for reader in range(READERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / READING


def _request(path: str, cookie: str = "") -> bytes:
    told = f"Cookie: session={cookie}\r\n" if cookie else ""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{told}\r\n".encode()


def _answer(line: socket.socket) -> bytes:
    content = line.recv(65536)
    while b"\r\n\r\n" not in content and (more := line.recv(65536)):
        content += more
    head, _, body = content.partition(b"\r\n\r\n")
    length = next(int(row.split(b":")[1]) for row in head.split(b"\r\n") if row.lower().startswith(b"content-length"))
    missing = length - len(body)
    while missing > 0 and (more := line.recv(65536)):
        content, missing = content + more, missing - len(more)
    return content


def wakes(environment: Mapping[str, str], person_id: int) -> list[float]:
    """Milliseconds from a commit until the worker has that event in hand, the bell ringing in between."""
    with running(services.worker({"COMMUNIQUE_SMTP_URL": "smtp://127.0.0.1:1", **os.environ, **environment}, 2)):
        until = time.monotonic() + PATIENCE
        while _unseen() and time.monotonic() < until:
            time.sleep(0.1)
        return [_wake(person_id) for _ in range(WAKES)]


def _unseen() -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Event).where(Event.fanned_at.is_(None))) or 0


def _wake(person_id: int) -> float:
    time.sleep(0.1)  # the worker has gone back to sleep
    with database.transaction() as session:
        event = Event(kind=EventKind.DRAFT_SAVED, at=database.about_now(), person_id=person_id)
        session.add(event)
        session.info["recorded"] = True
    committed, seen = database.about_now(), None
    until = time.monotonic() + PATIENCE
    while seen is None:
        if time.monotonic() > until:
            raise RuntimeError("the worker does not look at the record")
        time.sleep(0.02)
        with database.reading() as session:
            seen = session.scalar(select(Event.fanned_at).where(Event.id == event.id))
    return (seen - committed).total_seconds() * 1000


def summary(values: list[float]) -> dict[str, Any]:
    """The median and the 95th of a hundred, in milliseconds."""
    return {"p50": statistics.median(values), "p95": sorted(values)[round(0.95 * (len(values) - 1))]}
