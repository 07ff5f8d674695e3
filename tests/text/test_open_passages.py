"""An open passage is settled for what was asked: by no answer for other words, and never with words said twice."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from workflow.text.amendments.carried import Accepted
from workflow.text.consolidation.consolidation import Consolidated, consolidate
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
