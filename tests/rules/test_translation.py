"""When a translation is behind, and what of it is missing."""

import pytest

from workflow.rules.translation import behind, in_order, missing, words_digest
from workflow.text.blocks import Block, BlockKind

pytestmark = pytest.mark.unit


def block(key: str, text: str) -> Block:
    return Block(key, BlockKind.PARAGRAPH, text)


ORIGINAL = (block("a", "One."), block("b", "Two."), block("c", "Three."))


def test_a_block_is_behind_when_it_was_made_from_other_words_and_only_then() -> None:
    made_from = {"a": words_digest(ORIGINAL[0]), "b": words_digest(block("b", "Too.")), "z": "gone"}
    assert behind(ORIGINAL, made_from) == {"b"}


def test_the_kind_of_a_block_does_not_make_its_translation_old() -> None:
    assert words_digest(Block("a", BlockKind.HEADING, "One.", level=2)) == words_digest(ORIGINAL[0])


def test_missing_blocks_are_named_in_the_originals_order() -> None:
    assert missing(ORIGINAL, [block("b", "Deux.")]) == ("a", "c")


def test_a_translation_follows_the_originals_order_and_drops_what_the_original_dropped() -> None:
    translation = [block("z", "Perdu."), block("c", "Trois."), block("a", "Un.")]
    assert [each.text for each in in_order(ORIGINAL, translation)] == ["Un.", "Trois."]
