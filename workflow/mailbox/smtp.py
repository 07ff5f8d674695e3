"""The server's side of SMTP (RFC 5321 with SIZE, 8BITMIME, SMTPUTF8, PIPELINING), one conversation at a time each.

Written here because the one package for it has had no release for years, and the tests need to script its answers.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field

LARGEST = 20_000_000
PATIENCE = 300.0  # seconds, RFC 5321 4.5.3.2.7
EXTENSIONS = (f"SIZE {LARGEST}", "8BITMIME", "SMTPUTF8", "PIPELINING")

_PATH = re.compile(r"(?:FROM|TO): ?<([^<>\r\n]*)>(?: (.*))?", re.IGNORECASE)


@dataclass
class Envelope:
    """From whom and to whom one mail goes, by the conversation and not by its headers."""

    sender: str | None = None
    recipients: list[str] = field(default_factory=list)


# Takes a mail and answers the reply line, such as "250 kept"; an answer of None cuts the line.
Taker = Callable[[Envelope, bytes], Awaitable[str | None]]
Answer = str | tuple[str, ...] | None


class Conversation:
    """One client's connection, from greeting to QUIT."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, take: Taker) -> None:
        self._reader, self._writer, self._take = reader, writer, take
        self._envelope = Envelope()

    async def hold(self) -> None:
        """Answer until the client leaves, falls silent or is cut off."""
        # A reset, a half line or a silence is the client's way to leave; the sender's side decides what it means.
        with suppress(OSError, asyncio.IncompleteReadError, TimeoutError, asyncio.LimitOverrunError):
            await self._say("220 mailbox ready")
            while await self._step():
                pass
        self._writer.close()

    async def _step(self) -> bool:
        verb, _, rest = (await self._line()).decode("utf-8", "replace").strip().partition(" ")
        if verb.upper() == "DATA":
            answer = await self._data()
        else:
            answer = self.answer(verb.upper(), rest)
        if answer is not None:
            await self._say(answer)
        return answer is not None and verb.upper() != "QUIT"

    def answer(self, verb: str, rest: str) -> Answer:
        """The reply to one command other than DATA."""
        if verb in ("EHLO", "HELO", "RSET"):
            self._envelope = Envelope()
        return _ANSWERS.get(verb, _unknown)(self._envelope, rest)

    async def _data(self) -> Answer:
        if not self._envelope.recipients:
            return "503 RCPT first"
        await self._say("354 go on, end with a dot")
        content = await self._content()
        envelope, self._envelope = self._envelope, Envelope()
        return "552 too large" if content is None else await self._take(envelope, content)

    async def _content(self) -> bytes | None:
        """What the client sends up to the lone dot; None when it is larger than we said."""
        lines: list[bytes] = []
        size = 0
        while (line := await self._line()) != b".\r\n":
            size += len(line)
            if size <= LARGEST:
                lines.append(line[1:] if line.startswith(b".") else line)
        return b"".join(lines) if size <= LARGEST else None

    async def _line(self) -> bytes:
        return await asyncio.wait_for(self._reader.readuntil(b"\r\n"), PATIENCE)

    async def _say(self, answer: str | tuple[str, ...]) -> None:
        lines = (answer,) if isinstance(answer, str) else answer
        code = lines[0][:3]
        more = [f"{code}-{line[4:]}" for line in lines[:-1]]
        self._writer.write("".join(f"{line}\r\n" for line in (*more, lines[-1])).encode())
        await self._writer.drain()


def _ehlo(_envelope: Envelope, _rest: str) -> Answer:
    return ("250 mailbox", *(f"250 {extension}" for extension in EXTENSIONS))


def _mail(envelope: Envelope, rest: str) -> Answer:
    if envelope.sender is not None:
        return "503 one MAIL at a time"
    if not (given := _PATH.fullmatch(rest)):
        return "501 MAIL FROM:<address>"
    if _size(given[2] or "") > LARGEST:
        return "552 too large"
    envelope.sender = given[1]
    return "250 go on"


def _size(parameters: str) -> int:
    given = re.search(r"\bSIZE=(\d{1,12})\b", parameters, re.IGNORECASE)
    return int(given[1]) if given else 0


def _rcpt(envelope: Envelope, rest: str) -> Answer:
    if envelope.sender is None:
        return "503 MAIL first"
    given = _PATH.fullmatch(rest)
    if not given or not given[1]:
        return "501 RCPT TO:<address>"
    envelope.recipients.append(given[1])
    return "250 go on"


def _unknown(_envelope: Envelope, _rest: str) -> Answer:
    return "502 not known here"


_ANSWERS: dict[str, Callable[[Envelope, str], Answer]] = {
    "EHLO": _ehlo,
    "HELO": lambda _envelope, _rest: "250 mailbox",
    "MAIL": _mail,
    "RCPT": _rcpt,
    "RSET": lambda _envelope, _rest: "250 forgotten",
    "NOOP": lambda _envelope, _rest: "250 still here",
    "VRFY": lambda _envelope, _rest: "252 send it and see",
    "QUIT": lambda _envelope, _rest: "221 good bye",
}
