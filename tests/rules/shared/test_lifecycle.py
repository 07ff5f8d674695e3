"""The table of moves: every stage can be reached, and left unless it is an end."""

import pytest

from workflow.rules.shared.lifecycle import ENDS, START, WAYS, Move, Stage, can_move, stage_after
from workflow.rules.shared.refusals import WrongStage

pytestmark = pytest.mark.unit


def test_every_stage_can_be_reached() -> None:
    reached, waiting = {START}, [START]
    while waiting:
        stage = waiting.pop()
        for way in WAYS.values():
            if stage in way.leaves and way.reaches is not None and way.reaches not in reached:
                reached.add(way.reaches)
                waiting.append(way.reaches)
    assert reached == set(Stage)


def test_every_stage_but_the_ends_can_be_left_and_the_ends_cannot() -> None:
    left = {stage for way in WAYS.values() if way.reaches is not None for stage in way.leaves}
    assert left == set(Stage) - ENDS


def test_every_move_has_a_way() -> None:
    assert set(WAYS) == set(Move)


@pytest.mark.parametrize("move", Move)
@pytest.mark.parametrize("stage", Stage)
def test_a_move_reaches_its_stage_or_is_refused(stage: Stage, move: Move) -> None:
    if can_move(stage, move):
        assert stage_after(stage, move) is (WAYS[move].reaches or stage)
    else:
        with pytest.raises(WrongStage) as refused:
            stage_after(stage, move)
        assert (refused.value.stage, refused.value.move) == (stage, move)
