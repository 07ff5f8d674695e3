"""Sends one mail to one person over a line to the mail server that is kept for many."""

import re
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.header import Header
from email.headerregistry import AddressHeader
from email.message import EmailMessage
from email.policy import EmailPolicy
from typing import Any
from urllib.parse import unquote

from workflow.config import MAIL_PORTS, SettingRefused, mail_server_parts
from workflow.rules.notifications.delivery import DeliveryVerdict, Outcome

CONNECT_WITHIN = 10.0  # seconds
ANSWER_WITHIN = 60.0
TAKE_WITHIN = 600.0  # after the last dot: RFC 5321 4.5.3.2.6; who gives up sooner sends twice
_ADDRESS = re.compile(r"[!-~]+@[!-~]+", re.ASCII)
_PLAIN_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w.-]+", re.ASCII)  # what quoteaddr() takes long to find out
_BARE_LINE_END = re.compile(rb"(?<!\r)\n|\r(?!\n)")
_FOR_ALL = frozenset({421, 530, 534, 535, 538})  # closing down, or who are you: says nothing about this reader
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")  # no line of a log, and PostgreSQL keeps no NUL
_LONGEST_TROUBLE = 200


class LineDown(Exception):
    """No mail can go out at present; the message is the server's line or the kind of fault."""


@dataclass(frozen=True)
class Server:
    """A mail server's address, taken apart."""

    scheme: str
    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)


def server(url: str) -> Server:
    """The server that a COMMUNIQUE_SMTP_URL names; raises SettingRefused."""
    parts = mail_server_parts(url)
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Server(parts.scheme, parts.hostname or "", parts.port or MAIL_PORTS[parts.scheme], user, password)


@contextmanager
def line(url: str, own_domain: str) -> Iterator["ServerLine"]:
    """A line to the server at `url` for one mail after the other; raises LineDown where it cannot be had.

    own_domain: what we call ourselves; the name of this machine is nobody's business.
    """
    try:
        connection = _open_connection(server(url), own_domain)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        # ValueError: of a host or a password that is no ASCII; what it quotes may be a part of the password.
        raise LineDown(_words(error)) from None
    held = ServerLine(connection)
    try:
        yield held
    finally:
        held.close()


class _Held(smtplib.SMTP):
    """A connection that hang_up() finds from the moment on when it is there."""

    def connect(self, host: str = "localhost", port: int = 0, source_address: Any = None) -> tuple[int, bytes]:
        """Connect, and be known before the server has said a word."""
        with _LOCK:
            _CONNECTIONS.add(self)
        try:
            return super().connect(host, port, source_address)
        except OSError:
            self.close()
            raise

    def close(self) -> None:
        """Close, and be forgotten."""
        with _LOCK:
            _CONNECTIONS.discard(self)
        super().close()


class _HeldSecure(_Held, smtplib.SMTP_SSL):
    pass


_CONNECTIONS: set[_Held] = set()
_LOCK = threading.Lock()


def hang_up() -> None:
    """Cut every line of this process: whoever waits for a server that says nothing goes on at once."""
    with _LOCK:
        for connection in _CONNECTIONS:
            if connection.sock is not None:
                with suppress(OSError):
                    socket.socket.shutdown(connection.sock, socket.SHUT_RDWR)


def _open_connection(at: Server, own_domain: str) -> smtplib.SMTP:
    secure = ssl.create_default_context()
    connection: smtplib.SMTP
    if at.scheme == "smtps":
        connection = _HeldSecure(at.host, at.port, own_domain, timeout=CONNECT_WITHIN, context=secure)
    else:
        connection = _Held(at.host, at.port, own_domain, timeout=CONNECT_WITHIN)
    try:
        connection.ehlo_or_helo_if_needed()
        if at.scheme == "smtp+starttls":
            connection.starttls(context=secure)
            connection.ehlo_or_helo_if_needed()
        if at.user:
            connection.login(at.user, at.password)
    except (OSError, smtplib.SMTPException, ValueError):
        connection.close()
        raise
    return connection


