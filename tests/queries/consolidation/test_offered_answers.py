"""A law: what the page offers to fill in for a text written by hand is never refused, and for every text there is an
answer to each amendment that is true of it and is not refused.
"""

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench import conflicts, offers
from workflow.queries.consolidation.by_hand import proposals
from workflow.queries.consolidation.conflicts import exclusion_among
from workflow.rules.consolidation.dispositions import DispositionKind, lacking_in_part
from workflow.rules.items.kinds import ItemKind
from workflow.text.amendments import Accepted
from workflow.text.consolidation import consolidate
from workflow.text.values import Amendment, AmendmentKind, Block, BlockKind

ROUNDS = 2  # each takes some seconds; `python -m bench.offers` goes further and prints what is wrong
REPLACE = AmendmentKind.REPLACE
WORDS = str.split("States must keep the gates open until the last boat has passed the bridge of the old town")
TEXT = " ".join(WORDS) + ". We close."
BLOCK = Block("p", BlockKind.PARAGRAPH, TEXT)
SENTENCE = len(" ".join(WORDS)) + 1
edits = st.tuples(
    st.integers(1, len(WORDS) - 1),
    st.sampled_from(["replace", "insert", "delete"]),
    st.sampled_from(["zebra", "all small", "never again"]),
)
Change = tuple[int, str, str]


def edited(changes: list[Change]) -> str:
    """The paragraph with these changes made by hand, one behind the other."""
    found = list(WORDS)
    for at, kind, new in sorted(changes, reverse=True):
        found[at : at + (kind != "insert")] = [] if kind == "delete" else [new]
    return " ".join(found) + ". We close."


def amendment(ref: str, change: Change, whole: bool) -> Amendment:
    """It asks for that change: of the sentence as a whole, or of the words alone."""
    start = 0 if whole else len(" ".join(WORDS[: change[0]])) + 1
    end = SENTENCE if whole else start + len(WORDS[change[0]])
    made = edited([change])
    return Amendment(ref, REPLACE, "p", start, end, made[start : len(made) - len(TEXT) + end].strip())


def item(each: Amendment) -> SimpleNamespace:
    """The amendment as it lies on the consolidation, without an answer."""
    facts = {"kind": ItemKind.REPLACE, "quote": TEXT[each.start : each.end], "proposal": each.words}
    return SimpleNamespace(reference=each.ref, place=each, disposition=None, **facts)


@settings(deadline=None, max_examples=150)
@given(st.lists(edits, min_size=1, max_size=3), st.lists(edits, max_size=2), st.lists(st.booleans(), min_size=3))
def test_what_is_offered_for_a_text_written_by_hand_is_never_refused(
    asked: list[Change], others: list[Change], whole: list[bool]
) -> None:
    draft = [Block("p", BlockKind.PARAGRAPH, edited([*asked, *others]))]
    made = [amendment(f"A{n}", change, whole[n - 1]) for n, change in enumerate(asked, 1)]
    items: list[Any] = [item(each) for each in made]
    there: Any = SimpleNamespace(issued=(BLOCK,), draft=draft, items=items)
    offered = proposals(there, items, "en")
    for each in made:
        if (answer := offered.get(each.ref)) and answer.kind is DispositionKind.PART:
            words = (ItemKind.REPLACE, TEXT[each.start : each.end], each.words, answer.taken)
            assert answer.taken and lacking_in_part(*words, is_said_in_part=True) is None
    accepted = {ref: answer.kind for ref, answer in offered.items() if answer.kind is DispositionKind.ACCEPTED}
    assert exclusion_among(there, accepted, "en") is None
    taken = [Accepted(each, (BLOCK,)) for each in made if each.ref in accepted]
    issued = consolidate([BLOCK], draft, taken, str, "en")
    assert issued.unapplied == ()
    assert [block.text for block in issued.blocks] == [block.text for block in draft], "nothing is said twice"


@settings(deadline=None, max_examples=150)
@given(st.lists(edits, min_size=1, max_size=3), st.lists(edits, max_size=2), st.lists(st.booleans(), min_size=3))
def test_for_every_text_there_is_a_truthful_answer(
    asked: list[Change], others: list[Change], whole: list[bool]
) -> None:
    draft = [Block("p", BlockKind.PARAGRAPH, edited([*asked[1:], *others]))]
    for n, change in enumerate(asked, 1):
        each = Accepted(amendment(f"A{n}", change, whole[n - 1]), (BLOCK,))
        accepted = consolidate([BLOCK], draft, [each], str, "en")
        refused = consolidate([BLOCK], draft, [], str, "en", [each])
        assert not accepted.unapplied or not (refused.unapplied or refused.refused)


@pytest.fixture(scope="module")
def scores() -> dict[str, offers.Score]:
    documents = offers.documents(conflicts.corpus())
    return offers.graded(offers.scenes(documents, rounds=ROUNDS, seed=3))


def test_no_offer_is_refused_or_untrue_and_a_true_answer_exists_whatever_was_asked(
    scores: dict[str, offers.Score],
) -> None:
    assert sum(score.scenes for score in scores.values()) > 50 * ROUNDS
    assert {group: score.breaches for group, score in scores.items() if score.breaches} == {}


def test_seldom_is_less_offered_than_is_true(scores: dict[str, offers.Score]) -> None:
    """Where a word of force is missing beside what was typed, say; the penholder may choose more."""
    scenes = sum(score.scenes for score in scores.values())
    assert sum(score.faults.total() for score in scores.values()) <= 0.03 * scenes
