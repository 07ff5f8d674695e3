"""From a row to a value: the columns that a value has fields for, and the value that a row fills."""

from collections.abc import Iterable
from dataclasses import fields
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import inspect

Value = TypeVar("Value")


def columns_of(kind: type, table: Any) -> tuple[Any, ...]:
    """The columns of `table` (a model or an alias of one) that are called as fields of `kind` are."""
    mapper = inspect(table).mapper
    there = set(mapper.all_orm_descriptors.keys()).difference(mapper.relationships.keys())
    return tuple(getattr(table, name) for name in _field_names(kind) if name in there)


def value_of(kind: type[Value], row: Any, /, **more: Any) -> Value:
    """A `kind` of which `more` says some fields, and what `row` (or an entity) calls like them all the others.

    A field that neither has is an AttributeError, also where it has a default: what was not fetched is never guessed.
    """
    make: Any = kind
    value: Value = make(**{name: getattr(row, name) for name in _field_names(make) if name not in more}, **more)
    return value


def values_of(kind: type[Value], rows: Iterable[Any]) -> tuple[Value, ...]:
    """A `kind` of each row."""
    return tuple(value_of(kind, row) for row in rows)


@cache
def _field_names(kind: Any) -> tuple[str, ...]:
    return getattr(kind, "_fields", None) or tuple(field.name for field in fields(kind))
