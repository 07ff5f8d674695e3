"""Each word of a redline bears the reference of who asked for it, on edits whose owners are known."""

import random

import pytest

from bench import credit
from workflow.text.amendments import Accepted, sources_of
from workflow.text.consolidation import consolidate
from workflow.text.diff import word_diff
from workflow.text.redline import redline_html
from workflow.text.values import Amendment, AmendmentKind, Block, BlockKind


@pytest.fixture(scope="module")
def scores() -> dict[str, credit.Score]:
    if not credit.CORPUS.exists():
        pytest.skip("the development corpus is not there: ../shared/corpus")
    found = list(credit.paragraphs(credit.corpus_pairs(credit.CORPUS)))
    random.Random(0).shuffle(found)
    return credit.grade(found[:150])


def test_no_word_bears_a_reference_that_did_not_ask_for_it(scores: dict[str, credit.Score]) -> None:
    assert sum(score.right for score in scores.values()) > 40_000
    assert {way: (score.false, score.shared) for way, score in scores.items() if score.false or score.shared} == {}


def test_few_words_that_were_asked_for_bear_none(scores: dict[str, credit.Score]) -> None:
    right, missing = (sum(getattr(score, what) for score in scores.values()) for what in ("right", "missing"))
    assert missing < 0.005 * right


def test_two_that_exclude_one_another_written_by_hand_bear_each_its_own_words() -> None:
    text = "The commission should publish its data every year. It meets twice."
    issued = (Block("p", BlockKind.PARAGRAPH, text),)
    start = text.index("publish")
    asked = [
        Amendment(ref, AmendmentKind.REPLACE, "p", start, text.index("."), f"publish its data {words}")
        for ref, words in (("A1", "every six months"), ("A2", "every month"), ("A3", "every six months"))
    ]
    hand = text.replace("every year", "every month and every six months in full")
    made = consolidate(
        issued, (Block("p", BlockKind.PARAGRAPH, hand),), [Accepted(each, issued) for each in asked], str, "en"
    )
    behind = sources_of(issued, made.blocks, made.sources)["p"]
    html = redline_html(word_diff(text, hand), added="", removed="", sources=behind, penholder=credit.HAND)
    shown = [(words.strip(), sorted(refs)) for sign, words, refs in credit.shown(html) if sign == "+"]
    assert shown == [
        ("month", ["A2"]),
        ("and every", ["hand"]),
        ("six months", ["A1", "A3"]),
        ("in full", ["hand"]),
    ]
