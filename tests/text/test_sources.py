"""Which references stand behind each change, and which changes are the penholder's own."""

from dataclasses import replace

import pytest
from hypothesis import assume, example, given, settings

from tests.text.test_amendments import proposals
from workflow.text.amendments.application import apply
from workflow.text.amendments.sources import sources_of
from workflow.text.diff.blocks import Change, block_diff
from workflow.text.diff.words import word_diff
from workflow.text.edits.credit import Claim, Claims, claims_of, parts
from workflow.text.values.amendment import Amendment, AmendmentKind, Source
from workflow.text.values.block import Block, BlockKind

REPLACE = AmendmentKind.REPLACE
ADD = AmendmentKind.ADD
REMOVE = AmendmentKind.REMOVE
MOVE = AmendmentKind.MOVE
TEXT = "As we have heard over the past five days, this is a very very difficult moment for the Court."
BEFORE = [Block("p1", BlockKind.PARAGRAPH, TEXT), Block("p2", BlockKind.PARAGRAPH, "We regret the budget.")]


def words(ref: str, old: str, new: str) -> Amendment:
    return Amendment(ref, REPLACE, "p1", TEXT.index(old), TEXT.index(old) + len(old), new)


def behind(before: str, after: str, *sources: Source) -> list[tuple[str, ...]]:
    """The references of each change, in order."""
    return [each.refs for each in parts(word_diff(before, after), claims_of(sources)) if not each.kept]


def test_each_change_names_its_amendment_and_the_penholder_has_none() -> None:
    applied = apply(BEFORE, [words("A7", "heard", "heard repeatedly"), words("A12", "difficult", "critical")], str)
    after = applied.blocks[0].text.replace("five days", "six days")
    issued = [replace(applied.blocks[0], text=after), applied.blocks[1]]
    found = sources_of(BEFORE, issued, applied.sources, applied.blocks)
    assert behind(TEXT, after, *found["p1"]) == [("A7",), (), ("A12",)]
    assert set(found) == {"p1"}


@pytest.mark.parametrize("place", [0, 1])
def test_a_deletion_that_could_stand_in_two_places_is_known_in_both(place: int) -> None:
    start = TEXT.index("very") + 5 * place
    applied = apply(BEFORE, [Amendment("A1", REPLACE, "p1", start, start + 4, "")], str)
    assert behind(TEXT, applied.blocks[0].text, *applied.sources) == [("A1",)]
    nameless = [replace(source, was=None) for source in applied.sources]
    assert behind(TEXT, applied.blocks[0].text, *nameless) == [("A1",)]


def test_a_deletion_that_ends_with_the_same_letter_as_the_word_before_it_stands_in_one_place() -> None:
    text = "We thank states parties today."
    block = [Block("p1", BlockKind.PARAGRAPH, text)]
    one = Amendment("A1", REPLACE, "p1", 9, 15, "the states")
    other = Amendment("A2", REPLACE, "p1", 15, 23, "")
    applied = apply(block, [one, other], str)
    assert behind(text, applied.blocks[0].text, *applied.sources) == [("A1",), ("A2",)]


def test_what_is_put_among_the_words_of_an_amendment_is_not_its_own() -> None:
    applied = apply(BEFORE, [words("A1", "heard", "heard again and repeatedly")], str)
    after = applied.blocks[0].text.replace("again and", "again, in public, and").replace("five", "six")
    found = sources_of(BEFORE, [replace(BEFORE[0], text=after)], applied.sources, applied.blocks)["p1"]
    assert [after[each.start : each.end] for each in found] == ["heard again", " and repeatedly"]


def test_a_deletion_at_the_beginning_keeps_its_reference_when_more_was_taken_out() -> None:
    applied = apply(BEFORE, [words("A1", "As ", "")], str)
    after = applied.blocks[0].text.removeprefix("we have ")
    found = sources_of(BEFORE, [replace(BEFORE[0], text=after)], applied.sources, applied.blocks)
    assert behind(TEXT, after, *found["p1"]) == [("A1",), ()]


