"""Words of one version in a later one, where paragraphs were split, joined and moved between the two."""

import pytest

from workflow.text.anchors.following import Followed, agreed_place, followed
from workflow.text.values.answers import Verdict
from workflow.text.values.block import Block, BlockKind

pytestmark = pytest.mark.unit

RIVER = "The river has risen twice this year. Those who live beside it know that it will rise again before the rains."
GATES = "We call on all states to keep the gates of the upper basin open. We thank the four states that did so."
FLOOD = "Communities downstream learn of a flood when the water stands at their doors. They ask for daily readings."
OTHER = "Nothing in this new paragraph was ever said before, and it speaks of trade."


def text(**paragraphs: str) -> list[Block]:
    return [Block(id_, BlockKind.PARAGRAPH, words) for id_, words in paragraphs.items()]


BEFORE = text(p1=RIVER, p2=GATES, p3=FLOOD)


def fate(after: list[Block], words: str, block: str = "p2") -> tuple[str, str | None, str]:
    """What became of the words, in which paragraph, and what stands at their place; without words the paragraph."""
    before = {each.id: each.text for each in BEFORE}[block]
    start = before.index(words) if words else 0
    (found,) = followed(BEFORE, after, [(block, (start, start + len(words)))])
    now = {each.id: each.text for each in after}
    return found.verdict.value, found.block, now[found.block][found.start : found.end] if found.block else ""


FATES = [
    ("untouched", text(p1=RIVER, p2=GATES, p3=FLOOD), "upper basin", ("same", "p2", "upper basin")),
    ("joined to the one before", text(p1=f"{RIVER} {GATES}", p3=FLOOD), "upper basin", ("moved", "p1", "upper basin")),
    ("joined, the whole paragraph", text(p1=f"{RIVER} {GATES}", p3=FLOOD), "", ("moved", "p1", "")),
    ("split, its half has a new id", text(p1=RIVER, p2=GATES[:65], n1=GATES[65:], p3=FLOOD), "four states",
     ("moved", "n1", "four states")),
    ("split, its half stayed", text(p1=RIVER, p2=GATES[:65], n1=GATES[65:], p3=FLOOD), "upper basin",
     ("same", "p2", "upper basin")),
    ("its sentence moved to another", text(p1=RIVER, p2=GATES[:64], p3=f"{FLOOD} {GATES[65:]}"), "four states",
     ("moved", "p3", "four states")),
    ("joined and edited", text(p1=f"{RIVER} {GATES.replace('upper basin', 'whole basin')}", p3=FLOOD),
     "upper basin open", ("moved", "p1", "whole basin open")),
    ("taken out", text(p1=RIVER, p3=FLOOD), "upper basin", ("deleted", None, "")),
    ("the whole paragraph taken out", text(p1=RIVER, p3=FLOOD), "", ("deleted", None, "")),
    ("rewritten in place", text(p1=RIVER, p2=OTHER, p3=FLOOD), "upper basin", ("deleted", "p2", "")),
    ("the whole paragraph rewritten", text(p1=RIVER, p2=OTHER, p3=FLOOD), "", ("edited", "p2", "")),
]  # fmt: skip


@pytest.mark.parametrize(("after", "words", "fate_"), [row[1:] for row in FATES], ids=[row[0] for row in FATES])
def test_words_are_followed_into_the_paragraph_that_took_them_in(
    after: list[Block], words: str, fate_: tuple[str, str | None, str]
) -> None:
    assert fate(after, words) == fate_


def test_the_same_two_words_in_another_paragraph_are_not_taken_for_those_that_went() -> None:
    after = text(p1=f"{RIVER} Four states came.", p2=GATES.replace("four states", "four neighbours"), p3=FLOOD)
    assert fate(after, "states that did so") == ("edited", "p2", "neighbours that did so")
    assert fate(after, "four states")[1] == "p2"


CALLS = [
    f"We call on states parties to {what} without delay." for what in ("arrest every suspect", "protect witnesses")
]


