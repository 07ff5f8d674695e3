"""Words of the text of which the penholder says that they say an amendment."""

from dataclasses import replace

import pytest

from workflow.text.amendments import Accepted
from workflow.text.consolidation import Consolidated, consolidate
from workflow.text.document import TITLE, titled
from workflow.text.values import Amendment, AmendmentKind, Block, BlockKind

pytestmark = pytest.mark.unit
ISSUED = tuple(
    Block(f"p{at}", BlockKind.PARAGRAPH, words)
    for at, words in enumerate(("The river has risen twice.", "Keep the gates open.", "It is a difficult moment."), 1)
)
CRITICAL = Amendment("A1", AmendmentKind.REPLACE, "p3", 8, 17, "critical")
OPEN = Amendment("A2", AmendmentKind.REPLACE, "p2", 0, 4, "Leave")
NEW = Amendment("A3", AmendmentKind.ADD, "", words="Let fish pass.", after="p2")


def hand(**texts: str) -> tuple[Block, ...]:
    """The text with other words in some paragraphs."""
    return tuple(replace(block, text=texts.get(block.id, block.text)) for block in ISSUED)


def put(
    *amendments: Amendment, draft: tuple[Block, ...] = ISSUED, refs: tuple[str, ...] = ("A1",), at: tuple[str, str]
) -> Consolidated:
    """The text with all of them, `at` being shown for `refs`."""
    accepted = [Accepted(each, ISSUED, shown=at if each.ref in refs else None) for each in amendments]
    return consolidate(ISSUED, draft, accepted, iter(f"n{number}" for number in range(9)).__next__)


def read(made: Consolidated) -> list[str]:
    return [block.text for block in made.blocks]


def test_words_that_are_shown_say_it() -> None:
    draft = hand(p3="It is a hard hour.")
    assert put(CRITICAL, draft=draft, refs=(), at=("", "")).unapplied == ("A1",)
    made = put(CRITICAL, draft=draft, at=("p3", "a hard hour"))
    assert (made.unapplied, made.by_hand, made.shown) == ((), ("A1",), ("A1",))
    assert made.blocks == draft
    assert [(each.start, each.end, each.refs) for each in made.sources][-1] == (6, 17, ("A1",))


def test_what_is_shown_is_not_put_in_beside_others_that_are() -> None:
    made = put(CRITICAL, OPEN, draft=hand(p1="A hard hour: the river has risen."), at=("p1", "A hard hour"))
    assert read(made) == ["A hard hour: the river has risen.", "Leave the gates open.", "It is a difficult moment."]
    assert made.by_hand == ("A1",)


@pytest.mark.parametrize("at", [("p3", "critical hour"), ("p9", "moment"), ("p3", "moments"), ("p3", "fficult")])
def test_words_that_do_not_stand_there_change_nothing(at: tuple[str, str]) -> None:
    assert put(CRITICAL, OPEN, at=at) == put(CRITICAL, OPEN, refs=(), at=at)
    draft = hand(p3="It is a difficult and hard moment now.")
    assert put(CRITICAL, OPEN, draft=draft, at=at) == put(CRITICAL, OPEN, draft=draft, refs=(), at=at)


def test_one_of_several_whose_words_are_gone_is_answered_as_before() -> None:
    draft = hand(p3="It is a hard hour.")
    kept = Accepted(CRITICAL, ISSUED, shown=("p3", "hard hour"))
    lost = Accepted(OPEN, ISSUED, shown=("p3", "harsh hour"))
    made = consolidate(ISSUED, draft, [kept, lost], str)
    assert (made.shown, made.unapplied) == (("A1",), ())
    assert read(made)[1:] == ["Leave the gates open.", "It is a hard hour."]


def test_words_may_stand_in_a_paragraph_that_another_one_adds() -> None:
    made = put(CRITICAL, NEW, draft=hand(p3="So it is."), at=("its-own-from-the-issue-on", "Let fish pass"))
    assert (made.unapplied, made.shown, made.blocks[2].text) == ((), ("A1",), "Let fish pass.")
    assert [(each.block, each.start, each.end, each.refs) for each in made.sources][-1] == ("n0", 0, 13, ("A1",))


def test_words_shown_in_a_title_keep_the_title() -> None:
    asked, text = (
        Amendment("A4", AmendmentKind.REPLACE, TITLE, 0, 16, "Rivers in court"),
        titled("Streams at court", ISSUED),
    )
    for at, title, shown in (
        ((TITLE, "at court"), "Streams at court", ("A4",)),
        (("p1", "at court"), "Rivers in court", ()),
    ):
        whole = consolidate(text, text, [Accepted(asked, text, shown=at)], str)
        assert (whole.title, whole.shown, whole.unapplied) == (title, shown, ())