class ServerLine:
    """A connection to the mail server. `alive` until it is cut or says that it closes."""

    def __init__(self, connection: smtplib.SMTP) -> None:
        self._connection = connection
        self._has_served = self._is_heard = False  # of any mail, and of the one at hand
        self.alive = True

    def close(self) -> None:
        """Take leave."""
        self._patience(CONNECT_WITHIN)
        with suppress(OSError, smtplib.SMTPException):
            if self.alive:
                self._connection.quit()
        self._connection.close()

    def send(self, message: EmailMessage | bytes, sender: str, recipient: str) -> Outcome | None:
        """Try to send one mail to one person; every way it can end is an outcome. message: or what `wire` makes of it.

        None where it was not tried: the server took mails over this line, and closed it before it heard of this one.
        """
        try:
            content = message if isinstance(message, bytes) else wire(message)
            for address in (sender, recipient):
                if not _ADDRESS.fullmatch(address):
                    raise ValueError("an address that cannot stand in an envelope")
        except ValueError as error:
            return Outcome(DeliveryVerdict.FAILED, str(error)[:_LONGEST_TROUBLE])
        self._is_heard = False
        try:
            outcome = self._refusal(sender, recipient, len(content)) or self._hand_over(content)
        except (OSError, smtplib.SMTPException) as error:  # cut or silent before the last dot: it was not taken
            self.alive = False
            outcome = Outcome(DeliveryVerdict.LATER, _words(error))
        is_tried = self._is_heard or not self._has_served
        self._has_served = self._has_served or outcome.verdict is DeliveryVerdict.SENT
        return outcome if is_tried else None

    def _refusal(self, sender: str, recipient: str, size: int) -> Outcome | None:
        self._patience(ANSWER_WITHIN)
        options = f" SIZE={size}" if self._connection.has_extn("size") else ""
        code, words = self._connection.docmd("MAIL", f"FROM:{_quoted(sender)}{options}")
        self._is_heard = code != 421
        if code != 250:
            # The sender is the same in every mail: only the size is about this one.
            return self._outcome_of(code, words, DeliveryVerdict.REFUSED if code == 552 else DeliveryVerdict.CHANNEL)
        code, words = self._connection.docmd("RCPT", f"TO:{_quoted(recipient)}")
        if code not in (250, 251):
            return self._outcome_of(code, words)
        code, words = self._connection.docmd("DATA")
        return None if code == 354 else self._outcome_of(code, words)

    def _hand_over(self, content: bytes) -> Outcome:
        self._connection.send(content)
        self._patience(TAKE_WITHIN)
        try:
            code, words = self._connection.getreply()
        except (OSError, smtplib.SMTPException) as error:  # between its yes and our hearing it: RFC 1047
            self.alive = False
            return Outcome(DeliveryVerdict.LATER, _words(error), in_doubt=True)
        return Outcome(DeliveryVerdict.SENT) if code == 250 else self._outcome_of(code, words)

    def _outcome_of(self, code: int, words: bytes, verdict: DeliveryVerdict | None = None) -> Outcome:
        if code in _FOR_ALL:
            verdict = DeliveryVerdict.LATER if code == 421 else DeliveryVerdict.CHANNEL
        self.alive = self.alive and code != 421
        if self.alive:
            self._start_afresh()
        usual = DeliveryVerdict.REFUSED if 500 <= code <= 599 else DeliveryVerdict.LATER
        said = _CONTROLS.sub(" ", words.decode("ascii", "replace"))
        return Outcome(verdict or usual, f"{code} {said}"[:_LONGEST_TROUBLE])

    def _start_afresh(self) -> None:
        try:
            self._connection.rset()
        except (OSError, smtplib.SMTPException):
            self.alive = False

    def _patience(self, seconds: float) -> None:
        if self._connection.sock is not None:
            self._connection.sock.settimeout(seconds)


def _quoted(address: str) -> str:
    return f"<{address}>" if _PLAIN_ADDRESS.fullmatch(address) else smtplib.quoteaddr(address)


def wire(message: EmailMessage) -> bytes:
    """The mail as it goes over the line: CRLF alone, dots doubled, the lone dot at its end; raises ValueError."""
    content = message.as_bytes(policy=_WHOLE_WORDS)
    if _BARE_LINE_END.search(content):
        raise ValueError("a line end of its own kind inside a mail")
    stuffed = re.sub(rb"(?m)^\.", b"..", content)
    return (stuffed if stuffed.endswith(b"\r\n") else stuffed + b"\r\n") + b".\r\n"


class _WholeWords(EmailPolicy):
    """Folds a subject and a sender's name so that every reader gets each letter and each blank of them.

    EmailPolicy of Python 3.11 (seen in 3.11.7) loses the blank between two encoded words of a long header, and puts a
    long word on a line of its own under an empty first one.
    """

    def fold(self, name: str, value: Any) -> str:
        """The header in lines of ASCII."""
        if isinstance(value, AddressHeader) and len(value.addresses) == 1 and value.addresses[0].display_name:
            who = value.addresses[0]
            if not _is_plain(name, who.display_name):
                return f"{name}: {self._encoded(name, who.display_name)}{self.linesep} <{who.addr_spec}>{self.linesep}"
        elif name.lower() == "subject" and not _is_plain(name, str(value)):
            return f"{name}: {self._encoded(name, str(value))}{self.linesep}"
        return str(super().fold(name, value))

    def fold_binary(self, name: str, value: Any) -> bytes:
        """The same as bytes."""
        return self.fold(name, value).encode("ascii", "surrogateescape")

    def _encoded(self, name: str, words: str) -> str:
        # All of it, blanks too: RFC 2047 6.2 drops those that stand between two encoded words.
        return Header(words, "utf-8", maxlinelen=_LONGEST_LINE, header_name=name).encode(linesep=self.linesep)


_LONGEST_LINE = 76  # RFC 2047 2
_WHOLE_WORDS = _WholeWords(linesep="\r\n")


def _is_plain(name: str, words: str) -> bool:
    """Whether it needs neither a second line nor letters that ASCII lacks, and looks like no encoded word."""
    return words.isascii() and "=?" not in words and len(name) + 2 + len(words) <= _LONGEST_LINE


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error.decode("ascii", "replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
        return f"{error.smtp_code} {said}"[:_LONGEST_TROUBLE]
    if isinstance(error, SettingRefused):
        return str(error)
    return type(error).__name__
