"""The stages of a statement and the moves between them; buttons, services and documents read this one table."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from workflow.rules.shared.refusals import WrongStage


class Stage(StrEnum):
    """Where a statement stands; consultation means that a consultation is open, decision that a ballot is."""

    DRAFT = "draft"
    CONSULTATION = "consultation"
    CONSOLIDATION = "consolidation"
    DECISION = "decision"
    ADOPTED = "adopted"
    PUBLISHED = "published"
    ABANDONED = "abandoned"


class Move(StrEnum):
    """What takes a statement from a stage to the next."""

    OPEN_CONSULTATION = "open_consultation"
    CLOSE_CONSULTATION = "close_consultation"
    REOPEN_CONSULTATION = "reopen_consultation"
    ISSUE_VERSION = "issue_version"
    OPEN_BALLOT = "open_ballot"
    ADOPT = "adopt"
    NOT_ADOPT = "not_adopt"
    PUBLISH = "publish"
    ABANDON = "abandon"


@dataclass(frozen=True)
class Way:
    """A move's stages of departure and the one that it leads to (None: it stays)."""

    leaves: frozenset[Stage]
    reaches: Stage | None


START = Stage.DRAFT
ENDS = frozenset({Stage.PUBLISHED, Stage.ABANDONED})
WAYS: Mapping[Move, Way] = {
    Move.OPEN_CONSULTATION: Way(frozenset({Stage.DRAFT, Stage.CONSOLIDATION}), Stage.CONSULTATION),
    Move.CLOSE_CONSULTATION: Way(frozenset({Stage.CONSULTATION}), Stage.CONSOLIDATION),
    Move.REOPEN_CONSULTATION: Way(frozenset({Stage.CONSOLIDATION}), Stage.CONSULTATION),
    Move.ISSUE_VERSION: Way(frozenset({Stage.CONSOLIDATION}), None),
    Move.OPEN_BALLOT: Way(frozenset({Stage.CONSOLIDATION}), Stage.DECISION),
    Move.ADOPT: Way(frozenset({Stage.DECISION}), Stage.ADOPTED),
    Move.NOT_ADOPT: Way(frozenset({Stage.DECISION}), Stage.CONSOLIDATION),
    Move.PUBLISH: Way(frozenset({Stage.ADOPTED}), Stage.PUBLISHED),
    Move.ABANDON: Way(frozenset(Stage) - ENDS, Stage.ABANDONED),
}


def can_move(stage: Stage, move: Move) -> bool:
    """Whether `move` leaves from `stage`."""
    return stage in WAYS[move].leaves


def stage_after(stage: Stage, move: Move) -> Stage:
    """The stage after `move`; raises WrongStage where it does not leave from `stage`."""
    if not can_move(stage, move):
        raise WrongStage(stage=stage.value, move=move.value)
    return WAYS[move].reaches or stage
