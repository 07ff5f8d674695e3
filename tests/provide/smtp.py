"""A real SMTP server that keeps what it gets and answers as a test's script says."""

import asyncio
import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage

from workflow.mailbox.smtp import Answer, Conversation, Envelope

ACCEPT = "250 taken"
LATER = "451 try again later"
NEVER = "550 no such reader"
HANG = "hang"
CUT = "cut"


@dataclass(frozen=True)
class Received:
    """A mail whose last dot arrived, and what it was answered."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes
    answer: str

    @property
    def message(self) -> EmailMessage:
        """The mail, parsed."""
        return message_from_bytes(self.content, policy=policy.default)


class SmtpSink:
    """Answers each mail with the next of `script`, then with `otherwise`.

    A verdict is a reply line, HANG (say nothing more) or CUT (close the line without an answer).
    by_recipient: a reply line for RCPT of this address. before_answer: called with the number of the mail, from 1,
    when its last dot has come and nothing has been answered; the place to kill a worker. mails_a_line: after so many
    mails over one connection the next MAIL is answered with `farewell`, or with nothing (None), and the line is closed.
    """

    def __init__(self) -> None:
        self.received: list[Received] = []
        self.script: deque[str] = deque()
        self.otherwise = ACCEPT
        self.by_recipient: dict[str, str] = {}
        self.before_answer: Callable[[int], None] = lambda _number: None
        self.mails_a_line = 1_000_000
        self.farewell: str | None = None
        self.connections = 0
        self._port = 0
        self._loop = asyncio.new_event_loop()
        self._server: asyncio.Server | None = None
        self._clients: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """The address for COMMUNIQUE_SMTP_URL."""
        return f"smtp://127.0.0.1:{self._port}"

    @property
    def taken(self) -> list[Received]:
        """The mails that were answered with 250."""
        return [mail for mail in self.received if mail.answer.startswith("250")]

    def answer(self, *verdicts: str) -> None:
        """Answer the next mails so, one verdict each."""
        self.script.extend(verdicts)

    def cut_after(self, accepted: int) -> None:
        """Take so many mails, then close every line when a mail's last dot has come."""
        self.script.extend([ACCEPT] * accepted)
        self.otherwise = CUT

    def wait(self, count: int, within: float = 60.0) -> list[Received]:
        """The mails taken, as soon as there are `count`; fails when they do not come."""
        until = time.monotonic() + within
        while len(self.taken) < count:
            assert time.monotonic() < until, f"{len(self.taken)} mails came within {within} s, not {count}"
            time.sleep(0.02)
        return self.taken

    def start(self) -> None:
        """Listen, on the same port as before."""
        self._do(self._start())

    def stop(self) -> None:
        """Be gone: refuse connections and cut those that stand. start() brings it back on the same port."""
        self._do(self._stop())

    def close(self) -> None:
        """End for good."""
        self.stop()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    def _do(self, work: object) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(10)  # type: ignore[arg-type]

    async def _start(self) -> None:
        self._server = await asyncio.start_server(self._hold, "127.0.0.1", self._port, backlog=512)
        self._port = self._server.sockets[0].getsockname()[1]

    async def _stop(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        for client in list(self._clients):
            client.cancel()
        await asyncio.gather(*self._clients, return_exceptions=True)

    async def _hold(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        task = asyncio.current_task()
        assert task is not None
        self._clients.add(task)
        with suppress(asyncio.CancelledError):
            await _Scripted(reader, writer, self._take, self).hold()
        writer.transport.abort()
        self._clients.discard(task)

    async def _take(self, envelope: Envelope, content: bytes) -> str | None:
        verdict = self.script.popleft() if self.script else self.otherwise
        self.received.append(Received(envelope.sender or "", tuple(envelope.recipients), content, verdict))
        self.before_answer(len(self.received))
        if verdict == HANG:
            await asyncio.sleep(3600)
        return None if verdict == CUT else verdict


class _Scripted(Conversation):
    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, take: Callable[..., object], sink: SmtpSink
    ) -> None:
        super().__init__(reader, writer, take)  # type: ignore[arg-type]
        self._sink, self._mails = sink, 0

    def answer(self, verb: str, rest: str) -> Answer:
        if verb == "RCPT":
            for address, reply in self._sink.by_recipient.items():
                if f"<{address}>" in rest:
                    return reply
        if verb == "MAIL":
            self._mails += 1
            if self._mails > self._sink.mails_a_line:
                return self._sink.farewell
        return super().answer(verb, rest)
