"""When a translation is behind, and what of it is missing."""

import pytest

from workflow.rules.statements.translation import behind, behind_in, in_order, missing, words_digest
from workflow.text.values import Block, BlockKind

pytestmark = pytest.mark.unit


def block(key: str, text: str) -> Block:
    return Block(key, BlockKind.PARAGRAPH, text)


ORIGINAL = (block("a", "One."), block("b", "Two."), block("c", "Three."))


def test_a_block_is_behind_when_it_was_made_from_other_words_and_only_then() -> None:
    made_from = {"a": words_digest(ORIGINAL[0]), "b": words_digest(block("b", "Too.")), "z": "gone"}
    assert behind(ORIGINAL, made_from) == {"b"}


def test_a_block_of_an_edition_is_behind_when_no_save_vouches_for_it() -> None:
    edition = (block("a", "Un."), block("b", "Deux."), block("c", "Trois."))
    old, fresh = "of other words", {each.id: words_digest(each) for each in ORIGINAL}
    assert behind_in(ORIGINAL, edition, [(edition, {"a": old, "b": fresh["b"]})]) == {"a"}
    assert behind_in(ORIGINAL, edition, [(edition, {"a": old}), (edition, {"a": fresh["a"]})]) == frozenset()
    rewritten = (block("a", "Autre chose."), block("z", "Perdu."))
    assert behind_in(ORIGINAL, edition, [(edition, {"a": old}), (rewritten, fresh)]) == {"a"}
    assert behind_in(ORIGINAL, edition, [(rewritten, {"a": old, "z": old})]) == frozenset()


def test_the_kind_of_a_block_does_not_make_its_translation_old() -> None:
    assert words_digest(Block("a", BlockKind.HEADING, "One.", level=2)) == words_digest(ORIGINAL[0])


def test_missing_blocks_are_named_in_the_originals_order() -> None:
    assert missing(ORIGINAL, [block("b", "Deux.")]) == ("a", "c")


def test_a_translation_follows_the_originals_order_and_drops_what_the_original_dropped() -> None:
    translation = [block("z", "Perdu."), block("c", "Trois."), block("a", "Un.")]
    assert [each.text for each in in_order(ORIGINAL, translation)] == ["Un.", "Trois."]