def test_words_that_another_paragraph_brought_are_not_those_that_stood_there() -> None:
    before, after = text(p1=CALLS[0], p2=RIVER, p3=CALLS[1]), text(p1=f"Time is short. {CALLS[1]}", p2=RIVER)
    (own, taken) = followed(before, after, [("p1", (0, len(CALLS[0]))), ("p3", (0, len(CALLS[1])))])
    assert own == Followed(Verdict.DELETED, "p1")
    assert taken == Followed(Verdict.MOVED, "p1", 15, 15 + len(CALLS[1]))


def test_of_two_words_one_is_enough_where_their_sentence_went_with_them() -> None:
    seen = "As you have seen, there is tremendous interest in the work of the Court and its growing reach."
    after = text(n1=seen.replace("tremendous", "great"), p2=RIVER)
    (found,) = followed(text(p2=f"{seen} {RIVER}"), after, [("p2", (27, 46))])
    assert found == Followed(Verdict.MOVED, "n1", 27, 41)


def test_words_that_stood_in_a_paragraph_all_along_are_not_those_of_another() -> None:
    asked = [f"Nous demandons aux États parties {what}." for what in ("d’arrêter ces gens", "de protéger ces gens")]
    before = text(p1=RIVER, p2=asked[0], p3=asked[1])
    after = text(
        p1=RIVER, p3=asked[1].replace("aux", "à tous les"), p2="Il est temps d’écouter aux États ceux qui vivent ici."
    )
    (found,) = followed(before, after, [("p2", (0, len(asked[0])))])
    assert found.verdict in (Verdict.DELETED, Verdict.UNCERTAIN)


def test_words_that_still_stand_as_often_as_before_are_not_said_to_be_gone() -> None:
    quoted = text(p1=RIVER, p2=OTHER, p3=f"{OTHER} Some say “keep the gates of the upper basin open” and mean it.")
    assert fate(quoted, "keep the gates of the upper basin open")[0] in ("uncertain", "moved")


@pytest.mark.parametrize(
    ("direct", "by_steps", "agreed"),
    [
        (Followed(Verdict.SAME, "p2", 4, 9), Followed(Verdict.SAME, "p2", 4, 9), Followed(Verdict.SAME, "p2", 4, 9)),
        (Followed(Verdict.SAME, "p2", 4, 9), Followed(Verdict.EDITED, "p2", 8, 12), Followed(Verdict.SAME, "p2", 4, 9)),
        (Followed(Verdict.SAME, "p2", 4, 9), Followed(Verdict.SAME, "p3", 4, 9), Followed(Verdict.UNCERTAIN, "p2")),
        (Followed(Verdict.SAME, "p2", 4, 9), Followed(Verdict.MOVED, "p2", 20, 25), Followed(Verdict.UNCERTAIN, "p2")),
        (Followed(Verdict.SAME, "p2", 4, 9), Followed(Verdict.DELETED, "p2"), Followed(Verdict.SAME, "p2", 4, 9)),
        (Followed(Verdict.EDITED, "p2"), Followed(Verdict.SAME, "p2"), Followed(Verdict.EDITED, "p2")),
        (Followed(Verdict.DELETED, "p2"), Followed(Verdict.SAME, "p3", 1, 2), Followed(Verdict.DELETED, "p2")),
    ],
)
def test_two_ways_that_lead_to_two_places_leave_words_uncertain(
    direct: Followed, by_steps: Followed, agreed: Followed
) -> None:
    assert agreed_place(direct, by_steps) == agreed


def test_a_paragraph_without_words_that_is_gone_is_gone() -> None:
    assert followed(text(p1=""), text(p2=RIVER), [("p1", (0, 0))]) == [Followed(Verdict.DELETED, None)]


@pytest.mark.parametrize("span", [(0, len(GATES) + 1), (9, 3), (-1, 4)])
def test_offsets_outside_the_paragraph_are_refused_wherever_its_words_went(span: tuple[int, int]) -> None:
    for after in (BEFORE, text(p1=RIVER, p3=FLOOD)):
        with pytest.raises(ValueError, match="p2"):
            followed(BEFORE, after, [("p2", span)])
