"""An open passage is settled for what was asked: by no answer for other words, and never with words said twice."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from workflow.text.amendments.carried import Accepted
from workflow.text.consolidation.consolidation import Consolidated, consolidate
from workflow.text.consolidation.settling import reopened
from workflow.text.document.brackets import open_brackets
from workflow.text.edits.fitting import alone
from workflow.text.values.amendment import Amendment, AmendmentKind
from workflow.text.values.block import Block, BlockKind

pytestmark = pytest.mark.unit
WORDS = ["The", "court", "needs", "funds", "and", "states", "must", "act", "now", "since", "victims", "wait"]
NEW = ["serious", "lasting", "grave", "decisive", "urgent", "shared"]


def block(text: str) -> Block:
    return Block("p1", BlockKind.PARAGRAPH, text)


def consolidated(
    text: str, taken: list[Accepted], refused: list[Accepted] | tuple[()] = (), draft: str | None = None
) -> Consolidated:
    written = (block(text if draft is None else draft),)
    return consolidate((block(text),), written, taken, iter(f"n{at}" for at in range(9)).__next__, "en", refused)


@st.composite
def rivals(draw: st.DrawFn) -> tuple[str, list[Amendment]]:
    """A sentence, and two or three amendments that would each change one and the same word of it, or take it out."""
    words = WORDS[: draw(st.integers(6, len(WORDS)))]
    text = f"{' '.join(words)}."
    starts = [sum(len(word) + 1 for word in words[:place]) for place in range(len(words))]
    chosen = draw(st.integers(0, len(words) - 1))
    made = []
    for number in range(draw(st.integers(2, 3))):
        first, last = max(0, chosen - draw(st.integers(0, 2))), min(len(words) - 1, chosen + draw(st.integers(0, 2)))
        start, end = starts[first], starts[last] + len(words[last])
        other = draw(st.sampled_from([*NEW, *(f"{words[chosen]} {each}" for each in NEW), ""]))
        said = [*words[first:chosen], *([other] if other else []), *words[chosen + 1 : last + 1]]
        made.append(Amendment(f"A{number + 1}", AmendmentKind.REPLACE, "p1", start, end, " ".join(said)))
    reads = {alone(block(text), each) for each in made}
    assume(len(reads) == len(made) and text not in reads and "." not in reads)
    return text, made


def left_open(text: str, made: list[Amendment]) -> str:
    there = consolidated(text, [Accepted(each, (block(text),), False, True) for each in made])
    assume(not there.unapplied and there.blocks)
    return there.blocks[0].text


@given(rivals(), st.integers(0, 2), st.booleans())
def test_the_one_accepted_stands_as_it_asked(
    asked: tuple[str, list[Amendment]], place: int, are_others_refused: bool
) -> None:
    text, made = asked
    open_ = left_open(text, made)
    winner = made[place % len(made)]
    others = [Accepted(each, (block(text),)) for each in made if each is not winner]
    found = consolidated(open_, [Accepted(winner, (block(text),))], others if are_others_refused else ())
    assert (found.blocks[0].text, found.unapplied, found.refused) == (alone(block(text), winner), (), ())


@given(rivals())
def test_where_all_are_refused_the_words_stand_as_they_did(asked: tuple[str, list[Amendment]]) -> None:
    text, made = asked
    found = consolidated(left_open(text, made), [], [Accepted(each, (block(text),)) for each in made])
    assert (found.blocks[0].text, found.refused) == (text, ())


@given(rivals(), st.integers(0, 2))
def test_where_all_others_are_refused_nothing_else_stays_open(asked: tuple[str, list[Amendment]], place: int) -> None:
    text, made = asked
    kept = made[place % len(made)]
    others = [Accepted(each, (block(text),)) for each in made if each is not kept]
    found = consolidated(left_open(text, made), [], others)
    passages = open_brackets(found.blocks)
    assert len(passages) <= 1
    assert all(len(each.alternatives) <= 2 for each in passages)


BEFORE = (block("It should pay. Others follow."), Block("p2", BlockKind.PARAGRAPH, "We close."))
ISSUED = (replace(BEFORE[0], text="It [should] [must] [shall] pay. Others follow."), BEFORE[1])


def asks(ref: str, old: str, new: str, text: tuple[Block, ...] = BEFORE, place: int = 0) -> Accepted:
    start = text[place].text.index(old)
    return Accepted(Amendment(ref, AmendmentKind.REPLACE, text[place].id, start, start + len(old), new), text)


MUST, SHALL = asks("A1", "should", "must"), asks("A2", "should", "shall")


@pytest.mark.parametrize("asked", [("follow", "must follow", 0), ("pay", "pay now", 0), ("close", "close here", 1)])
def test_what_is_asked_beside_a_passage_goes_in_though_an_answer_settles_that(asked: tuple[str, str, int]) -> None:
    old, new, place = asked
    made = [MUST, asks("A3", old, new, ISSUED, place)]
    found = consolidate(ISSUED, ISSUED, made, str, "en", [SHALL])
    reads = " ".join(each.text for each in found.blocks)
    assert (reads, found.unapplied) == ("It must pay. Others follow. We close.".replace(old, new), ())


def test_of_two_passages_alike_the_one_is_settled_that_was_asked_about() -> None:
    before, issued = (
        (block("It should pay. It should wait."),),
        (block("It [should] [must] pay. It [should] [must] wait."),),
    )
    at = issued[0].text.rindex("must")
    within = Accepted(Amendment("A3", AmendmentKind.REPLACE, "p1", at, at + 4, "must not"), issued)
    found = consolidate(issued, issued, [asks("A1", "should", "must", before), within], str, "en")
    assert (found.blocks[0].text, found.unapplied) == ("It must pay. It [should] [must not] wait.", ())


@pytest.mark.parametrize(
    ("text", "draft"), [(BEFORE, ISSUED), (ISSUED, (replace(BEFORE[0], text="It must pay."), BEFORE[1]))]
)
def test_a_passage_that_one_of_the_texts_alone_has_is_settled(
    text: tuple[Block, ...], draft: tuple[Block, ...]
) -> None:
    close = asks("A3", "close", "close here", text, 1)
    found = consolidate(text, draft, [MUST, close], str, "en", [SHALL])
    reads = ["It must pay. Others follow." if draft is ISSUED else "It must pay.", "We close here."]
    assert ([each.text for each in found.blocks], found.unapplied) == (reads, ())


def test_what_the_penholder_left_open_stays_so_where_a_wish_to_settle_it_is_refused() -> None:
    asked = asks("A3", "[should] [must] [shall]", "must", ISSUED)
    found = consolidate(ISSUED, ISSUED, [], str, "en", [asked])
    assert (found.blocks, found.refused) == (ISSUED, ())
    chosen = consolidate(ISSUED, ISSUED, [asked], str, "en")
    assert chosen.blocks[0].text == "It must pay. Others follow."


def test_a_refusal_leaves_the_other_passages_of_its_paragraph_open() -> None:
    before, issued = (block("It should pay. It waits."),), (block("It [should] [must] pay. It [perhaps] waits."),)
    found = consolidate(issued, issued, [], str, "en", [asks("A1", "should", "must", before)])
    assert found.blocks[0].text == "It should pay. It [perhaps] waits."


@pytest.mark.parametrize(
    ("lost", "accepted", "is_open"),
    [
        ([MUST], [], True),
        ([SHALL], [], False),
        ([], [], False),
        ([MUST], [asks("A3", "should", "must")], False),  # another one asks for it
        ([], [replace(SHALL, in_full=False, bracketed=True)], True),
    ],
)
def test_a_passage_stands_open_again_where_it_was_settled_for_what_is_refused_since(
    lost: list[Accepted], accepted: list[Accepted], is_open: bool
) -> None:
    draft = (replace(BEFORE[0], text="It must pay. Others followed."), BEFORE[1])
    reads = ISSUED[0].text.replace("follow.", "followed.") if is_open else draft[0].text
    assert reopened(ISSUED, draft, accepted, lost) == (replace(draft[0], text=reads), BEFORE[1])


def test_a_passage_is_not_put_over_words_that_were_written_since_it_was_settled() -> None:
    before = (block("They should act for the Court. Others follow."),)
    issued = (block("They [should act] [must act at once] for the Court. Others follow."),)
    draft = (block("They must act at last for the Court. Others must act at once."),)
    assert reopened(issued, draft, [], [asks("A1", "should act", "must act at once", before)]) == draft


@pytest.mark.parametrize("refused", [False, True])
def test_a_passage_stays_open_where_what_was_answered_stands_beside_it(refused: bool) -> None:
    asked = asks("A1", "follow", "soon follow")
    draft = (replace(BEFORE[0], text="It [perhaps] should pay. Others soon follow."), BEFORE[1])
    found = consolidate(BEFORE, draft, [] if refused else [asked], str, "en", [asked] if refused else [])
    assert (found.blocks, found.unapplied, found.refused) == (draft, (), ())


def test_words_that_may_go_stand_open_again_where_they_are_to_stand_open() -> None:
    before, issued = (block("It should gladly pay."),), (block("It should [gladly] pay."),)
    open_ = replace(asks("A1", "gladly ", "", before), in_full=False, bracketed=True)
    assert reopened(issued, before, [open_], []) == issued
    assert reopened(issued, before, [], []) == before


def test_a_new_paragraph_that_is_left_open_is_settled_by_its_answer_and_not_put_in_again() -> None:
    pay, meet = (
        Accepted(Amendment(ref, AmendmentKind.ADD, "", words=words, after="p1"), BEFORE)
        for ref, words in (("A1", "States pay for the wells."), ("A2", "Members meet in spring."))
    )
    new = [replace(BEFORE[0], id=f"n{at}", text=f"[{each.amendment.words}]") for at, each in enumerate((pay, meet))]
    issued = (BEFORE[0], *new, BEFORE[1])
    found = consolidate(issued, issued, [pay, replace(meet, in_full=False, bracketed=True)], str, "en")
    settled = (BEFORE[0], replace(new[0], text=pay.amendment.words), new[1], BEFORE[1])
    assert (found.blocks, found.unapplied) == (settled, ())
    assert reopened(issued, settled, [], [pay]) == issued


def test_a_passage_that_has_the_words_of_a_new_paragraph_among_others_is_not_settled_for_it() -> None:
    asked = Accepted(Amendment("A1", AmendmentKind.ADD, "", words="States must pay.", after="p1"), BEFORE)
    issued = (block("They [should wait] [must wait until states must pay]."), BEFORE[1])
    found = consolidate(issued, issued, [asked], str, "en")
    assert [each.text for each in found.blocks] == [issued[0].text, "States must pay.", issued[1].text]
