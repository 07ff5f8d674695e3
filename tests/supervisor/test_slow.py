"""Clients that send slowly, or take an answer slowly or not at all, cost nobody else anything."""

import http.client
import logging
import os
import re
import selectors
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode

import pytest
from gunicorn.config import Config
from sqlalchemy import create_engine

from tests.deploy.compose import web_command
from tests.supervisor.processes import PATIENCE, ROOT, until
from workflow.config import Settings
from workflow.models import Base
from workflow.supervisor import services, web_worker

POST = "POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
AT_ONCE = 3.0  # seconds: who waits for a slow one waits for five at least, the shortest patience there is
HASTY = "tests.supervisor.hasty.HastyWorker"


@contextmanager
def _served(data: Path, worker: str = "") -> Iterator[int]:
    """The port of the web server as `communique run` starts it; worker: another class than its own."""
    data.mkdir()
    environ = {**os.environ, "COMMUNIQUE_DATA": str(data), "COMMUNIQUE_SECRET_KEY": "k" * 40, "PYTHONPATH": str(ROOT)}
    engine = create_engine(Settings.from_environment(environ).database_url)
    Base.metadata.create_all(engine)
    engine.dispose()
    with socket.create_server(("127.0.0.1", 0), backlog=200) as listener:
        service = services.web(listener, environ, listener.fileno())
        command = [worker or part if part == services.WEB_WORKER else part for part in service.command]
        process = subprocess.Popen(command, env=environ, cwd=ROOT, pass_fds=(listener.fileno(),))
        try:
            until(service.ready)
            yield listener.getsockname()[1]
        finally:
            process.terminate()
            process.wait(PATIENCE)


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The web server with its real patience."""
    with _served(tmp_path_factory.mktemp("real") / "data") as port:
        yield port


@pytest.fixture(scope="module")
def hasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The web server with little patience."""
    with _served(tmp_path_factory.mktemp("hasty") / "data", HASTY) as port:
        yield port


def _line(port: int) -> socket.socket:
    line = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return line


def _visit(port: int) -> float:
    """Seconds until a visitor has the sign-in page."""
    before = time.monotonic()
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    line.request("GET", "/sign-in")
    with line.getresponse() as answer:
        assert answer.status == 200
        answer.read()
    line.close()
    return time.monotonic() - before


def _answer(line: socket.socket) -> bytes:
    """All that comes until the end of the connection."""
    said = b""
    with suppress(ConnectionResetError):
        while piece := line.recv(65536):
            said += piece
    return said


def _has_ended(line: socket.socket) -> bool:
    line.setblocking(False)
    try:
        return line.recv(1) == b""
    except BlockingIOError:
        return False
    except ConnectionResetError:
        return True


def _attack(port: int, stack: ExitStack, begun: bytes, times: int = 40) -> list[socket.socket]:
    lines = [stack.enter_context(_line(port)) for _ in range(times)]
    for line in lines:
        line.sendall(begun)
    return lines


