"""A value is filled by the row's own names, and by no guess."""

from dataclasses import dataclass
from typing import NamedTuple

import pytest

from workflow.models.statement import Statement
from workflow.queries.shared.values import columns_of, value_of, values_of

pytestmark = pytest.mark.unit


class Row(NamedTuple):
    """A row that a question gave."""

    key: str
    title: str


@dataclass(frozen=True)
class Heading:
    """A value with a field that has a default."""

    key: str
    title: str
    reference: str = ""


def test_a_row_fills_the_fields_of_its_names_and_the_caller_the_others() -> None:
    assert value_of(Heading, Row("k", "Rivers"), reference="JS 2026/1") == Heading("k", "Rivers", "JS 2026/1")
    assert values_of(Row, [Row("k", "Rivers")]) == (Row("k", "Rivers"),)


def test_what_was_not_fetched_is_an_error_also_where_it_has_a_default() -> None:
    with pytest.raises(AttributeError):
        value_of(Heading, Row("k", "Rivers"))


def test_what_the_value_has_no_field_for_is_an_error() -> None:
    with pytest.raises(TypeError):
        value_of(Heading, Row("k", "Rivers"), reference="", language="en")


def test_the_columns_of_a_value_are_those_of_its_names_computed_ones_too() -> None:
    assert [column.key for column in columns_of(Heading, Statement)] == ["key", "title", "reference"]
