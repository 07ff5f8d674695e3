"""The engine, the two ways to use it, and the only clock of the use cases."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, func, select
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session


@dataclass
class _Process:
    """What this process is connected to, who listens to its commits, and a clock put in the place of the real one."""

    engine: Engine | None = None
    listeners: list[Callable[[], None]] = field(default_factory=list)
    clock: Callable[[], datetime] | None = None


_here = _Process()
# lock_timeout: as long as SQLite's busy_timeout; a page that waits for another's lock says so rather than hang.
# jit: compiling takes longer than any list of ours to be read, of whose length the planner thinks too highly.
# Said in each transaction, for it alone: what is said at the connection's start a pooler drops or refuses, and what is
# said to a session it keeps for whoever is given that session next.
_TERMS = "SET LOCAL lock_timeout = '5s'; SET LOCAL jit = off"
# The first two characters of an SQLSTATE: connection, serialisation and deadlock, resources, lock, shutdown.
_PASSING = frozenset({"08", "40", "53", "55", "57"})
# What either database answers where its disk is full, broken or closed for writing. PostgreSQL: disk_full,
# read_only_sql_transaction (a server that was told so, or a copy of another), io_error.
_CLOSED = frozenset({"53100", "25006", "58030"})
_CLOSED_FILE = frozenset(
    {sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}
)


def connect(url: str) -> Engine:
    """Use the database at `url` from now on in this process; returns its engine."""
    if _here.engine is not None:
        _here.engine.dispose()
    _here.engine = _make_engine(url)
    return _here.engine


def engine() -> Engine:
    """The engine of this process; raises RuntimeError before connect()."""
    if _here.engine is None:
        raise RuntimeError("no database: call connect() first")
    return _here.engine


def _make_engine(url: str) -> Engine:
    # A statement's values may be somebody's name: they stay out of messages, and so out of logs.
    embedded = url.startswith("sqlite")
    # Connections are opened when they are wanted: of a worker with many lines each takes two, and the sweeps some.
    many: dict[str, Any] = {} if embedded else {"max_overflow": 60}
    made = create_engine(url, pool_pre_ping=not embedded, hide_parameters=True, **many)
    if made.dialect.name == "sqlite":
        event.listen(made, "connect", _prepare_sqlite)
        event.listen(made, "begin", _begin_sqlite)
    if made.dialect.name == "postgresql":
        event.listen(made, "checkin", _forget_mode)
        # Not by the event "begin": what fails there reaches us as an error that nobody takes for the database's.
        made.dialect.do_begin = _begin_postgres  # type: ignore[method-assign, assignment]
    return made


def _begin_postgres(connection: Any) -> None:
    if not connection.autocommit:
        connection.execute(_TERMS)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # BEGIN is ours: see _begin_sqlite
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=5000", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")


def _forget_mode(connection: Any, _record: Any) -> None:
    # SQLAlchemy 2.1 leaves "read and write" behind a page that was read only; a server that is closed for writing,
    # or a copy of another, would be asked for what it cannot give, and answer as if it were broken.
    if connection is not None:
        connection.read_only = None


def _begin_sqlite(connection: Connection) -> None:
    # SQLite knows no row locks: a writer takes the whole lock at its start, else two could each read "I am not last".
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _forget() -> None:
    # What the parent is connected to is its own: to close it here would end it there as well, so it is kept unused.
    _inherited.append(_here.engine)
    _here.engine = None
    _here.listeners.clear()


_inherited: list[Engine | None] = []
os.register_at_fork(after_in_child=_forget)


@contextmanager
def transaction() -> Iterator[Session]:
    """A session whose changes are committed together at the end, or not at all.

    After a commit that recorded an event, those who asked by when_recorded() are called.
    """
    with Session(engine().execution_options(writing=True), expire_on_commit=False) as session:
        with session.begin():
            yield session
        if session.info.pop("recorded", False):
            for listener in _here.listeners:
                listener()


def statement_by_statement() -> Session | None:
    """A session in which each statement is a transaction by itself, which saves the errands around it; None on SQLite.

    The caller closes it.
    """
    if engine().dialect.name != "postgresql":
        return None
    return Session(engine().execution_options(isolation_level="AUTOCOMMIT"))


@contextmanager
def noting() -> Iterator[Session]:
    """transaction() for what is noted while a page is read: where the database takes nothing now, it is let go."""
    try:
        with transaction() as session:
            yield session
    except DBAPIError as error:
        if not (is_passing(error) or is_closed(error)):
            raise


@contextmanager
def reading() -> Iterator[Session]:
    """A session for one page: a consistent view of the record that is never written to."""
    one_view: dict[str, Any] = {}
    if engine().dialect.name == "postgresql":  # else each statement would see what was committed before it
        one_view = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with Session(engine().execution_options(**one_view), autoflush=False) as session:
        yield session


def is_passing(error: DBAPIError) -> bool:
    """Whether the database may well do it when asked again: a lock was held too long, or it cannot be reached."""
    if engine().dialect.name == "sqlite":
        return "locked" in str(error.orig)
    state = getattr(error.orig, "sqlstate", None)
    return isinstance(error, OperationalError) and (state is None or state[:2] in _PASSING)


def is_closed(error: DBAPIError) -> bool:
    """Whether the database takes nothing, of anybody, until somebody mends its disk; it may well be read."""
    if engine().dialect.name == "sqlite":
        return getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in _CLOSED_FILE
    return getattr(error.orig, "sqlstate", None) in _CLOSED


def when_recorded(listener: Callable[[], None]) -> None:
    """Have `listener` called after each commit of this process that recorded an event."""
    if listener not in _here.listeners:
        _here.listeners.append(listener)


def now(session: Session) -> datetime:
    """The present moment, aware and in UTC, by the database's clock where it has one.

    PostgreSQL's now() is the start of the transaction; a position taken while the lock was waited for would be early.
    """
    if _here.clock is not None:
        return _here.clock()
    if session.get_bind().dialect.name == "postgresql":
        with session.no_autoflush:  # to ask for the time must not write a row that is half filled in
            moment: datetime = session.scalars(select(func.clock_timestamp())).one()
        return moment.astimezone(UTC)
    return datetime.now(UTC)


def moment_of(session: Session) -> Any:
    """The present moment as a value of the SQL statement that keeps it, where nothing is waited for before it."""
    if _here.clock is None and session.get_bind().dialect.name == "postgresql":
        return func.clock_timestamp()
    return now(session)


@contextmanager
def clock(at: Callable[[], datetime]) -> Iterator[None]:
    """Within the block now() answers what `at()` says; for tests and for the demo's past."""
    before, _here.clock = _here.clock, at
    try:
        yield
    finally:
        _here.clock = before


def is_clock_played() -> bool:
    """Whether another clock stands in the place of the real one: such a one is never doubted."""
    return _here.clock is not None


def about_now() -> datetime:
    """This machine's clock, for telling a reader how much time is left; it never decides anything."""
    return _here.clock() if _here.clock is not None else datetime.now(UTC)
