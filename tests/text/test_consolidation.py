"""The next version from a draft and what was accepted: the same in any order, nothing put where it was not meant."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.text.alignment import comparison
from workflow.text.alignment.comparison import steady_runs
from workflow.text.alignment.runs import Run
from workflow.text.amendments.carried import Accepted
from workflow.text.consolidation.consolidation import Consolidated, consolidate
from workflow.text.memory import remembering
from workflow.text.values.amendment import Amendment, AmendmentKind
from workflow.text.values.block import Block, BlockKind

REPLACE = AmendmentKind.REPLACE
ADD = AmendmentKind.ADD
REMOVE = AmendmentKind.REMOVE
MOVE = AmendmentKind.MOVE
pytestmark = pytest.mark.unit


def text(*paragraphs: str) -> tuple[Block, ...]:
    return tuple(Block(f"p{at}", BlockKind.PARAGRAPH, words) for at, words in enumerate(paragraphs, start=1))


ISSUED = text("The river has risen twice.", "Keep the gates open.", "It is a difficult moment.")


def words(ref: str, block: str, old: str, new: str) -> Amendment:
    """An amendment to the first place of `old` in a block of ISSUED."""
    start = next(each.text for each in ISSUED if each.id == block).index(old)
    return Amendment(ref, REPLACE, block, start, start + len(old), new)


RISEN, GATES, MOMENT = (
    words("A1", "p1", "risen", "swollen"),
    words("A2", "p2", "Keep", "Leave"),
    words("A3", "p3", "difficult", "critical"),
)
NEW = Amendment("A4", ADD, "", words="And ours.", after="p2")
GONE = Amendment("A5", REMOVE, "p2")
LAST = Amendment("A6", MOVE, "p1", after="p3")


def put(*amendments: Amendment, draft: tuple[Block, ...] = ISSUED, part: tuple[str, ...] = ()) -> Consolidated:
    accepted = [Accepted(each, ISSUED, each.ref not in part) for each in amendments]
    return consolidate(ISSUED, draft, accepted, iter(f"n{at}" for at in range(9)).__next__)


def read(made: Consolidated) -> list[str]:
    return [block.text for block in made.blocks]


def test_nothing_accepted_leaves_the_draft() -> None:
    assert put(draft=ISSUED[1:]).blocks == ISSUED[1:]


def test_all_kinds_at_once() -> None:
    made = put(RISEN, GATES, MOMENT, NEW, LAST)
    assert read(made) == [
        "Leave the gates open.",
        "And ours.",
        "It is a critical moment.",
        "The river has swollen twice.",
    ]
    assert made.unapplied == ()
    assert {ref for source in made.sources for ref in source.refs} == {"A1", "A2", "A3", "A4", "A6"}


def test_the_old_span_of_a_change_is_that_of_the_version_issued_last_whatever_was_written_since() -> None:
    draft = text("The river has risen twice.", "Keep the gates open.", "Friends, it is so: It is a difficult moment.")
    (source,) = put(MOMENT, draft=draft).sources
    assert source.was == (MOMENT.start, MOMENT.end)
    assert draft[2].text[: source.start] == "Friends, it is so: It is a "


def test_the_old_span_of_two_with_the_same_effect_holds_what_both_change() -> None:
    wide = words("A7", "p3", "a difficult", "a critical")
    (source,) = put(MOMENT, wide).sources
    assert source.refs == ("A3", "A7")
    assert source.was == (MOMENT.start, MOMENT.end)


def test_an_old_span_is_said_of_words_alone_or_of_a_whole_paragraph_that_is_gone() -> None:
    spans = {source.kind: source.was for source in put(GONE, NEW, LAST).sources}
    assert spans == {REMOVE: (0, len(ISSUED[1].text)), MOVE: None, ADD: None}


def test_words_that_were_rewritten_and_paragraphs_that_are_gone_are_left_to_the_hand() -> None:
    draft = text("The river is high.", "Keep the gates open.")
    made = put(RISEN, GATES, MOMENT, draft=draft)
    assert read(made) == ["The river is high.", "Leave the gates open."]
    assert made.unapplied == ("A1", "A3")


def test_an_amendment_to_an_earlier_version_is_put_where_its_words_stand_now() -> None:
    earlier = text("The river has risen.", "x")
    old = Accepted(Amendment("A9", REPLACE, "p1", 14, 19, "swollen"), earlier)
    made = consolidate(ISSUED, ISSUED, [old], str)
    assert read(made)[0] == "The river has swollen twice."
    assert made.sources[0].was == (14, 19)


def test_what_is_taken_in_part_makes_room_for_what_is_accepted_in_full() -> None:
    part = words("A7", "p3", "difficult moment", "hour")
    assert read(put(MOMENT, part, part=("A7",)))[2] == "It is a critical moment."
    assert put(MOMENT, part, part=("A7",)).unapplied == ("A7",)
    assert read(put(part, part=("A7",)))[2] == "It is a hour."


def test_two_that_exclude_each_other_are_both_left_to_the_hand() -> None:
    one, other = words("A7", "p3", "difficult", "hard"), words("A8", "p3", "difficult", "good")
    made = put(one, other, part=("A7", "A8"))
    assert read(made)[2] == ISSUED[2].text and made.unapplied == ("A7", "A8")


def test_words_are_counted_without_their_marks() -> None:
    assert consolidate((), text("**Two** [words](https://example.org)"), [], str).words == 2


@given(st.permutations([RISEN, GATES, MOMENT, NEW, LAST]), st.sets(st.sampled_from(["A1", "A2", "A3", "A4", "A6"])))
def test_the_order_makes_no_other_text(order: list[Amendment], chosen: set[str]) -> None:
    some = [each for each in order if each.ref in chosen]
    assert read(put(*some)) == read(put(*sorted(some, key=lambda each: each.ref)))


def test_what_the_penholder_wrote_as_it_was_asked_is_not_put_in_again_and_keeps_its_reference() -> None:
    added = Block("n9", BlockKind.PARAGRAPH, "And ours.")
    written = (replace(ISSUED[0], text="The river has swollen much."), added, ISSUED[2])
    made = put(RISEN, GONE, replace(NEW, after="p1"), MOMENT, draft=written)
    assert read(made) == ["The river has swollen much.", "And ours.", "It is a critical moment."]
    assert (set(made.by_hand), made.unapplied) == ({"A1", "A4", "A5"}, ())
    assert {ref for source in made.sources for ref in source.refs} == {"A1", "A3", "A4", "A5"}


SENTENCES = (
    "The river rose before dawn in the valley below the mill.",
    "Nobody had warned the families who sleep beside the gates.",
    "States promised them help at three meetings in a row.",
    "Their lawyers wait for an answer from the ministry of water.",
    "A court of seven judges heard the oldest of the fishermen.",
    "We ask every government to keep what its envoy signed.",
)


@st.composite
def by_hand(draw: st.DrawFn) -> tuple[list[str], list[int]]:
    """Sentences, some with a word of their own put in, in another order and parted into paragraphs anew."""
    has_word = [draw(st.booleans()) for _ in SENTENCES]
    order = draw(st.permutations(range(len(SENTENCES))))
    sentences = [with_word(place) if has_word[place] else SENTENCES[place] for place in order]
    cuts = sorted(draw(st.sets(st.integers(1, len(order) - 1), max_size=3)))
    parts = [sentences[start:end] for start, end in zip([0, *cuts], [*cuts, len(order)], strict=True)]
    return [" ".join(part) for part in parts], [place for place, has in enumerate(has_word) if has]


def with_word(place: int) -> str:
    first, *rest = SENTENCES[place].split(" ")
    return " ".join([first, f"zeal{place}", *rest])


@given(by_hand())
def test_words_that_go_in_stand_there_once_wherever_the_hand_took_their_sentence(
    case: tuple[list[str], list[int]],
) -> None:
    issued = text(" ".join(SENTENCES[:3]), " ".join(SENTENCES[3:]))
    asked = []
    for place, sentence in enumerate(SENTENCES):
        block = issued[place // 3]
        at = block.text.index(sentence) + sentence.index(" ")
        asked.append(Amendment(f"A{place}", REPLACE, block.id, at, at, f" zeal{place}"))
    made = consolidate(
        issued, text(*case[0]), [Accepted(each, issued) for each in asked], iter(f"n{at}" for at in range(9)).__next__
    )
    reads = " ".join(block.text for block in made.blocks)
    for place, each in enumerate(asked):
        there = reads.count(f"zeal{place}")
        assert there == 1 or (there == 0 and each.ref in made.unapplied), (each.ref, reads)
        assert not (there == 0 and place in case[1]), "no word that somebody wrote is lost"


def test_the_texts_are_aligned_once_for_all_amendments(monkeypatch: pytest.MonkeyPatch) -> None:
    sentences = [f"Article {n} speaks of the {noun} of this town." for n, noun in enumerate(["water", "bread"] * 20)]
    issued = tuple(Block(f"q{n}", BlockKind.PARAGRAPH, words) for n, words in enumerate(sentences))
    draft = tuple(replace(block, text=f"Today {block.text}") for block in issued)
    asked = [Amendment(f"A{n}", REPLACE, block.id, 0, 7, "Chapter") for n, block in enumerate(issued)]
    found: list[str] = []

    def counted(before: str, after: str) -> list[Run]:
        found.append(before)
        return steady_runs(before, after)

    monkeypatch.setattr(comparison, "steady_runs", counted)
    with remembering():
        for _ in range(2):
            consolidate(issued, draft, [Accepted(each, issued) for each in asked], str)
    assert found.count("\n\n".join(sentences)) == 1
