"""The order of a run: place, lock, port, database, broker and mailbox, web server and worker, until asked to end."""

import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from types import FrameType

from workflow.config import KEEPS_MAIL, SECRET, Settings, is_here, is_loopback
from workflow.supervisor import lock, place, services
from workflow.supervisor.family import Family
from workflow.supervisor.refusal import CannotStart
from workflow.supervisor.service import Service


@dataclass(frozen=True)
class Ground:
    """What the children stand on: the settings, the sockets that the parent listens on, the lock, the environment."""

    settings: Settings
    web: socket.socket
    smtp: socket.socket | None
    lock: int
    environment: Mapping[str, str]
    address: str


@dataclass(frozen=True)
class Plan:
    """The children of a run: what ends by itself first, then groups that each wait for the one before."""

    first: Sequence[Service]
    groups: Sequence[Sequence[Service]]
    told: lock.RunRecord


def run(settings: Settings, host: str, port: int, *, plan: Callable[[Ground], Plan] | None = None) -> int:
    """Keep everything running in the foreground until a signal ends it; the exit code, 0 when asked to end.

    What stands in the way is said in one sentence on standard error. `plan` names other children; tests use it.
    """
    try:
        with _watch_signals() as asked, ExitStack() as stack:
            return _serve(_ground(settings, host, port, stack), plan or usual, asked)
    except CannotStart as refusal:
        print(refusal, file=sys.stderr, flush=True)
        return 1


@contextmanager
def _watch_signals() -> Iterator[Callable[[], int]]:
    """How often a signal has asked to end; the handlers before come back at the end."""
    times = 0

    def count(_number: int, _frame: FrameType | None) -> None:
        nonlocal times
        times += 1

    before = {number: signal.signal(number, count) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        yield lambda: times
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _ground(settings: Settings, host: str, port: int, stack: ExitStack) -> Ground:
    if settings.demo and (settings.proxies or not (is_loopback(host) and is_here(settings.base_url))):
        raise CannotStart(
            "The demo lets everybody sign in as anybody, so it runs on a loopback address only, and behind no proxy."
        )
    place.prepare_folder(settings.data)
    held = stack.enter_context(lock.hold_lock(settings.data))
    web = stack.enter_context(closing(place.listening(host, port)))
    smtp = None if settings.smtp_url else stack.enter_context(closing(place.listening("127.0.0.1", 0)))
    if not settings.secret_key:
        place.keep_secret_key(settings.data)
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{web.getsockname()[1]}"
    return Ground(settings, web, smtp, held, _environment(settings, address), address)


def _environment(settings: Settings, address: str) -> dict[str, str]:
    """The environment of the children: ours, with what the command line chose."""
    chosen = {
        "COMMUNIQUE_DATA": str(settings.data),
        "COMMUNIQUE_DEMO": "1" if settings.demo else "0",
        "COMMUNIQUE_COALITION": settings.coalition["en"],
        **{f"COMMUNIQUE_COALITION_{code.upper()}": name for code, name in settings.coalition.items() if code != "en"},
        "COMMUNIQUE_TIME_ZONE": str(settings.time_zone),
        "PYTHONUNBUFFERED": "1",
        KEEPS_MAIL: "0" if settings.smtp_url else "1",
    }
    return {"COMMUNIQUE_BASE_URL": address, **os.environ, **chosen}


def usual(ground: Ground) -> Plan:
    """The real children; broker and mailbox only where no address of another is set."""
    base, told = dict(ground.environment), lock.RunRecord(os.getpid(), ground.address)
    embedded: list[Service] = []
    if not ground.settings.broker_url:
        service, base["COMMUNIQUE_BROKER_URL"] = services.broker(ground.settings.data, base, ground.lock)
        embedded.append(service)
        told = replace(told, broker_url=base["COMMUNIQUE_BROKER_URL"])
    if ground.smtp is not None:
        folder = ground.settings.mailbox
        service, base["COMMUNIQUE_SMTP_URL"] = services.mailbox(folder, ground.smtp, base, ground.lock)
        embedded.append(service)
        told = replace(told, smtp_url=base["COMMUNIQUE_SMTP_URL"])
    open_ = {name: value for name, value in base.items() if name.startswith("COMMUNIQUE_") and name not in SECRET}
    told = replace(told, environment=open_, record=lock.record_sign(Settings.from_environment(base)))
    serving = [services.web(ground.web, base, ground.lock), services.worker(base, ground.lock)]
    return Plan([services.preparation(base, ground.lock)], [embedded, serving], told)


def _serve(ground: Ground, plan: Callable[[Ground], Plan], asked: Callable[[], int]) -> int:
    family, children = Family(_say, asked), plan(ground)
    try:
        for service in children.first:
            if code := family.complete(service):
                return code  # it has said why
        if all(family.start(group) for group in children.groups):
            lock.tell(ground.lock, children.told)
            _welcome(ground)
            family.keep()
    finally:
        family.end()
    return 0


def _welcome(ground: Ground) -> None:
    demo = "open the address, choose Sign in and take the place of one of the cast"
    real = f"communique --data {ground.settings.data} secretariat add YOUR@ADDRESS prints a link to sign in with"
    _say(f"Communiqué runs at {ground.address}")
    _say(f"Data: {ground.settings.data}")
    _say(f"Try first: {demo if ground.settings.demo else real}.")
    _say("Ctrl-C ends it.")


def _say(sentence: str) -> None:
    print(sentence, flush=True)
