"""Whole numbers that a request brings along: never larger than a column of the record can hold."""

from typing import Any

from wtforms import IntegerField

MOST = 2**31 - 1
_DIGITS = 4000  # Python itself refuses to read longer ones


def parse_bounded(raw: str) -> int:
    """The number that `raw` writes, brought between -MOST and MOST; raises ValueError where it is none."""
    return max(-MOST, min(MOST, int(raw)))


def parse_count(raw: str | None) -> int | None:
    """The number that `raw` writes in plain digits, at most MOST; None where it is none."""
    plain = raw is not None and raw.isascii() and raw.isdecimal() and len(raw) <= _DIGITS
    return parse_bounded(raw) if plain and raw is not None else None


class WholeField(IntegerField):
    """A whole number; one that no column could hold becomes the largest that one can."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed."""
        super().process_formdata(valuelist)
        if self.data is not None:
            self.data = max(-MOST, min(MOST, self.data))
