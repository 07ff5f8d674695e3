"""Mails as files: NAME.eml is what was sent, byte for byte; NAME.json is its envelope."""

import json
import os
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_binary_file, policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import Any

PAGE = 50
_NAME = re.compile(r"\d{8}T\d{6}\.\d{6}Z-[0-9a-f]{8}", re.ASCII)


class NoSuchMessage(LookupError):
    """No mail of that name is kept."""


@dataclass(frozen=True)
class Stored:
    """One mail; sender and recipients are the envelope's: who really got it, whatever its headers say."""

    id: str
    received_at: datetime
    sender: str
    recipients: tuple[str, ...]
    subject: str


@dataclass(frozen=True)
class Message:
    """One mail as its reader's program takes it apart; text or html is empty where it has none."""

    stored: Stored
    text: str
    html: str
    headers: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class MailboxPage:
    """Some of the mails; total: how many there are on all pages."""

    mails: tuple[Stored, ...]
    total: int
    number: int
    pages: int

    @property
    def first(self) -> int:
        """The place of the first mail shown, from 1."""
        return (self.number - 1) * PAGE + 1

    @property
    def last(self) -> int:
        """The place of the last mail shown."""
        return self.first + len(self.mails) - 1


def keep(folder: Path, sender: str, recipients: Sequence[str], content: bytes) -> str:
    """The name under which the mail is now safely on disk."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    at = datetime.now(UTC)
    name = f"{at:%Y%m%dT%H%M%S.%fZ}-{secrets.token_hex(4)}"
    envelope = {"sender": sender, "recipients": list(recipients), "received_at": at.isoformat()}
    # The envelope first: a mail is listed by its .eml, so that none is seen without its envelope.
    _write(folder / f"{name}.json", json.dumps(envelope, ensure_ascii=False).encode())
    _write(folder / f"{name}.eml", content)
    _flush_names(folder)
    return name


def _write(where: Path, content: bytes) -> None:
    half = where.with_name(f".{where.name}.half")
    with half.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    half.rename(where)


def _flush_names(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def page(folder: Path, number: int, *, to: str | None = None) -> MailboxPage:
    """One page of the mails, newest first, or of those that went to that address; a page too far is the last one."""
    found = [path for path in _newest_first(folder) if to is None or to in _envelope(path)["recipients"]]
    pages = max(1, -(-len(found) // PAGE))
    here = min(max(number, 1), pages)
    return MailboxPage(tuple(map(_load_mail, found[(here - 1) * PAGE : here * PAGE])), len(found), here, pages)


def _newest_first(folder: Path) -> list[Path]:
    return sorted((path for path in folder.glob("*.eml") if _NAME.fullmatch(path.stem)), reverse=True)


def _load_mail(path: Path) -> Stored:
    with path.open("rb") as file:
        headers = BytesHeaderParser(policy=policy.default).parse(file)
    return _line(path, str(headers.get("Subject", "")))


def _line(path: Path, subject: str) -> Stored:
    envelope = _envelope(path)
    received_at = datetime.fromisoformat(envelope["received_at"])
    return Stored(path.stem, received_at, envelope["sender"], tuple(envelope["recipients"]), subject)


def _envelope(path: Path) -> dict[str, Any]:
    envelope: dict[str, Any] = json.loads(path.with_suffix(".json").read_bytes())
    return envelope


def message(folder: Path, name: str) -> Message:
    """The mail of that name; raises NoSuchMessage."""
    path = folder / f"{name}.eml"
    if not _NAME.fullmatch(name) or not path.is_file():
        raise NoSuchMessage(name)
    with path.open("rb") as file:
        parsed = message_from_binary_file(file, policy=policy.default)
    headers = tuple((header, str(value)) for header, value in parsed.items())
    return Message(_line(path, str(parsed.get("Subject", ""))), _part(parsed, "plain"), _part(parsed, "html"), headers)


def _part(parsed: EmailMessage, kind: str) -> str:
    part = parsed.get_body((kind,))
    if part is None:
        return ""
    try:
        return str(part.get_content()).replace("\r\n", "\n")
    except LookupError:  # a character set that nobody knows
        return part.as_bytes().decode("utf-8", "replace")