def test_forty_slow_bodies_and_forty_slow_heads_keep_no_other_visitor_waiting(port: int) -> None:
    with ExitStack() as stack:
        slow = _attack(port, stack, f"{POST}Content-Length: 1000\r\n\r\nemail=".encode())
        slow += _attack(port, stack, b"GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
        for _ in range(3):
            for line in slow:
                line.sendall(b"x")
            assert _visit(port) < AT_ONCE


def test_forty_that_open_a_connection_and_say_nothing_keep_no_other_visitor_waiting(port: int) -> None:
    with ExitStack() as stack:
        _attack(port, stack, b"")
        assert _visit(port) < AT_ONCE


def test_a_dozen_that_take_no_answer_keep_no_other_visitor_waiting(port: int) -> None:
    asked = b"GET /static/app.css HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 100
    with ExitStack() as stack:
        for _ in range(12):
            line = stack.enter_context(socket.socket())
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            line.connect(("127.0.0.1", port))
            line.sendall(asked)
        time.sleep(1)  # the answers are under way now, and nobody takes them
        assert _visit(port) < AT_ONCE


def test_forty_that_do_not_hang_up_after_their_answer_keep_no_other_visitor_waiting(port: int) -> None:
    with ExitStack() as stack:
        _attack(port, stack, b"GET /static/app.css HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        time.sleep(0.3)
        assert _visit(port) < AT_ONCE


def test_more_connections_than_there_is_room_for_leave_room_for_a_visitor(port: int) -> None:
    with ExitStack() as stack:
        _attack(port, stack, b"GET /", 600)
        assert _visit(port) < AT_ONCE


def test_the_form_of_a_slow_phone_arrives_whole(port: int) -> None:
    with _line(port) as line:
        line.sendall(b"GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        page = _answer(line).decode()
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    cookie = re.search(r"^set-cookie: ([^;]+)", page, re.MULTILINE | re.IGNORECASE)
    assert token and cookie
    fields = {"csrf_token": token[1], "email": "nobody@delta.example", "password": "x" * 40, "next": "/é" * 3000}
    body = urlencode(fields).encode()
    head = f"{POST}Cookie: {cookie[1]}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode()
    with _line(port) as line:
        for place in range(0, len(sent := head + body), 1500):
            line.sendall(sent[place : place + 1500])
            time.sleep(0.02)
        answer = _answer(line).decode()
    assert answer.startswith("HTTP/1.1 422")
    assert "nobody@delta.example" in answer


def test_a_request_that_is_late_is_answered_with_408_in_words_and_the_connection_ends(hasty: int) -> None:
    for begun in (b"GET /sign-in HTTP/1.1\r\nHost: x", f"{POST}Content-Length: 100\r\n\r\nemail=".encode()):
        with _line(hasty) as line:
            line.sendall(begun)
            answer = _answer(line).decode()
        assert answer.startswith("HTTP/1.1 408 ")
        assert "what you wrote is still in the form" in answer and "Vuelva" in answer


def test_a_body_that_goes_on_arriving_is_not_late(hasty: int) -> None:
    body = b"email=" + b"x" * 400_000
    with _line(hasty) as line:
        line.sendall(f"{POST}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode())
        for place in range(0, len(body), 20_000):
            line.sendall(body[place : place + 20_000])
            time.sleep(0.04)  # 0.8 s in all, where a body that stands still has 0.5
        assert _answer(line).startswith(b"HTTP/1.1 400"), "it came to the application: no token"


def test_a_connection_on_which_nothing_is_said_ends_without_a_word(hasty: int) -> None:
    with _line(hasty) as line:
        assert _answer(line) == b""


def test_unfinished_bodies_take_no_more_memory_than_there_is_for_them(hasty: int) -> None:
    with ExitStack() as stack:
        begun = f"{POST}Content-Length: 1500000\r\n\r\n".encode() + b"x" * 1_400_000
        lines = [stack.enter_context(_line(hasty)) for _ in range(4)]
        for line in lines:
            with suppress(OSError):
                line.sendall(begun)
        until(lambda: any(map(_has_ended, lines)), 15, lambda: "five and a half megabytes fit into three")


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (f"{POST}Transfer-Encoding: chunked\r\n\r\n5\r\nemail\r\n0\r\n\r\n", "411"),
        (f"{POST}Content-Length: 3000000\r\n\r\n" + "x" * 3_000_000, "413"),
        (f"{POST}Content-Length: 5\r\nContent-Length: 6\r\n\r\nemail=", "400"),
        (f"{POST}Content-Length: 1e3\r\n\r\nemail", "400"),
        ("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: " + "x" * 100_000, "431"),
        ("\r\n\r\n\r\n", "400"),
        ("GET /no/such HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n", "404"),
    ],
)
def test_an_odd_request_has_its_answer_and_then_the_connection_ends(port: int, sent: str, status: str) -> None:
    with _line(port) as line:
        line.sendall(sent.encode())
        assert re.match(rf"HTTP/1\.[01] {status} ", _answer(line).decode())


def test_requests_sent_behind_one_another_are_answered_in_their_order(port: int) -> None:
    paths = ("/static/app.css", "/favicon.ico", "/no/such")
    with _line(port) as line:
        line.sendall("".join(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" for path in paths).encode())
        line.shutdown(socket.SHUT_WR)
        answer = _answer(line)
    assert re.findall(rb"HTTP/1\.1 (\d+) ", answer) == [b"200", b"200", b"404"]


def test_who_asks_leave_to_send_a_body_is_told_to_go_on(port: int) -> None:
    with _line(port) as line:
        line.sendall(f"{POST}Content-Length: 6\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n".encode())
        assert line.recv(200).startswith(b"HTTP/1.1 100 Continue")
        line.sendall(b"email=")
        assert b"HTTP/1.1 400 " in _answer(line)


def test_the_image_and_the_run_serve_with_that_worker_and_refuse_what_the_application_does() -> None:
    from workflow.app import create_app

    assert services.WEB_WORKER in web_command()
    made = create_app(Settings.from_environment({"COMMUNIQUE_SECRET_KEY": "k" * 40}))
    assert made.config["MAX_CONTENT_LENGTH"] == web_worker.LARGEST


def test_a_connection_that_was_cut_for_another_is_not_cut_again_by_what_it_had_just_sent() -> None:
    worker = web_worker.WebWorker(0, os.getpid(), [], None, 30, Config(), logging.getLogger("gunicorn.error"))
    worker.poller, worker.nr_conns = selectors.DefaultSelector(), 1
    ours, theirs = socket.socketpair()
    with theirs, worker.poller:
        talk = web_worker.Talk(worker.cfg, ours, ("127.0.0.1", 1), ("127.0.0.1", 2))
        worker._gather(talk, 10)
        theirs.sendall(b"GET / HTTP/1.1\r\n")
        ((key, _),) = worker.poller.select(1)
        worker._make_room()
        key.data(key.fileobj)
        assert worker.nr_conns == 0
