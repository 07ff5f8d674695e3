"""One paragraph changed in a text whose others stay as they are."""

import pytest

from workflow.text.document.markdown import in_one_line, mark_behind, without_bare_mark
from workflow.text.document.paragraphs import headed, inserted, joined, moved, removed, replaced
from workflow.text.values.block import Block, BlockKind

pytestmark = pytest.mark.unit
TEXT = [
    Block("s", BlockKind.SALUTATION, "Excellencies,"),
    Block("a", BlockKind.PARAGRAPH, "One."),
    Block("b", BlockKind.PARAGRAPH, "Two."),
    Block("i", BlockKind.ITEM, "An item.", mark="-"),
]


def ids(blocks: list[Block]) -> str:
    return "".join(block.id or "+" for block in blocks)


def test_a_paragraph_keeps_its_id_and_what_follows_in_it_gets_none_yet() -> None:
    assert ids(replaced(TEXT, "a", "Uno.")) == "sabi"
    assert ids(replaced(TEXT, "a", "Uno.\n\nDue.\n\nTre.")) == "sa++bi"
    assert replaced(TEXT, "a", "Uno.")[1].text == "Uno."


def test_a_block_becomes_what_its_markdown_says_but_greetings_stay_greetings() -> None:
    assert replaced(TEXT, "a", "## Head")[1] == Block("a", BlockKind.HEADING, "Head", level=2)
    assert replaced(TEXT, "s", "To whom it may concern")[0].kind is BlockKind.SALUTATION
    assert replaced(TEXT, "a", "Thank you.")[1].kind is BlockKind.PARAGRAPH
    assert replaced(TEXT, "i", "- Another item.")[3].kind is BlockKind.ITEM


def test_an_item_stays_one_though_it_is_typed_without_its_mark_and_the_list_is_not_torn() -> None:
    assert replaced(TEXT, "i", "A better item.")[3] == Block("i", BlockKind.ITEM, "A better item.", mark="-")
    both = replaced(TEXT, "i", "A better item.\n\nAnd one more.")[3:]
    assert [(each.kind, each.id) for each in both] == [(BlockKind.ITEM, "i"), (BlockKind.ITEM, "")]
    marked = replaced(TEXT, "i", "- A better item.\n\nA paragraph.")[3:]
    assert [each.kind for each in marked] == [BlockKind.ITEM, BlockKind.PARAGRAPH]
    numbered = Block("i", BlockKind.ITEM, "two", level=1, mark="2.")
    assert replaced([numbered], "i", "second") == [Block("i", BlockKind.ITEM, "second", level=1, mark="2.")]


def test_an_item_of_an_inner_list_stays_as_deep_as_it_was() -> None:
    deep = Block("i1", BlockKind.ITEM, "inner", level=1, mark="-")
    (now,) = replaced([deep], "i1", "- inner and changed")
    assert (now.id, now.level, now.text) == ("i1", 1, "inner and changed")
    (heading,) = replaced([deep], "i1", "## A heading")
    assert heading.kind is BlockKind.HEADING and heading.level == 2


def test_nothing_in_it_takes_it_out() -> None:
    assert ids(replaced(TEXT, "a", "---")) == "sbi" == ids(removed(TEXT, "a"))


def test_a_new_paragraph_goes_after_another_to_the_beginning_or_to_the_end() -> None:
    assert ids(inserted(TEXT, "a", "New.")) == "sa+bi"
    assert ids(inserted(TEXT, "", "New.")) == "+sabi"
    assert ids(inserted(TEXT, None, "New.\n\nNewer.")) == "sabi++"
    assert inserted(TEXT, "a", "Thank you.")[2].kind is BlockKind.PARAGRAPH


@pytest.mark.parametrize(
    ("block", "after", "order"),
    [("b", "s", "sbai"), ("s", "i", "abis"), ("i", "", "isab"), ("a", "a", "sabi"), ("a", "s", "sabi")],
)
def test_a_paragraph_moves_and_nothing_else(block: str, after: str, order: str) -> None:
    assert ids(moved(TEXT, block, after)) == order


def test_what_is_not_there_is_said() -> None:
    for edit in (
        lambda: replaced(TEXT, "x", "Words."),
        lambda: removed(TEXT, "x"),
        lambda: moved(TEXT, "x", "a"),
        lambda: moved(TEXT, "a", "x"),
        lambda: inserted(TEXT, "x", "Words."),
    ):
        with pytest.raises(KeyError):
            edit()


def test_several_places_are_joined_at_once_also_in_a_row() -> None:
    assert [block.text for block in joined(TEXT, {1})] == ["Excellencies,", "One. Two.", "An item."]
    assert [block.text for block in joined(TEXT, {1, 2})] == ["Excellencies,", "One. Two. An item."]
    assert joined(TEXT, {3, 9, -1}) == TEXT


def test_headings_stand_first() -> None:
    assert [block.text for block in headed(["A", ""], TEXT)] == ["A", *[block.text for block in TEXT]]


def test_new_paragraphs_are_told_in_one_line_with_a_sign_between_them_and_bullets() -> None:
    assert in_one_line("First one.\n\nSecond one.") == "First one. ¶ Second one."
    assert in_one_line("- third thing\n\n2. fourth") == "• third thing ¶ 2. fourth"
    assert in_one_line("One alone.") == "One alone." and in_one_line("") == ""


def test_what_comes_behind_an_item_begins_with_its_mark_and_the_mark_alone_is_nothing() -> None:
    assert [mark_behind(each) for each in TEXT] == ["", "", "", "- "]
    assert mark_behind(Block("i", BlockKind.ITEM, "two", mark="2.")) == "3. "
    assert [without_bare_mark(each) for each in ("-", " - ", "3.", "- x", "3")] == ["", "", "", "- x", "3"]
