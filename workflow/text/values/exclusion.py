"""Why amendments cannot stand together."""

from dataclasses import dataclass
from enum import StrEnum


class Why(StrEnum):
    """What two amendments would both have."""

    SAME_WORDS = "same_words"  # or some of the same
    TITLE = "title"
    SAME_POINT = "same_point"
    TWO_PLACES = "two_places"
    DELETE_EDIT = "delete_edit"
    MOVED_ANCHOR = "moved_anchor"


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Amendments of which one keeps the others out. open: those left open in brackets; refs are then the one that is
    accepted in full. Without, refs are all of which at most one can be accepted, or, where there are `against`, the one
    that takes out or moves a paragraph of which these say something.
    """

    why: Why
    refs: tuple[str, ...]
    against: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
