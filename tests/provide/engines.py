"""One engine for each address in a process: statements compiled for it by one test are there for the next."""

from functools import cache
from typing import Any

from sqlalchemy import Engine, event

from workflow import database


def share_engines() -> None:
    """Have connect() hand out the engine that this process already has for an address, with its pool emptied.

    Commits do not wait for the disk, as those on the PostgreSQL of the tests do not: nobody pulls the plug.
    """
    make = database._make_engine

    @cache
    def shared(url: str) -> Engine:
        made = make(url)
        if made.dialect.name == "sqlite":
            event.listen(made, "connect", _hasten)
        return made

    connect = database.connect

    def connect_again(url: str) -> Engine:
        here = shared(url)
        # A server's connection is good for the next test, and a new one reads its catalogues anew.
        return here if here is database._here.engine and here.dialect.name == "postgresql" else connect(url)

    database._make_engine = shared
    database.connect = connect_again


def _hasten(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA synchronous=OFF")
