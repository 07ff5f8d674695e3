"""Why amendments conflict, and which of them cannot stand together."""

from dataclasses import dataclass, field
from enum import StrEnum


class ConflictKind(StrEnum):
    """What two amendments would both have. The last two are no hindrance: the edit follows the paragraph that moves,
    and of two paragraphs one comes first.
    """

    SAME_WORDS = "same_words"  # or some of the same
    SAME_POINT = "same_point"
    DELETE_EDIT = "delete_edit"
    TWO_PLACES = "two_places"  # one paragraph moved to two places
    MOVED_ANCHOR = "moved_anchor"  # the paragraph that the other should follow is itself moved
    MOVE_EDIT = "move_edit"
    SAME_PLACE = "same_place"  # of whole paragraphs

    @property
    def is_exclusive(self) -> bool:
        """Whether at most one of the two can be applied."""
        return self not in (ConflictKind.MOVE_EDIT, ConflictKind.SAME_PLACE)


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Amendments of which one keeps the others out. open: those left open in brackets; refs are then the one that is
    accepted in full. Without, refs are all of which at most one can be accepted, or, where there are `against`, the one
    that takes out or moves a paragraph of which these say something. joined: all that conflict with one of them,
    directly or through a third.
    """

    why: ConflictKind
    refs: tuple[str, ...]
    against: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    joined: frozenset[str] = field(default=frozenset(), compare=False)
