"""The same amendment to another version: where its words stand there, or not at all."""

from dataclasses import replace

import pytest

from workflow.text.amendments.application import apply
from workflow.text.amendments.carried import carry
from workflow.text.document.brackets import TITLE, titled
from workflow.text.edits.uptake import uptake
from workflow.text.values.amendment import Amendment, AmendmentKind
from workflow.text.values.block import Block, BlockKind

REPLACE = AmendmentKind.REPLACE
ADD = AmendmentKind.ADD
REMOVE = AmendmentKind.REMOVE
MOVE = AmendmentKind.MOVE
ONE = "As we have heard over the past five days, this is a difficult moment for the Court and for its victims."
TWO = "We regret that the budget falls short. The budget of the Court is the measure of our support."
BEFORE = [Block("p1", BlockKind.PARAGRAPH, ONE), Block("p2", BlockKind.PARAGRAPH, TWO)]


def words(old: str, new: str, block: str = "p1") -> Amendment:
    text = ONE if block == "p1" else TWO
    return Amendment("A1", REPLACE, block, text.index(old), text.index(old) + len(old), new)


def after(one: str = ONE, two: str = TWO) -> list[Block]:
    return [replace(BEFORE[0], text=one), replace(BEFORE[1], text=two)]


def carried(amendment: Amendment, blocks: list[Block]) -> tuple[str, str] | None:
    """Block and words that the amendment is about in `blocks`."""
    found = carry(BEFORE, blocks, amendment)
    if found is None:
        return None
    assert replace(found, block=amendment.block, start=amendment.start, end=amendment.end) == amendment
    return found.block, next(b.text for b in blocks if b.id == found.block)[found.start : found.end]


DIFFICULT = words("difficult", "critical")


@pytest.mark.parametrize(
    ("blocks", "place"),
    [
        (after(), ("p1", "difficult")),
        (after(one="Friends, " + ONE), ("p1", "difficult")),
        (after(one=ONE.replace("the past five days", "this long week")), ("p1", "difficult")),
        (after(one=ONE.replace("difficult", "critical")), None),
        (after(one=ONE.replace("a difficult moment", "a hard time")), None),
        (after(one="Wholly other words."), None),
        ([BEFORE[1]], None),
        ([BEFORE[1], BEFORE[0]], ("p1", "difficult")),
    ],
)
def test_words_are_carried_where_they_stand(blocks: list[Block], place: tuple[str, str] | None) -> None:
    assert carried(DIFFICULT, blocks) == place


def test_words_of_a_paragraph_that_was_split_or_joined_are_found_in_the_other_one() -> None:
    cut = ONE.index("this is")
    split = [Block("p1", BlockKind.PARAGRAPH, ONE[: cut - 1]), Block("n1", BlockKind.PARAGRAPH, ONE[cut:]), BEFORE[1]]
    assert carried(DIFFICULT, split) == ("n1", "difficult")
    joined = [Block("p1", BlockKind.PARAGRAPH, f"{ONE} {TWO}")]
    assert carried(words("falls short", "is too small", "p2"), joined) == ("p1", "falls short")


def test_words_around_which_all_is_another_are_carried_in_their_paragraph_where_its_neighbour_is_gone() -> None:
    before = [Block("p1", BlockKind.PARAGRAPH, "Pay the Court now, all of you."), BEFORE[1]]
    asked = Amendment("A1", REPLACE, "p1", 0, 13, "Fund the Court")
    assert carry(before, [replace(before[0], text="Pay the Court or close it.")], asked) == asked


def test_equal_words_are_told_apart_by_their_neighbours() -> None:
    second = Amendment("A1", REPLACE, "p2", TWO.rindex("budget"), TWO.rindex("budget") + 6, "sum")
    found = carry(BEFORE, after(two="Once again, " + TWO), second)
    assert found and found.start == TWO.rindex("budget") + len("Once again, ")


def test_an_insertion_is_carried_between_its_neighbours() -> None:
    at = ONE.index("heard") + 5
    point = Amendment("A1", REPLACE, "p1", at, at, "repeatedly")
    found = carry(BEFORE, after(one="Friends, " + ONE), point)
    assert found and (found.start, found.end) == (at + 9, at + 9)
    assert carry(BEFORE, after(one=ONE.replace("heard over", "heard once over")), point) is None
    ends = Amendment("A1", REPLACE, "p1", len(ONE), len(ONE), "And more.")
    assert carried(ends, after(one=ONE.replace("past", "last"))) == ("p1", "")


