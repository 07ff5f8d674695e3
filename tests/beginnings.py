"""What many tests begin with: real use cases make it once a process, and its rows are put back for each other test."""

from collections.abc import Callable, Hashable
from copy import deepcopy
from typing import Any, TypeVar

from sqlalchemy import Connection, Table

from tests.provide.tables import filled
from workflow import database

FactsT = TypeVar("FactsT")
# What takes the rows of a table back, and those rows as this kind of database wrote them out.
Rows = list[tuple[str, Any]]

_kept: dict[Hashable, tuple[Any, Rows]] = {}


def begin(name: Hashable, make: Callable[[], FactsT]) -> FactsT:
    """What `make` answers, with the rows that it leaves in the present database.

    name: of what is made, with everything on which it depends. make: answers ids, keys and moments, never rows. In a
    database that holds rows already it is made anew.
    """
    engine = database.engine()
    # The numbers that PostgreSQL gave are given out in that database alone; each file of SQLite counts anew.
    key = (name, engine.dialect.name if engine.dialect.name == "sqlite" else str(engine.url))
    with engine.execution_options(writing=True).begin() as connection:
        is_empty = not filled(connection)
        if is_empty and key in _kept:
            facts, rows = _kept[key]
            _put_back(connection, rows)
            return deepcopy(facts)  # type: ignore[no-any-return]
    made = make()
    if is_empty:
        with engine.begin() as connection:
            _kept[key] = deepcopy(made), _written_out(connection)
    return made


def _written_out(connection: Connection) -> Rows:
    return [_lines(connection, table) for table in filled(connection)]


def _lines(connection: Connection, table: Table) -> tuple[str, Any]:
    if connection.dialect.name == "sqlite":
        lines = connection.exec_driver_sql(str(table.select())).fetchall()
        return str(table.insert().compile(connection)), [tuple(line) for line in lines]
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    with _cursor(connection) as cursor, cursor.copy(f'COPY "{table.name}" ({columns}) TO STDOUT') as copy:
        return f'COPY "{table.name}" ({columns}) FROM STDIN', b"".join(copy)


def _put_back(connection: Connection, rows: Rows) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        for statement, lines in rows:
            connection.exec_driver_sql(statement, lines)
        return
    with _cursor(connection) as cursor:
        for statement, lines in rows:
            with cursor.copy(statement) as copy:
                copy.write(lines)


def _cursor(connection: Connection) -> Any:
    held = connection.connection.driver_connection
    assert held is not None
    return held.cursor()
