"""Real revisions of paragraphs: amendments conflict where their changes do, and all make what a merge makes."""

from itertools import islice

import pytest

from bench import conflicts


def test_amendments_made_of_real_revisions_conflict_where_a_merge_would_ask() -> None:
    if (folder := conflicts.corpus()) is None:
        pytest.skip("the development corpus is not there: ../shared/corpus")
    found = list(islice(conflicts.revisions(folder), 120))
    assert len(found) == 120
    for quote, figures in conflicts.graded(found).items():
        assert figures.pairs > 100
        assert (quote, figures.refused, figures.accepted, figures.other_text) == (quote, [], [], [])


def test_so_do_amendments_to_what_packages_say_of_themselves() -> None:
    for quote, figures in conflicts.graded(conflicts.made_up(most=60)).items():
        assert figures.pairs > 100
        assert (quote, figures.refused, figures.accepted, figures.other_text) == (quote, [], [], [])