def test_a_deletion_beside_an_amendment_is_not_put_down_to_it() -> None:
    applied = apply(BEFORE, [words("A1", "five", "six")], str)
    after = applied.blocks[0].text.replace(" this is", "")
    found = sources_of(BEFORE, [replace(BEFORE[0], text=after), BEFORE[1]], applied.sources, applied.blocks)
    assert behind(TEXT, after, *found["p1"]) == [("A1",), ()]
    nameless = [replace(source, was=None) for source in found["p1"]]
    assert behind(TEXT, after, *nameless) == [("A1",), ()]


def test_words_that_one_takes_out_and_another_puts_in_behind_their_neighbours_are_theirs() -> None:
    text = "We regret the long budget cuts today and call for more."
    before = [Block("p1", BlockKind.PARAGRAPH, text)]
    gone, back = text.index("the long"), text.index(" and")
    amendments = [
        Amendment("A1", REPLACE, "p1", gone, gone + len("the long budget cuts"), ""),
        Amendment("A2", REPLACE, "p1", back, back, "the long budget cuts"),
    ]
    applied = apply(before, amendments, str)
    after = applied.blocks[0].text
    assert after == "We regret today the long budget cuts and call for more."
    assert behind(text, after, *applied.sources) == [("A1", "A2"), ("A1", "A2")]
    by_hand = after.replace("more", "less")
    assert behind(text, by_hand, *applied.sources) == [("A1", "A2"), ("A1", "A2"), ()]


def test_who_asked_with_another_for_words_to_go_is_named_once_at_the_words_that_came() -> None:
    before, after = "We must act now.", "We should move now."
    said = [(ref, after.index(words), len(words)) for ref, words in (("A1", "should"), ("A2", "move"))]
    come = [Claim(start, start + size, (ref,)) for ref, start, size in said]
    shown = parts(word_diff(before, after), Claims([Claim(3, 11, ("A1", "A2"))], come))
    assert [(before[slice(*p.old)].strip(), p.refs) for p in shown if not p.kept] == [
        ("must act", ("A1",)),
        ("", ("A2",)),
    ]


def test_words_that_the_penholder_put_in_the_place_of_others_are_not_put_down_to_a_deletion_elsewhere() -> None:
    gone = Claim(9, 9, ("A1",))
    shown = parts(word_diff("We act now for all.", "They act now for some."), Claims(come=[gone], nameless=[gone]))
    assert [each.refs for each in shown if not each.kept] == [(), ()]


def test_of_equal_words_the_one_that_the_penholder_put_in_is_not_put_down_to_who_asked_for_the_other() -> None:
    before = "Act today court here."
    shown = parts(word_diff(before, "Act today court here today."), Claims(come=[Claim(3, 10, ("A1",))]))
    assert [each.refs for each in shown if not each.kept] == [()]


@pytest.mark.parametrize(
    ("before", "after", "claims"),
    [
        ("Pay us and wait.", "Pay: wait.", Claims([Claim(4, 10, ("A1",))])),
        ("We must: act.", "We must now act.", Claims(come=[Claim(8, 11, ("A1",))])),
    ],
)
def test_a_sign_alone_stands_with_the_words_whose_place_it_shares(before: str, after: str, claims: Claims) -> None:
    shown = parts(word_diff(before, after), claims)
    assert [each.refs for each in shown if not each.kept] == [("A1",)]
    assert all(each.old[0] < each.old[1] or each.new[0] < each.new[1] for each in shown)  # none is empty


def test_words_that_are_gone_again_have_no_source() -> None:
    applied = apply(BEFORE, [words("A1", "heard", "heard repeatedly"), words("A2", "five", "six")], str)
    after = [replace(BEFORE[0], text=TEXT.replace("five", "six")), BEFORE[1]]
    found = sources_of(BEFORE, after, applied.sources, applied.blocks)
    assert behind(TEXT, after[0].text, *found["p1"]) == [("A2",)]
    assert sources_of(BEFORE, BEFORE, applied.sources, applied.blocks) == {}


