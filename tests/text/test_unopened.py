"""Words that a text leaves open are compared and followed as the alternative that the earlier text has."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.text.amendments.carried import Accepted
from workflow.text.anchors.following import Followed, followed
from workflow.text.consolidation.consolidation import Consolidated, consolidate
from workflow.text.diff.cleanup import tidy
from workflow.text.diff.words import word_diff
from workflow.text.document.unopened import Remainder, remainder, unopened
from workflow.text.edits.credit import claims_of, parts
from workflow.text.values.amendment import Amendment, AmendmentKind
from workflow.text.values.answers import Verdict
from workflow.text.values.block import Block, BlockKind

pytestmark = pytest.mark.unit
SENTENCE = "States must protect all wells and springs from pollution, and they must report on it each spring."
AUTUMN = SENTENCE.replace("each spring", "each spring and autumn")
EVERY = SENTENCE.replace("all wells and springs", "every well and spring")
BEFORE = f"It should publish its data every month in full. {SENTENCE}"
START = BEFORE.index(SENTENCE)


def block(text: str) -> Block:
    return Block("p1", BlockKind.PARAGRAPH, text)


def left_open(draft: str) -> Consolidated:
    """The draft with both amendments left open."""
    issued = (block(BEFORE),)
    asked = [
        Amendment(ref, AmendmentKind.REPLACE, "p1", START, len(BEFORE), words)
        for ref, words in (("A34", AUTUMN), ("A35", EVERY))
    ]
    return consolidate(issued, [block(draft)], [Accepted(each, issued, False, True) for each in asked], str)


def marked(before: str, made: Consolidated) -> list[tuple[str, str, tuple[str, ...]]]:
    """What went and came, and who is behind it."""
    text = made.blocks[0].text
    shown = parts(tidy(word_diff(before, text)), claims_of(made.sources))
    return [(before[slice(*p.old)].strip(), text[slice(*p.new)].strip(), p.refs) for p in shown if not p.kept]


def test_the_hands_words_beside_an_open_passage_are_not_credited_to_its_amendments() -> None:
    open_ = f"[{SENTENCE}] [{AUTUMN}] [{EVERY}]"
    hand = left_open(f"It should publish its data every month if need be. {open_}")
    assert (hand.unapplied, hand.blocks[0].text.endswith(open_)) == ((), True)
    assert marked(BEFORE, hand) == [
        ("in full.", "if need be.", ()),
        ("", "[", ("A34", "A35")),
        ("", f"] [{AUTUMN}]", ("A34",)),
        ("", f"[{EVERY}]", ("A35",)),
    ]


def test_the_hands_words_within_an_alternative_are_not_credited_to_its_amendment() -> None:
    open_ = f"[{SENTENCE}] [{AUTUMN.replace('report', 'openly report')}] [{EVERY}]"
    hand = left_open(f"It should publish its data every month in full. {open_}")
    head, tail = AUTUMN.split("report")
    assert marked(BEFORE, hand) == [
        ("", "[", ("A34", "A35")),
        ("", f"] [{head}".strip(), ("A34",)),
        ("", "openly", ()),
        ("", f"report{tail}]", ("A34",)),
        ("", f"[{EVERY}]", ("A35",)),
    ]


@pytest.mark.parametrize("end", ["in full.", "if need be."])
def test_quoted_words_are_followed_to_the_alternative_that_has_them(end: str) -> None:
    after = f"It should publish its data every month {end} [{SENTENCE}] [{AUTUMN}] [{EVERY}]"
    start = after.index(SENTENCE)
    found = followed([block(BEFORE)], [block(after)], [("p1", (START, len(BEFORE)))])
    assert found == [Followed(Verdict.SAME, "p1", start, start + len(SENTENCE))]


def test_a_paragraph_and_words_across_the_brackets_are_not_as_they_were() -> None:
    after = f"It should publish its data every month in full. [{SENTENCE}] [{AUTUMN}]"
    whole, across = followed([block(BEFORE)], [block(after)], [("p1", (0, 0)), ("p1", (START - 8, len(BEFORE)))])
    assert whole == Followed(Verdict.EDITED, "p1")
    assert (across.verdict, across.start) == (Verdict.EDITED, START - 8)


@pytest.mark.parametrize(
    ("before", "after", "reads"),
    [
        ("We must act.", "We [should] [must] act.", "We must act."),
        ("We must act.", "We [should] [shall] act.", "We [should] [shall] act."),  # neither stood there
        ("We [should] [must] act.", "We [should] [must] act now.", "We [should] [must] act now."),  # open before
        ("We act, reacting.", "We [act], [re]acting.", "We act, [re]acting."),  # brackets within a word
        ("We act, now.", "We [should] [] act, now.", "We [should] [] act, now."),
        ("One river rose.", "One [river]s rose.", "One [river]s rose."),
        ("We must act.", "We must [perhaps] act.", "We must [perhaps] act."),
        # Words that stood open themselves are not those that nobody had left open.
        ("We [a] [b] act.", "We [b] [c] act.", "We [b] [c] act."),
    ],
)
def test_only_what_is_left_open_anew_is_read_as_it_was(before: str, after: str, reads: str) -> None:
    assert unopened(before, after).text == reads


words = st.lists(st.sampled_from(["We", "must", "should", "act", "now", "[must]", "[should]", "[act now]"])).map(
    " ".join
)


@given(words, words)
def test_a_difference_gives_both_texts_back(before: str, after: str) -> None:
    ops = word_diff(before, after)
    assert "".join(text for op, text in ops if op <= 0) == before
    assert "".join(text for op, text in ops if op >= 0) == after


def test_spans_are_told_between_the_whole_text_and_what_is_left() -> None:
    left = remainder("We [should] [must] act.", [(3, 13), (17, 18)])
    assert left == Remainder("We must act.", ((3, 13), (17, 18)))
    assert (left.whole(3, 7), left.left(13, 17), left.left(0, 23)) == ((13, 17), (3, 7), (0, 12))
    assert (left.left(4, 10), left.left(3, 13), left.left(5, 15), left.left(3, 18)) == (None, None, None, (3, 7))
    assert list(left.pieces(0, 12)) == [(0, 3), (13, 17), (18, 23)]


def test_of_alternatives_of_which_one_begins_with_the_other_the_longer_one_stays() -> None:
    after = "They report [each spring] [each spring and autumn]."
    assert unopened("They report each spring and autumn.", after).text == "They report each spring and autumn."
    assert unopened("They report each spring.", after).text == "They report each spring."