@pytest.mark.parametrize(
    ("amendment", "blocks", "is_carried"),
    [
        (Amendment("A1", ADD, "", words="New.", after="p1"), after(one="Other."), True),
        (Amendment("A1", ADD, "", words="New.", after=""), [], True),
        (Amendment("A1", ADD, "", words="New.", after="p1"), [BEFORE[1]], False),
        (Amendment("A1", REMOVE, "p1"), after(two="Other."), True),
        (Amendment("A1", REMOVE, "p1"), after(one=ONE + " More."), False),
        (Amendment("A1", REMOVE, "p1"), [BEFORE[1]], False),
        (Amendment("A1", MOVE, "p1", after="p2"), after(one=ONE + " More."), True),
        (Amendment("A1", MOVE, "p1", after="p2"), [BEFORE[0]], False),
        (Amendment("A1", MOVE, "p1", after="p2"), [BEFORE[1]], False),
        (Amendment("A1", REPLACE, "nowhere", 0, 2, "x"), after(), False),
    ],
)
def test_paragraphs_are_carried_by_their_ids(amendment: Amendment, blocks: list[Block], is_carried: bool) -> None:
    assert carry(BEFORE, blocks, amendment) == (amendment if is_carried else None)


def test_a_carried_amendment_does_what_it_did() -> None:
    blocks = after(one=f"Friends, {ONE}".replace("past", "last"))
    found = carry(BEFORE, blocks, DIFFICULT)
    assert found
    assert apply(blocks, [found], str).blocks[0].text == blocks[0].text.replace("difficult", "critical")


def test_an_amendment_of_nothing_in_an_empty_paragraph_is_not_carried() -> None:
    empty = [Block("p1", BlockKind.PARAGRAPH, "")]
    assert carry(empty, [Block("p1", BlockKind.PARAGRAPH, "x")], Amendment("A1", REPLACE, "p1", 0, 0, "y")) is None


def test_an_amendment_is_not_carried_onto_the_words_that_another_paragraph_brought() -> None:
    calls = [f"We call on states parties to {what} without delay." for what in ("arrest suspects", "protect witnesses")]
    before = [Block(f"p{place}", BlockKind.PARAGRAPH, text) for place, text in enumerate([calls[0], TWO, calls[1]])]
    now = [replace(before[0], text=f"Time is short. {calls[1]}"), before[1]]
    at = calls[0].index("without delay")
    assert carry(before, now, Amendment("A1", REPLACE, "p0", at, at + 13, "at once")) is None
    at = calls[1].index("without delay")
    found = carry(before, now, Amendment("A1", REPLACE, "p2", at, at + 13, "at once"))
    assert found and now[0].text[found.start : found.end] == "without delay"


@pytest.mark.parametrize("span", [(5, 900), (9, 3)])
def test_offsets_outside_the_paragraph_are_refused(span: tuple[int, int]) -> None:
    wrong = Amendment("A1", REPLACE, "p1", *span, "new")
    for blocks in (BEFORE, [BEFORE[1]]):
        with pytest.raises(ValueError, match="A1"):
            carry(BEFORE, blocks, wrong)
        with pytest.raises(ValueError, match="A1"):
            uptake(tuple(BEFORE), tuple(blocks), wrong)


@pytest.mark.parametrize(
    ("now", "reads"),
    [
        ("On rivers", "On rivers and lakes"),
        ("On open rivers", "On open rivers and lakes"),
        ("Of wells", None),  # who rewrote the title left no place for it
        (None, None),
    ],
)
def test_of_a_title_its_change_is_carried_to_another_one(now: str | None, reads: str | None) -> None:
    asked = Amendment("A1", REPLACE, TITLE, 0, 9, "On rivers and lakes")
    found = carry(titled("On rivers", BEFORE), BEFORE if now is None else titled(now, BEFORE), asked)
    assert found == (replace(asked, end=len(now), words=reads) if now and reads else None)


CHINESE = "我们呼吁各国尽快批准该公约。法院必须得到足够的资金。证人应当受到保护。缔约国大会将于十二月举行。"


def test_an_insertion_far_from_an_edit_is_carried_where_no_spaces_part_the_words() -> None:
    at = CHINESE.index("受到")
    blocks = [Block("p1", BlockKind.PARAGRAPH, CHINESE)]
    asked = Amendment("A1", REPLACE, "p1", at, at, "始终")
    assert carry(blocks, [replace(blocks[0], text=CHINESE.replace("尽快", "立即"))], asked) == asked
    there = carry(blocks, [replace(blocks[0], text="今天，" + CHINESE)], asked)
    assert there == replace(asked, start=at + 3, end=at + 3)
    assert carry(blocks, [replace(blocks[0], text=CHINESE.replace("应当受到保护", "获得保障"))], asked) is None