def test_words_that_went_into_another_paragraph_keep_their_references() -> None:
    applied = apply(BEFORE, [words("A1", "heard", "heard repeatedly"), words("A2", "difficult", "critical")], str)
    text = applied.blocks[0].text
    cut = text.index("this is")
    split = [replace(BEFORE[0], text=text[: cut - 1]), Block("n1", BlockKind.PARAGRAPH, text[cut:]), BEFORE[1]]
    found = sources_of(BEFORE, split, applied.sources, applied.blocks)
    at = split[1].text.index("critical")
    assert found["p1"][0].refs == ("A1",)
    assert found["n1"] == (Source("n1", at, at + 8, ("A2",)),)
    joined = [replace(BEFORE[1], text=f"{BEFORE[1].text} {text}")]
    found = sources_of(BEFORE, joined, applied.sources, applied.blocks)
    assert [joined[0].text[s.start : s.end] for s in found["p2"]] == ["heard repeatedly", "critical"]


def test_sources_of_paragraphs_that_are_gone_are_left_out() -> None:
    applied = apply(BEFORE, [words("A1", "heard", "heard repeatedly"), words("A2", "very ", "")], str)
    assert sources_of(BEFORE, [BEFORE[1]], applied.sources) == {}
    assert sources_of(BEFORE, [BEFORE[1]], applied.sources, applied.blocks) == {}


def test_paragraphs_added_removed_and_moved_keep_their_references() -> None:
    amendments = [
        Amendment("A1", ADD, "", words="New.", after="p2"),
        Amendment("A2", MOVE, "p1", after="p2x"),
        Amendment("A3", REMOVE, "p2"),
    ]
    applied = apply(BEFORE, [amendments[0], amendments[2]], lambda: "n1")
    found = sources_of(BEFORE, applied.blocks, applied.sources)
    assert {block: [(s.kind, s.refs) for s in sources] for block, sources in found.items()} == {
        "p2": [(REMOVE, ("A3",))],
        "n1": [(ADD, ("A1",))],
    }
    assert sources_of(BEFORE, BEFORE, applied.sources, applied.blocks) == {}
    moved = apply(BEFORE, [Amendment("A2", MOVE, "p1", after="p2")], str)
    assert sources_of(BEFORE, moved.blocks, moved.sources)["p1"][0].refs == ("A2",)


@settings(max_examples=150)
@given(proposals())
@example(
    (
        [Block("b0", BlockKind.PARAGRAPH, "[^1]")],
        [Amendment("A0", REPLACE, "b0", 0, 1, ""), Amendment("A1", REPLACE, "b0", 2, 2, "[^1]")],
    )
)
@example(
    (
        [Block("b0", BlockKind.PARAGRAPH, "the **firm** **firm** the")],
        [Amendment("A0", REPLACE, "b0", 0, 3, ""), Amendment("A1", REPLACE, "b0", 22, 22, "**firm**")],
    )
)
@example(
    (
        [Block("b0", BlockKind.PARAGRAPH, "the **firm** **firm** **firm** the")],
        [Amendment("A0", REPLACE, "b0", 0, 3, ""), Amendment("A1", REPLACE, "b0", 22, 28, "")],
    )
)
def test_every_change_of_a_redline_names_an_amendment_when_only_amendments_were_made(
    case: tuple[list[Block], list[Amendment]],
) -> None:
    made, amendments = case
    assume(not any("](" in block.text for block in made))  # an amendment may tear a link, and its address with it
    applied = apply(made, amendments, iter(f"n{n}" for n in range(99)).__next__)
    found = sources_of(made, applied.blocks, applied.sources)
    for change in block_diff(made, applied.blocks):
        if change.after and change.kind in (Change.CHANGED, Change.MOVED_CHANGED):
            shown = parts(change.ops, claims_of(found.get(change.after.id, ())))
            assert all(each.refs for each in shown if not each.kept), (change.ops, found)
