"""Words that stand in several places are told apart by what stands around them, as written or as shown."""

import pytest

from tests.text.growth import cost
from workflow.text.anchors.quotations import find

TEXT = "At [Rome](https://a.org) the *court* met, at the **Rome** seat, and in Rome it rose."


@pytest.mark.parametrize(
    ("prefix", "suffix", "start"),
    [
        ("At [", "](https", 4),
        ("At ", " the court", 4),
        ("court met, at the ", " seat", 51),
        ("at the **", "** seat", 51),
        ("in", "it rose", 71),
    ],
)
def test_the_words_around_tell_one_place_from_another(prefix: str, suffix: str, start: int) -> None:
    assert find(TEXT, "Rome", prefix, suffix) == [(start, start + 4)]


def test_words_around_that_stand_nowhere_rule_nothing_out() -> None:
    assert len(find(TEXT, "Rome", "nowhere ", " else")) == 3


def test_words_that_stand_in_a_thousand_places_are_told_apart_in_time() -> None:
    text = "a b " * 2500
    assert cost(lambda: find(text, "a", text[:5000], text[5000:])) < 1
