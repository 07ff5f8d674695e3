"""How versions are called, which texts bear a mark, and what is agreed language."""

import pytest

from workflow.rules.shared.labels import LabelKind, Labelling, VersionLabel, version_label
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.statements.agreed import agreed_blocks, agreed_blocks_lost
from workflow.rules.statements.handling import is_marked
from workflow.text.values import Block, BlockKind

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("labelling", "number", "kind", "shown"),
    [
        (Labelling.NUMBERS, 1, LabelKind.VERSION, 1),
        (Labelling.NUMBERS, 2, LabelKind.VERSION, 2),
        (Labelling.ZERO_DRAFT, 1, LabelKind.ZERO_DRAFT, None),
        (Labelling.ZERO_DRAFT, 2, LabelKind.REVISION, 1),
        (Labelling.ZERO_DRAFT, 3, LabelKind.REVISION, 2),
        (Labelling.DRAFTS, 1, LabelKind.DRAFT, 1),
        (Labelling.DRAFTS, 2, LabelKind.DRAFT, 2),
    ],
)
def test_a_version_is_called_as_its_statement_says(
    labelling: Labelling, number: int, kind: LabelKind, shown: int | None
) -> None:
    assert version_label(labelling, number) == VersionLabel(kind, shown)


def test_a_text_bears_its_mark_until_it_is_adopted_and_for_good_where_it_is_abandoned() -> None:
    assert {stage for stage in Stage if not is_marked(stage)} == {Stage.ADOPTED, Stage.PUBLISHED}


def _block(id_: str, text: str, kind: BlockKind = BlockKind.PARAGRAPH) -> Block:
    return Block(id_, kind, text)


def test_agreed_is_what_has_the_words_of_the_same_block_wherever_it_stands() -> None:
    base = [_block("a", "One."), _block("b", "Two."), _block("c", "Three.")]
    now = [_block("c", "Three."), _block("a", "One!"), _block("d", "Two."), _block("b", "Two.", BlockKind.HEADING)]
    assert agreed_blocks(base, now) == {"c"}


def test_a_move_touches_nothing_and_an_edit_and_a_removal_do() -> None:
    before = [_block("a", "One."), _block("b", "Two."), _block("c", "Three.")]
    after = [_block("c", "Three."), _block("a", "One!")]
    assert agreed_blocks_lost(frozenset("abc"), before, after) == ("a", "b")
    assert agreed_blocks_lost(frozenset("c"), before, after) == ()
