"""Lists of organisations as CSV: one line an organisation and one of its focal points."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workflow.rules.people.organisation_facts import LISTED
from workflow.rules.people.refusals import ColumnsRefused
from workflow.rules.shared.refusals import TextRefused
from workflow.text.values import Reason

COLUMNS = (*LISTED, "email", "person")


@dataclass(frozen=True)
class OrganisationLine:
    """One line as it was written; an absent column is empty. number: the row of the table, the head being 1.

    words: what it states about the organisation, column -> word; the rest is of the focal point.
    """

    number: int
    words: Mapping[str, str]
    email: str
    person: str


def parse_lines(data: bytes) -> list[OrganisationLine]:
    """The lines of a CSV file in UTF-8, separated by commas, semicolons or tabs; empty ones are left out.

    Raises TextRefused (encoding; empty) and ColumnsRefused (no `name`, or one that we do not know).
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TextRefused(field="file", reason=Reason.ENCODING) from error
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count))
    try:
        lines = list(_lines(reader))
    except csv.Error as error:
        raise TextRefused(field="file", reason=Reason.BINARY) from error
    if not lines:
        raise TextRefused(field="file", reason=Reason.EMPTY)
    return lines


def _lines(reader: Iterator[list[str]]) -> Iterator[OrganisationLine]:
    names = [name.strip().lower() for name in next(reader, [])]
    if "name" not in names or not set(names) <= set(COLUMNS) or len(set(names)) < len(names):
        raise ColumnsRefused(columns=", ".join(COLUMNS))
    for number, cells in enumerate(reader, start=2):
        if any(cell.strip() for cell in cells):
            written = dict(zip(names, (cell.strip() for cell in cells), strict=False))
            words = {column: written.get(column, "") for column in LISTED}
            yield OrganisationLine(number, words, email=written.get("email", ""), person=written.get("person", ""))
