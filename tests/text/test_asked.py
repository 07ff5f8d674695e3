"""A text handed back with changes in it: all the amendments found in it make just that text."""

from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from tests.text.texts import prose
from workflow.text.amendments import Unasked, apply, asked_for
from workflow.text.document import plain
from workflow.text.values import AmendmentKind, Block, BlockKind

ISSUED = (
    Block("h", BlockKind.HEADING, "What we ask", 2),
    Block("p", BlockKind.PARAGRAPH, "States **must not** close the crossing.[^n] They keep the road open."),
    Block("q", BlockKind.PARAGRAPH, "We call for an inquiry into the deaths at the bridge."),
    Block("i", BlockKind.ITEM, "food and water,", mark="1."),
    Block("j", BlockKind.ITEM, "a doctor.", mark="2."),
    Block("z", BlockKind.PARAGRAPH, "The river belongs to those who live beside it."),
    Block("n", BlockKind.FOOTNOTE, "Report of March.", mark="n"),
)


def read(blocks: tuple[Block, ...]) -> list[str]:
    """The words of each block."""
    return [plain(block.text) for block in blocks]


def with_text(block: str, text: str) -> tuple[Block, ...]:
    """The text with other words in one block, ids gone as in a file of another program."""
    return tuple(
        Block("", each.kind, text if each.id == block else each.text, each.level, each.mark) for each in ISSUED
    )


def test_nothing_is_asked_for_by_the_same_text() -> None:
    found = asked_for(ISSUED, with_text("", ""))
    assert (found.amendments, found.others) == ((), ())
    assert [block.id for block in found.wished] == [block.id for block in ISSUED]


def test_each_change_is_an_amendment_of_whole_words() -> None:
    found = asked_for(ISSUED, with_text("p", "States may not close the crossing.[^1] They must keep the road open."))
    assert [(ISSUED[1].text[each.start : each.end], each.words) for each in found.amendments] == [
        ("must", "may"),
        ("keep", "must keep"),
    ]
    assert not found.others


def test_a_paragraph_comes_goes_and_moves() -> None:
    new = Block("", BlockKind.PARAGRAPH, "Nobody may be sent back.")
    wished = (ISSUED[5], ISSUED[0], ISSUED[1], new, *ISSUED[3:5], ISSUED[6])
    found = asked_for(ISSUED, wished)
    assert {(each.kind, each.block, each.words, each.after) for each in found.amendments} == {
        (AmendmentKind.MOVE, "z", "", ""),
        (AmendmentKind.REMOVE, "q", "", None),
        (AmendmentKind.ADD, "", "Nobody may be sent back.", "p"),
    }


def test_what_no_amendment_can_ask_for_is_told() -> None:
    wished = list(with_text("p", "States must not close the crossing. They keep the road open."))
    wished[0] = Block("", BlockKind.PARAGRAPH, "What we ask")
    wished[2] = Block("", BlockKind.PARAGRAPH, "We call for an inquiry into the **deaths** at the bridge.")
    wished[-1] = Block("", BlockKind.FOOTNOTE, "A note on other matters altogether.", mark="2")
    found = asked_for(ISSUED, wished)
    told = {(each.why, each.block) for each in found.others}
    assert {(Unasked.SHAPE, "h"), (Unasked.STYLE, "q"), (Unasked.NOTE, "p")} <= told
    assert any(each.why is Unasked.NOTE and each.words for each in found.others), "the new note's words"


_texts = st.lists(prose.filter(lambda text: "[^" not in text and plain(text).strip()), min_size=1, max_size=6)


@given(_texts, st.data())
def test_all_amendments_together_make_the_text_that_was_handed_back(texts: list[str], data: st.DataObject) -> None:
    before = [Block(f"b{at}", BlockKind.PARAGRAPH, text) for at, text in enumerate(texts)]
    after = list(before)
    for _ in range(data.draw(st.integers(0, 5))):
        at = data.draw(st.integers(0, len(after)))
        words = data.draw(prose.filter(lambda text: "[^" not in text and plain(text).strip()))
        match data.draw(st.sampled_from(["edit", "add", "remove", "move"])), at < len(after):
            case "edit", True:
                after[at] = Block(after[at].id, BlockKind.PARAGRAPH, words)
            case "add", _:
                after.insert(at, Block("", BlockKind.PARAGRAPH, words))
            case "remove", True:
                del after[at]
            case "move", True:
                block = after.pop(at)
                after.insert(data.draw(st.integers(0, len(after))), block)
    found = asked_for(before, after)
    ids = (f"new{number}" for number in count())
    made = apply(before, found.amendments, lambda: next(ids))
    assert not made.unapplied
    assert read(made.blocks) == read(tuple(after))
