"""Passages that left one place and came back at another: what moved together is told as one."""

import pytest

from workflow.text.alignment.align import common_runs
from workflow.text.alignment.moves import moves
from workflow.text.anchors.anchors import reanchor
from workflow.text.values.answers import Verdict

pytestmark = pytest.mark.unit

OPENING = "We, who live beside the rivers of nine countries, have come here to say what the water has taken from us."
SIEGE = "We call on all parties to end the siege of the city."
COUNCIL = "We also ask the Council to meet again within thirty days."
THANKS = "We thank the people of the valley for the courage with which they have protected their neighbours for years."
RIVER = "Nobody may dam the river alone."


def passages(before: str, after: str) -> list[tuple[str, str]]:
    """What each run reads in both texts."""
    runs = moves(before, after, common_runs(before, after)).certain
    return [(before[run.start : run.end], after[run.place : run.place_end]) for run in runs]


@pytest.mark.parametrize("gap", [" ", "\n\n"])
def test_sentences_that_moved_together_are_one_passage(gap: str) -> None:
    together = f"{SIEGE}{gap}{COUNCIL}"
    assert passages(f"{OPENING} {THANKS}\n\n{together}", f"{together}\n\n{OPENING} {THANKS}") == [(together, together)]


def test_sentences_that_went_to_two_places_are_two_passages() -> None:
    before = f"{RIVER} {OPENING} {SIEGE} {COUNCIL} {THANKS}"
    after = f"{SIEGE} {OPENING} {COUNCIL} {THANKS} {RIVER}"
    assert passages(before, after) == [(RIVER, RIVER), (SIEGE, SIEGE)]
    together = f"{SIEGE} {COUNCIL}"
    after = f"{together} {OPENING} {THANKS} {RIVER}"
    assert passages(before, after) == [(RIVER, RIVER), (together, together)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Elle a dit : « Personne ne fermera ce fleuve. »",
        "Sie sagte: „Niemand darf diesen Fluss alleine stauen.“",
        "Ոչ ոք չպետք է միայնակ փակի այս գետը։",
        "ማንም ሰው ይህን ወንዝ ብቻውን መገደብ የለበትም።",
        "她说：「任何人不得单独在这条河上筑坝，也不得改道。」",
    ],
)
def test_a_sentence_moves_with_its_stop_and_its_closing_marks(sentence: str) -> None:
    gap = "" if sentence[-1] == "」" else " "
    before, after = f"{OPENING} {sentence}{gap}{THANKS} {SIEGE}", f"{OPENING} {THANKS} {sentence}{gap}{SIEGE}"
    assert passages(before, after) == [(sentence, sentence)]


def test_sentences_that_changed_places_on_the_way_are_two_passages() -> None:
    before, after = f"{OPENING} {THANKS} {SIEGE} {COUNCIL}", f"{COUNCIL} {SIEGE} {OPENING} {THANKS}"
    assert passages(before, after) == [(SIEGE, SIEGE), (COUNCIL, COUNCIL)]


def test_a_passage_that_grew_on_the_way_is_the_same() -> None:
    grown = RIVER.replace("river", "river with walls of stone or of steel")
    assert passages(f"{RIVER}\n\n{OPENING}", f"{OPENING}\n\n{grown}") == [
        ("Nobody may dam the river ", "Nobody may dam the river "),
        ("alone.", "alone."),
    ]


def test_a_passage_is_known_by_the_rest_of_an_address_that_changed() -> None:
    before = "See the [list of rivers](https://rivers.example/2024/papers/list/of/all/rivers/and/lakes.html) today"
    after = before.replace("2024", "2025")
    assert [words for words, _ in passages(f"{before}\n\n{OPENING}", f"{OPENING}\n\n{after}")] == before.split("2024")


def test_a_heading_goes_with_what_it_stands_above_though_one_like_it_took_its_place() -> None:
    heading, other = "## Rivers of the third order", "## Rivers of the fifth order"
    before = f"{OPENING}\n\n{heading}\n\n{SIEGE}\n\n{THANKS}"
    after = f"{OPENING}\n\n{other}\n\n{RIVER}\n\n{THANKS}\n\n{heading}\n\n{SIEGE}"
    together = f"{heading}\n\n{SIEGE}"
    assert passages(before, after) == [(together, together)]


CLAUSE = "whatever the rank of those who ordered it"


@pytest.mark.parametrize("copies", [0, 1])
def test_a_clause_that_went_into_another_sentence_takes_what_points_at_it_along(copies: int) -> None:
    before = f"{OPENING} Each attack shall be investigated, {CLAUSE}, within two years.\n\n{THANKS}"
    after = f"{OPENING} Each attack shall be investigated within two years.\n\n{THANKS[:-1]}, {CLAUSE}."
    start = before.index(CLAUSE)
    found = reanchor(before, after + f" We ask it again, {CLAUSE}." * copies, start, start + len(CLAUSE))
    if copies:  # nobody can tell which of the two it is
        assert found.start is None
    else:
        assert found.verdict is Verdict.MOVED
        assert found.start is not None
        assert after[found.start : found.end] == CLAUSE
