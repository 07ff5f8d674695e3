"""Gunicorn's worker with threads, made so that no thread ever waits for a client.

Gunicorn 27 reads a request and writes its answer in the thread that does the work: eight clients that send a byte a
second, or that read none, stop the service for everybody. Here the loop gathers each request whole before a thread
gets it, and sends each answer as its client takes it; a slow client costs memory, which is bounded, and a while, which
is bounded too. TLS and HTTP/2 are the proxy's.
"""

import errno
import selectors
import socket
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from typing import Any

from gunicorn.http.body import ChunkedReader
from gunicorn.http.message import Request
from gunicorn.http.parser import RequestParser
from gunicorn.http.unreader import IterUnreader
from gunicorn.workers.gthread import TConn, ThreadWorker

LARGEST = 2 * 1024 * 1024
"""Bytes of a body that the application takes; a larger one it refuses unread."""
_LONGEST_HEAD = 64 * 1024
_PIECE = 64 * 1024
_MOST_DRAINED = 32 * 1024 * 1024
_NOBODY_THERE = (errno.EAGAIN, errno.EWOULDBLOCK, errno.ECONNABORTED, errno.EINTR)
_NO_ROOM = (errno.EMFILE, errno.ENFILE)
# No page is made for these, so that they cost no thread either: one line in each language.
_LATE = """The request took too long to arrive. Go back: what you wrote is still in the form. Then send it again.
La demande a mis trop de temps à arriver. Revenez en arrière : ce que vous avez écrit est encore là. Puis renvoyez-le.
La solicitud tardó demasiado en llegar. Vuelva atrás: lo que escribió sigue en el formulario. Envíelo de nuevo.
استغرق وصول الطلب وقتًا أطول مما ينبغي. يُرجى الرجوع إلى الصفحة السابقة: ما كُتب لا يزال في النموذج، ثم إعادة إرساله.
"""


class Outbox:
    """What a thread writes to in the place of the socket: it takes everything at once, for the loop to send."""

    def __init__(self, line: socket.socket) -> None:
        self.line = line
        self.left = bytearray()

    def sendall(self, data: bytes) -> None:
        """Take `data`."""
        self.left += data

    def send(self, data: bytes) -> int:
        """Take `data`; how much was taken."""
        self.left += data
        return len(data)

    def sendfile(self, file: Any, offset: int = 0, count: int | None = None) -> int:
        """Take `count` bytes of a file; how many there were."""
        file.seek(offset)
        return self.send(file.read(count))

    def gettimeout(self) -> float:
        """None is ever waited for."""
        return 0.0

    def getsockname(self) -> Any:
        """The address on which the client was accepted."""
        return self.line.getsockname()

    def setblocking(self, _blocking: bool) -> None:
        """Leave the socket to the loop."""

    def shutdown(self, _how: int) -> None:
        """Leave the end to the loop, too; Gunicorn would drain the socket in the thread."""
        raise OSError(errno.ENOTCONN, "the loop ends it")

    def close(self) -> None:
        """Leave the socket to the loop."""


class Talk(TConn):  # type: ignore[misc]  # gunicorn has no types
    """One connection: what has arrived of the next request, and what is left to send of the last answer.

    since, within: when its present turn began and how many seconds it may take, more as bytes are moved.
    """

    def __init__(self, cfg: Any, line: socket.socket, client: Any, server: Any) -> None:
        super().__init__(cfg, line, client, server)
        self.initialized = self.data_ready = True  # there is nothing for a thread to wait for
        self.line = line
        self.sock = Outbox(line)
        self.received = bytearray()
        self.whole: int | None = None
        self.is_last = False
        self.is_leaving = False
        self.since, self.within, self.moved = 0.0, 0.0, 0

    @property
    def network(self) -> str:
        """The client's address; empty for a socket that has none."""
        return str(self.client[0]) if isinstance(self.client, tuple) else ""

    @property
    def size(self) -> int:
        """Bytes that are kept for it."""
        return len(self.received) + len(self.sock.left)

    def turn(self, within: float) -> None:
        """Begin a turn that may take so many seconds."""
        self.since, self.within, self.moved = time.monotonic(), within, 0

    def length(self, head: int) -> int | None:
        """Bytes of the request whose head, of `head` bytes, is there; None where only its end would tell.

        By Gunicorn's own reading: another one could be led to see another end. What Gunicorn refuses, or the
        application will as too large, is whole with its head.
        """
        try:
            reader = Request(self.cfg, IterUnreader([bytes(self.received[:head])]), self.client, 1).body.reader
        except Exception:  # the thread meets it again, and answers it
            return head
        if isinstance(reader, ChunkedReader):
            return None
        if reader.length > LARGEST:
            self.is_last = True  # its body would be taken for the next request
            return head
        return head + int(reader.length)


class WebWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """The worker: `gunicorn --worker-class workflow.supervisor.web_worker.WebWorker --threads 8`."""

    head_within = 20.0
    """Seconds for the head of a request, also for the first byte of a new connection."""
    body_within = 30.0
    """Seconds for a body or for an answer, and more as it moves on: see least_rate."""
    least_rate = 1000.0
    """Bytes that give a second more; 50 kbit/s, the slowest phone, is six times that."""
    leaving_within = 5.0
    """Seconds in which a client may take the end of an answer before its connection is cut."""
    held_at_most = 64 * 1024 * 1024
    """Bytes kept for unfinished requests and answers together; beyond it the largest goes."""
    looked_every = 0.25

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._talks: dict[Talk, None] = {}  # those that no thread has, the one that has waited longest first
        self._looked_at = 0.0

    # What comes in

    def accept(self, listener: socket.socket) -> None:
        """Begin to gather what a new client sends."""
        try:
            line, client = listener.accept()
        except OSError as error:
            if error.errno in _NO_ROOM:
                self._make_room()
            elif error.errno not in _NOBODY_THERE:
                raise
            return
        self.nr_conns += 1
        self._gather(Talk(self.cfg, line, client, listener.getsockname()), self.head_within)
        if self.nr_conns >= self.worker_connections:
            self._make_room()

    def _make_room(self) -> None:
        """Cut the connection that has waited longest among those of the address that has most."""
        if self._talks:
            busiest = Counter(talk.network for talk in self._talks).most_common(1)[0][0]
            self._cut(next(talk for talk in self._talks if talk.network == busiest))

    def _gather(self, talk: Talk, within: float) -> None:
        talk.turn(within)
        talk.whole = None
        self._watch(talk, selectors.EVENT_READ, self._read)
        if talk.received:  # sent behind the request before
            self._consider(talk, searched=0)

    def _read(self, talk: Talk) -> None:
        piece = self._piece(talk)
        if not piece:
            if piece is not None:
                self._cut(talk)
            return
        if not talk.received:
            talk.turn(self.head_within)
        searched = len(talk.received)
        talk.received += piece
        talk.moved += len(piece)
        self._consider(talk, searched)

    def _piece(self, talk: Talk) -> bytes | None:
        """What has arrived; None is nothing yet, and nothing at all is the end."""
        try:
            return talk.line.recv(_PIECE)
        except (BlockingIOError, InterruptedError):
            return None
        except OSError:
            return b""

    def _consider(self, talk: Talk, searched: int) -> None:
        if talk.whole is None:
            end = talk.received.find(b"\r\n\r\n", max(0, searched - 3))
            if end < 0:
                if len(talk.received) > _LONGEST_HEAD:
                    self._refuse(talk, "431 Request Header Fields Too Large")
                return
            talk.whole = talk.length(end + 4)
            if talk.whole is None:
                self._refuse(talk, "411 Length Required")
                return
            talk.turn(self.body_within)
            self._say_go_on(talk, end)
        if len(talk.received) >= talk.whole:
            self._hand_over(talk, talk.whole)

    def _say_go_on(self, talk: Talk, head: int) -> None:
        if len(talk.received) < (talk.whole or 0) and b"100-continue" in talk.received[:head].lower():
            with suppress(OSError):
                talk.line.send(b"HTTP/1.1 100 Continue\r\n\r\n")

    def _hand_over(self, talk: Talk, whole: int) -> None:
        """Give a thread the request; it reads it from memory, and could not read from the socket."""
        self._leave_alone(talk)
        request = bytes(talk.received[:whole])
        del talk.received[: len(talk.received) if talk.is_last else whole]
        talk.parser = RequestParser(self.cfg, iter([request]), talk.client)
        self.enqueue_req(talk)

    def handle_request(self, req: Any, conn: Talk) -> bool:
        """Have the application answer; whether another request may follow."""
        if conn.is_last:
            req.force_close()
        return bool(super().handle_request(req, conn))

    # What goes out

    def finish_request(self, conn: Talk, fs: "Future[Any]") -> None:
        """Send what the thread has written."""
        failed = fs.cancelled() or fs.exception() is not None
        conn.is_last = conn.is_last or failed or fs.result() is not True
        conn.turn(self.body_within)
        self._watch(conn, selectors.EVENT_WRITE, self._send)
        self._send(conn)

    def _send(self, talk: Talk) -> None:
        left = talk.sock.left
        try:
            while left:
                with memoryview(left) as view:
                    sent = talk.line.send(view[:_PIECE])
                del left[:sent]
                talk.moved += sent
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            self._cut(talk)
            return
        if talk.is_last:
            self._say_good_bye(talk)
        else:
            self._gather(talk, self.cfg.keepalive)

    def _refuse(self, talk: Talk, status: str, sentences: str = "") -> None:
        """Answer without the application, and end the connection."""
        body = sentences.encode()
        head = ("Connection: close", "Content-Type: text/plain; charset=utf-8", f"Content-Length: {len(body)}")
        talk.sock.left[:] = (
            "\r\n".join((f"HTTP/1.1 {status}", *head, "Cache-Control: no-store", "", "")).encode() + body
        )
        talk.received.clear()
        talk.is_last = True
        talk.turn(self.leaving_within)
        self._watch(talk, selectors.EVENT_WRITE, self._send)
        self._send(talk)

    def _say_good_bye(self, talk: Talk) -> None:
        """Let the client read the end of its answer: cut at once, what it still sends would take the answer away."""
        with suppress(OSError):
            talk.line.shutdown(socket.SHUT_WR)
        talk.turn(self.leaving_within)
        talk.is_leaving = True
        self._watch(talk, selectors.EVENT_READ, self._drain)

    def _drain(self, talk: Talk) -> None:
        piece = self._piece(talk)
        talk.moved += len(piece or b"")
        if piece == b"" or talk.moved > _MOST_DRAINED:
            self._cut(talk)

    # What takes too long

    def murder_pending(self) -> None:
        """Answer 408 to requests that are late, cut who takes no answer, and keep to the memory that there is."""
        now = time.monotonic()
        if now - self._looked_at < self.looked_every:
            return
        self._looked_at = now
        for talk in [talk for talk in self._talks if self._is_late(talk, now)]:
            if talk.received and not talk.sock.left and not talk.is_leaving:
                self._refuse(talk, "408 Request Timeout", _LATE)
            else:
                self._cut(talk)
        while sum(talk.size for talk in self._talks) > self.held_at_most:
            self._cut(max(self._talks, key=lambda talk: talk.size))

    def _is_late(self, talk: Talk, now: float) -> bool:
        within = talk.within
        if not self.alive and not talk.size:
            within = min(within, 2.0)  # the next request may be under way; a stopping worker waits for it no longer
        return now > talk.since + within + (0 if talk.is_leaving else talk.moved / self.least_rate)

    # The loop's list

    def _watch(self, talk: Talk, event: int, then: Callable[[Talk], None]) -> None:
        self._leave_alone(talk)
        self._talks[talk] = None
        self.poller.register(talk.line, event, partial(self._attend, talk, then))

    def _attend(self, talk: Talk, then: Callable[[Talk], None], _line: socket.socket) -> None:
        if talk in self._talks:  # else it was cut since the loop was told, to make room for another
            then(talk)

    def _leave_alone(self, talk: Talk) -> None:
        if talk in self._talks:
            del self._talks[talk]
            self.poller.unregister(talk.line)

    def _cut(self, talk: Talk) -> None:
        self._leave_alone(talk)
        self.nr_conns -= 1
        with suppress(OSError):
            talk.line.close()
