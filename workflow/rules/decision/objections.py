"""An objection is a thing with an answer: what it asks for, what it is called, and what may be answered to it."""

from dataclasses import dataclass
from enum import StrEnum


class ObjectionAnswer(StrEnum):
    """What a penholder answers to an objection before another ballot."""

    MET = "met"
    MET_IN_PART = "met_in_part"
    NOT_MET = "not_met"
    OVERRULED = "overruled"


NEEDS_WHY = frozenset({ObjectionAnswer.MET_IN_PART, ObjectionAnswer.NOT_MET, ObjectionAnswer.OVERRULED})
"""The answers that need a reason; of an objection that is met the text says it all."""

MOST_TOGETHER = 20
"""How many objections one position may have."""


@dataclass(frozen=True, kw_only=True)
class AskedObjection:
    """An objection as it was written; nothing of it has been checked.

    block: the paragraph, None for the whole text. words: the exact words there, "" for all of it. instead: the words
    with which the organisation could approve, "" to take them out, or where it proposes none.
    """

    block: str | None = None
    words: str = ""
    instead: str = ""
    why: str = ""


def objection_reference(number: int | None) -> str:
    """O1; empty while the ballot has not ended without adoption."""
    return f"O{number}" if number else ""
