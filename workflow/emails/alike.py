"""One body for many readers: made once for an event, a language and a clock, and addressed to each of them.

What it leaves open is the line that names the reader's organisation, and three headers. In place of whatever else it
could say of a reader it is given a sign that must not show: a body that shows it is refused, and serves nobody.
"""

import re
import secrets
from binascii import b2a_base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from email import quoprimime
from email.utils import format_datetime
from functools import lru_cache

from markupsafe import Markup
from sqlalchemy.orm import Session

from workflow import smtp
from workflow.config import Settings
from workflow.emails import content_of, encoding, language_and_zone, message_of, plain, reader_line, speaking
from workflow.queries.notifications.notices import Notice, Recipient, notice
from workflow.queries.notifications.readers import Reader
from workflow.rules.shared.names import Named

_SIGN = secrets.token_hex(16)  # as long as half of a Message-ID; nobody can write it into a text
_LINE, _ADDRESS = f"<p>{_SIGN}</p>", f"{_SIGN}@reader.invalid"
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_PLAIN_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")
_LONGEST_ADDRESS = 60  # what is longer may have to be folded
_ENCODED_LINE, _BASE64_BYTES = 78, 57  # as long as the email package makes them
_ABOUT_READER = (
    "reply", "reworded", "showing", "joint_wording", "person", "seat_change", "pen", "ends", "unsent", "invited_by",
    "proposed", "consent", "objections"
)  # fmt: skip


class ShowsReader(Exception):
    """A body that is one reader's own after all."""


@dataclass
class Body:
    """What a mail says to all who share it."""

    _language: str
    _zone: str
    _head: tuple[bytes, ...]
    _text: "_Part"
    _between: bytes
    _page: "_Part"
    _end: bytes

    def addressed(self, reader: Reader, at: datetime) -> bytes:
        """The mail to one of them as it goes over the line; wants an application context. at: its date."""
        line, said = _line_of(reader.organisation, self._language, self._zone)
        text, page = self._text.with_line(said), self._page.with_line(line.join(self._page.around))
        before, then, after, last = self._head
        to, date, message_id = (each.encode() for each in (reader.email, format_datetime(at), reader.message_id))
        return b"".join((before, to, then, date, after, message_id, last, text, self._between, page, self._end))


@lru_cache(4096)
def _line_of(to: Named, language: str, zone: str) -> tuple[str, str]:
    """The line for the readers of one organisation, on the page and in the text; it depends on nothing else."""
    with speaking(language, zone):
        line = str(reader_line(to))
        return line, plain(line).text


def may_share(reader: Reader) -> bool:
    """Whether a body for many serves this reader too."""
    is_plain = _PLAIN_ADDRESS.fullmatch(reader.email) and len(reader.email) <= _LONGEST_ADDRESS
    return reader.is_told_alike and bool(is_plain) and len(reader.message_id) == len(_SIGN)


def body_for(session: Session, reader: Reader, settings: Settings) -> Body:
    """The body that this reader shares with others, as the record stands now; wants an application context.

    Raises ShowsReader where it would be the reader's own after all.
    """
    values = _of_anybody(notice(session, reader.delivery_id), reader)
    language, zone = language_and_zone(reader, settings)
    with speaking(language, zone):
        content = content_of(values, settings, link="", reader=Markup(_LINE))  # noqa: S704
        raw = smtp.wire(message_of(session, values, content, settings))
        encode = _ENCODERS[encoding(language)]
    if [said.count(_SIGN) for said in (content.subject, content.text, content.page)] != [0, 1, 1]:
        raise ShowsReader(values.kind.value)
    head, text, rest = raw.partition(encode(content.text))
    between, page, end = rest.partition(encode(content.page))
    if not (text and page):
        raise ValueError("a body that goes over the line otherwise than it was made")
    parts = (_Part(content.text, _SIGN, encode), between, _Part(content.page, _LINE, encode), end)
    return Body(language, zone, _open_head(head), *parts)


def _of_anybody(values: Notice, reader: Reader) -> Notice:
    """The values with the sign in place of what is about one reader; raises ShowsReader where more of them is."""
    if any(getattr(values, name) for name in _ABOUT_READER):
        raise ShowsReader(values.kind.value)
    anybody = Recipient(
        person_id=0,
        email=_ADDRESS,
        name=_SIGN,
        language=reader.language,
        time_zone=reader.time_zone,
        organisation=reader.organisation if reader.organisation.secretariat else Named(name=_SIGN),
        organisation_key=_SIGN,
    )
    ballot = replace(values.ballot, own=None) if values.ballot else None
    return replace(values, to=anybody, message_id=_SIGN, ballot=ballot)


def _open_head(head: bytes) -> tuple[bytes, bytes, bytes, bytes]:
    """The headers around the address, the date and half of the Message-ID."""
    before, _, rest = head.partition(_ADDRESS.encode())
    then, rest = re.split(rb"(?<=\r\nDate: )[^\r]+", rest, maxsplit=1)
    after, _, last = rest.partition(_SIGN.encode())
    return before, then, after, last


class _Part:
    """One form of a body, open where the reader's line goes. around: what stands beside it in its line."""

    def __init__(self, words: str, place: str, encode: Callable[[str], bytes]) -> None:
        before, _, after = words.partition(place)
        begin, end = before.rfind("\n") + 1, after.find("\n") + 1
        self._before, self._after = before[:begin], after[end:]
        self.around = before[begin:], after[:end]
        self._encode = encode
        # Where each line is encoded by itself those that all share are encoded once.
        self._ready = (encode(self._before), encode(self._after)) if encode is _in_signs else None

    def with_line(self, own: str) -> bytes:
        """All of it, as it goes to the server, with that line in its place."""
        if self._ready is None:
            return self._encode(self._before + own + self._after)
        return self._encode(own).join(self._ready)


def _in_signs(words: str) -> bytes:
    lines = b"".join(line + b"\n" for line in words.encode().splitlines())
    coded = quoprimime.body_encode(lines.decode("latin-1"), _ENCODED_LINE)
    return re.sub(r"^\.", "..", coded, flags=re.MULTILINE).replace("\n", "\r\n").encode("ascii")


def _in_base64(words: str) -> bytes:
    lines = b"".join(line + b"\r\n" for line in words.encode().splitlines())
    starts = range(0, len(lines), _BASE64_BYTES)
    return b"".join(b2a_base64(lines[at : at + _BASE64_BYTES], newline=False) + b"\r\n" for at in starts)


_ENCODERS: Mapping[str, Callable[[str], bytes]] = {"quoted-printable": _in_signs, "base64": _in_base64}
