"""A whole installation for a journey: `communique run` as a person starts it, its mails, its commands, its bytes."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from tests.supervisor.processes import Started
from workflow import mailbox
from workflow.mailbox import Message

T = TypeVar("T")


@dataclass(frozen=True)
class House:
    """One running installation and its data folder."""

    run: Started
    address: str
    environment: dict[str, str]

    @property
    def data(self) -> Path:
        """Its data folder."""
        return self.run.data

    def command(self, *words: str) -> str:
        """What `communique WORDS` prints; fails where it fails."""
        done = subprocess.run(
            [sys.executable, "-m", "workflow.cli", *words, "--data", str(self.data)],
            env={**os.environ, **self.environment},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def mails(self, recipient: str = "") -> list[Message]:
        """The mails that arrived (for one recipient), the oldest first."""
        there, to = self.data / "mailbox", recipient or None
        pages = range(1, mailbox.page(there, 1, to=to).pages + 1)
        stored = [each for at in pages for each in mailbox.page(there, at, to=to).mails]
        return [mailbox.message(there, each.id) for each in reversed(stored)]

    def mail(self, recipient: str, words: str, within: float = 90.0) -> Message:
        """The newest mail to `recipient` with `words` in its subject or text, waited for."""

        def found() -> Message | None:
            with suppress(FileNotFoundError):
                for each in reversed(self.mails(recipient)):
                    if words in each.stored.subject or words in each.text:
                        return each
            return None

        return waited(found, within, f"no mail to {recipient} with {words!r}")

    def link(self, recipient: str, part: str) -> str:
        """The address with `part` in it that the newest such mail to `recipient` gives."""
        text = self.mail(recipient, part).text
        return next(each for each in re.findall(r"https?://\S+", text) if part in each)


def waited(asked: Callable[[], T | None], within: float, otherwise: str) -> T:
    """The first answer that is not None; fails with `otherwise` after so many seconds."""
    until = time.monotonic() + within
    while (answer := asked()) is None:
        assert time.monotonic() < until, otherwise
        time.sleep(0.2)
    return answer
