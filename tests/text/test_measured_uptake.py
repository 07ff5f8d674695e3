"""Amendments made of real revisions, typed by the penholder or not: what is said is known, and nothing else."""

import pytest

from bench import uptake


@pytest.fixture(scope="module")
def scores() -> dict[str, uptake.Score]:
    if not uptake.CORPUS.exists():
        pytest.skip("the development corpus is not there: ../shared/corpus")
    found = list(uptake.revisions(uptake.corpus_pairs(uptake.CORPUS)))
    assert len(found) > 120
    return uptake.grade(found)


@pytest.mark.parametrize("quoted", ["hunk", "sentence"])
def test_what_is_typed_is_known_and_what_is_not_is_put_in(scores: dict[str, uptake.Score], quoted: str) -> None:
    typed = ("a sentence behind", "a sentence beside", "another word changed", "curly", "straight")
    kinds = ("typed", "every second typed", *(f"typed, {how}" for how in typed))
    assert {kind: scores[f"{kind} ({quoted})"].wrong for kind in kinds} == dict.fromkeys(kinds, 0)


@pytest.mark.parametrize("quoted", ["hunk", "sentence"])
def test_what_is_not_typed_is_not_taken_for_said(scores: dict[str, uptake.Score], quoted: str) -> None:
    kinds = ("not typed: other hunks", "not typed: other words there")
    assert {kind: scores[f"{kind} ({quoted})"].wrong for kind in kinds} == dict.fromkeys(kinds, 0)


def test_no_word_of_the_penholders_bears_a_reference(scores: dict[str, uptake.Score]) -> None:
    assert sum(score.letters for score in scores.values()) > 10_000
    assert {kind: score.credited for kind, score in scores.items() if score.credited} == {}
