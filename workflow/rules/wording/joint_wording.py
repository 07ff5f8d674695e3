"""A conflict that is handed to those who proposed it: when it may be, whose agreement it needs, and how it ends."""

from collections.abc import Collection, Iterable, Set
from datetime import datetime
from enum import StrEnum

FEWEST = 2
"""Amendments, and organisations, that make a conflict which can be handed over."""


class JointWordingState(StrEnum):
    """Where a conflict stands that was handed to its proposers."""

    OPEN = "open"
    AGREED = "agreed"  # their common amendment was made
    TAKEN_BACK = "taken_back"  # by a penholder
    PASSED = "passed"  # the deadline came before they agreed
    LEFT_BEHIND = "left_behind"  # another version was issued meanwhile
    CHANGED = "changed"  # one of its amendments says something else now


def joint_wording_state(
    closes_at: datetime, moment: datetime, *, ended: bool, made: bool, on_current_version: bool, changed: bool = False
) -> JointWordingState:
    """Where it stands at `moment`. made: a common amendment came of it; ended: that, or it was taken back. changed:
    one of its amendments was edited since it was handed over."""
    if made:
        return JointWordingState.AGREED
    if ended:
        return JointWordingState.TAKEN_BACK
    if not on_current_version:
        return JointWordingState.LEFT_BEHIND
    if changed:
        return JointWordingState.CHANGED
    return JointWordingState.PASSED if moment >= closes_at else JointWordingState.OPEN


def are_several(owners: Collection[int | None]) -> bool:
    """Whether amendments of these organisations (one entry an amendment) are enough to be handed over."""
    return len(owners) >= FEWEST and len(set(owners)) >= FEWEST


def is_agreed(proposers: Set[int], agreed: Iterable[int]) -> bool:
    """Whether everybody who must agree does. Fewer than two proposers agree on nothing common.

    proposers: the organisations whose amendments still stand and who may still act.
    """
    return len(proposers) >= FEWEST and proposers <= set(agreed)
