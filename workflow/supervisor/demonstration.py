"""Which data are a demo's: a mark in the data folder, made for one database before anything is put into it.

In demo mode everybody may sign in as anybody, so a real coalition's data must never be taken for a demo's.
"""

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

from workflow.config import Settings, is_here

NAME = "demo"


def is_wanted(settings: Settings) -> bool:
    """Whether a run that was told neither way is a demo: when asked in the settings, on a demo's data, on new data.

    New data under an address that others reach, or behind a proxy, are never a demo's.
    """
    alone = is_here(settings.base_url) and not settings.proxies
    return settings.demo or is_marked(settings) or (is_new(settings) and alone)


def is_new(settings: Settings) -> bool:
    """Whether the embedded database has no file yet, or one without any table; looking does not make it."""
    if not settings.database_url.startswith("sqlite:///"):
        return False
    file = Path(settings.database_url.removeprefix("sqlite:///")).absolute()
    if not file.exists():
        return True
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as record:
        return not record.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]


def is_marked(settings: Settings) -> bool:
    """Whether the database of these settings was made as a demo's."""
    mark = settings.data / NAME
    return mark.exists() and mark.read_text("ascii").strip() == _fingerprint(settings)


def mark(settings: Settings) -> None:
    """Note that the database of these settings, still empty, is a demo's."""
    (settings.data / NAME).write_text(_fingerprint(settings) + "\n", "ascii")


def _fingerprint(settings: Settings) -> str:
    # Not the address itself: it may hold a password.
    return hashlib.sha256(settings.database_url.encode()).hexdigest()
