"""What all tables share: names of constraints, UTC moments, enums by value, blocks in a JSON column, random keys."""

import enum
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, DateTime, Dialect, Enum, MetaData, TypeDecorator
from sqlalchemy.orm import DeclarativeBase

from workflow.text.values import Block, from_dict

# No vowels and no look-alikes: a key is read aloud, and spells nothing.
LETTERS = "bcdfghjkmnpqrstvwxz"
SIGNS = LETTERS + "23456789"
KEY_LENGTH = 10


def new_key() -> str:
    """A random key of ten signs, for addresses that cannot be counted or guessed."""
    return "".join(secrets.choice(SIGNS) for _ in range(KEY_LENGTH))


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment; SQLite forgets the zone, so it is put back as UTC. Naive values are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class BlockList(TypeDecorator[tuple[Block, ...]]):
    """The blocks of a text in their order, ids included."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Sequence[Block] | None, dialect: Dialect) -> list[dict[str, Any]] | None:
        return None if value is None else [block.as_dict() for block in value]

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[Block, ...] | None:
        return None if value is None else tuple(from_dict(item) for item in value)


def _values(kind: type[enum.Enum]) -> list[str]:
    return [member.value for member in kind]


class Base(DeclarativeBase):
    """The tables' common ancestor."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime,
        # A native PostgreSQL type would need a migration a word, and SQLAlchemy stores names unless told otherwise;
        # without a length the column is as wide as the longest word of today.
        enum.Enum: Enum(enum.Enum, native_enum=False, length=40, values_callable=_values, create_constraint=False),
        dict[str, Any]: JSON,
        list[Any]: JSON,
        tuple[Block, ...]: BlockList,
    }
